// Joining, replay and reset: [C3] [L6] [L7] [G4], and what a page may weigh.

import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/protocol/entries.ts";
import { head } from "../../src/room/log.ts";
import { readLog } from "../../src/room/poll.ts";
import { ada, bea, connect, only, openRoom, post, replies } from "./bench-room.ts";

const at = { epoch: "epoch-1" };

describe("joining", () => {
  test("[C3] without a cursor: `welcome` and nothing older", () => {
    const room = openRoom();
    room.fill(5);
    const b = connect(bea, { live: false });
    const effects = room.join(b);
    expect(only(replies(effects, "welcome"))).toMatchObject({
      head: 5,
      resumed: false,
      version: 1,
    });
    expect(replies(effects, "entries")).toEqual([]);
    expect(b.live).toBe(true);
  });

  test("[C3] [G4] with a cursor behind the head: the first page comes unasked", () => {
    const room = openRoom();
    room.fill(5);
    const effects = room.join(connect(bea), { cursor: { ...at, seq: 2 } });
    expect(only(replies(effects, "welcome")).resumed).toBe(true);
    expect(only(replies(effects, "entries")).entries.map(({ seq }) => seq)).toEqual([3, 4, 5]);
  });

  test("[C1] `after=0` alone trusts the epoch and gets everything", () => {
    const room = openRoom();
    room.fill(3);
    const effects = room.join(connect(bea), { cursor: { seq: 0 } });
    expect(only(replies(effects, "entries")).entries).toHaveLength(3);
  });

  test("reconnecting with nothing missed redelivers nothing", () => {
    const room = openRoom();
    room.fill(3);
    const effects = room.join(connect(bea), { cursor: { ...at, seq: 3 } });
    expect(replies(effects, "entries")).toEqual([]);
    expect(only(replies(effects, "welcome")).resumed).toBe(true);
  });

  test("[L8] [H6] unread counts from the mark, and a pending mark counts", () => {
    const room = openRoom();
    room.join(connect(bea));
    room.fill(4);
    expect(only(replies(room.join(connect(bea)), "welcome"))).toMatchObject({
      readSeq: 0,
      unread: 4,
    });
    const pending = room.join(connect(bea), { pendingReads: new Map([[bea.id, 3]]) });
    expect(only(replies(pending, "welcome"))).toMatchObject({ readSeq: 3, unread: 1 });
  });

  test("[H2] in a large room the server asks for reconnects to be spread", () => {
    const room = openRoom();
    expect(
      only(replies(room.join(connect(bea)), "welcome")).limits.reconnectSpreadMs,
    ).toBeUndefined();
    for (let i = 0; i < 2_000; i++) room.online.set(`p${i}`, ada);
    const { limits } = only(replies(room.join(connect(bea)), "welcome"));
    expect(limits.reconnectSpreadMs).toBeGreaterThan(10_000);
  });

  test("whoever is new starts with nothing unread", () => {
    const room = openRoom();
    room.fill(40);
    expect(only(replies(room.join(connect(bea)), "welcome")).unread).toBe(0);
  });

  test("a new name is known to all from the next time on", () => {
    const room = openRoom();
    room.join(connect(ada));
    room.act(connect(ada), post("post-0001", "hi"));
    room.join(connect({ ...ada, name: "Countess" }));
    const page = only(replies(room.act(connect(bea), { type: "history", ref: "r" }), "history"));
    expect(page.people[ada.id]?.name).toBe("Countess");
  });
});

