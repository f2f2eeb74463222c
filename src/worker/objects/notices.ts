// Tells people of the messages that concern them, from the log at a cursor of its own.
// What failed is found again at the same cursor; a person who hears it twice keeps it once.

import type { Sql } from "../../lib/sql.ts";
import type { NoticeGiven } from "../../person/notices.ts";
import { isOut } from "../../room/belonging.ts";
import { advance, consumedTo } from "../../room/consumers.ts";
import { messageAt } from "../../room/log.ts";
import { dropNotice, noticesAfter, type NoticeRow } from "../../room/notices.ts";
import { settings } from "../../room/settings.ts";
import { personOf, type Env } from "../env.ts";
import { logBug } from "../log-line.ts";

const NOTICES = "notices";
/** Deliveries of one run: as many as an alarm should take. */
const BATCH = 50;

export class Notices {
  private readonly env: Env;
  private readonly sql: Sql;

  constructor(env: Env, sql: Sql) {
    this.env = env;
    this.sql = sql;
  }

  isBehind(): boolean {
    return noticesAfter(this.sql, consumedTo(this.sql, NOTICES), 1).length > 0;
  }

  /** Whether all is delivered, or more is left, or somebody could not be reached. */
  async run(room: string): Promise<"done" | "more" | "failed"> {
    const rows = noticesAfter(this.sql, consumedTo(this.sql, NOTICES), BATCH);
    const told = await Promise.all(rows.map((row) => this.tell(room, row)));
    if (told.includes(false)) return "failed";
    const last = rows.at(-1);
    if (last) advance(this.sql, NOTICES, last.noted);
    return this.isBehind() ? "more" : "done";
  }

  private async tell(room: string, { seq, person, why, thread }: NoticeRow): Promise<boolean> {
    const message = messageAt(this.sql, seq);
    // It was taken back before anybody heard of it.
    if (!message || message.deleted) return true;
    // What happens in a room is no business of who was removed from it, or left.
    const settled = settings(this.sql);
    if (!settled || isOut(this.sql, Date.now(), settled, person)) return true;
    const notice: NoticeGiven = { room, seq, why, by: message.by, ts: message.ts, thread };
    try {
      // Whoever blocks its author has no mention to read here, either.
      if (!(await personOf(this.env, person).notice(notice))) dropNotice(this.sql, seq, person);
      return true;
    } catch (error) {
      logBug({ room, person }, error);
      return false;
    }
  }
}
