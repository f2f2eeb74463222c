// The community: its settings, its first owner, who is what in it [M1] [M2] [M3].

import { describe, expect, test } from "vitest";
import { parseBody } from "../../src/protocol/http.ts";
import { communityChange } from "../../src/protocol/community.ts";
import {
  COMMUNITY_LEAST,
  COMMUNITY_ROLES,
  mayInCommunity,
  mayMakeRooms,
  ROOM_MAKERS,
  roleInOpenRooms,
  type CommunityAct,
  type RoomMakers,
} from "../../src/protocol/community-roles.ts";
import { changeCommunity, community } from "../../src/workspace/community.ts";
import { announce } from "../../src/workspace/directory.ts";
import {
  appoint,
  appointed,
  appointedAs,
  keepAppointment,
  owedRoles,
  ownerFault,
  saidRole,
} from "../../src/workspace/roles.ts";
import { MIGRATIONS } from "../../src/workspace/schema.ts";
import { claimCommunity, isUntouched, noteFirst, setUpFor } from "../../src/workspace/set-up.ts";
import { isMigrated, migrate } from "../../src/lib/sql.ts";
import { openSql } from "../sqlite.ts";

const NO_TOKEN = { wanted: undefined, matches: false };
const RIGHT = { wanted: "digest-1", matches: true };
const WRONG = { wanted: "digest-1", matches: false };
const FORBIDDEN = { ok: false, failure: { code: "forbidden" } };
const room = { name: "general", title: "General", topic: "", createdTs: 1 };

/** Ada came first and owns the community. */
function owned() {
  const sql = openSql();
  noteFirst(sql, "ada");
  expect(claimCommunity(sql, 0, "ada", NO_TOKEN)).toEqual({ ok: true, value: undefined });
  return sql;
}

describe("[M1] the settings", () => {
  test("begin open to everybody, and asking for them stores nothing", () => {
    const sql = openSql();
    expect(community(sql)).toEqual({
      name: "Edgewise",
      joining: "anyone",
      makingRooms: "anyone",
      owned: false,
    });
    expect(isMigrated(sql)).toBe(false);
    expect(isUntouched(sql)).toBe(true);
    migrate(sql, MIGRATIONS);
    expect(community(sql)).toMatchObject({ name: "Edgewise", joining: "anyone", owned: false });
  });

  test("what a change leaves out stays", () => {
    const sql = owned();
    changeCommunity(sql, { name: "Tea Club" });
    expect(changeCommunity(sql, { joining: "invited" })).toEqual({
      name: "Tea Club",
      joining: "invited",
      makingRooms: "anyone",
      owned: true,
    });
  });

  test("only an owner changes them", () => {
    const sql = owned();
    keepAppointment(sql, "bea", "moderator");
    expect(ownerFault(sql, "ada")).toBeUndefined();
    expect(ownerFault(sql, "bea")).toMatchObject({ code: "forbidden" });
    expect(ownerFault(sql, "cyd")).toMatchObject({ code: "forbidden" });
    expect(ownerFault(openSql(), "ada")).toMatchObject({ code: "forbidden" });
  });

  test.each([
    { name: "" },
    { name: " \u200b" },
    { name: "x".repeat(65) },
    { name: "a\nb" },
    { name: 7 },
    { joining: "nobody" },
    { makingRooms: "guests" },
    "text",
    undefined,
  ])("%j is no change", (change) => {
    expect(parseBody(communityChange, change)).toMatchObject({
      ok: false,
      failure: { code: "bad_command" },
    });
  });
});