describe("void cursors", () => {
  test.each([
    ["another epoch", { epoch: "epoch-0", seq: 1 }],
    ["above the head", { ...at, seq: 6 }],
    ["another entry at the cursor", { ...at, seq: 3, at: "something-else" }],
    ["an entry written at another time", { ...at, seq: 3, atTs: 999 }],
  ])("[L7] %s: `reset`, in so many words", (_, cursor) => {
    const room = openRoom();
    room.fill(5);
    const b = connect(bea, { live: false });
    const effects = room.join(b, { cursor });
    expect(only(replies(effects, "welcome")).resumed).toBe(false);
    const { id, ts } = head(room.sql);
    expect(only(replies(effects, "reset"))).toMatchObject({ ...at, head: 5, at: id, atTs: ts });
    expect(readLog(room.sql, room.room(), bea.id, { cursor })).toMatchObject({
      type: "reset",
      head: 5,
      at: id,
    });
    expect(b.live).toBe(true);
    const { seq: after, ...rest } = cursor;
    expect(replies(room.act(connect(bea), { type: "sync", after, ...rest }), "reset")).toHaveLength(
      1,
    );
  });

  test("[L7] below the floor", () => {
    const room = openRoom();
    room.fill(5);
    room.sql.all("UPDATE room SET floor = 3");
    expect(
      replies(room.act(connect(bea), { type: "sync", ...at, after: 2 }), "reset"),
    ).toHaveLength(1);
    expect(
      replies(room.act(connect(bea), { type: "sync", ...at, after: 3 }), "entries"),
    ).toHaveLength(1);
  });

  test.each([
    ["id", { at: "post-0001" }],
    ["time", { atTs: 1_000 }],
    ["id and time", { at: "post-0001", atTs: 1_000 }],
  ])("[L7] the right %s at the cursor is good", (_, named) => {
    const room = openRoom();
    room.act(connect(ada), post("post-0001", "hi"));
    room.fill(1);
    const effects = room.act(connect(bea), { type: "sync", ...at, after: 1, ...named });
    expect(only(replies(effects, "entries")).entries).toHaveLength(1);
    const cursor = { ...at, seq: 1, ...named };
    const polled = readLog(room.sql, room.room(), bea.id, { cursor });
    expect("entries" in polled && polled.entries).toHaveLength(1);
  });

  test("[L7] `welcome` and the newest page over HTTP name the entry at the head", () => {
    const room = openRoom();
    expect(only(replies(room.join(connect(bea)), "welcome"))).not.toHaveProperty("at");
    room.clock.now = 2_000;
    room.act(connect(ada), post("post-0001", "hi"));
    const named = { head: 1, at: "post-0001", atTs: 2_000 };
    expect(only(replies(room.join(connect(bea)), "welcome"))).toMatchObject(named);
    expect(readLog(room.sql, room.room(), bea.id, { page: {} })).toMatchObject(named);
  });
});

describe("replay", () => {
  test("[L6] pages of at most 200, pulled one by one, live only at the head", () => {
    const room = openRoom();
    room.fill(450);
    const b = connect(bea, { live: false });
    let page = only(replies(room.join(b, { cursor: { ...at, seq: 0 } }), "entries"));
    const all: Entry[] = [...page.entries];
    const sizes = [page.entries.length];
    while (page.more) {
      expect(b.live).toBe(false);
      const after = all.at(-1)?.seq ?? 0;
      page = only(replies(room.act(b, { type: "sync", ...at, after }), "entries"));
      all.push(...page.entries);
      sizes.push(page.entries.length);
    }
    expect(sizes).toEqual([200, 200, 50]);
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 450 }, (_, i) => i + 1));
    expect(b.live).toBe(true);
  });

  test("[L6] a page weighs at most 256 KiB, but holds at least one entry", () => {
    const room = openRoom();
    room.fill(30, ada.id, "€".repeat(8_000));
    const page = only(
      replies(room.act(connect(bea), { type: "sync", ...at, after: 0 }), "entries"),
    );
    expect(page.entries).toHaveLength(10);
    expect(page.more).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(256 * 1024);
  });

  test("[L6] escapes weigh what they weigh on the wire", () => {
    const room = openRoom();
    room.fill(40, ada.id, "x".padEnd(8_000, "\u0001"));
    const page = only(
      replies(room.act(connect(bea), { type: "sync", ...at, after: 0 }), "entries"),
    );
    expect(page.more).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(256 * 1024);
  });

  test("`sync` too often is `rate_limited`, with a time and without a key", () => {
    const room = openRoom();
    room.wait.queries = 30;
    const effects = room.act(connect(bea), { type: "sync", ...at, after: 0 });
    expect(only(replies(effects, "rejected"))).toMatchObject({
      code: "rate_limited",
      retryAfterMs: 30,
    });
  });

  test("`sync` at the head is answered by one empty `entries`", () => {
    const room = openRoom();
    room.fill(2);
    const page = only(
      replies(room.act(connect(bea), { type: "sync", ...at, after: 2 }), "entries"),
    );
    expect(page).toEqual({ type: "entries", entries: [] });
  });

  test("a live connection that falls far behind replays before it is live again", () => {
    const room = openRoom();
    room.fill(300);
    const b = connect(bea);
    room.act(b, { type: "sync", ...at, after: 0 });
    expect(b.live).toBe(false);
    room.act(b, { type: "sync", ...at, after: 200 });
    expect(b.live).toBe(true);
    expect(head(room.sql).seq).toBe(300);
  });
});
