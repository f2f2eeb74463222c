// The send window on its own: what goes out when, and to whom, while a room is large.
// [L2] [L3] [L5] [H4]

import { beforeEach, expect, test, vi } from "vitest";
import type { Entry } from "../../src/protocol/entries.ts";
import type { Entries } from "../../src/protocol/frames.ts";
import type { Memory } from "../../src/room/context.ts";
import { SendWindow } from "../../src/worker/objects/send-window.ts";
import type { Live, Sockets } from "../../src/worker/objects/sockets.ts";

const ADA = { id: "ada", handle: "ada", name: "Ada" };
const BEA = { id: "bea", handle: "bea", name: "Bea" };

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  return () => void vi.useRealTimers();
});

class Seats {
  readonly all = new Map<object, Live<Memory>>();
  readonly frames = new Map<object, Entries[]>();

  seat(live = true): Live<Memory> {
    const socket = {};
    const told = new Set<string>();
    const seat = { socket, kept: { live }, told, place: 0 } as unknown as Live<Memory>;
    this.all.set(socket, seat);
    this.frames.set(seat, []);
    return seat;
  }

  seats(count: number): Live<Memory>[] {
    return Array.from({ length: count }, () => this.seat());
  }

  send(seat: Live<Memory>, text: string): void {
    this.frames.get(seat)?.push(JSON.parse(text) as Entries);
  }

  /** The `seq`s of each frame that the seat got. */
  seqs(seat: Live<Memory>): number[][] {
    return (this.frames.get(seat) ?? []).map(({ entries }) => entries.map(({ seq }) => seq));
  }
}

function room(count: number, usPerSocket?: number) {
  const seats = new Seats();
  const all = seats.seats(count);
  const window = new SendWindow(seats as unknown as Sockets<Memory>, usPerSocket);
  let seq = 0;
  const say = (person = ADA, body = "hello") => {
    seq += 1;
    const entry = { seq, ts: Date.now(), by: person.id, kind: "message", id: `id-${seq}`, body };
    const { handle, name } = person;
    window.publish([entry as Entry], { [person.id]: { handle, name } }, Date.now());
  };
  return { seats, all, window, say };
}

