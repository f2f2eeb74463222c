// Who may do what in a room [O1] to [O5]: the table, exhaustively, and what each order does.

import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import { LEAST, ROLES, may, type Act, type Role } from "../../src/protocol/roles.ts";
import { deletionFault } from "../../src/room/authorize.ts";
import { auditFor } from "../../src/room/audit.ts";
import { withPresent } from "../../src/room/here.ts";
import { memberFor, removedFor } from "../../src/room/order.ts";
import { bringIn } from "../../src/room/belonging.ts";
import type { Sql } from "../../src/lib/sql.ts";
import { isRemoved, untold } from "../../src/room/removals.ts";
import { keepRole, roleOf } from "../../src/room/roles.ts";
import { ada, bea, connect, only, openRoom, person, post, replies } from "./bench-room.ts";

const cyd = person("cyd");
const dee = person("dee");
const MINUTE = 60_000;

let count = 0;
function order(fields: object): Command {
  return { id: `order-${count++}`, after: 0, ...fields } as Command;
}

/** Ada made the room; Bea, Cyd and Dee are in it. */
function populated() {
  const room = openRoom();
  for (const who of [ada, bea, cyd, dee]) room.join(connect(who));
  const say = (who: typeof ada, fields: object) => {
    const effects = room.act(connect(who), order(fields));
    const answer = [...replies(effects, "accepted"), ...replies(effects, "rejected")];
    return { effects, answer: only<object>(answer) };
  };
  const remove = (who: typeof ada, whom: typeof ada, more: object = {}) =>
    say(who, { type: "remove", person: whom.id, on: true, ...more });
  return { ...room, say, remove };
}

/** The same room, for those who are in it only. */
function makePrivate(sql: Sql): void {
  sql.all("UPDATE room SET kind = 'private'");
  for (const who of [ada, bea, cyd, dee]) bringIn(sql, who.id, 0);
}

const ACCEPTED = { type: "accepted" };

