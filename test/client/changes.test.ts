// One's own changes and those of others: apply(snapshot, later) == later snapshot [L5], tombstones [L4],
// and what is shown before the log holds it.

import { describe, expect, it } from "vitest";
import type { Entry, Message } from "../../src/protocol/entries.ts";
import * as outbox from "../../src/client/outbox.ts";
import { withChanges } from "../../src/client/overlay.ts";
import { applyAll } from "../../src/client/timeline.ts";
import { historyPage } from "../../src/room/history.ts";
import { pageAfter } from "../../src/room/log.ts";
import type { UpFrame } from "../../src/protocol/commands.ts";
import { ada, bea, connect, openRoom, post } from "../room/bench-room.ts";
import { setUp } from "./set-up.ts";

const EMOJI = ["👍", "🎉", "❤️"];

/** The real room's pages and entries, after a random history of changes. */
function history(seed: number, steps: number) {
  const room = openRoom();
  for (const who of [ada, bea]) room.join(connect(who));
  let state = seed;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  const step = (i: number) => {
    const who = random(2) === 0 ? ada : bea;
    const head = pageAfter(room.sql, 0).entries.length;
    const seq = 1 + random(Math.max(1, head));
    const id = `step-${i}`.padEnd(10, "_");
    const base = { id, epoch: "epoch-1", after: head };
    const frames: UpFrame[] = [
      post(id, `message ${i}`),
      { type: "edit", ...base, seq, body: `edited ${i}` },
      { type: "delete", ...base, seq },
      { type: "react", ...base, seq, emoji: EMOJI[random(3)] ?? "", on: random(3) > 0 },
      { type: "react", ...base, seq, emoji: EMOJI[random(3)] ?? "", on: random(3) > 0 },
      { type: "topic", ...base, topic: `topic ${i}` },
    ];
    room.act(connect(who), frames[random(frames.length)] as UpFrame);
  };
  for (let i = 0; i < steps; i++) step(i);
  return {
    step,
    page: () => historyPage(room.sql, { limit: 100 }, ada.id),
    after: (seq: number): Entry[] => pageAfter(room.sql, seq).entries,
  };
}

/** A replay sends a message as it is now: what came between is in it already, and comes once more. */
const settled = (messages: readonly Message[]) =>
  messages.map((message) => (message.deleted ? { ...message, body: "" } : message));

describe("changes", () => {
  it("[L5] apply(snapshot, later entries) == later snapshot, over random histories", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const room = history(seed, 40);
      const before = room.page();
      for (let i = 40; i < 70; i++) room.step(i);
      const stretch = { messages: settled(before.messages), start: true, atHead: true };
      const applied = applyAll(stretch, room.after(before.head), ada.id);
      expect(applied.messages, `seed ${seed}`).toEqual(settled(room.page().messages));
    }
  });

  it("[L5] the whole log applied to nothing is the newest snapshot", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const room = history(seed, 60);
      const empty = { messages: [], start: true, atHead: true };
      const applied = applyAll(empty, room.after(0), ada.id);
      expect(applied.messages, `seed ${seed}`).toEqual(settled(room.page().messages));
    }
  });

  const message: Message = {
    seq: 3,
    ts: 1,
    by: "ada",
    kind: "message",
    id: "id-3",
    body: "before",
  };
  const base = { id: "c", epoch: "e", after: 0, seq: 3 };

  it("what one changed is shown at once, and no more once it failed", () => {
    const edit = { id: "c", command: { type: "edit", ...base, body: "after" } } as const;
    expect(withChanges(message, [edit], "ada")).toMatchObject({ body: "after" });
    const failure = { code: "not_found", message: "Gone." } as const;
    expect(withChanges(message, [{ ...edit, failure }], "ada")).toBe(message);
    const remove = { id: "d", command: { type: "delete", ...base } } as const;
    expect(withChanges(message, [edit, remove], "ada")).toMatchObject({ deleted: true, body: "" });
    const react = { id: "r", command: { type: "react", ...base, emoji: "👍", on: true } } as const;
    expect(withChanges(message, [react], "ada").reactions).toEqual([
      { emoji: "👍", n: 1, mine: true, some: ["ada"] },
    ]);
    const other = { ...react, command: { ...react.command, seq: 4 } };
    expect(withChanges(message, [other], "ada")).toBe(message);
  });

  it("[P1] changes wait in the outbox, in the order of all commands", async () => {
    const { live } = setUp();
    const client = await live();
    client.post("one");
    client.edit(1, "two");
    client.react(1, "👍", true);
    expect(client.state.pending.map(({ body }) => body)).toEqual(["one"]);
    expect(client.state.changes.map(({ command }) => command.type)).toEqual(["edit", "react"]);
    client.close();
  });

  it("[P2] [L7] after a reset messages go on, changes of the void log fail", () => {
    const cursor = { epoch: "e1", after: 5 };
    const box = outbox.adopt(
      outbox.EMPTY,
      [
        { id: "id-1", ts: 1, command: { type: "post", id: "id-1", ...cursor, body: "new" } },
        { id: "id-2", ts: 2, command: { type: "delete", id: "id-2", ...cursor, seq: 3 } },
      ],
      true,
    );
    const [first, second] = outbox.reset(box, "e2").items;
    expect(first?.command).toMatchObject({ epoch: "e2", after: 0 });
    expect(first?.failure).toBeUndefined();
    expect(second).toMatchObject({
      command: { epoch: "e1", seq: 3 },
      failure: { code: "not_found" },
    });
    expect(outbox.sendable(outbox.reset(box, "e2")).map(({ id }) => id)).toEqual(["id-1"]);
  });
});
