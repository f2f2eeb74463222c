// What a room owes others and does later: read marks, its listing, its consumers, ended sessions, erased files.
// Every duty is found again in storage or in the sockets after a failed alarm, which re-arms; where none is left, none is set.

import { isMigrated } from "../../lib/sql.ts";
import { markAware, newsFor, untoldMembers } from "../../room/belonging.ts";
import type { Memory } from "../../room/context.ts";
import { erasing } from "../../room/departures.ts";
import { head } from "../../room/log.ts";
import { authorsWrittenTo, writePages } from "../../room/mark-pages.ts";
import { PendingMarks } from "../../room/marks.ts";
import { authorsAfter, readSeqOf } from "../../room/members.ts";
import { markDismissed, untold } from "../../room/removals.ts";
import { parted, unparted } from "../../room/end.ts";
import {
  goneRoom,
  markAnnounced,
  settings,
  unannounced,
  type GoneRoom,
} from "../../room/settings.ts";
import { personOf, workspaceOf, type Env } from "../env.ts";
import { logBug } from "../log-line.ts";
import { Alarm } from "./alarm.ts";
import { CONSUME_MS, Consumers } from "./consumers.ts";
import { Notices } from "./notices.ts";
import { RoomFiles } from "./room-files.ts";
import type { Sockets } from "./sockets.ts";
import type { CountedSql } from "./storage.ts";

/** At most one row for each page of readers and minute. */
const MARKS_MS = 60_000;
/** Without a socket nothing but memory holds a mark, and memory is lost after 10 s without work. */
const MARKS_WITHOUT_SOCKET_MS = 5_000;
const RETRY_MS = 30_000;
/** Entries without a batch of marks before that is worth a row. */
const AUTHORS_STRIDE = 200;
/** Entries looked through on waking: as many as a minute of a busy room. */
const AUTHORS_MOST = 10_000;
/** Milliseconds until those whom a message concerns are told. */
const NOTIFY_MS = 200;
/** Milliseconds between two steps of taking back what somebody wrote who left. */
const TAKE_BACK_MS = 200;

export interface Mark {
  seq: number;
  /** Of this thread, not of the main timeline. */
  thread?: number;
}

export class Duties {
  /** Read marks that are not written yet. */
  readonly marks = new PendingMarks();
  private marksDue: number | undefined;
  private readonly consumers: Consumers;
  private readonly notices: Notices;
  private readonly files: RoomFiles;
  private readonly alarm: Alarm;
  /** An alarm that is taken away meanwhile would not be tried again. */
  private isRunning = false;
  /** It slept, and what may come after its first frame has not been seen to. */
  private isWaking: boolean;

  private readonly state: DurableObjectState;
  private readonly env: Env;
  private readonly sql: CountedSql;

  constructor(state: DurableObjectState, env: Env, sql: CountedSql, sockets: Sockets<Memory>) {
    this.state = state;
    this.env = env;
    this.sql = sql;
    this.alarm = new Alarm(state.storage);
    this.consumers = new Consumers(env, sql, sockets);
    this.notices = new Notices(env, sql);
    this.files = new RoomFiles(env, sql);
    for (const { kept } of sockets.all.values()) this.recover(kept);
    if (isMigrated(sql)) this.recoverAuthors(Date.now() + MARKS_MS);
    this.isWaking = sockets.all.size > 0;
  }

  /** A crash may have come between what is owed and its alarm. */
  woke(now: number): void {
    this.isWaking = false;
    if (!isMigrated(this.sql)) return;
    if (this.notices.isBehind() || untoldMembers(this.sql).length > 0) this.arm(now + NOTIFY_MS);
    if (this.files.isBehind(now)) this.arm(now + RETRY_MS);
    if (erasing(this.sql)) this.arm(now + TAKE_BACK_MS);
    this.marks.forgetWritten(this.sql);
    this.marksDue = this.marks.isEmpty ? undefined : (this.marksDue ?? now);
    if (this.marksDue !== undefined) this.arm(this.marksDue);
  }

  /** A socket is gone: its mark is written, and what comes next may concern whoever it was. */
  left(kept: Memory): void {
    this.consumers.wanted();
    // Where its close woke the room, nobody else has its mark.
    this.recover(kept);
    if (kept.read) this.writeMarksOf(kept.person.id);
  }

  /** Notes a mark for the next batch and says when that is due, in ms since 1970. */
  mark(person: string, { seq, thread }: Mark, hasSocket: boolean, now: number): number {
    if (!hasSocket) this.consumers.wanted();
    const due = now + (hasSocket ? MARKS_MS : MARKS_WITHOUT_SOCKET_MS);
    this.marks.keep(person, seq, thread);
    this.marksDue = Math.min(this.marksDue ?? due, due);
    // What an attachment holds is found again: its alarm may come after the first frame.
    if (!this.isWaking || !hasSocket) this.arm(this.marksDue ?? due);
    return this.marksDue ?? due;
  }