test("two people never wait: each entry is a frame, at once", () => {
  const { seats, all, say } = room(2);
  say();
  say();
  expect(all.map((seat) => seats.seqs(seat))).toEqual([
    [[1], [2]],
    [[1], [2]],
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

test("500 people: the first entry goes at once, what comes in the next 42 ms in one frame to one after the other", () => {
  const { seats, all, say } = room(500);
  const framesOf = (i: number) => seats.seqs(all[i]!);
  say();
  expect([framesOf(0), framesOf(499)]).toEqual([[[1]], [[1]]]);
  vi.advanceTimersByTime(4);
  say();
  say();
  expect([framesOf(0), framesOf(499)]).toEqual([[[1]], [[1]]]);
  vi.advanceTimersByTime(2);
  expect([framesOf(0), framesOf(62)]).toEqual([
    [[1], [2, 3]],
    [[1], [2, 3]],
  ]);
  expect(framesOf(63)).toEqual([[1]]);
  vi.advanceTimersByTime(35);
  say();
  expect([framesOf(440), framesOf(441)]).toEqual([[[1], [2, 3]], [[1]]]);
  vi.advanceTimersByTime(1);
  expect(framesOf(499)).toEqual([[1], [2, 3, 4]]);
  expect(framesOf(440)).toEqual([[1], [2, 3]]);
  vi.advanceTimersByTime(42);
  for (const seat of all) expect(seats.seqs(seat).flat()).toEqual([1, 2, 3, 4]);
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(42);
  say();
  expect(framesOf(499)).toEqual([[1], [2, 3, 4], [5]]);
  expect(vi.getTimerCount()).toBe(0);
});

test("nobody waits longer than 48 ms, however many there are", () => {
  const { seats, all, say } = room(5_000);
  say();
  say();
  vi.advanceTimersByTime(48);
  expect(seats.seqs(all[4_999]!)).toEqual([[1], [2]]);
});

test("[L2] who comes and goes during a round leaves nobody out", () => {
  const { seats, all, window, say } = room(500);
  say();
  say();
  vi.advanceTimersByTime(20);
  for (const gone of all.slice(200, 300)) seats.all.delete(gone.socket);
  const late = Array.from({ length: 400 }, () => seats.seat());
  for (const seat of late) window.skip(seat);
  say();
  vi.advanceTimersByTime(200);
  for (const seat of [...all.slice(0, 200), ...all.slice(300)])
    expect(seats.seqs(seat).flat()).toEqual([1, 2, 3]);
  for (const seat of late) expect(seats.seqs(seat)).toEqual([[3]]);
  expect(seats.seqs(all[250]!)).toEqual([[1]]);
  expect(vi.getTimerCount()).toBe(0);
});

test("[L2] [L3] whoever is answered gets first what waits, once, and the others get all of it", () => {
  const { seats, all, window, say } = room(500);
  const [ada, bea] = all as [Live<Memory>, Live<Memory>];
  say();
  say();
  window.catchUp(ada, Date.now());
  window.catchUp(ada, Date.now());
  expect(seats.seqs(ada)).toEqual([[1], [2]]);
  say();
  window.catchUp(bea, Date.now());
  vi.advanceTimersByTime(60);
  expect(seats.seqs(ada)).toEqual([[1], [2], [3]]);
  expect(seats.seqs(bea)).toEqual([[1], [2, 3]]);
  expect(seats.seqs(all[2]!)).toEqual([[1], [2, 3]]);
});

test("[L2] a connection that turns live gets only what is published from then on", () => {
  const { seats, window, say } = room(500);
  say();
  say();
  const late = seats.seat(false);
  window.catchUp(late, Date.now());
  late.kept.live = true;
  window.skip(late);
  say();
  vi.advanceTimersByTime(60);
  expect(seats.seqs(late)).toEqual([[3]]);
});

test("[L3] what one commit stores is one frame, and each command is accepted after it", () => {
  const { seats, all, window, say } = room(2);
  const [ada, bea] = all as [Live<Memory>, Live<Memory>];
  const told = (seat: Live<Memory>) => (seats.frames.get(seat) ?? []).map(({ type }) => type);
  const accept = (seat: Live<Memory>) =>
    window.accept(seat, JSON.stringify({ type: "accepted", entries: [] }), Date.now());
  window.hold();
  say();
  accept(ada);
  say();
  accept(bea);
  accept(ada);
  expect([told(ada), told(bea)]).toEqual([[], []]);
  window.release(Date.now());
  expect(seats.seqs(ada)).toEqual([[1, 2], [], []]);
  expect(told(ada)).toEqual(["entries", "accepted", "accepted"]);
  expect(told(bea)).toEqual(["entries", "accepted"]);
  say();
  accept(ada);
  expect(told(ada).slice(3)).toEqual(["entries", "accepted"]);
});

test("[L5] an answer that must not be overtaken lets out what was held before it", () => {
  const { seats, all, window, say } = room(2);
  const [ada, bea] = all as [Live<Memory>, Live<Memory>];
  window.hold();
  say();
  window.accept(ada, '{"type":"accepted","entries":[]}', Date.now());
  window.answer(bea, '{"type":"history","entries":[]}', Date.now());
  say();
  window.release(Date.now());
  expect((seats.frames.get(bea) ?? []).map(({ type }) => type)).toEqual([
    "entries",
    "history",
    "entries",
  ]);
  expect(seats.seqs(ada)).toEqual([[1], [], [2]]);
});

test("[L3] in a large room what one commit stores waits for its turn as well, but not for who is answered", () => {
  const { seats, all, window, say } = room(500);
  const [ada, bea] = all as [Live<Memory>, Live<Memory>];
  say();
  window.hold();
  say();
  window.accept(ada, '{"type":"accepted","entries":[]}', Date.now());
  say();
  window.release(Date.now());
  expect(seats.seqs(ada)).toEqual([[1], [2, 3], []]);
  expect(seats.seqs(bea)).toEqual([[1]]);
  vi.advanceTimersByTime(90);
  expect(seats.seqs(bea)).toEqual([[1], [2, 3]]);
  expect(seats.seqs(ada).flat()).toEqual([1, 2, 3]);
});

test("[L6] a frame holds at most 200 entries and 256 KiB", () => {
  const { seats, all, say } = room(500);
  for (let i = 0; i < 403; i++) say();
  vi.advanceTimersByTime(60);
  expect(seats.seqs(all[0]!).map((frame) => frame.length)).toEqual([1, 200, 200, 2]);
  for (let i = 0; i < 20; i++) say(ADA, "€".repeat(8_000));
  vi.advanceTimersByTime(60);
  const heavy = (seats.frames.get(all[0]!) ?? []).slice(4);
  expect(heavy.flatMap(({ entries }) => entries)).toHaveLength(20);
  for (const frame of heavy)
    expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThan(257 * 1_024);
});

test("the authors of a frame are named to those who have not been told of them, once", () => {
  const { seats, all, say } = room(500);
  const [knowing, other] = all as [Live<Memory>, Live<Memory>];
  say(ADA);
  knowing.told.add("bea");
  say(ADA);
  say(BEA);
  vi.advanceTimersByTime(60);
  say(BEA);
  vi.advanceTimersByTime(60);
  const people = (seat: Live<Memory>) =>
    (seats.frames.get(seat) ?? []).map((frame) => Object.keys(frame.people ?? {}));
  expect(people(knowing)).toEqual([["ada"], [], []]);
  expect(people(other)).toEqual([["ada"], ["ada", "bea"], []]);
});

test("a clock that is set back makes nobody wait", () => {
  const { seats, all, say } = room(500);
  say();
  vi.setSystemTime(Date.now() - 3_600_000);
  say();
  expect(seats.seqs(all[0]!)).toEqual([[1], [2]]);
});

test("0 switches it off", () => {
  const { seats, all, say } = room(500, 0);
  say();
  say();
  expect(seats.seqs(all[0]!)).toEqual([[1], [2]]);
});
