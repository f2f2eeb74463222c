// History pages: [L5].

import { describe, expect, test } from "vitest";
import type { HistoryQuery } from "../../src/protocol/commands.ts";
import { append } from "../../src/room/log.ts";
import type { Message } from "../../src/protocol/entries.ts";
import { admit } from "../../src/room/members.ts";
import { ada, bea, connect, only, openRoom, person, replies } from "./bench-room.ts";

function filled(count: number) {
  const room = openRoom();
  room.join(connect(ada));
  for (let i = 1; i <= count; i++)
    append(room.sql, 1_000 * i, {
      author: ada.id,
      kind: "message",
      id: `message-${i}`,
      body: `${i}`,
    });
  const ask = (query: Partial<HistoryQuery>) =>
    only(replies(room.act(connect(bea), { type: "history", ref: "r1", ...query }), "history"));
  return {
    room,
    ask,
    seqs: (query: Partial<HistoryQuery>) => ask(query).messages.map(({ seq }) => seq),
  };
}

describe("history", () => {
  test("[L5] the newest page: 50, rising, with the head and the people", () => {
    const { ask } = filled(120);
    const page = ask({});
    expect(page).toMatchObject({
      ref: "r1",
      head: 120,
      start: false,
      people: { [ada.id]: { handle: "ada" } },
    });
    expect(page.messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 50 }, (_, i) => 71 + i),
    );
  });

  test("[L5] `before`, `limit` and the start", () => {
    const { ask, seqs } = filled(120);
    expect(seqs({ before: 4, limit: 2 })).toEqual([2, 3]);
    expect(ask({ before: 3, limit: 2 })).toMatchObject({ start: true });
    expect(ask({ before: 1 })).toMatchObject({ messages: [], start: true });
  });

  test("[L5] `around` puts the message in the middle, also at the edges", () => {
    const { seqs } = filled(20);
    expect(seqs({ around: 10, limit: 4 })).toEqual([8, 9, 10, 11]);
    expect(seqs({ around: 1, limit: 4 })).toEqual([1, 2, 3, 4]);
    expect(seqs({ around: 20, limit: 4 })).toEqual([17, 18, 19, 20]);
  });

  test("[L5] `date` finds the first message of that moment", () => {
    const { seqs } = filled(20);
    expect(seqs({ date: 10_000, limit: 4 })).toEqual([8, 9, 10, 11]);
    expect(seqs({ date: 9_500, limit: 4 })).toEqual([8, 9, 10, 11]);
    expect(seqs({ date: 0, limit: 2 })).toEqual([1, 2]);
    expect(seqs({ date: 999_999, limit: 2 })).toEqual([19, 20]);
  });

  test("[L5] a page of heavy messages is shorter, and the next one goes on where it ended", () => {
    const room = openRoom();
    room.fill(60, ada.id, "x".padEnd(8_000, "\u0001"));
    const seen: number[] = [];
    for (let before = 61; ; before = seen[0] ?? 0) {
      const effects = room.act(connect(bea), { type: "history", ref: "r", before, limit: 100 });
      const page = only(replies(effects, "history"));
      expect(JSON.stringify(page).length).toBeLessThanOrEqual(257 * 1024);
      seen.unshift(...page.messages.map(({ seq }) => seq));
      if (page.start) break;
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });

  test("[L5] reactions and whom they name are weighed, too, before a message and around one", () => {
    const room = openRoom();
    room.fill(100);
    const crowd = Array.from({ length: 200 }, (_, i) => person(`p${i}`));
    room.sql.transaction(() => {
      for (const one of crowd) admit(room.sql, 1_000, { ...one, name: "👋".repeat(64) });
      for (let target = 1; target <= 100; target++)
        for (const [i, { id }] of crowd.entries())
          room.sql.all(
            "INSERT INTO reaction (target, emoji, person, seq) VALUES (?, ?, ?, ?)",
            ...[target, String.fromCodePoint(0x1f600 + (i % 20)), id, 100 + i],
          );
    });
    const pageOf = (where: object) => {
      const asked = { type: "history", ref: "r", limit: 100, ...where } as const;
      const page = only(replies(room.act(connect(bea), asked), "history"));
      expect(JSON.stringify(page.messages.at(0)?.reactions).length).toBeGreaterThan(5_000);
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(257 * 1024);
      return page;
    };
    const seqs = (page: { messages: Message[] }) => page.messages.map(({ seq }) => seq);
    const down: number[] = [];
    for (let page = pageOf({ before: 101 }); ; page = pageOf({ before: down[0] ?? 0 })) {
      down.unshift(...seqs(page));
      if (page.start) break;
    }
    expect(down).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    // Upwards as a client goes, from the last message it has.
    const up = new Set([1]);
    for (let last = 1; last < 100; last = Math.max(...up))
      for (const seq of seqs(pageOf({ around: last }))) up.add(seq);
    expect([...up].toSorted((a, b) => a - b)).toEqual(down);
    expect(seqs(pageOf({ around: 50 }))).toContain(50);
  });

  test("[L5] a page around a heavy message is no heavier, and goes on upwards", () => {
    const room = openRoom();
    room.fill(60, ada.id, "x".padEnd(8_000, "\u0001"));
    const asked = { type: "history", ref: "r", around: 30, limit: 100 } as const;
    const page = only(replies(room.act(connect(bea), asked), "history"));
    expect(JSON.stringify(page).length).toBeLessThanOrEqual(257 * 1024);
    expect(page.messages.map(({ seq }) => seq)).toEqual([28, 29, 30, 31, 32]);
  });

  test("[L5] people whom the connection knows are not told again", () => {
    const { room } = filled(3);
    const known = connect(bea, { told: new Set([ada.id]) });
    expect(only(replies(room.act(known, { type: "history", ref: "r" }), "history")).people).toEqual(
      {},
    );
  });

  test("[L5] not during a replay: entries up to its head have not been sent yet", () => {
    const { room } = filled(3);
    const effects = room.act(connect(bea, { live: false }), { type: "history", ref: "r" });
    expect(only(replies(effects, "rejected"))).toMatchObject({ ref: "r", code: "out_of_order" });
  });

  test("asking too much is `rate_limited` with a time", () => {
    const { room } = filled(3);
    room.wait.queries = 40;
    const effects = room.act(connect(bea), { type: "history", ref: "r" });
    expect(only(replies(effects, "rejected"))).toMatchObject({
      code: "rate_limited",
      retryAfterMs: 40,
    });
  });
});