  /** Entries were published: the consumers get them soon. */
  published(now: number): void {
    if (this.consumers.isNeeded) this.arm(now + CONSUME_MS);
  }

  /** Somebody is to hear of a message that concerns them. */
  notify(now: number): void {
    this.arm(now + NOTIFY_MS);
  }

  /** A message for few: whoever is away hears of it as soon, where anybody may not have heard yet. */
  reach(now: number): void {
    if (this.consumers.isNeeded) this.arm(now + NOTIFY_MS);
  }

  /** Sets a person's mark back: what is pending, or could be taken from the log, must not undo it. */
  unmark(person: string): void {
    this.marks.drop(person);
    this.writeMarks();
    this.rest();
  }

  /** Writes all marks. */
  private writeMarks(): void {
    this.sql.transact(() => this.marks.write(this.sql, head(this.sql).seq));
    this.marks.forget();
    this.marksDue = undefined;
  }

  private writeMarksOf(person: string): void {
    if (this.marks.isEmpty) return;
    this.sql.transact(() => this.marks.writeOf(this.sql, person));
    this.marks.forget(person);
    if (!this.marks.isEmpty) return;
    this.marksDue = undefined;
    // Once, not for each of many who leave at a time.
    this.rest();
  }

  /** Tells directory and members what they do not know yet; tries again by alarm until they do. */
  async announce(): Promise<void> {
    await Promise.all([this.announceToAll(), this.tellMembers()]);
    this.rest();
  }

  /** Each member of a room that is not open, that they are one, or no more, and what it is called. */
  private async tellMembers(): Promise<void> {
    const room = settings(this.sql);
    if (!room || room.kind === "open") return;
    for (let owed = untoldMembers(this.sql); owed.length > 0; owed = untoldMembers(this.sql)) {
      await this.alarm.at(Date.now() + RETRY_MS);
      const told = await Promise.all(owed.map((person) => this.tellMember(person)));
      if (told.includes(false)) return;
    }
  }

  private async tellMember(person: string): Promise<boolean> {
    const room = settings(this.sql);
    if (!room) return false;
    try {
      const news = newsFor(this.sql, room, person);
      await personOf(this.env, person).belong(news);
      this.sql.transact(() => markAware(this.sql, news, person));
      // Whoever was brought in may be away.
      this.consumers.wanted();
      return true;
    } catch (error) {
      logBug({ room: room.name, person }, error);
      return false;
    }
  }

