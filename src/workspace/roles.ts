// Who is more than a member of the community: its owners and moderators [M3].
// Each appointment has a turn that rises, so that who hears of two late or twice knows which holds.

import type { Failure } from "../protocol/codes.ts";
import type { Appointed } from "../protocol/community.ts";
import { mayInCommunity, type CommunityAct } from "../protocol/community-roles.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { MIGRATIONS } from "./schema.ts";

/** Owners and moderators of one community. */
const APPOINTED_MOST = 100;

const OWNERS_ONLY: Failure = {
  code: "forbidden",
  message: "Only owners of this community may do that.",
};

const MODERATORS_ONLY: Failure = {
  code: "forbidden",
  message: "Only moderators of this community may do that.",
};

const LAST_OWNER: Failure = {
  code: "forbidden",
  message: "A community needs an owner. Make somebody else an owner first.",
};

/** `member` for everybody who was not appointed: whether they are a guest, only they know. */
export function appointedAs(sql: Sql, person: string): Appointed {
  const query = "SELECT role FROM role WHERE person = ?";
  const row = isMigrated(sql) ? first<{ role: Appointed }>(sql, query, person) : undefined;
  return row?.role ?? "member";
}

export function hasOwner(sql: Sql): boolean {
  return first(sql, "SELECT 1 AS some FROM role WHERE role = 'owner' LIMIT 1") !== undefined;
}

/** Owners and moderators, by person id. */
export function appointed(sql: Sql): { person: string; role: Appointed }[] {
  if (!isMigrated(sql)) return [];
  return sql
    .all<{ person: string; role: Appointed }>(
      "SELECT person, role FROM role WHERE role <> 'member' ORDER BY person",
    )
    .map((row) => ({ ...row }));
}

/** Why this person may not change the community, or undefined. */
export function ownerFault(sql: Sql, person: string): Failure | undefined {
  return mayInCommunity(appointedAs(sql, person), "changeSettings") ? undefined : OWNERS_ONLY;
}

/** Why this person may not do what takes a moderator, or undefined. */
export function moderatorFault(sql: Sql, by: string, act: CommunityAct): Failure | undefined {
  return mayInCommunity(appointedAs(sql, by), act) ? undefined : MODERATORS_ONLY;
}

/** Errors: `forbidden`, also for the last owner; `storage_full`. */
export function appoint(
  sql: Sql,
  by: string,
  person: string,
  role: Appointed,
): Result<void, Failure> {
  if (!mayInCommunity(appointedAs(sql, by), "appoint")) return failed(OWNERS_ONLY);
  if (role !== "owner" && isLastOwner(sql, person)) return failed(LAST_OWNER);
  if (role !== "member" && others(sql, person) >= APPOINTED_MOST)
    return failed({
      code: "storage_full",
      message: `A community has at most ${APPOINTED_MOST} owners and moderators.`,
    });
  keepAppointment(sql, person, role);
  return ok(undefined);
}

/** Somebody leaves for good. Error: `forbidden` for the last owner. */
export function forgetAppointment(sql: Sql, person: string): Result<void, Failure> {
  if (isLastOwner(sql, person)) return failed(LAST_OWNER);
  if (isMigrated(sql)) sql.all("DELETE FROM role WHERE person = ?", person);
  return ok(undefined);
}

function others(sql: Sql, person: string): number {
  return appointed(sql).filter((each) => each.person !== person).length;
}

export function isLastOwner(sql: Sql, person: string): boolean {
  if (!isMigrated(sql)) return false;
  const owners = sql.all<{ person: string }>(
    "SELECT person FROM role WHERE role = 'owner' LIMIT 2",
  );
  return owners.length === 1 && owners[0]?.person === person;
}

/** The person is owed the news; the same role again is none. */
export function keepAppointment(sql: Sql, person: string, role: Appointed): void {
  if (appointedAs(sql, person) === role) return;
  migrate(sql, MIGRATIONS);
  const turn = first<{ turn: number }>(
    sql,
    "UPDATE community SET turn = turn + 1 RETURNING turn",
  )?.turn;
  sql.all(
    "INSERT OR REPLACE INTO role (person, role, turn, told) VALUES (?, ?, ?, 0)",
    person,
    role,
    turn ?? 0,
  );
}

export interface OwedRole {
  person: string;
  role: Appointed;
  turn: number;
}

/** Those who have yet to hear what they are, at most 50. */
export function owedRoles(sql: Sql): OwedRole[] {
  if (!isMigrated(sql)) return [];
  return sql
    .all<OwedRole>("SELECT person, role, turn FROM role WHERE told = 0 ORDER BY turn LIMIT 50")
    .map((row) => ({ ...row }));
}

/** A later appointment is still owed. */
export function saidRole(sql: Sql, { person, turn }: OwedRole): void {
  sql.all("UPDATE role SET told = 1 WHERE person = ? AND turn = ?", person, turn);
  sql.all("DELETE FROM role WHERE role = 'member' AND told = 1");
}