describe("[O1] roles", () => {
  test("who created the room is its owner, everybody else a member", () => {
    const { sql } = populated();
    expect([ada, bea].map(({ id }) => roleOf(sql, id))).toEqual(["owner", "member"]);
  });

  test("each role may exactly what the table says, each act by its commands", () => {
    const mine = (role: Role) => ({ member: bea, moderator: cyd, owner: ada })[role];
    const commands: Record<Act, (by: Role) => object> = {
      write: () => ({ type: "post", body: "hello" }),
      react: () => ({ type: "react", seq: 1, emoji: "🎉", on: true }),
      arrange: () => ({ type: "pin", seq: 1, on: true }),
      takeBack: (by) => ({ type: "delete", seq: 2 + ROLES.indexOf(by) }),
      writeReadOnly: () => ({ type: "post", body: "read only" }),
      hurry: () => ({ type: "post", body: "at once" }),
      deleteOthers: () => ({ type: "delete", seq: 1 }),
      mute: () => ({ type: "mute", person: dee.id, on: true }),
      remove: () => ({ type: "remove", person: dee.id, on: true }),
      seeRemoved: () => ({}),
      audit: () => ({}),
      mode: () => ({ type: "mode", readOnly: true }),
      archive: () => ({ type: "mode", archived: true }),
      deleteRoom: () => ({}),
      role: () => ({ type: "role", person: dee.id, role: "moderator" }),
      add: () => ({ type: "add", who: person("eve") }),
      callAll: () => ({}),
      leave: () => ({ type: "leave" }),
    };
    for (const act of Object.keys(LEAST) as Act[])
      for (const role of ROLES) {
        const room = populated();
        if (act === "add" || act === "leave") makePrivate(room.sql);
        // The room of these tests is the one that stays.
        if (act === "archive" || act === "deleteRoom") room.sql.all("UPDATE room SET name = 'tea'");
        keepRole(room.sql, cyd.id, "moderator");
        for (const who of [dee, bea, cyd, ada]) room.say(who, { type: "post", body: who.name });
        if (act === "writeReadOnly") room.say(ada, { type: "mode", readOnly: true });
        if (act === "hurry") room.say(ada, { type: "mode", slowMs: MINUTE });
        const { id } = mine(role);
        if (act === "callAll") for (let i = 0; i < 60; i++) room.join(connect(person(`crowd${i}`)));
        const there = { sql: room.sql, online: () => new Map([[dee.id, dee]]) };
        const is =
          act === "callAll"
            ? withPresent(there, id, "@here", undefined) !== undefined
            : act === "seeRemoved"
              ? removedFor(room.sql, room.clock.now, id).ok
              : act === "audit" || act === "deleteRoom"
                ? act === "audit"
                  ? auditFor(room.sql, id, 100).ok
                  : deletionFault(room.sql, room.room(), id) === undefined
                : (room.say(mine(role), commands[act](role)).answer as { type: string }).type ===
                  "accepted";
        expect(is, `${role} ${act}`).toBe(may(role, act));
      }
  });

  test("every order by a member is `forbidden`, and nothing is stored", () => {
    const { say, sql } = populated();
    const before = sql.all("SELECT * FROM log");
    for (const fields of [
      { type: "role", person: cyd.id, role: "moderator" },
      { type: "role", person: bea.id, role: "owner" },
      { type: "mute", person: cyd.id, on: true },
      { type: "mute", person: cyd.id, on: false },
      { type: "remove", person: cyd.id, on: true },
      { type: "remove", person: cyd.id, on: false },
      { type: "mode", readOnly: true },
      { type: "mode", slowMs: MINUTE },
    ])
      expect(say(bea, fields).answer, JSON.stringify(fields)).toMatchObject({ code: "forbidden" });
    expect(sql.all("SELECT * FROM log")).toEqual(before);
  });

  test("one acts upon those below oneself: no moderator upon a moderator or an owner, nobody upon himself", () => {
    const { say, sql } = populated();
    keepRole(sql, bea.id, "moderator");
    keepRole(sql, cyd.id, "moderator");
    for (const type of ["mute", "remove"])
      for (const whom of [cyd, ada, bea])
        expect(say(bea, { type, person: whom.id, on: true }).answer).toMatchObject({
          code: "forbidden",
        });
    expect(say(ada, { type: "remove", person: ada.id, on: true }).answer).toMatchObject({
      code: "forbidden",
    });
    expect(say(bea, { type: "remove", person: dee.id, on: true }).answer).toMatchObject(ACCEPTED);
  });

  test("two moderators at once: the first removal holds, and a moderator that is none any more orders nothing", () => {
    const { say, sql, remove } = populated();
    for (const who of [bea, cyd]) keepRole(sql, who.id, "moderator");
    expect(remove(bea, dee).answer).toMatchObject(ACCEPTED);
    expect(remove(cyd, dee).answer).toMatchObject({ ...ACCEPTED, seq: 1 });
    say(ada, { type: "role", person: cyd.id, role: "member" });
    expect(remove(bea, cyd).answer).toMatchObject(ACCEPTED);
    expect(say(cyd, { type: "mode", readOnly: true }).answer).toMatchObject({ code: "forbidden" });
  });

  test("the last owner stays one; of two, either may go", () => {
    const { say, sql } = populated();
    const step = (who: typeof ada) => say(who, { type: "role", person: who.id, role: "member" });
    expect(step(ada).answer).toMatchObject({ code: "forbidden" });
    expect(roleOf(sql, ada.id)).toBe("owner");
    say(ada, { type: "role", person: bea.id, role: "owner" });
    expect(step(ada).answer).toMatchObject(ACCEPTED);
    expect(step(bea).answer).toMatchObject({ code: "forbidden" });
  });

  test("nobody who was never here gets a role, a mute or a removal", () => {
    const { say } = populated();
    const stranger = person("stranger").id;
    for (const fields of [
      { type: "role", role: "moderator" },
      { type: "mute", on: true },
      { type: "remove", on: true },
    ])
      expect(say(ada, { ...fields, person: stranger }).answer).toMatchObject({ code: "not_found" });
  });

  test("an order is an entry that everybody receives, with the person it names", () => {
    const { say } = populated();
    const { effects } = say(ada, { type: "role", person: bea.id, role: "moderator" });
    const published = only(effects.filter((effect) => effect.do === "publish"));
    expect(published.entries).toMatchObject([
      { kind: "role", by: ada.id, person: bea.id, role: "moderator" },
    ]);
    expect(Object.keys(published.people).toSorted()).toEqual([ada.id, bea.id].toSorted());
  });

  test("[P3] [P4] a retried order is a duplicate, with other terms a conflict; [L8] what holds already makes no entry", () => {
    const room = populated();
    const connection = connect(ada);
    const first = order({
      type: "remove",
      person: bea.id,
      on: true,
      forMs: MINUTE,
      reason: "spam",
    });
    const answer = (command: Command) => {
      const effects = room.act(connection, command);
      return only([...replies(effects, "accepted"), ...replies(effects, "rejected")]);
    };
    expect(answer(first)).toMatchObject({ seq: 1 });
    room.clock.now += 5_000;
    expect(answer(first)).toMatchObject({ seq: 1, duplicate: true });
    for (const other of [
      { forMs: 2 * MINUTE },
      { reason: "other" },
      { on: false },
      { person: cyd.id },
    ])
      expect(answer({ ...first, ...other } as Command)).toMatchObject({ code: "id_conflict" });
    const forGood = { type: "mute", person: cyd.id, on: true };
    expect(answer(order(forGood))).toMatchObject({ seq: 2 });
    expect(answer(order(forGood))).toMatchObject({ seq: 2 });
    expect(answer(order({ type: "mode", readOnly: false, slowMs: 0 }))).toMatchObject({ seq: 2 });
    expect(answer(order({ type: "role", person: cyd.id, role: "member" }))).toMatchObject({
      seq: 2,
    });
    const mode = order({ type: "mode", slowMs: MINUTE });
    expect(answer(mode)).toMatchObject({ seq: 3 });
    expect(answer(mode)).toMatchObject({ seq: 3, duplicate: true });
  });
});

