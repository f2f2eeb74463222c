// What a person is in the community, as they know it themselves [M3].

import { expect, test } from "vitest";
import { communityRoleOf, isAppointed, keepAppointment } from "../../src/person/community.ts";
import { setPassword } from "../../src/person/credentials.ts";
import { rememberRoom } from "../../src/person/memberships.ts";
import { createPerson, introduced, introductions } from "../../src/person/profile.ts";
import { openSession } from "../../src/person/sessions.ts";
import { ada } from "../room/bench-room.ts";
import { openSql } from "../sqlite.ts";

function someone() {
  const sql = openSql();
  createPerson(sql, 0, ada);
  openSession(sql, 0, { id: "s1", hash: "h1", device: "" }, 0);
  rememberRoom(sql, 0, "general");
  return sql;
}

test("[M3] who has nothing to prove themselves with is a guest, then a member", () => {
  const sql = someone();
  expect(communityRoleOf(sql)).toBe("guest");
  setPassword(sql, 0, "s1", { salt: "00", hash: "00" });
  expect(communityRoleOf(sql)).toBe("member");
});

test("[M3] appointments in any order, late or twice, end at the newest", () => {
  const sql = someone();
  keepAppointment(sql, "owner", 3);
  keepAppointment(sql, "moderator", 2);
  keepAppointment(sql, "owner", 3);
  expect([communityRoleOf(sql), isAppointed(sql)]).toEqual(["owner", true]);
  keepAppointment(sql, "member", 5);
  expect([communityRoleOf(sql), isAppointed(sql)]).toEqual(["guest", false]);
});

test("[M3] one's rooms are owed the news once for each change", () => {
  const sql = someone();
  keepAppointment(sql, "moderator", 1);
  expect(introductions(sql)).toEqual(["general"]);
  introduced(sql, "general");
  keepAppointment(sql, "moderator", 1);
  keepAppointment(sql, "moderator", 2);
  expect(introductions(sql)).toEqual([]);
});
