// What a room owes others and does later: read marks, its listing in the directory, ended sessions.
// Every duty survives a failed alarm: it is found again in storage or in the sockets, and re-armed.

import { isMigrated, type Sql } from "../../lib/sql.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Memory } from "../../room/context.ts";
import { writeMarks, type Mark } from "../../room/members.ts";
import { markAnnounced, unannounced } from "../../room/settings.ts";
import { workspaceOf, type Env } from "../env.ts";
import { logBug } from "../log-line.ts";
import type { Sockets } from "./sockets.ts";

/** One row per reader and minute at most. */
const MARKS_MS = 60_000;
const RETRY_MS = 10_000;

export class Duties {
  private marks = new Map<string, Mark>();
  private readonly ended = new Map<string, number>();
  private armed = false;

  constructor(
    private readonly state: DurableObjectState,
    private readonly env: Env,
    private readonly sql: Sql,
    sockets: Sockets<Memory>,
  ) {
    for (const { kept } of sockets.all.values())
      if (kept.read !== null) this.marks.set(kept.person.id, { read: kept.read, posted: 0 });
  }

  /** Notes a mark for the next batch; it rises only. */
  mark(person: string, seq: number, posted: boolean): void {
    const before = this.marks.get(person) ?? { read: 0, posted: 0 };
    this.marks.set(person, {
      read: Math.max(before.read, seq),
      posted: posted ? Math.max(before.posted, seq) : before.posted,
    });
    if (this.armed) return;
    this.armed = true;
    this.state.waitUntil(this.armWithin(MARKS_MS));
  }

  pendingRead(person: string): number {
    return this.marks.get(person)?.read ?? 0;
  }

  writeMarks(): void {
    if (this.marks.size === 0) return;
    const marks = this.marks;
    this.state.storage.transactionSync(() => writeMarks(this.sql, marks));
    this.marks = new Map();
  }

  /** Tells the directory what it does not know yet; tries again by alarm until it does. */
  async announce(): Promise<void> {
    const listing = unannounced(this.sql);
    if (!listing) return;
    await this.armWithin(RETRY_MS);
    try {
      await workspaceOf(this.env).announce(listing);
      markAnnounced(this.sql);
    } catch (error) {
      logBug({ room: listing.name }, error);
    }
  }

  endSession(session: string, now: number): void {
    this.ended.set(session, now);
    for (const [id, at] of this.ended) if (now - at > 2 * LIMITS.handOverMs) this.ended.delete(id);
  }

  hasEnded(session: string): boolean {
    return this.ended.has(session);
  }

  async onAlarm(): Promise<void> {
    this.armed = false;
    if (!isMigrated(this.sql)) return;
    this.writeMarks();
    await this.announce();
  }

  private async armWithin(ms: number): Promise<void> {
    const due = Date.now() + ms;
    const set = await this.state.storage.getAlarm();
    if (set === null || set > due) await this.state.storage.setAlarm(due);
  }
}
