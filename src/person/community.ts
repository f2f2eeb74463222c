// What this person is in the community: a copy of what the workspace says, so that no message has to ask there.
// The workspace's appointments are numbered: one that comes late or twice changes nothing [M3].

import type { Appointed } from "../protocol/community.ts";
import type { CommunityRole } from "../protocol/community-roles.ts";
import { firstKept, type Sql } from "../lib/sql.ts";
import { hasAccount } from "./credentials.ts";
import { introduceAnew } from "./profile.ts";

/** Who was not appointed is a member, or a guest while nothing proves who they are. */
export function communityRoleOf(sql: Sql): CommunityRole {
  const appointed = appointedAs(sql);
  if (appointed !== "member") return appointed;
  return hasAccount(sql) ? "member" : "guest";
}

export function isAppointed(sql: Sql): boolean {
  return appointedAs(sql) !== "member";
}

/** Keeps what the workspace said; each of one's rooms is owed the news. */
export function keepAppointment(sql: Sql, role: Appointed, turn: number): void {
  const before = appointedAs(sql);
  sql.all(
    "UPDATE person SET appointed = ?1, appointed_turn = ?2 WHERE appointed_turn < ?2",
    role,
    turn,
  );
  if (appointedAs(sql) !== before) introduceAnew(sql);
}

function appointedAs(sql: Sql): Appointed {
  const query = "SELECT appointed FROM person";
  return firstKept<{ appointed: Appointed }>(sql, "person", query)?.appointed ?? "member";
}
