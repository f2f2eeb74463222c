// Runs the room's consumers: reads the log from each cursor, delivers to other objects, moves the cursor.
// What failed is found again at the same cursor; the alarm that brings it back is the caller's.

import type { Sql } from "../../lib/sql.ts";
import { absentees, isAnybodyUntold, markTold } from "../../room/absent.ts";
import { advance, consumedTo } from "../../room/consumers.ts";
import type { Memory } from "../../room/context.ts";
import { head } from "../../room/log.ts";
import { personOf, type Env } from "../env.ts";
import { logBug } from "../log-line.ts";
import type { Sockets } from "./sockets.ts";

/** The person's list of rooms with something unread. */
const INBOX = "inbox";
/** Milliseconds from an entry to its delivery. An alarm is work: it keeps a room awake for 10 s more. */
export const CONSUME_MS = 3_000;
/** Deliveries of one run: as many as an alarm should take. */
const BATCH = 50;
/** Entries with nobody to tell before the cursor is worth a row. */
const STRIDE = 200;

export class Consumers {
  /** How far memory knows to be done; ahead of the stored cursor, which is written sparingly. */
  private seen = 0;
  /** Whoever is away has been told: no entry concerns anybody until somebody leaves or reads. Unknown on waking. */
  private allTold: boolean | undefined;

  private readonly env: Env;
  private readonly sql: Sql;
  private readonly sockets: Sockets<Memory>;

  constructor(env: Env, sql: Sql, sockets: Sockets<Memory>) {
    this.env = env;
    this.sql = sql;
    this.sockets = sockets;
  }

  /** Whether an entry that was just published concerns anybody who is away, as far as memory knows. */
  get isNeeded(): boolean {
    this.allTold ??= !isAnybodyUntold(this.sql, this.sockets.people());
    return !this.allTold;
  }

  /** Somebody left, or read without a socket: the next entry may concern them. */
  wanted(): void {
    this.allTold = false;
  }

  isBehind(): boolean {
    return Math.max(this.seen, consumedTo(this.sql, INBOX)) < head(this.sql).seq;
  }

  /** Whether anybody has yet to be told, or would have to be, were they away. */
  owes(): boolean {
    return this.isBehind() && absentees(this.sql, Date.now(), new Set(), 1).length > 0;
  }

  /** True where all is delivered; false where another run is needed. */
  async run(room: string): Promise<boolean> {
    const to = head(this.sql).seq;
    this.allTold = true;
    const away = absentees(this.sql, Date.now(), this.sockets.people(), BATCH);
    const told = await Promise.all(away.map((person) => this.tell(room, person, to)));
    if (away.length === BATCH || told.includes(false)) {
      this.allTold = false;
      return false;
    }
    this.seen = to;
    if (away.length > 0 || to - consumedTo(this.sql, INBOX) >= STRIDE) advance(this.sql, INBOX, to);
    return true;
  }

  private async tell(room: string, person: string, seq: number): Promise<boolean> {
    try {
      await personOf(this.env, person).unreadIn(room, seq);
      markTold(this.sql, person, seq);
      return true;
    } catch (error) {
      logBug({ room, person }, error);
      return false;
    }
  }
}
