// What the timeline shows between messages [O7], and what moderators read of it [O8].

import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import { auditFor } from "../../src/room/audit.ts";
import { keepRole } from "../../src/room/roles.ts";
import { ada, bea, connect, only, openRoom, person, replies } from "./bench-room.ts";

const cyd = person("cyd");
let count = 0;

function populated() {
  const room = openRoom();
  for (const who of [ada, bea, cyd]) room.join(connect(who));
  const say = (who: typeof ada, fields: object) => {
    room.clock.now += 1;
    const command = { id: `command-${count++}`, after: 0, ...fields } as Command;
    const effects = room.act(connect(who), command);
    return only<{ type: string; seq?: number; code?: string }>([
      ...replies(effects, "accepted"),
      ...replies(effects, "rejected"),
    ]);
  };
  const page = (where: object = {}) =>
    only(replies(room.act(connect(bea), { type: "history", ref: "r", ...where }), "history"));
  return { ...room, say, page };
}

describe("[O7] events", () => {
  test("a page has what followed each message, rising, with the people it names, under a tombstone, too", () => {
    const { say, page } = populated();
    say(ada, { type: "topic", topic: "before any message: in the log alone" });
    say(ada, { type: "post", body: "first" });
    say(ada, { type: "role", person: bea.id, role: "moderator" });
    say(bea, { type: "mute", person: cyd.id, on: true });
    say(ada, { type: "post", body: "second" });
    say(ada, { type: "mode", readOnly: true });
    say(ada, { type: "delete", seq: 2 });
    const { messages, people } = page();
    expect(messages).toMatchObject([
      {
        deleted: true,
        events: [
          { kind: "role", target: 2 },
          { kind: "mute", target: 2 },
        ],
      },
      { body: "second", events: [{ kind: "mode", by: ada.id, readOnly: true, target: 5 }] },
    ]);
    expect(Object.keys(people)).toEqual(expect.arrayContaining([ada.id, bea.id, cyd.id]));
    expect(page({ around: 2, limit: 1 }).messages).toEqual(messages.slice(0, 1));
  });

  test("what is said in a thread comes after the message of the main timeline", () => {
    const { say, page } = populated();
    say(ada, { type: "post", body: "root" });
    say(bea, { type: "post", body: "reply", thread: 1 });
    say(ada, { type: "mode", readOnly: true });
    expect(page().messages).toMatchObject([{ seq: 1, events: [{ seq: 3, target: 1 }] }]);
    expect(page({ thread: 1 }).messages[0]).not.toHaveProperty("events");
  });

  test("ordered to and fro 2,000 times, a message is followed by the newest 20", () => {
    const { say, page } = populated();
    say(ada, { type: "post", body: "hello" });
    for (let i = 0; i < 2_000; i++) say(ada, { type: "mode", readOnly: i % 2 === 0 });
    const events = page().messages[0]?.events ?? [];
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, i) => 1_982 + i));
  });
});

describe("[O8] audit", () => {
  const read = (sql: ReturnType<typeof openRoom>["sql"], before = Infinity) => {
    const answer = auditFor(sql, ada.id, Math.min(before, Number.MAX_SAFE_INTEGER));
    if (!answer.ok) throw new Error(answer.failure.code);
    return answer.value;
  };

  test("who did what to whom, newest first; not what people took back themselves", () => {
    const { say, sql } = populated();
    keepRole(sql, cyd.id, "moderator");
    say(bea, { type: "post", body: "one" });
    say(bea, { type: "post", body: "two" });
    say(bea, { type: "delete", seq: 1 });
    say(cyd, { type: "delete", seq: 2 });
    say(bea, { type: "post", body: "three" });
    say(bea, { type: "pin", seq: 5, on: true });
    say(cyd, { type: "remove", person: bea.id, on: true, reason: "spam" });
    const { entries, people, next } = read(sql);
    expect(entries).toMatchObject([
      { kind: "remove", by: cyd.id, person: bea.id, reason: "spam", ts: expect.any(Number) },
      { kind: "pin", by: bea.id, target: 5, on: true },
      { kind: "delete", by: cyd.id, target: 2, person: bea.id },
    ]);
    expect(Object.keys(people).toSorted()).toEqual([bea.id, cyd.id].toSorted());
    expect(next).toBeUndefined();
    expect(JSON.stringify(entries)).not.toContain("two");
  });

  test("in pages, each entry once, also where hundreds took back their own words between", () => {
    const { say, sql } = populated();
    const orders: number[] = [];
    for (let i = 0; i < 130; i++) {
      orders.unshift(say(ada, { type: "mode", slowMs: i + 1 }).seq ?? 0);
      if (i % 5 === 0)
        for (let j = 0; j < 20; j++) {
          const { seq } = say(ada, { type: "post", body: "oops" });
          say(ada, { type: "delete", seq });
        }
    }
    const seen: number[] = [];
    let pages = 0;
    for (let before: number | undefined = Infinity; before !== undefined; pages++) {
      const page: ReturnType<typeof read> = read(sql, before);
      expect(page.entries.length).toBeLessThanOrEqual(50);
      seen.push(...page.entries.map(({ seq }) => seq));
      before = page.next;
    }
    expect(seen).toEqual(orders);
    expect(pages).toBeLessThan(8);
  });
});
