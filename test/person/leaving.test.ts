// What is left of a person who left for good [T16].

import { expect, test } from "vitest";
import { expectPicture, gonePictures } from "../../src/lib/pictures.ts";
import { addBookmark } from "../../src/person/bookmarks.ts";
import { communityRoleOf } from "../../src/person/community.ts";
import { replaceCodes, setPassword } from "../../src/person/credentials.ts";
import { changeHandle, partings, saidParting } from "../../src/person/handles.ts";
import { departed, departures, leave, leaving } from "../../src/person/leaving.ts";
import {
  ownFiles,
  release,
  reserve,
  toldUsage,
  untoldUsage,
  usage,
} from "../../src/person/files.ts";
import { leaveRoom, rememberRoom } from "../../src/person/memberships.ts";
import { keepNotice } from "../../src/person/notices.ts";
import { createPerson, profile, setAvatar, setStatus } from "../../src/person/profile.ts";
import { closeSession, farewells, LOBBY, openSession } from "../../src/person/sessions.ts";
import { handleKept } from "./kept-handle.ts";
import { ada } from "../room/bench-room.ts";
import { openSql } from "../sqlite.ts";

const MONTH = 30 * 24 * 3_600_000;

function someone() {
  const sql = openSql();
  createPerson(sql, 0, ada);
  for (const id of ["s1", "s2", "s3"])
    openSession(sql, 0, { id, hash: `hash ${id}`, device: "Firefox" }, 0);
  for (const room of ["general", "tea", "gone"]) rememberRoom(sql, 0, room);
  leaveRoom(sql, 1, "gone");
  setPassword(sql, 0, "s1", { salt: "the salt", hash: "the hash" });
  replaceCodes(sql, ["the code"]);
  sql.all("INSERT INTO passkey VALUES ('the passkey', 'the key', 0, 'phone', 0, 0)");
  setStatus(sql, { text: "the status" });
  const file = { id: "f1", room: "tea", name: "cat.png", size: 1_000, ts: 0 };
  reserve(sql, file, 1_000_000);
  toldUsage(sql, usage(sql).turn);
  expectPicture(sql, 0, "avatar");
  setAvatar(sql, "avatar");
  addBookmark(sql, "tea", 7);
  keepNotice(sql, { room: "tea", seq: 7, why: "mention", by: "bea", ts: 1, thread: null });
  return sql;
}

test("[T16] nothing is left but the id, whom to tell, and the handles that are kept", () => {
  const sql = someone();
  changeHandle(sql, 0, "ada-two");
  for (const { handle } of partings(sql)) saidParting(sql, handle);
  closeSession(sql, "s3");
  expect(leave(sql, 5, true).toSorted()).toEqual(["s1", "s2"]);
  expect(profile(sql)).toBeUndefined();
  expect(communityRoleOf(sql)).toBe("guest");
  expect(leaving(sql)).toEqual({ id: ada.id, erases: true });
  expect(departures(sql)).toEqual(["general", "gone", "tea"]);
  expect(farewells(sql).map(({ room, session }) => [room, session])).toEqual([
    [LOBBY, "s1"],
    [LOBBY, "s2"],
    [LOBBY, "s3"],
  ]);
  expect(partings(sql)).toEqual([{ handle: "ada-two", until: 5 + MONTH }]);
  const tables = sql
    .all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .map(({ name }) => name)
    .filter((name) => !["migration", "leaving", "departure", "farewell", "parting"].includes(name));
  const left = tables.filter((table) => sql.all(`SELECT * FROM ${table}`).length > 0);
  expect(left).toEqual(["person", "file", "picture"]);
  expect(JSON.stringify(left.map((table) => sql.all(`SELECT * FROM ${table}`)))).not.toMatch(
    /ada-two|ADA|the status|cat\.png/,
  );
  expect(sql.all("SELECT handle, name, status, appointed FROM person")).toEqual([
    { handle: "", name: "", status: null, appointed: "member" },
  ]);
});

test("[T16] the picture of oneself is to go, and what files weigh that stay is counted until they go", () => {
  const sql = someone();
  leave(sql, 5, false);
  expect(gonePictures(sql, 600_000)).toEqual(["avatar"]);
  expect([usage(sql).bytes, untoldUsage(sql)]).toEqual([1_000, undefined]);
  release(sql, 5, "f1");
  expect(untoldUsage(sql)).toMatchObject({ bytes: 0 });
  expect(ownFiles(sql)).toEqual([]);
});

test("[T16] leaving again changes nothing, and each room is told until it has heard", () => {
  const sql = someone();
  leave(sql, 5, false);
  expect(leave(sql, 6, true)).toEqual([]);
  expect(leaving(sql)).toEqual({ id: ada.id, erases: false });
  departed(sql, "tea");
  expect(departures(sql)).toEqual(["general", "gone"]);
});

test("[T16] the handle is kept from everybody for 30 days, also from a retry of its own claim", () => {
  const { claim, keep } = handleKept(ada.id);
  keep(5 + MONTH);
  expect(claim("another", "another-request", 6)).toBe("name_taken");
  expect(claim("another", "the-request", 6)).toBe("name_taken");
  expect(claim("another", "another-request", 5 + MONTH)).toBe("another");
});
