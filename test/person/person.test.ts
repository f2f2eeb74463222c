// Sessions, memberships, handles and the directory: [N2] [T3] [T4].

import { describe, expect, test } from "vitest";
import { claimHandle, holder, releaseHandle } from "../../src/handle/claim.ts";
import {
  memberships,
  noteRead,
  noteUnread,
  rememberRoom,
  setLevel,
} from "../../src/person/memberships.ts";
import { createPerson, profile } from "../../src/person/profile.ts";
import {
  closeSession,
  farewells,
  lastUse,
  openSession,
  saidFarewell,
  SESSION_MS,
  useSession,
} from "../../src/person/sessions.ts";
import { announce, listRooms } from "../../src/workspace/directory.ts";
import { openSql } from "../sqlite.ts";
import { ada } from "../room/bench-room.ts";

const DAY = 24 * 3_600_000;

function someone() {
  const sql = openSql();
  createPerson(sql, 0, ada);
  openSession(sql, 0, { id: "s1", hash: "h1", device: "" }, 0);
  return sql;
}

describe("a person", () => {
  test("does not exist until claimed, and asking stores nothing", () => {
    const sql = openSql();
    expect(profile(sql)).toBeUndefined();
    expect(sql.all("SELECT name FROM sqlite_master")).toEqual([]);
  });

  test("[T3] creating again changes nothing", () => {
    const sql = someone();
    expect(createPerson(sql, 5, { ...ada, name: "Other" })).toEqual(expect.objectContaining(ada));
  });

  test("[T3] a session lives 30 days from its last use", () => {
    const sql = someone();
    expect(useSession(sql, 29 * DAY, "h1")).toBe("s1");
    expect(useSession(sql, 58 * DAY, "h1")).toBe("s1");
    expect(useSession(sql, 58 * DAY + SESSION_MS + 1, "h1")).toBeUndefined();
    expect(useSession(sql, 0, "h2")).toBeUndefined();
  });

  test("a use is written at most once a day", () => {
    const sql = someone();
    useSession(sql, DAY - 1, "h1");
    expect(lastUse(sql)).toBe(0);
    useSession(sql, DAY + 1, "h1");
    expect(lastUse(sql)).toBe(DAY + 1);
  });

  test("[C5] signing out ends the session at once and owes every room, and the lobby, the news", () => {
    const sql = someone();
    rememberRoom(sql, 0, "general");
    rememberRoom(sql, 0, "general");
    rememberRoom(sql, 0, "tea");
    closeSession(sql, "s1");
    expect(useSession(sql, 1, "h1")).toBeUndefined();
    expect(farewells(sql).map(({ room }) => room)).toEqual(["", "general", "tea"]);
    saidFarewell(sql, { room: "tea", session: "s1" });
    expect(farewells(sql)).toHaveLength(2);
    expect(memberships(sql).map(({ room }) => room)).toEqual(["general", "tea"]);
  });
});

describe("memberships", () => {
  test("[T6] news is noted once, however often and late it is told, and cleared by reading that far", () => {
    const sql = someone();
    rememberRoom(sql, 0, "tea");
    noteUnread(sql, "tea", 7);
    noteUnread(sql, "tea", 5);
    expect(memberships(sql)).toMatchObject([{ room: "tea", unread_seq: 7 }]);
    noteRead(sql, "tea", 6);
    expect(memberships(sql)).toMatchObject([{ unread_seq: 7 }]);
    noteRead(sql, "tea", 7);
    expect(memberships(sql)).toMatchObject([{ unread_seq: 0 }]);
    noteUnread(sql, "elsewhere", 3);
    expect(memberships(sql)).toHaveLength(1);
  });

  test("[T6] the notification level is kept per room", () => {
    const sql = someone();
    rememberRoom(sql, 0, "tea");
    setLevel(sql, "tea", "nothing");
    expect(memberships(sql)).toMatchObject([{ level: "nothing" }]);
  });
});

describe("a handle", () => {
  const claim = { handle: "ada", person: "p1", request: "request-1" };

  test("[N2] belongs to the first who claims it", () => {
    const sql = openSql();
    expect(claimHandle(sql, 0, claim)).toEqual({ ok: true, value: "p1" });
    expect(claimHandle(sql, 1, { ...claim, person: "p2", request: "request-2" })).toMatchObject({
      failure: { code: "name_taken" },
    });
  });

  test("[T3] the same request within 10 minutes gets the same person, not later", () => {
    const sql = openSql();
    claimHandle(sql, 0, claim);
    expect(claimHandle(sql, 600_000, { ...claim, person: "p2" })).toEqual({
      ok: true,
      value: "p1",
    });
    expect(claimHandle(sql, 600_001, { ...claim, person: "p2" })).toMatchObject({ ok: false });
  });

  test("is freed only by its holder", () => {
    const sql = openSql();
    claimHandle(sql, 0, claim);
    releaseHandle(sql, "p2");
    expect(holder(sql)?.person).toBe("p1");
    releaseHandle(sql, "p1");
    expect(holder(sql)).toBeUndefined();
  });
});

describe("the directory", () => {
  test("[T4] lists general from the start, without storing anything", () => {
    const sql = openSql();
    expect(listRooms(sql)).toMatchObject([{ name: "general", title: "General" }]);
    expect(sql.all("SELECT name FROM sqlite_master")).toEqual([]);
  });

  test("[T4] takes in what rooms say, and knows news from repetition", () => {
    const sql = openSql();
    const tea = { name: "tea", title: "Tea", topic: "", createdTs: 5 };
    expect(announce(sql, tea)).toBe(true);
    expect(announce(sql, tea)).toBe(false);
    expect(announce(sql, { ...tea, title: "Green tea" })).toBe(true);
    expect(listRooms(sql).map(({ title }) => title)).toEqual(["General", "Green tea"]);
  });
});
