// What a room does with what somebody wrote who left for good [T16] [L4].

import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import type { Entry } from "../../src/protocol/entries.ts";
import { bringIn, isOut, membersAfter } from "../../src/room/belonging.ts";
import { depart, erasing, eraseStep, hasDeparted } from "../../src/room/departures.ts";
import { messagesAt } from "../../src/room/history.ts";
import { messageAt } from "../../src/room/log.ts";
import { findMembers, memberAt, peopleOf } from "../../src/room/members.ts";
import { keepRole, roleOf } from "../../src/room/roles.ts";
import { ada, bea, connect, openRoom, person } from "./bench-room.ts";

const cyd = person("cyd");

let count = 0;

function populated() {
  const room = openRoom();
  for (const who of [ada, bea, cyd]) room.join(connect(who));
  const say = (who: typeof ada, fields: object) =>
    room.act(connect(who), { id: `command-${count++}`, after: 0, ...fields } as Command);
  /** All steps, each with what it published. */
  const erase = (): Entry[][] => {
    const steps: Entry[][] = [];
    for (let owed = erasing(room.sql); owed; owed = erasing(room.sql)) {
      const now = owed;
      const effects = room.sql.transaction(() => eraseStep(room.context(), now));
      steps.push(effects.flatMap((effect) => (effect.do === "publish" ? effect.entries : [])));
    }
    return steps;
  };
  const bodies = () =>
    room.sql
      .all<{ body: string }>("SELECT body FROM log WHERE body IS NOT NULL ORDER BY seq")
      .map(({ body }) => body);
  const go = (who: typeof ada, erases: boolean) =>
    room.sql.transaction(() => depart(room.context(), room.room(), who.id, erases));
  return { ...room, say, erase, bodies, go };
}

describe("[T16] who left", () => {
  test("is a former member to everybody, and no handle of theirs is found, listed or mentioned", () => {
    const { sql, say, bodies, go } = populated();
    say(bea, { type: "post", body: "I was here" });
    go(bea, false);
    expect(memberAt(sql, bea.id)).toEqual({ id: bea.id, handle: "", name: "Former member" });
    expect(peopleOf(sql, [bea.id])).toEqual({ [bea.id]: { handle: "", name: "Former member" } });
    expect(findMembers(sql, 0, "", 20).map(({ handle }) => handle)).toEqual(["ada", "cyd"]);
    expect(findMembers(sql, 0, "former", 20)).toEqual([]);
    const { members } = membersAfter(sql, 0, undefined);
    expect(members.map(({ person: { handle } }) => handle)).toEqual(["ada", "cyd"]);
    say(ada, { type: "post", body: "where is @bea?" });
    expect(messagesAt(sql, [2], ada.id)[0]?.mentions).toBeUndefined();
    expect(bodies()).toEqual(["I was here", "where is @bea?"]);
    expect([hasDeparted(sql, bea.id), hasDeparted(sql, ada.id)]).toEqual([true, false]);
  });

  test("has no role any more, and is told of nothing", () => {
    const { sql, say, go } = populated();
    keepRole(sql, bea.id, "owner");
    say(bea, { type: "post", body: "a thread" });
    say(ada, { type: "post", body: "in it, @bea", thread: 1 });
    go(bea, false);
    expect(roleOf(sql, bea.id)).toBe("member");
    for (const table of ["notice", "thread_member"])
      expect(sql.all(`SELECT 1 FROM ${table} WHERE person = ?`, bea.id), table).toEqual([]);
  });

  test("leaves a private room as by leaving it, and its last owner has an heir", () => {
    const { sql, go, room } = populated();
    sql.all("UPDATE room SET kind = 'private'");
    keepRole(sql, ada.id, "member");
    keepRole(sql, bea.id, "owner");
    for (const who of [ada, bea, cyd]) bringIn(sql, who.id, 0);
    const published = go(bea, false).flatMap((effect) =>
      effect.do === "publish" ? effect.entries : [],
    );
    expect(published).toMatchObject([{ kind: "member", person: bea.id, on: false, heir: ada.id }]);
    expect([isOut(sql, 0, room(), bea.id), isOut(sql, 0, room(), cyd.id)]).toEqual([true, false]);
    expect(roleOf(sql, ada.id)).toBe("owner");
  });

  test("[O13] is the last who could read a room that is not open: it ends, and nothing is left of it", () => {
    for (const kind of ["private", "direct"]) {
      const { sql, say, go } = populated();
      sql.all("UPDATE room SET kind = ?", kind);
      for (const who of [ada, bea]) bringIn(sql, who.id, 0);
      say(ada, { type: "post", body: "between us" });
      go(ada, false);
      expect(sql.all("SELECT 1 FROM log WHERE body IS NOT NULL")).toHaveLength(1);
      expect(go(bea, true)).toContainEqual({ do: "end" });
      for (const table of ["log", "member", "departed", "belonging"])
        expect(sql.all(`SELECT * FROM ${table}`), table).toEqual([]);
    }
  });

  test("keeps their messages unless they said otherwise, and hearing it again changes nothing", () => {
    const { say, erase, bodies, go } = populated();
    say(bea, { type: "post", body: "stays" });
    go(bea, false);
    go(bea, true);
    expect(erase()).toEqual([]);
    expect(bodies()).toEqual(["stays"]);
  });
});

