// Rooms that are not open [D1] to [D4]: who belongs to one, and what each change does.

import { describe, expect, test } from "vitest";
import type { UpFrame } from "../../src/protocol/commands.ts";
import type { Person } from "../../src/protocol/people.ts";
import { absentees } from "../../src/room/absent.ts";
import {
  isInside,
  isOut,
  markAware,
  membersAfter,
  newsFor,
  othersIn,
  untoldMembers,
} from "../../src/room/belonging.ts";
import type { Add } from "../../src/room/context.ts";
import { unparted } from "../../src/room/end.ts";
import { makeInvite } from "../../src/room/invites.ts";
import { findMembers } from "../../src/room/members.ts";
import { createPrivate } from "../../src/room/private.ts";
import { keepRole, roleOf } from "../../src/room/roles.ts";
import { goneRoom, settings, unannounced } from "../../src/room/settings.ts";
import { openSql } from "../sqlite.ts";
import { ada, bea, benchOf, connect, only, person, replies } from "./bench-room.ts";

const cyd = person("cyd");
const dee = person("dee");
const NAME = `~${"a".repeat(26)}`;

let count = 0;

/** Ada's private room with Bea and Cyd in it; `title` "" is a room that goes by its people. */
function privateRoom(title = "Plans", others = [bea, cyd]) {
  const sql = openSql();
  const make = (members: Person[]) =>
    sql.transaction(() =>
      createPrivate(
        sql,
        1_000,
        { name: NAME, title, topic: "", id: "create-plans", epoch: "epoch-1" },
        ada,
        members,
      ),
    );
  expect(make(others).ok).toBe(true);
  const room = benchOf(sql);
  const say = (who: Person, fields: object) => {
    const frame = { id: `private-${count++}`, after: 0, ...fields } as UpFrame | Add;
    const effects = room.act(connect(who), frame);
    return {
      effects,
      answer: only<object>([...replies(effects, "accepted"), ...replies(effects, "rejected")]),
    };
  };
  const out = (who: Person) => isOut(sql, room.clock.now, room.room(), who.id);
  return { ...room, make, say, out };
}

const add = (who: Person) => ({ type: "add", who });
const leave = { type: "leave" };

describe("[D1] a private room is made with its members", () => {
  test("whoever is named twice, or makes it, is brought in once", () => {
    const { sql } = privateRoom("", [bea, ada, bea, cyd]);
    const entries = sql.all<{ data: string }>("SELECT data FROM log ORDER BY seq");
    expect(entries.map(({ data }) => JSON.parse(data))).toEqual([
      { person: bea.id, on: true },
      { person: cyd.id, on: true },
    ]);
    expect(roleOf(sql, ada.id)).toBe("owner");
  });

  test("its maker owns it, the others are brought in by entries, and all are owed the news", () => {
    const { sql, out } = privateRoom();
    expect([ada, bea, cyd, dee].map(out)).toEqual([false, false, false, true]);
    expect(roleOf(sql, ada.id)).toBe("owner");
    expect(sql.all("SELECT kind, author, data FROM log")).toMatchObject([
      { kind: "member", author: ada.id, data: JSON.stringify({ person: bea.id, on: true }) },
      { kind: "member", author: ada.id, data: JSON.stringify({ person: cyd.id, on: true }) },
    ]);
    expect(untoldMembers(sql).toSorted()).toEqual([ada.id, bea.id, cyd.id].toSorted());
  });

  test("the directory is owed nothing, neither by its creation nor by another title", () => {
    const { sql, say } = privateRoom();
    expect(unannounced(sql)).toBeUndefined();
    say(ada, { type: "topic", title: "Other plans" });
    expect(unannounced(sql)).toBeUndefined();
  });

  test("[T4] the same request again makes nothing new; another one is `room_exists`", () => {
    const { sql, make } = privateRoom();
    expect(make([bea, cyd, dee])).toMatchObject({ ok: true, value: { name: NAME } });
    expect(isInside(sql, dee.id)).toBe(false);
    expect(sql.all("SELECT seq FROM log")).toHaveLength(2);
  });
});

