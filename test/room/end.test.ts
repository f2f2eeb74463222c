// A room that is archived [O12], and one that is deleted [O13].

import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import { deletionFault } from "../../src/room/authorize.ts";
import { endRoom, parted, unparted } from "../../src/room/end.ts";
import { keepRole } from "../../src/room/roles.ts";
import {
  createRoom,
  goneRoom,
  listed,
  markAnnounced,
  settings,
  unannounced,
} from "../../src/room/settings.ts";
import { ada, bea, connect, only, openRoom, person, replies } from "./bench-room.ts";

const cyd = person("cyd");
let count = 0;

/** Ada's room, in which Bea is a moderator and Cyd a member; each has written. */
function tea() {
  const room = openRoom();
  room.sql.all("UPDATE room SET name = 'tea'");
  for (const who of [ada, bea, cyd]) room.join(connect(who));
  keepRole(room.sql, bea.id, "moderator");
  const say = (who: typeof ada, fields: object) => {
    const command = { id: `command-${count++}`, after: 0, ...fields } as Command;
    const effects = room.act(connect(who), command);
    const answer = [...replies(effects, "accepted"), ...replies(effects, "rejected")];
    return { effects, answer: only<object>(answer) };
  };
  for (const who of [ada, bea, cyd]) say(who, { type: "post", body: `hello from ${who.name}` });
  return { ...room, say };
}
const ACCEPTED = { type: "accepted" };

describe("[O12] archived", () => {
  test("nobody writes, owners included; one takes back, and moderators keep order; restored, all is as before", () => {
    const { say, join } = tea();
    expect(say(ada, { type: "mode", archived: true }).answer).toMatchObject(ACCEPTED);
    for (const who of [ada, bea, cyd])
      for (const fields of [
        { type: "post", body: "one more" },
        { type: "react", seq: 1, emoji: "🎉", on: true },
        { type: "pin", seq: 1, on: true },
        { type: "topic", topic: "closed" },
      ])
        expect(say(who, fields).answer).toMatchObject({ code: "read_only" });
    expect(say(cyd, { type: "delete", seq: 3 }).answer).toMatchObject(ACCEPTED);
    expect(say(bea, { type: "remove", person: cyd.id, on: true }).answer).toMatchObject(ACCEPTED);
    expect(only(replies(join(connect(bea)), "welcome")).room).toMatchObject({ archived: true });
    expect(say(ada, { type: "mode", archived: false }).answer).toMatchObject(ACCEPTED);
    expect(say(bea, { type: "post", body: "back" }).answer).toMatchObject(ACCEPTED);
    expect(only(replies(join(connect(bea)), "welcome")).room).not.toHaveProperty("archived");
  });

  test("it is an entry, a retry is a duplicate, and the directory is owed the news until it knows", () => {
    const { say, sql } = tea();
    markAnnounced(sql, listed(sql)!);
    expect(unannounced(sql)).toBeUndefined();
    const before = listed(sql)!;
    const archive = { type: "mode", id: "archive-it", archived: true };
    const { effects } = say(ada, archive);
    expect(effects).toContainEqual({ do: "announce" });
    expect(only(effects.filter((effect) => effect.do === "publish")).entries).toMatchObject([
      { kind: "mode", archived: true, readOnly: false, slowMs: 0, by: ada.id },
    ]);
    expect(say(ada, archive).answer).toMatchObject({ duplicate: true });
    expect(say(ada, { ...archive, archived: false }).answer).toMatchObject({ code: "id_conflict" });
    // What was confirmed is the listing of before.
    markAnnounced(sql, before);
    expect(unannounced(sql)).toMatchObject({ name: "tea", archived: true });
    markAnnounced(sql, listed(sql)!);
    expect(unannounced(sql)).toBeUndefined();
  });

  test("the first room stays", () => {
    const room = tea();
    room.sql.all("UPDATE room SET name = 'general'");
    expect(room.say(ada, { type: "mode", archived: true }).answer).toMatchObject({
      code: "forbidden",
    });
    expect(deletionFault(room.sql, room.room(), ada.id)).toMatchObject({ code: "forbidden" });
  });
});

describe("[O13] deleted", () => {
  test("nothing that was in it is in any table; who was in it is owed the news; the address stays taken", () => {
    const { sql, say, room } = tea();
    say(cyd, { type: "react", seq: 1, emoji: "🎉", on: true });
    say(cyd, { type: "post", body: "a reply from CYD", thread: 1 });
    say(ada, { type: "topic", title: "Secret plans", topic: "Tuesdays" });
    expect(room()).toBeDefined();
    endRoom(sql, 5_000, ada.id);
    expect(settings(sql)).toBeUndefined();
    const tables = sql
      .all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .map(({ name }) => name)
      .filter((name) => !name.startsWith("sqlite_") && name !== "migration");
    const left = tables.filter((name) => sql.all(`SELECT * FROM ${name}`).length > 0);
    expect(left.toSorted()).toEqual(["goodbye", "room"]);
    const text = JSON.stringify(sql.all("SELECT * FROM room"));
    for (const secret of ["Secret", "Tuesdays"]) expect(text).not.toContain(secret);
    expect(goneRoom(sql)).toMatchObject({ name: "tea", by: ada.id, ts: 5_000 });
    expect(unparted(sql).toSorted()).toEqual([ada.id, bea.id, cyd.id].toSorted());
    for (const who of unparted(sql)) parted(sql, who);
    expect(unparted(sql)).toEqual([]);
    const again = { name: "tea", title: "Tea", topic: "", by: bea.id, id: "again", epoch: "e" };
    expect(createRoom(sql, 6_000, again)).toMatchObject({ failure: { code: "room_exists" } });
  });
});
