// Entries on their way to the sockets: in a large room those of a moment go out as one frame, to one after the other.
// Whoever is answered gets first what waits for it, so on each connection the log is in order [L2] [L3] [L5].

import type { Entry } from "../../protocol/entries.ts";
import type { People } from "../../protocol/people.ts";
import type { Memory } from "../../room/context.ts";
import { Backlog, introducing, waitingOf } from "./backlog.ts";
import type { Live, Sockets } from "./sockets.ts";

/** A frame to one socket costs 20 to 40 us, whatever is in it: so sending takes less than half of the time. */
const US_PER_SOCKET = 84;
const MOST_MS = 48;
/** All sockets at once would keep the room from listening, and the last of them waiting. */
const SLICE_MS = 5;

/** All sockets once, in slices of which each has its time. */
interface Round {
  seats: Iterator<Live<Memory>>;
  /** ms since 1970. */
  began: number;
  widthMs: number;
  slices: number;
  perSlice: number;
  /** Slices that were sent. */
  sent: number;
  /** Where in the backlog those end that everybody has at its end. */
  until: number;
}

export class SendWindow {
  private readonly backlog = new Backlog();
  private round: Round | undefined;
  private endedAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What accepts the commands of one commit, and comes after all its entries; undefined outside of one. */
  private held: { seat: Live<Memory>; text: string }[] | undefined;

  private readonly sockets: Sockets<Memory>;
  private readonly usPerSocket: number;

  /** `usPerSocket`: how long a frame to one socket makes the next ones wait; 0 sends each entry at once. */
  constructor(sockets: Sockets<Memory>, usPerSocket = US_PER_SOCKET) {
    this.sockets = sockets;
    this.usPerSocket = usPerSocket;
  }

  /** To all live sockets: at once where the last round is long enough ago, else to each in its turn. */
  publish(entries: readonly Entry[], people: People, now: number): void {
    for (const entry of entries) {
      const waiting = waitingOf(entry, people);
      if (!this.backlog.hasRoomFor(waiting)) this.flush(now);
      this.backlog.add(waiting);
    }
    if (this.timer === undefined && !this.held) this.goOn(now);
  }

  /** From here to `release` the entries of several commands become one frame, and what accepts them waits for it. */
  hold(): void {
    this.held = [];
  }

  release(now: number): void {
    this.letGo(now);
    this.held = undefined;
  }

  /** What is held goes out: something comes that must not be overtaken. */
  letGo(now: number): void {
    if (!this.held) return;
    const answers = this.held.splice(0);
    if (this.timer === undefined) this.goOn(now);
    for (const { seat, text } of answers) this.tell(seat, text, now);
  }

  /** Sends a socket an answer, after the entries that came before it. */
  answer(seat: Live<Memory>, text: string, now: number): void {
    this.letGo(now);
    this.tell(seat, text, now);
  }

  /** The same with one that may also come after later entries. */
  accept(seat: Live<Memory>, text: string, now: number): void {
    if (this.held) this.held.push({ seat, text });
    else this.tell(seat, text, now);
  }

  /** Sends one socket what waits for it: it is about to hear something that comes after. */
  catchUp(seat: Live<Memory>, now: number): void {
    if (seat.kept.live) this.sendTo(seat, now);
  }

  /** What waits is nothing to this socket: its replay has just reached the head. */
  skip(seat: Live<Memory>): void {
    seat.place = this.backlog.end;
  }

  private tell(seat: Live<Memory>, text: string, now: number): void {
    this.catchUp(seat, now);
    this.sockets.send(seat, text, now);
  }

  /** Sends what is due, and comes back for the rest. */
  private goOn(now: number): void {
    this.timer = undefined;
    while (!this.backlog.isEmpty) {
      const round = (this.round ??= this.begin(now));
      const due = dueOf(round, now);
      while (round.sent < due) this.sendSlice(round, now);
      if (due < round.slices) {
        const next = round.began + ((due + 1) * round.widthMs) / round.slices;
        this.timer = setTimeout(() => this.goOn(Date.now()), Math.ceil(next - now));
        return;
      }
      this.end(Math.min(now, round.began + round.widthMs), round.until);
    }
  }

  /** It follows the last one without a gap, or is due as a whole where that is too long ago. */
  private begin(now: number): Round {
    const { all } = this.sockets;
    const widthMs = Math.min(MOST_MS, Math.floor((all.size * this.usPerSocket) / 1_000));
    const slices = Math.max(1, Math.floor(widthMs / SLICE_MS));
    const perSlice = Math.ceil(all.size / slices);
    const began = Math.max(this.endedAt, now - widthMs);
    const until = this.backlog.end;
    return { seats: all.values(), began, widthMs, slices, perSlice, sent: 0, until };
  }

  private sendSlice(round: Round, now: number): void {
    round.sent += 1;
    // Those who came meanwhile are the last, and there may be many.
    const count = round.sent < round.slices ? round.perSlice : Infinity;
    for (let i = 0; i < count; i++) {
      const next = round.seats.next();
      if (next.done) return;
      this.catchUp(next.value, now);
    }
  }

  private flush(now: number): void {
    for (const seat of this.sockets.all.values()) this.catchUp(seat, now);
    this.end(now, this.backlog.end);
  }

  private end(at: number, until: number): void {
    this.round = undefined;
    this.endedAt = at;
    this.backlog.dropUntil(until);
  }

  private sendTo(seat: Live<Memory>, now: number): void {
    const batch = this.backlog.batchFrom(seat.place);
    if (!batch) return;
    seat.place = this.backlog.end;
    if (batch.ids.every((id) => seat.told.has(id)))
      return this.sockets.send(seat, batch.plain, now, batch.bytes);
    this.sockets.send(seat, introducing(batch), now);
    for (const id of batch.ids) seat.told.add(id);
  }
}

/** How many slices should have been sent: all of them, where the clock was set back meanwhile. */
function dueOf({ began, widthMs, slices }: Round, now: number): number {
  const passed = now - began;
  if (passed < 0 || passed >= widthMs) return slices;
  return Math.floor((passed * slices) / widthMs);
}