describe("[M2] the first owner", () => {
  test("is whoever came before all others, once", () => {
    const sql = openSql();
    noteFirst(sql, "ada");
    noteFirst(sql, "bea");
    expect([setUpFor(sql, "ada", false), setUpFor(sql, "bea", false)]).toEqual([
      "freely",
      undefined,
    ]);
    expect(claimCommunity(sql, 0, "bea", NO_TOKEN)).toMatchObject(FORBIDDEN);
    expect(claimCommunity(sql, 0, "ada", NO_TOKEN).ok).toBe(true);
    expect(claimCommunity(sql, 0, "ada", NO_TOKEN)).toMatchObject(FORBIDDEN);
    expect(appointed(sql)).toEqual([{ person: "ada", role: "owner" }]);
    expect(setUpFor(sql, "ada", false)).toBeUndefined();
  });

  test("needs the token where people came before this was kept", () => {
    const sql = openSql();
    migrate(sql, MIGRATIONS.slice(0, 2));
    sql.all("INSERT INTO room (name, title, topic, created_ts) VALUES ('general', 'G', '', 1)");
    migrate(sql, MIGRATIONS);
    expect(isUntouched(sql)).toBe(false);
    noteFirst(sql, "mallory");
    expect(setUpFor(sql, "mallory", false)).toBeUndefined();
    expect(claimCommunity(sql, 0, "mallory", NO_TOKEN)).toMatchObject(FORBIDDEN);
    expect(claimCommunity(sql, 0, "", NO_TOKEN).ok, "nobody is called so").toBe(true);
  });

  test("a room that is announced before anybody was noted takes nothing from the first", () => {
    const sql = openSql();
    announce(sql, room);
    noteFirst(sql, "ada");
    expect(claimCommunity(sql, 0, "ada", NO_TOKEN).ok).toBe(true);
  });

  test("with a token is whoever has it, once for each token", () => {
    const sql = openSql();
    noteFirst(sql, "ada");
    expect(setUpFor(sql, "ada", true)).toBe("token");
    expect(claimCommunity(sql, 0, "ada", WRONG)).toMatchObject(FORBIDDEN);
    expect(claimCommunity(sql, 0, "bea", RIGHT).ok).toBe(true);
    expect(claimCommunity(sql, 0, "cyd", RIGHT)).toMatchObject(FORBIDDEN);
    expect(appointed(sql)).toEqual([{ person: "bea", role: "owner" }]);
    const another = { wanted: "digest-2", matches: true };
    expect(claimCommunity(sql, 0, "cyd", another).ok).toBe(true);
    expect(claimCommunity(sql, 0, "dee", RIGHT), "spent for good").toMatchObject(FORBIDDEN);
  });

  test("tries with a wrong token are counted, over all who try", () => {
    const sql = openSql();
    for (let i = 0; i < 10; i++)
      expect(claimCommunity(sql, 0, `person-${i}`, WRONG)).toMatchObject(FORBIDDEN);
    expect(claimCommunity(sql, 0, "ada", RIGHT)).toMatchObject({
      ok: false,
      failure: { code: "rate_limited", retryAfterMs: 30_000 },
    });
    expect(claimCommunity(sql, 30_000, "ada", RIGHT).ok).toBe(true);
  });
});

describe("[M3] roles in the community", () => {
  test("each role may exactly what the table says", () => {
    const may = (act: CommunityAct) => COMMUNITY_ROLES.filter((role) => mayInCommunity(role, act));
    expect(
      Object.fromEntries(
        Object.keys(COMMUNITY_LEAST).map((act) => [act, may(act as CommunityAct)]),
      ),
    ).toEqual({
      ban: ["moderator", "owner"],
      audit: ["moderator", "owner"],
      invite: ["moderator", "owner"],
      moderateOpenRooms: ["moderator", "owner"],
      ownOpenRooms: ["owner"],
      changeSettings: ["owner"],
      appoint: ["owner"],
    });
    const make = (makers: RoomMakers) =>
      COMMUNITY_ROLES.filter((role) => mayMakeRooms(role, makers));
    expect(Object.keys(ROOM_MAKERS).map((makers) => make(makers as RoomMakers))).toEqual([
      ["guest", "member", "moderator", "owner"],
      ["member", "moderator", "owner"],
      ["moderator", "owner"],
    ]);
    expect(COMMUNITY_ROLES.map(roleInOpenRooms)).toEqual([
      "member",
      "member",
      "moderator",
      "owner",
    ]);
  });

  test("owners appoint, nobody else does, and one owner stays", () => {
    const sql = owned();
    expect(appoint(sql, "bea", "bea", "owner")).toMatchObject(FORBIDDEN);
    expect(appoint(sql, "ada", "bea", "moderator").ok).toBe(true);
    expect(appoint(sql, "bea", "cyd", "moderator")).toMatchObject(FORBIDDEN);
    expect(appoint(sql, "ada", "ada", "member")).toMatchObject(FORBIDDEN);
    expect(appoint(sql, "ada", "bea", "owner").ok).toBe(true);
    expect(appoint(sql, "bea", "ada", "member").ok).toBe(true);
    expect(appointedAs(sql, "ada")).toBe("member");
    expect(appoint(sql, "ada", "bea", "member")).toMatchObject(FORBIDDEN);
  });

  test("each is owed the news until told, the latest only, and a member is forgotten after it", () => {
    const sql = owned();
    const [first] = owedRoles(sql);
    expect(first).toEqual({ person: "ada", role: "owner", turn: 1 });
    appoint(sql, "ada", "bea", "moderator");
    const [, bea] = owedRoles(sql);
    appoint(sql, "ada", "bea", "member");
    if (!first || !bea) throw new Error("nobody is owed anything");
    saidRole(sql, first);
    saidRole(sql, bea);
    expect(owedRoles(sql), "a later one came meanwhile").toEqual([
      { person: "bea", role: "member", turn: 3 },
    ]);
    saidRole(sql, { person: "bea", role: "member", turn: 3 });
    expect(owedRoles(sql)).toEqual([]);
    expect(sql.all("SELECT person FROM role")).toEqual([{ person: "ada" }]);
    appoint(sql, "ada", "bea", "moderator");
    expect(owedRoles(sql)).toMatchObject([{ turn: 4 }]);
  });

  test("there is an end to appointments, and it can be changed within it", () => {
    const sql = owned();
    for (let i = 1; i < 100; i++) expect(appoint(sql, "ada", `p${i}`, "moderator").ok).toBe(true);
    expect(appoint(sql, "ada", "one-more", "moderator")).toMatchObject({
      failure: { code: "storage_full" },
    });
    expect(appoint(sql, "ada", "p1", "owner").ok).toBe(true);
  });
});
