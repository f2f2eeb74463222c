// Pins, and the previews of one's own message: toggled in the log, kept beside it [L4] [L8].

import { expect, test } from "vitest";
import type { UpFrame } from "../../src/protocol/commands.ts";
import { pins } from "../../src/room/pins.ts";
import { ada, bea, connect, only, openRoom, post, replies } from "./bench-room.ts";

let ids = 0;
const toggle = (type: "pin" | "preview", seq: number, on: boolean): UpFrame => ({
  type,
  id: `toggle-${String(ids++).padStart(5, "0")}`,
  epoch: "epoch-1",
  after: 0,
  seq,
  on,
});

function withMessages(n: number) {
  const room = openRoom();
  for (const who of [ada, bea]) room.join(connect(who));
  room.fill(n);
  const page = () =>
    only(replies(room.act(connect(bea), { type: "history", ref: "r" }), "history")).messages;
  const head = () =>
    only(replies(room.act(connect(bea), { type: "history", ref: "r" }), "history")).head;
  return { room, page, head };
}

test("a pin is on the message, in the list newest first, and off again", () => {
  const { room, page } = withMessages(3);
  room.act(connect(bea), toggle("pin", 1, true));
  room.act(connect(ada), toggle("pin", 3, true));
  expect(pins(room.sql)).toEqual([3, 1]);
  expect(page().map(({ pinned }) => pinned)).toEqual([true, undefined, true]);
  room.act(connect(ada), toggle("pin", 1, false));
  expect(pins(room.sql)).toEqual([3]);
});

test("[L8] what changes nothing makes no entry", () => {
  const { room, head } = withMessages(1);
  const before = head();
  room.act(connect(ada), toggle("pin", 1, false));
  room.act(connect(ada), toggle("preview", 1, true));
  expect(head()).toBe(before);
});

test("[L4] a deleted message is pinned no more, and takes no pin", () => {
  const { room } = withMessages(1);
  room.act(connect(bea), toggle("pin", 1, true));
  room.act(connect(ada), { type: "delete", id: "delete-01", epoch: "epoch-1", after: 0, seq: 1 });
  expect(pins(room.sql)).toEqual([]);
  const refused = room.act(connect(bea), toggle("pin", 1, true));
  expect(only(replies(refused, "rejected")).code).toBe("not_found");
});

test("a room has at most 100 pins", () => {
  const { room } = withMessages(101);
  for (let seq = 1; seq <= 100; seq++) room.act(connect(ada), toggle("pin", seq, true));
  const refused = room.act(connect(ada), toggle("pin", 101, true));
  expect(only(replies(refused, "rejected")).code).toBe("forbidden");
  room.act(connect(ada), toggle("pin", 1, false));
  expect(replies(room.act(connect(ada), toggle("pin", 101, true)), "accepted")).toHaveLength(1);
});

test("its author takes the previews off a message, nobody else does", () => {
  const { room, page } = withMessages(1);
  const refused = room.act(connect(bea), toggle("preview", 1, false));
  expect(only(replies(refused, "rejected")).code).toBe("not_found");
  room.act(connect(ada), toggle("preview", 1, false));
  expect(page()[0]?.bare).toBe(true);
  room.act(connect(ada), toggle("preview", 1, true));
  expect(page()[0]).not.toHaveProperty("bare");
});

test("[P4] a pin is no unpin: the same id for both is a conflict", () => {
  const { room } = withMessages(1);
  const pin = toggle("pin", 1, true);
  room.act(connect(ada), pin);
  expect(only(replies(room.act(connect(ada), pin), "accepted")).duplicate).toBe(true);
  const off = { ...pin, on: false } as UpFrame;
  expect(only(replies(room.act(connect(ada), off), "rejected")).code).toBe("id_conflict");
  expect(replies(room.act(connect(ada), post("post-0001", "goes on")), "accepted")).toHaveLength(1);
});
