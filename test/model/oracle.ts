// The truth of a model world: a plain array of what is durable, and every message that anybody wrote.
// It learns of the log at each flush, before anything leaves the room.

import type { MessageEntry } from "../../src/protocol/entries.ts";
import type { Host } from "./host.ts";

/** A row of the room's table. */
export interface Row extends Omit<MessageEntry, "kind"> {
  kind: string;
  target: number | null;
  /** JSON */
  data: string | null;
}

/** A message that somebody wrote, or a change to one. */
export interface Intent {
  slot: string;
  by: string;
  /** Its place among what this slot wrote. */
  order: number;
  id: string;
  /** Of a change: what it is, in words. */
  body: string;
  isChange?: boolean;
  /** A reaction that changes nothing leaves no entry, so its retry may count, and late [L8]. */
  isLoose?: boolean;
  /** The order of a failed message is nobody's promise any more. */
  hasFailed?: boolean;
  /** It may be missing: never stored by a page that was killed, rolled back with the database, or discarded. */
  mayBeGone?: boolean;
}

export class Oracle {
  readonly log: Row[] = [];
  readonly intents = new Map<string, Intent>();
  /** What was broken, in words. */
  readonly faults: string[] = [];
  /** Entries that a restored backup took back; whoever saw them has a void copy. */
  private readonly ghosts = new Set<string>();
  /**
   * A command stands again where a rollback took it from, and at the same time, as the server's clock had
   * been set back. It is then no proof of what is below it: [L7] leaves that to a new epoch.
   */
  isBlurred = false;
  /** Who is out of the room, by person, and the entry that did it: what comes after is not for them [O4]. */
  readonly out = new Map<string, number>();
  /** Until when (ms since 1970, the server's time) somebody is removed; Infinity where it has no end. */
  readonly removed = new Map<string, number>();
  /** Nobody is let back in by the end of a removal [D3]. */
  isPrivate = false;
  /** The room was deleted, or its last member left: it answers nobody any more [O13]. */
  isGone = false;
  private goneAt = Infinity;
  /** Somebody blocks the other of the two: nothing new is written meanwhile [D6]. */
  isBlocked = false;
  /** Messages that were edited, deleted or reacted to. */
  private readonly changed = new Set<number>();
  private readonly ids = new Set<string>();
  private readonly lastOrder = new Map<string, number>();
  private room: Host;

  constructor(room: Host) {
    this.room = room;
    this.follow(room);
  }

  /** What is durable in this room is the truth from here on. */
  follow(room: Host): void {
    this.room = room;
    room.flushed = () => this.learn();
    this.learn();
  }

  fault(text: string): void {
    if (this.faults.length < 10) this.faults.push(text);
  }