describe("[D2] adding somebody", () => {
  test("is an entry for all that names them; what holds already makes none", () => {
    const { say, out } = privateRoom();
    const { effects, answer } = say(ada, add(dee));
    expect(answer).toMatchObject({ type: "accepted", seq: 3 });
    const published = only(effects.filter((effect) => effect.do === "publish"));
    expect(published.entries).toMatchObject([{ kind: "member", person: dee.id, on: true }]);
    expect(published.people).toHaveProperty(dee.id);
    expect(effects[1]).toEqual({ do: "announce" });
    expect(out(dee)).toBe(false);
    expect(say(ada, add(dee)).answer).toMatchObject({ type: "accepted", seq: 3 });
  });

  test("[P3] [P4] a retry is a duplicate, for somebody else a conflict", () => {
    const room = privateRoom();
    const answer = (who: Person) => {
      const effects = room.act(connect(ada), { type: "add", id: "the-same-id", after: 0, who });
      return only<object>([...replies(effects, "accepted"), ...replies(effects, "rejected")]);
    };
    expect(answer(dee)).toMatchObject({ seq: 3 });
    expect(answer(dee)).toMatchObject({ seq: 3, duplicate: true });
    expect(answer(person("eve"))).toMatchObject({ code: "id_conflict" });
  });

  test("is for moderators; without a title the room goes by its people, and each of them may", () => {
    const titled = privateRoom();
    expect(titled.say(bea, add(dee)).answer).toMatchObject({ code: "forbidden" });
    expect(titled.sql.all("SELECT id FROM member WHERE id = ?", dee.id)).toEqual([]);
    const group = privateRoom("");
    expect(group.say(bea, add(dee)).answer).toMatchObject({ type: "accepted" });
    expect(othersIn(group.sql, group.room(), bea.id).with?.map(({ id }) => id)).toEqual([
      ada.id,
      cyd.id,
      dee.id,
    ]);
  });

  test("whoever was removed comes back by being added, as a member, and by nothing else", () => {
    const { say, sql, out } = privateRoom();
    keepRole(sql, bea.id, "moderator");
    say(ada, { type: "remove", person: bea.id, on: true });
    expect(out(bea)).toBe(true);
    say(ada, { type: "remove", person: bea.id, on: false });
    expect(out(bea)).toBe(true);
    say(ada, add(bea));
    expect([out(bea), roleOf(sql, bea.id)]).toEqual([false, "member"]);
  });

  test("an open room has nobody added, and is not left", () => {
    const { say, sql } = privateRoom();
    sql.all("UPDATE room SET kind = 'open'");
    for (const fields of [add(dee), leave])
      expect(say(ada, fields).answer).toMatchObject({ code: "forbidden" });
  });
});

describe("[D3] leaving", () => {
  test("is an entry, the last that reaches them; then their connections end", () => {
    const { say, out } = privateRoom();
    const { effects } = say(bea, leave);
    expect(effects.map((effect) => effect.do).slice(-3)).toEqual(["publish", "reply", "expel"]);
    expect(out(bea)).toBe(true);
  });

  test("the last owner leaves it to whoever was a moderator, or else a member, longest", () => {
    const { say, sql } = privateRoom();
    keepRole(sql, cyd.id, "moderator");
    const heirs = [ada, cyd, bea].map((who) => {
      const { effects } = say(who, leave);
      return only(effects.filter((effect) => effect.do === "publish")).entries[0];
    });
    expect(heirs).toMatchObject([{ heir: cyd.id }, { heir: bea.id }, {}]);
    expect(heirs[2]).not.toHaveProperty("heir");
    expect(sql.all("SELECT person FROM belonging WHERE inside = 1")).toEqual([]);
  });

  test("[O13] with the last member the room is gone, with everything in it, and no invite outlives it", () => {
    const { say, sql, clock, room } = privateRoom();
    say(ada, { type: "post", body: "a secret of ours" });
    makeInvite(sql, clock.now, room(), { id: "invite", hash: "its-hash", author: cyd.id });
    say(ada, { type: "remove", person: bea.id, on: true });
    for (const who of [ada, cyd]) {
      expect(settings(sql)).toBeDefined();
      const { effects, answer } = say(who, leave);
      expect(answer).toMatchObject({ type: "accepted" });
      expect(effects.some((effect) => effect.do === "end")).toBe(who === cyd);
    }
    expect(settings(sql)).toBeUndefined();
    expect(goneRoom(sql)).toMatchObject({ name: NAME, kind: "private" });
    expect(sql.all("SELECT * FROM log")).toEqual([]);
    expect(sql.all("SELECT * FROM invite")).toEqual([]);
    // Who was taken out before is told as well, in case they have not heard.
    expect(unparted(sql).toSorted()).toEqual([ada.id, bea.id, cyd.id].toSorted());
  });

  test("with another owner nobody inherits", () => {
    const { say, sql } = privateRoom();
    keepRole(sql, bea.id, "owner");
    const { effects } = say(ada, leave);
    const published = only(effects.filter((effect) => effect.do === "publish"));
    expect(published.entries[0]).not.toHaveProperty("heir");
  });

  test("one who is muted may; and nobody mentions, finds, lists or tells who left", () => {
    const { say, sql, clock } = privateRoom();
    for (const who of untoldMembers(sql)) aware(sql, who);
    say(ada, { type: "mute", person: bea.id, on: true });
    expect(say(bea, leave).answer).toMatchObject({ type: "accepted" });
    const { effects } = say(ada, { type: "post", body: `@${bea.handle}, are you there?` });
    const published = only(effects.filter((effect) => effect.do === "publish"));
    expect(published.entries[0]).not.toHaveProperty("mentions");
    expect(findMembers(sql, clock.now, "bea", 10)).toEqual([]);
    expect(membersAfter(sql, clock.now, undefined).members.map((one) => one.person.id)).toEqual([
      ada.id,
      cyd.id,
    ]);
    const away = absentees(sql, clock.now, new Set([ada.id]), 10);
    expect(away).toEqual([cyd.id]);
    const grant = { type: "role", person: bea.id, role: "moderator" };
    expect(say(ada, grant).answer).toMatchObject({ code: "not_found" });
  });
});

