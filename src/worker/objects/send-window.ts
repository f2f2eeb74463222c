// Entries on their way to the sockets: in a large room those of a moment go out as one frame.
// Whoever is answered gets first what waits for it, so on each connection the log is in order [L2] [L3] [L5].

import { utf8Length } from "../../lib/text.ts";
import { encode } from "../../protocol/codec.ts";
import type { Entry } from "../../protocol/entries.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { People } from "../../protocol/people.ts";
import type { Memory } from "../../room/context.ts";
import type { Live, Sockets } from "./sockets.ts";

/** A frame to one socket costs about 20 us, whatever is in it: so sending takes up to half of the time. */
const US_PER_SOCKET = 50;
const MOST_MS = 60;

interface Waiting {
  text: string;
  people: People;
}

/** What waits from one place on, encoded once for those who know its authors and once for the others. */
interface Batch {
  plain: string;
  bytes: number;
  people: People;
  ids: string[];
  introducing?: string;
}

export class SendWindow {
  private waiting: Waiting[] = [];
  private bytes = 0;
  /** How much of what waits a socket has got already. */
  private readonly ahead = new Map<Live<Memory>, number>();
  private batches = new Map<number, Batch>();
  private sentAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly sockets: Sockets<Memory>;
  private readonly usPerSocket: number;

  /** `usPerSocket`: how long a frame to one socket makes the next ones wait; 0 sends each entry at once. */
  constructor(sockets: Sockets<Memory>, usPerSocket = US_PER_SOCKET) {
    this.sockets = sockets;
    this.usPerSocket = usPerSocket;
  }

  /** To all live sockets: at once where the last frame is long enough ago, else with what comes until then. */
  publish(entries: readonly Entry[], people: People, now: number): void {
    for (const entry of entries) this.add(JSON.stringify(entry), people, now);
    if (this.timer !== undefined) return;
    const width = Math.min(MOST_MS, Math.floor((this.sockets.all.size * this.usPerSocket) / 1_000));
    const wait = this.sentAt + width - now;
    // A clock that was set back must not make anybody wait.
    if (wait <= 0 || wait > width) return this.flush(now);
    this.timer = setTimeout(() => this.flush(Date.now()), wait);
  }

  /** Sends one socket what waits for it: it is about to hear something that comes after. */
  catchUp(seat: Live<Memory>, now: number): void {
    if (!seat.kept.live) return;
    this.sendTo(seat, now);
    this.skip(seat);
  }

  /** What waits is nothing to this socket: its replay has just reached the head. */
  skip(seat: Live<Memory>): void {
    if (this.waiting.length > 0) this.ahead.set(seat, this.waiting.length);
  }

  private add(text: string, people: People, now: number): void {
    const bytes = utf8Length(text) + utf8Length(JSON.stringify(people));
    const isFull =
      this.waiting.length >= LIMITS.replayEntries || this.bytes + bytes > LIMITS.replayBytes;
    if (isFull) this.flush(now);
    this.waiting.push({ text, people });
    this.bytes += bytes;
    this.batches.clear();
  }

  private flush(now: number): void {
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.timer = undefined;
    this.sentAt = now;
    for (const seat of this.sockets.all.values()) if (seat.kept.live) this.sendTo(seat, now);
    this.waiting = [];
    this.bytes = 0;
    this.ahead.clear();
    this.batches.clear();
  }

  private sendTo(seat: Live<Memory>, now: number): void {
    const from = this.ahead.get(seat) ?? 0;
    if (from >= this.waiting.length) return;
    const batch = this.batchFrom(from);
    if (batch.ids.every((id) => seat.told.has(id)))
      return this.sockets.send(seat, batch.plain, now, batch.bytes);
    batch.introducing ??= `${batch.plain.slice(0, -1)},"people":${JSON.stringify(batch.people)}}`;
    this.sockets.send(seat, batch.introducing, now);
    for (const id of batch.ids) seat.told.add(id);
  }

  private batchFrom(from: number): Batch {
    const kept = this.batches.get(from);
    if (kept) return kept;
    const rest = this.waiting.slice(from);
    const people: People = Object.assign({}, ...rest.map((one) => one.people));
    const empty = encode({ type: "entries", entries: [] });
    const plain = `${empty.slice(0, -2)}${rest.map(({ text }) => text).join(",")}]}`;
    const batch = { plain, bytes: utf8Length(plain), people, ids: Object.keys(people) };
    this.batches.set(from, batch);
    return batch;
  }
}