  wrote(intent: Intent): void {
    this.intents.set(intent.id, intent);
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** Whether a client may have this entry on show. */
  knows(entry: MessageEntry): boolean {
    const here = this.log[entry.seq - 1];
    // Stored and erased at once: nobody learned of it in between.
    if (this.isGone && !here) return true;
    return (here !== undefined && this.agrees(here, entry)) || this.ghosts.has(keyOf(entry));
  }

  agrees(a: Row, b: MessageEntry): boolean {
    const isBody = a.kind !== "message" || a.body === b.body || this.changed.has(a.seq);
    return isBody && keyOf(a) === keyOf(b);
  }

  /** Whether a copy that shows one and then the other leaves a message out. */
  isBetween(after: number, before: number): boolean {
    if (this.ghosts.size > 0) return false;
    return this.log.slice(after, before - 1).some(isMain);
  }

  messagesAfter(seq: number): number {
    return this.log.slice(seq).filter(isMain).length;
  }

  /** The database was rolled back: what it lost was promised, but not by anything that is left. */
  rolledBack(): void {
    const rows = this.read(0);
    for (const entry of this.log.splice(rows.length)) {
      this.ghosts.add(keyOf(entry));
      this.ids.delete(entry.id);
      const intent = this.intents.get(entry.id);
      if (intent) intent.mayBeGone = true;
    }
    this.lastOrder.clear();
    for (const entry of this.log) this.noteOrder(entry);
  }

  private learn(): void {
    for (const entry of this.read(this.log.length)) this.take(entry);
    if (this.isGone || !this.hasTable("room")) return;
    this.isGone = this.room.storage.rows("SELECT 1 FROM room WHERE gone_ts IS NOT NULL").length > 0;
    if (this.isGone) this.goneAt = this.room.clock.now;
  }

  private take(entry: Row): void {
    const last = this.log.at(-1);
    if (entry.seq !== this.log.length + 1)
      this.fault(`[G3] a hole: ${entry.seq} after ${this.log.length}`);
    if (last && entry.ts < last.ts) this.fault(`[G3] time falls at ${entry.seq}`);
    if (this.ids.has(entry.id)) this.fault(`[G2] twice in the log: ${entry.body}`);
    const intent = this.intents.get(entry.id);
    if (entry.kind !== "message" && entry.target !== null) this.changed.add(entry.target);
    const isWritten = intent?.isChange || intent?.body === entry.body || this.isChanged(entry);
    if (!intent || !isWritten || intent.by !== entry.by)
      this.fault(`nobody wrote ${JSON.stringify(entry)}`);
    this.isBlurred ||= this.ghosts.has(keyOf(entry));
    this.ids.add(entry.id);
    if (entry.kind === "remove" || entry.kind === "member") this.noteRemoval(entry);
    const isKept = entry.kind === "delete" || entry.kind === "preview";
    if (this.isBlocked && !isKept) this.fault(`[D6] ${entry.seq} was written between who block`);
    this.log.push(entry);
    this.noteOrder(entry);
  }

  private noteRemoval({ seq, kind, data }: Row): void {
    const said = JSON.parse(data ?? "{}") as { person: string; on: boolean; until?: number };
    const { person, on, until = Infinity } = said;
    const wasOut = this.isOut(person) ? this.out.get(person) : undefined;
    if (kind === "remove" && on) this.removed.set(person, until);
    // Being brought in lifts a removal; to leave does not make one.
    if (on === (kind === "member")) this.removed.delete(person);
    // `on` of a removal is out of the room, of a member in it; whoever is out already heard nothing since.
    if (on === (kind === "remove")) this.out.set(person, wasOut ?? seq);
    else if (kind === "member" || !this.isPrivate) this.out.delete(person);
  }

  /** Whoever may not read the room; where it is open, the end of a removal lets them back in. */
  isOut(person: string): boolean {
    const isOver = !this.isPrivate && (this.removed.get(person) ?? Infinity) <= Date.now();
    if (isOver && this.removed.delete(person)) this.out.delete(person);
    return this.isGone || this.out.has(person);
  }

  /** Something on its way to a person names these `seq`s. */
  tells(person: string, seqs: readonly number[]): void {
    const last = this.isOut(person) ? (this.out.get(person) ?? Infinity) : Infinity;
    const late = seqs.find((seq) => seq > last);
    if (late !== undefined) this.fault(`[O4] ${late} reached who was removed at ${last}`);
    // What left in the same moment was said before.
    if (this.isGone && this.room.clock.now > this.goneAt && seqs.some((seq) => seq > 0))
      this.fault(`[O13] ${seqs[0]} reached somebody after the end of the room`);
  }

  /** Within what is learned at once, a message may have been changed before it is seen. */
  private isChanged({ seq }: Row): boolean {
    const rows = this.room.storage.rows(
      "SELECT 1 FROM log WHERE target = ? AND kind <> 'message'",
      seq,
    );
    return rows.length > 0;
  }

  private noteOrder(entry: Row): void {
    const intent = this.intents.get(entry.id);
    if (!intent || intent.hasFailed || intent.isLoose) return;
    const last = this.lastOrder.get(intent.slot) ?? 0;
    if (intent.order < last)
      this.fault(`[G5] ${intent.body} came after a later one of ${intent.slot}`);
    this.lastOrder.set(intent.slot, Math.max(last, intent.order));
  }

  private hasTable(name: string): boolean {
    return this.room.storage.rows("SELECT 1 FROM sqlite_master WHERE name = ?", name).length > 0;
  }

  private read(after: number): Row[] {
    if (!this.hasTable("log")) return [];
    return this.room.storage.rows<Row>(
      "SELECT seq, ts, author AS 'by', id, kind, target, data, body FROM log WHERE seq > ? ORDER BY seq",
      after,
    );
  }
}

/** Messages in threads are told and counted apart. */
export function isMain({ kind, target }: Row): boolean {
  return kind === "message" && target === null;
}

function keyOf({ seq, by, id, ts }: Pick<Row, "seq" | "by" | "id" | "ts">): string {
  return `${seq} ${by} ${id} ${ts}`;
}