describe("[D8] a group", () => {
  test("is told by 8 of the others, those who came first, and how many more there are", () => {
    const { sql, say, room } = privateRoom("");
    expect(othersIn(sql, room(), dee.id)).toMatchObject({ with: [{}, {}, {}] });
    for (let i = 0; i < 8; i++) say(ada, add(person(`p${i}`)));
    const others = othersIn(sql, room(), bea.id);
    expect(others.with?.map(({ handle }) => handle)).toEqual([
      "ada",
      "cyd",
      "p0",
      "p1",
      "p2",
      "p3",
      "p4",
      "p5",
    ]);
    expect(others.more).toBe(2);
    expect(newsFor(sql, room(), bea.id).about).toMatchObject(others);
    say(cyd, leave);
    say(person("p7"), leave);
    expect(othersIn(sql, room(), bea.id)).not.toHaveProperty("more");
    say(ada, { type: "topic", title: "Plans" });
    expect(othersIn(sql, room(), bea.id)).toEqual({});
  });

  test("a message there reaches whoever is away soon; with a title it is as any other room", () => {
    const does = (room: ReturnType<typeof privateRoom>) =>
      room.say(ada, { type: "post", body: "hello" }).effects.map((effect) => effect.do);
    expect(does(privateRoom(""))).toContain("reach");
    expect(does(privateRoom("Plans"))).not.toContain("reach");
  });
});

describe("[D4] what a member is told", () => {
  test("the title, or the others by name; and it is owed until they know the newest", () => {
    const { sql, say, room } = privateRoom();
    const news = newsFor(sql, room(), bea.id);
    expect(news).toMatchObject({ room: NAME, isIn: true, about: { title: "Plans" } });
    say(ada, { type: "topic", title: "Other plans" });
    markAware(sql, news, bea.id);
    expect(untoldMembers(sql)).toContain(bea.id);
    aware(sql, bea.id);
    expect(untoldMembers(sql)).not.toContain(bea.id);
    say(ada, { type: "topic", title: "Yet others" });
    expect(untoldMembers(sql)).toContain(bea.id);
  });

  test("what they have not read is told with it, once", () => {
    const { sql, say, clock } = privateRoom();
    say(ada, { type: "post", body: "read this" });
    expect(absentees(sql, clock.now, new Set(), 10)).toEqual([]);
    aware(sql, bea.id);
    expect(absentees(sql, clock.now, new Set(), 10)).toEqual([]);
    aware(sql, ada.id);
    expect(newsFor(sql, settings(sql) as never, bea.id).unreadSeq).toBe(3);
  });

  test("a page of members is bounded, and goes on behind the last one", () => {
    const { sql, say, clock } = privateRoom("");
    for (let i = 0; i < 60; i++) say(ada, add(person(`p${String(i).padStart(2, "0")}`)));
    const first = membersAfter(sql, clock.now, undefined);
    expect([first.members.length, first.more]).toEqual([50, true]);
    const rest = membersAfter(sql, clock.now, first.members.at(-1)?.person.id);
    expect([rest.members.length, rest.more]).toEqual([13, false]);
    const ids = [...first.members, ...rest.members].map((one) => one.person.id);
    expect(new Set(ids).size).toBe(63);
  });
});

/** Their own object has heard. */
function aware(sql: ReturnType<typeof openSql>, who: string): void {
  const room = settings(sql);
  if (room) markAware(sql, newsFor(sql, room, who), who);
}