describe("[O2] muted", () => {
  test("whoever is muted reads and takes back, and does nothing else", () => {
    const { say } = populated();
    say(bea, { type: "post", body: "before" });
    say(ada, { type: "mute", person: bea.id, on: true });
    for (const fields of [
      { type: "post", body: "after" },
      { type: "edit", seq: 1, body: "changed" },
      { type: "react", seq: 1, emoji: "🎉", on: true },
      { type: "pin", seq: 1, on: true },
      { type: "topic", topic: "mine" },
    ])
      expect(say(bea, fields).answer).toMatchObject({ code: "forbidden" });
    expect(say(bea, { type: "delete", seq: 1 }).answer).toMatchObject(ACCEPTED);
    say(ada, { type: "mute", person: bea.id, on: false });
    expect(say(bea, { type: "post", body: "after" }).answer).toMatchObject(ACCEPTED);
  });

  test("it ends by itself, by the server's time, and `welcome` says until when", () => {
    const room = populated();
    room.say(ada, { type: "mute", person: bea.id, on: true, forMs: MINUTE });
    const until = room.clock.now + MINUTE;
    const welcome = () => only(replies(room.join(connect(bea)), "welcome"));
    expect(welcome()).toMatchObject({ role: "member", muted: { until } });
    room.clock.now = until - 1;
    expect(room.say(bea, { type: "post", body: "too early" }).answer).toMatchObject({
      code: "forbidden",
      message: "You are muted in this room. It ends in 1 second.",
      until,
    });
    room.clock.now = until;
    expect(room.say(bea, { type: "post", body: "in time" }).answer).toMatchObject(ACCEPTED);
    expect(welcome().muted).toBeUndefined();
  });

  test("whoever is refused for it is told how long it lasts, and when it ends where it does by itself", () => {
    const room = populated();
    const refused = () => room.say(bea, { type: "post", body: "let me speak" }).answer;
    for (const [forMs, left] of [
      [90_000, "90 seconds"],
      [61 * MINUTE, "61 minutes"],
      [47 * 60 * MINUTE + 1, "48 hours"],
      [7 * 24 * 60 * MINUTE, "7 days"],
    ] as const) {
      room.say(ada, { type: "mute", person: bea.id, on: true, forMs });
      expect(refused()).toMatchObject({
        code: "forbidden",
        message: `You are muted in this room. It ends in ${left}.`,
        until: room.clock.now + forMs,
      });
    }
    room.say(ada, { type: "mute", person: bea.id, on: true });
    expect(refused()).toMatchObject({
      message: expect.stringContaining("until a moderator lifts"),
    });
    expect(refused()).not.toHaveProperty("until");
  });

  test("[P3] what was accepted before is a duplicate when it is retried, muted, or in a room that is read-only", () => {
    const room = populated();
    const connection = connect(bea);
    room.act(connection, post("command-1", "said"));
    const retry = () => only(replies(room.act(connection, post("command-1", "said")), "accepted"));
    room.say(ada, { type: "mute", person: bea.id, on: true });
    expect(retry()).toMatchObject({ seq: 1, duplicate: true });
    room.say(ada, { type: "mute", person: bea.id, on: false });
    room.say(ada, { type: "mode", readOnly: true });
    expect(retry()).toMatchObject({ seq: 1, duplicate: true });
  });
});

