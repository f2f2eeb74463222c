// The board on its own: what is gathered into one frame a second while a room is large.

import { beforeEach, expect, test, vi } from "vitest";
import type { Presence } from "../../src/protocol/frames.ts";
import type { Memory } from "../../src/room/context.ts";
import { present } from "../../src/room/presence.ts";
import { PresenceBoard } from "../../src/worker/objects/presence-board.ts";
import type { Live, Sockets } from "../../src/worker/objects/sockets.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  return () => void vi.useRealTimers();
});

function room(count: number) {
  const all = new Map<object, Live<Memory>>();
  for (let i = 0; i < count; i++)
    all.set({}, { kept: { person: { id: `p${i}`, handle: `p${i}`, name: "" } } } as Live<Memory>);
  const frames: Presence[] = [];
  const [first] = all.values();
  const send = (seat: Live<Memory>, text: string) => {
    if (seat === first) frames.push(JSON.parse(text) as Presence);
  };
  const people = () => present([...all.values()].map(({ kept }) => kept));
  const board = new PresenceBoard({ all, people, send } as unknown as Sockets<Memory>);
  const type = (by: string) =>
    board.typed({ type: "typing", by, people: { [by]: { handle: by, name: by } } });
  return { board, frames, type };
}

test("with 100 sockets typing is not gathered", () => {
  const { frames, type } = room(100);
  expect(type("p1")).toBe(false);
  vi.advanceTimersByTime(2_000);
  expect(frames).toEqual([]);
});

test("with more than 100 sockets who typed is told with the next `presence`, one frame for all", () => {
  const { board, frames, type } = room(101);
  expect(type("p1")).toBe(true);
  vi.advanceTimersByTime(0);
  type("p2");
  type("p3");
  type("p3");
  board.seen("p4", 7);
  vi.advanceTimersByTime(999);
  expect(frames).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(frames).toMatchObject([
    { typing: ["p1"], people: { p1: { name: "p1" } } },
    { typing: ["p2", "p3"], reads: { p4: 7 }, people: { p2: {}, p3: {} } },
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

test("who has spoken meanwhile is not said to type", () => {
  const { board, frames, type } = room(101);
  type("p1");
  vi.advanceTimersByTime(0);
  type("p2");
  board.spoke("p2");
  vi.advanceTimersByTime(1_000);
  expect(frames).toHaveLength(1);
});