  private async announceToAll(): Promise<void> {
    const listing = unannounced(this.sql);
    if (!listing) return;
    await this.alarm.at(Date.now() + RETRY_MS);
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

  /** Who was removed is told, so that the room is among their own no more. */
  private async dismiss(room: string): Promise<void> {
    const owed = untold(this.sql);
    if (owed.length === 0) return;
    await this.alarm.at(Date.now() + RETRY_MS);
    for (const { person, ts } of owed)
      try {
        // One after the other: it is rare, and nobody waits for it.
        // oxlint-disable-next-line no-await-in-loop
        await personOf(this.env, person).leaveRoom(room, ts);
        markDismissed(this.sql, person);
      } catch (error) {
        logBug({ room, person }, error);
      }
    this.rest();
  }

  dismissSoon(): void {
    const room = settings(this.sql);
    if (!room) return;
    this.state.waitUntil(this.dismiss(room.name));
    this.announceSoon();
  }

  /** Bytes whose row says that they are to go; an upload that is never sent goes in a day. */
  async erase(room: string): Promise<void> {
    const now = Date.now();
    if (this.files.isBehind(now)) await this.alarm.at(now + RETRY_MS);
    const isDone = await this.files.run(room, now);
    const next = isDone ? this.files.next() : Date.now() + RETRY_MS;
    if (next !== undefined) await this.alarm.at(next);
    this.rest();
  }

  eraseSoon(): void {
    const room = settings(this.sql);
    if (room) this.state.waitUntil(this.erase(room.name));
  }

  /** The room is no more: directory and members hear of it, and the bytes of its files go. */
  async part(): Promise<void> {
    const gone = goneRoom(this.sql);
    if (!gone) return;
    this.marks.forget();
    this.marksDue = undefined;
    await this.alarm.at(Date.now() + RETRY_MS);
    try {
      if (gone.kind === "open") await workspaceOf(this.env).roomGone(gone.name, gone.by);
      for (let owed = unparted(this.sql); owed.length > 0; owed = unparted(this.sql))
        // Each page of them after the one before: it is marked as told in between.
        // oxlint-disable-next-line no-await-in-loop
        await Promise.all(owed.map((person) => this.partFrom(gone, person)));
      await this.alarm.off();
    } catch (error) {
      logBug({ room: gone.name }, error);
    }
    await this.erase(gone.name);
  }

  partSoon(): void {
    this.state.waitUntil(this.part());
  }

  private async partFrom({ name, ts, kind }: GoneRoom, person: string): Promise<void> {
    const about = { kind: "private", title: "", topic: "" } as const;
    const news = { room: name, seq: Number.MAX_SAFE_INTEGER, isIn: false, about, unreadSeq: 0 };
    if (kind === "open") await personOf(this.env, person).leaveRoom(name, ts);
    else await personOf(this.env, person).belong(news);
    parted(this.sql, person);
  }

  /** What somebody wrote who left goes, a step at a time: resolves when that is sure to go on. */
  async takeBackSoon(): Promise<void> {
    if (erasing(this.sql)) await this.alarm.at(Date.now() + TAKE_BACK_MS);
  }

  /** Does what is due; the next alarm stands only where something is left. `isFine`: a step of taking back came to its end. */
  async onAlarm(isFine: boolean): Promise<void> {
    this.alarm.fired();
    this.isRunning = true;
    try {
      await this.doWhatIsDue(isFine);
    } finally {
      this.isRunning = false;
    }
    this.rest();
  }

  private async doWhatIsDue(isFine: boolean): Promise<void> {
    const room = settings(this.sql);
    if (!room) return this.part();
    if (erasing(this.sql)) await this.alarm.at(Date.now() + (isFine ? TAKE_BACK_MS : RETRY_MS));
    if (!this.marks.isEmpty && (this.marksDue ?? 0) <= Date.now()) this.writeMarks();
    if (this.marksDue !== undefined) await this.alarm.at(this.marksDue);
    else this.advanceAuthors();
    await this.announce();
    await this.dismiss(room.name);
    await this.erase(room.name);
    const noticed = this.notices.isBehind() ? await this.notices.run(room.name) : "done";
    const owes = this.consumers.isBehind() && !(await this.consumers.run(room.name));
    if (noticed === "more") await this.alarm.at(Date.now() + NOTIFY_MS);
    else if (owes || noticed === "failed") await this.alarm.at(Date.now() + RETRY_MS);
  }

  /** What the attachments held while memory was lost. */
  private recover({ person, read, threads }: Memory): void {
    if (read === null) return;
    this.marks.keep(person.id, read.seq);
    for (const [root, seq] of Object.entries(threads ?? {}))
      this.marks.keep(person.id, seq, Number(root));
    // Those that were due are written, or by an alarm that is late.
    if (read.due > Date.now()) this.marksDue = Math.min(this.marksDue ?? read.due, read.due);
  }

  /** What died with the memory of the last instance and its sockets: the log tells it again [L8]. */
  private recoverAuthors(due: number): void {
    const from = Math.max(authorsWrittenTo(this.sql), head(this.sql).seq - AUTHORS_MOST);
    for (const [author, seq] of authorsAfter(this.sql, from)) {
      if (seq <= readSeqOf(this.sql, author)) continue;
      this.marks.keep(author, seq);
      this.marksDue = Math.min(this.marksDue ?? due, due);
    }
  }

  private advanceAuthors(): void {
    const { seq } = head(this.sql);
    if (seq - authorsWrittenTo(this.sql) >= AUTHORS_STRIDE) writePages(this.sql, new Map(), seq);
  }

  private arm(due: number): void {
    // Each message asks, and nearly all find it set.
    if (!this.alarm.isBy(due)) this.state.waitUntil(this.alarm.at(due));
  }

  /** What the alarm was set for may be done by now, and it would wake the room for nothing. */
  private rest(): void {
    if (this.isRunning || !this.alarm.isOn || this.owes()) return;
    this.advanceAuthors();
    this.state.waitUntil(this.alarm.off());
  }

  /** Whether an alarm that came now, or when it is due, would find anything to do. */
  private owes(): boolean {
    if (!this.marks.isEmpty) return true;
    const { sql } = this;
    const room = settings(sql);
    // What is left of a room that is no more, `part` sees to.
    if (!room) return true;
    return (
      erasing(sql) !== undefined ||
      unannounced(sql) !== undefined ||
      untold(sql).length > 0 ||
      (room.kind !== "open" && untoldMembers(sql).length > 0) ||
      this.files.isBehind(Date.now()) ||
      this.files.next() !== undefined ||
      this.notices.isBehind() ||
      this.consumers.owes()
    );
  }
}