describe("[T16] [L4] erasing", () => {
  test("takes every message and reaction of theirs by the log, and nothing of anybody else's", () => {
    const { sql, say, erase, bodies, go } = populated();
    say(ada, { type: "post", body: "of ada" });
    say(bea, { type: "post", body: "of bea" });
    say(ada, { type: "post", body: "quotes", replyTo: 2 });
    say(bea, { type: "post", body: "in a thread", thread: 1 });
    say(bea, { type: "react", seq: 1, emoji: "🎉", on: true });
    say(cyd, { type: "react", seq: 1, emoji: "🎉", on: true });
    say(ada, { type: "pin", seq: 2, on: true });
    go(bea, true);
    const [entries = []] = erase();
    expect(
      entries.map((entry) => [entry.kind, entry.by, "target" in entry && entry.target]),
    ).toEqual([
      ["react", bea.id, 1],
      ["delete", bea.id, 2],
      ["delete", bea.id, 4],
    ]);
    expect(bodies()).toEqual(["of ada", "quotes"]);
    const [first, third] = messagesAt(sql, [1, 2, 3], ada.id);
    expect(first).toMatchObject({ reactions: [{ emoji: "🎉", n: 1, some: [cyd.id] }] });
    expect(first?.replies).toBeUndefined();
    expect(messageAt(sql, 2)).toMatchObject({ deleted: true, by: bea.id });
    expect(third?.seq).toBe(3);
    expect(third?.quote).toBeUndefined();
    expect(sql.all("SELECT 1 FROM pin")).toEqual([]);
    expect(erasing(sql)).toBeUndefined();
  });

  test("is done in bounded steps, and a step that was lost is done again", () => {
    const { sql, fill, erase, context, bodies, go } = populated();
    fill(1_000, bea.id, "hers");
    fill(5_000, ada.id, "of another");
    fill(150, bea.id, "hers again");
    go(bea, true);
    expect(() =>
      sql.transaction(() => {
        eraseStep(context(), { person: bea.id, erased: 0, until: 6_150 });
        throw new Error("the room fell");
      }),
    ).toThrow("the room fell");
    const steps = erase();
    expect(Math.max(...steps.map(({ length }) => length))).toBe(100);
    expect(steps.flat()).toHaveLength(1_150);
    expect(new Set(steps.flat().map(({ id }) => id)).size).toBe(1_150);
    expect(new Set(bodies())).toEqual(new Set(["of another"]));
  });

  test("many reactions on few messages are taken back whole", () => {
    const { sql, fill, erase, go } = populated();
    fill(300, ada.id);
    for (let seq = 1; seq <= 300; seq++)
      for (const emoji of ["👍", "🎉"])
        sql.all("INSERT INTO reaction VALUES (?, ?, ?, 1)", seq, emoji, bea.id);
    go(bea, true);
    const steps = erase();
    expect(steps.flat()).toHaveLength(600);
    expect(Math.max(...steps.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(sql.all("SELECT 1 FROM reaction")).toEqual([]);
  });

  test("two who leave at once are both erased", () => {
    const { say, erase, bodies, go } = populated();
    for (const who of [ada, bea, cyd]) say(who, { type: "post", body: `of ${who.handle}` });
    go(bea, true);
    go(cyd, true);
    erase();
    expect(bodies()).toEqual(["of ada"]);
  });
});
