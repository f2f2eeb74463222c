// What a room owes others and does later: read marks, its listing, its consumers, ended sessions.
// Every duty is found again in storage or in the sockets after a failed alarm, which re-arms.

import { type Sql } from "../../lib/sql.ts";
import type { Memory } from "../../room/context.ts";
import { writeMarks } from "../../room/members.ts";
import { markAnnounced, settings, unannounced } from "../../room/settings.ts";
import { workspaceOf, type Env } from "../env.ts";
import { logBug } from "../log-line.ts";
import { CONSUME_MS, Consumers } from "./consumers.ts";
import type { Sockets } from "./sockets.ts";

/** At most one row per reader and minute. */
const MARKS_MS = 60_000;
/** Without a socket nothing but memory holds a mark, and memory is lost after 10 s without work. */
const MARKS_WITHOUT_SOCKET_MS = 5_000;
const RETRY_MS = 30_000;

export class Duties {
  private readonly marks = new Map<string, number>();
  private marksDue: number | undefined;
  private readonly consumers: Consumers;
  /** When the next alarm is known to be set; unknown after hibernation. */
  private armedFor: number | undefined;

  private readonly state: DurableObjectState;
  private readonly env: Env;
  private readonly sql: Sql;

  constructor(state: DurableObjectState, env: Env, sql: Sql, sockets: Sockets<Memory>) {
    this.state = state;
    this.env = env;
    this.sql = sql;
    this.consumers = new Consumers(env, sql, sockets);
    for (const { kept } of sockets.all.values())
      if (kept.read !== null) this.keep(kept.person.id, kept.read.seq, kept.read.due);
  }

  /** A socket is gone: its mark is written, and what comes next may concern whoever it was. */
  left(person: string, hasMark: boolean): void {
    this.consumers.wanted();
    if (hasMark) this.writeMarks(person);
  }

  /** Notes a mark for the next batch and says when that is due, in ms since 1970. */
  mark(person: string, seq: number, hasSocket: boolean, now: number): number {
    if (!hasSocket) this.consumers.wanted();
    const due = now + (hasSocket ? MARKS_MS : MARKS_WITHOUT_SOCKET_MS);
    this.keep(person, seq, due);
    this.arm(this.marksDue ?? due);
    return this.marksDue ?? due;
  }

  /** Entries were published: the consumers get them soon. */
  published(now: number): void {
    if (this.consumers.isNeeded) this.arm(now + CONSUME_MS);
  }

  pendingRead(person: string): number {
    return this.marks.get(person) ?? 0;
  }

  /** Writes all marks, or one person's. */
  writeMarks(person?: string): void {
    const mark = person === undefined ? undefined : this.marks.get(person);
    const batch =
      person === undefined ? this.marks : new Map(mark === undefined ? [] : [[person, mark]]);
    if (batch.size > 0) this.state.storage.transactionSync(() => writeMarks(this.sql, batch));
    for (const id of [...batch.keys()]) this.marks.delete(id);
    if (this.marks.size === 0) this.marksDue = undefined;
  }

  /** Tells the directory what it does not know yet; tries again by alarm until it does. */
  async announce(): Promise<void> {
    const listing = unannounced(this.sql);
    if (!listing) return;
    await this.armAsync(Date.now() + RETRY_MS);
    try {
      await workspaceOf(this.env).announce(listing);
      markAnnounced(this.sql, listing);
    } catch (error) {
      logBug({ room: listing.name }, error);
    }
  }

  announceSoon(): void {
    this.state.waitUntil(this.announce());
  }

  /** Does what is due, and arms the next alarm only where something is left. */
  async onAlarm(): Promise<void> {
    this.armedFor = undefined;
    const room = settings(this.sql);
    if (!room) return;
    if (this.marksDue !== undefined && this.marksDue <= Date.now()) this.writeMarks();
    if (this.marksDue !== undefined) await this.armAsync(this.marksDue);
    await this.announce();
    if (this.consumers.isBehind() && !(await this.consumers.run(room.name)))
      await this.armAsync(Date.now() + RETRY_MS);
  }

  private keep(person: string, seq: number, due: number): void {
    this.marks.set(person, Math.max(this.marks.get(person) ?? 0, seq));
    this.marksDue = Math.min(this.marksDue ?? due, due);
  }

  private arm(due: number): void {
    if (this.armedFor !== undefined && this.armedFor <= due) return;
    this.armedFor = due;
    this.state.waitUntil(this.armAsync(due));
  }

  private async armAsync(due: number): Promise<void> {
    const set = await this.state.storage.getAlarm();
    if (set === null || set > due) await this.state.storage.setAlarm(due);
  }
}