describe("[O3] read-only and slow", () => {
  test("in a room that is read-only members react and take back; `welcome` says that it is", () => {
    const room = populated();
    room.say(bea, { type: "post", body: "before" });
    room.say(ada, { type: "mode", readOnly: true });
    for (const fields of [
      { type: "post", body: "after" },
      { type: "edit", seq: 1, body: "changed" },
      { type: "pin", seq: 1, on: true },
      { type: "topic", topic: "mine" },
    ])
      expect(room.say(bea, fields).answer).toMatchObject({ code: "read_only" });
    expect(room.say(bea, { type: "react", seq: 1, emoji: "🎉", on: true }).answer).toMatchObject(
      ACCEPTED,
    );
    expect(room.say(bea, { type: "delete", seq: 1 }).answer).toMatchObject(ACCEPTED);
    const welcome = only(replies(room.join(connect(bea)), "welcome"));
    expect(welcome.room).toMatchObject({ readOnly: true });
  });

  test("[P5] in slow mode a second message is put off, for just as long as it has to wait", () => {
    const room = populated();
    room.say(ada, { type: "mode", slowMs: MINUTE });
    room.clock.now += 5 * MINUTE;
    expect(room.say(bea, { type: "post", body: "one" }).answer).toMatchObject(ACCEPTED);
    room.clock.now += 20_000;
    expect(room.say(cyd, { type: "post", body: "another's" }).answer).toMatchObject(ACCEPTED);
    const connection = connect(bea);
    const two = post("slow-two", "two");
    const refusal = only(replies(room.act(connection, two), "rejected"));
    expect(refusal).toMatchObject({ code: "rate_limited", retryAfterMs: 40_000 });
    expect(connection.held).toBe("slow-two");
    room.clock.now += 40_000;
    expect(only(replies(room.act(connection, two), "accepted"))).toMatchObject({ id: "slow-two" });
  });
});

describe("[O4] removed", () => {
  test("who is removed hears of it by the entry; then their connections end", () => {
    const { remove } = populated();
    const { effects } = remove(ada, bea, { reason: "  spam " });
    expect(effects.map((effect) => effect.do).slice(-3)).toEqual(["publish", "reply", "expel"]);
    const published = only(effects.filter((effect) => effect.do === "publish"));
    expect(published.entries).toMatchObject([
      { kind: "remove", person: bea.id, on: true, by: ada.id },
    ]);
    expect(effects.at(-1)).toEqual({ do: "expel", person: bea.id });
  });

  test("it ends by itself, or is lifted; moderators know by whom, until when and why, members do not", () => {
    const room = populated();
    keepRole(room.sql, cyd.id, "moderator");
    room.remove(cyd, bea, { forMs: MINUTE, reason: "spam" });
    const removed = { by: cyd.id, ts: 1_000, until: 1_000 + MINUTE, reason: "spam" };
    const seen = (by: typeof ada) => memberFor(room.sql, room.clock.now, by.id, bea.id)?.removed;
    expect([ada, dee].map(seen)).toEqual([removed, undefined]);
    expect(removedFor(room.sql, room.clock.now, ada.id)).toMatchObject({
      value: { removed: [{ person: { id: bea.id }, ...removed }], people: { [cyd.id]: {} } },
    });
    room.clock.now += MINUTE;
    expect(seen(ada)).toBeUndefined();
    room.remove(ada, bea);
    expect(seen(ada)).toMatchObject({ by: ada.id });
    room.remove(ada, bea, { on: false });
    expect(seen(ada)).toBeUndefined();
  });

  test("removed for now only, one hears of it, one's connections end, and one may come back at once", () => {
    const room = populated();
    const { effects } = room.remove(ada, bea, { forMs: 0, reason: "cool down" });
    const published = only(effects.filter((effect) => effect.do === "publish"));
    expect(published.entries).toMatchObject([{ until: room.clock.now, reason: "cool down" }]);
    expect(effects.at(-1)).toEqual({ do: "expel", person: bea.id });
    expect(isRemoved(room.sql, room.clock.now, bea.id)).toBe(false);
    expect(untold(room.sql)).toMatchObject([{ person: bea.id }]);
    room.join(connect(bea));
    // Told later, it would take the room from somebody who is in it.
    expect(untold(room.sql)).toEqual([]);
  });

  test("a moderator that is removed is none when let back in", () => {
    const room = populated();
    keepRole(room.sql, bea.id, "moderator");
    room.remove(ada, bea);
    room.remove(ada, bea, { on: false });
    expect(roleOf(room.sql, bea.id)).toBe("member");
  });
});

test("[O5] a moderator deletes the messages of others, and leaves a tombstone of its author", () => {
  const { say, sql } = populated();
  say(bea, { type: "post", body: "spam" });
  keepRole(sql, cyd.id, "moderator");
  expect(say(dee, { type: "delete", seq: 1 }).answer).toMatchObject({ code: "not_found" });
  const { effects } = say(cyd, { type: "delete", seq: 1 });
  const published = only(effects.filter((effect) => effect.do === "publish"));
  expect(published.entries).toMatchObject([{ kind: "delete", by: cyd.id, target: 1 }]);
  expect(sql.all("SELECT author, body FROM log WHERE seq = 1")).toMatchObject([
    { author: bea.id, body: null },
  ]);
});
