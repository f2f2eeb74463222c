// Performs what a rule asked for, after its commit.
// `remember` reaches the attachment before anything that follows is sent [P5].

import { CLOSE } from "../../protocol/codes.ts";
import { encode } from "../../protocol/codec.ts";
import type { DownFrame } from "../../protocol/frames.ts";
import type { Effect, Memory } from "../../room/context.ts";
import type { Duties, Mark } from "./duties.ts";
import type { PresenceBoard } from "./presence-board.ts";
import type { Rates } from "./rates.ts";
import type { SendWindow } from "./send-window.ts";
import type { Live, Sockets } from "./sockets.ts";

/** Marks of threads that an attachment has room for. */
const THREADS_KEPT = 5;

export type Seat = Live<Memory>;

/** Who acts: through a socket, or by one HTTP request that takes the one answer. */
export interface Actor {
  person: string;
  seat?: Seat;
  answer?: DownFrame;
}

export interface Means {
  sockets: Sockets<Memory>;
  window: SendWindow;
  rates: Rates;
  duties: Duties;
  board: PresenceBoard;
  now: number;
}

export function perform(means: Means, actor: Actor, effects: readonly Effect[]): void {
  const { sockets, now } = means;
  for (const effect of effects)
    switch (effect.do) {
      case "reply":
        if (actor.seat) deliver(means, actor.seat, effect.frame);
        else actor.answer = effect.frame;
        break;
      case "publish":
        means.window.publish(effect.entries, effect.people, now);
        for (const { by } of effect.entries) means.board.spoke(by);
        means.duties.published(now);
        break;
      case "signal":
        if (means.board.typed(effect.frame)) break;
        for (const seat of others(sockets, (id) => id !== actor.person))
          deliver(means, seat, effect.frame);
        break;
      case "echo":
        for (const seat of others(sockets, (id) => id === actor.person))
          if (seat !== actor.seat) deliver(means, seat, effect.frame);
        break;
      case "remember":
        if (actor.seat) remember(means, actor.seat, effect.memory);
        break;
      case "mark":
        keepMark(means, actor, effect);
        break;
      case "unmark":
        dropMarks(means, actor.person);
        break;
      case "expel":
        expel(means, effect.person);
        break;
      case "end":
        end(means);
        break;
      case "seen":
        means.board.seen(actor.person, effect.seq);
        break;
      case "notify":
        means.duties.notify(now);
        break;
      case "reach":
        means.duties.reach(now);
        break;
      case "erase":
        means.duties.eraseSoon();
        break;
      case "announce":
        means.duties.announceSoon();
        break;
      case "charge":
        means.rates.charge(actor.person, effect.bucket, effect.tokens, now);
        break;
    }
}

/** What waits for them was said while they were here, their removal last. */
function expel({ sockets, window, duties, now }: Means, person: string): void {
  window.letGo(now);
  for (const seat of others(sockets, (id) => id === person)) window.catchUp(seat, now);
  sockets.endPerson(person, CLOSE.removed, "removed from the room");
  duties.dismissSoon();
}

function end({ sockets, window, duties, now }: Means): void {
  window.letGo(now);
  for (const seat of [...sockets.all.values()]) sockets.close(seat, CLOSE.removed, "deleted");
  duties.partSoon();
}

/** In memory for the next batch, and in the attachment in case memory is lost before [H6]. */
function keepMark({ sockets, duties, now }: Means, { person, seat }: Actor, mark: Mark): void {
  const { seq, thread } = mark;
  // Those that were due are written.
  const marks = ((seat?.kept.read?.due ?? 0) > now && seat?.kept.threads) || {};
  // What the attachment has no room for is written before memory can be lost.
  const isFull =
    thread !== undefined && !(thread in marks) && Object.keys(marks).length >= THREADS_KEPT;
  const due = duties.mark(person, mark, seat !== undefined && !isFull, now);
  if (!seat) return;
  const before = seat.kept.read?.seq ?? 0;
  if (thread === undefined)
    return sockets.remember(seat, { read: { seq: Math.max(before, seq), due } });
  const threads = isFull ? marks : { ...marks, [thread]: Math.max(marks[thread] ?? 0, seq) };
  sockets.remember(seat, { read: { seq: before, due }, threads });
}

/** What was read before the mark was set back is forgotten, here and in every attachment. */
function dropMarks({ sockets, duties }: Means, person: string): void {
  duties.unmark(person);
  for (const seat of others(sockets, (id) => id === person))
    if (seat.kept.read) sockets.remember(seat, { read: { ...seat.kept.read, seq: 0 } });
}

/** Whether an `echo` would reach anybody. */
export function isElsewhere(sockets: Sockets<Memory>, { person, seat }: Actor): boolean {
  for (const other of sockets.all.values())
    if (other !== seat && other.kept.person.id === person) return true;
  return false;
}

function* others(sockets: Sockets<Memory>, wanted: (person: string) => boolean): Generator<Seat> {
  for (const seat of sockets.all.values()) if (wanted(seat.kept.person.id)) yield seat;
}

/** A connection that turns live, or is made so again by `sync`, is told all up to the head by that answer [L6]. */
function remember({ sockets, window, now }: Means, seat: Seat, memory: Partial<Memory>): void {
  // What was accepted before the replay has its entry before it, too.
  if (memory.live !== undefined) window.letGo(now);
  sockets.remember(seat, memory);
  if (memory.live) window.skip(seat);
}

/** Sends a frame, after the entries that came before it, and remembers whom the socket knows now. */
function deliver({ sockets, window, now }: Means, seat: Seat, frame: DownFrame): void {
  const text = encode(frame);
  if (frame.type === "typing") sockets.send(seat, text, now);
  else if (frame.type === "accepted") window.accept(seat, text, now);
  else window.answer(seat, text, now);
  if ("people" in frame && frame.people && !Array.isArray(frame.people))
    for (const id of Object.keys(frame.people)) seat.told.add(id);
}
