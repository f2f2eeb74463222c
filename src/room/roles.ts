// Who is what in this room, and the rule that changes it; what a role may stands in `protocol/roles.ts`.
// A room that somebody created always has an owner.

import type { RoleChange } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import { isAbove, type Role } from "../protocol/roles.ts";
import { firstKept, type Sql } from "../lib/sql.ts";
import { lentRole } from "./community.ts";
import type { Context, Effect } from "./context.ts";
import { appendEvent } from "./events.ts";
import { published, unchanged } from "./publish.ts";

/** What somebody is here, by this room or by the community, whichever is more. */
export function roleOf(sql: Sql, person: string): Role {
  const [own, lent] = [ownRole(sql, person), lentRole(sql, person)];
  return isAbove(lent, own) ? lent : own;
}

function ownRole(sql: Sql, person: string): Role {
  const row = firstKept<{ role: Role }>(
    sql,
    "role",
    "SELECT role FROM role WHERE person = ?",
    person,
  );
  return row?.role ?? "member";
}

/** Whether the room would be without an owner, were this person none. */
export function isLastOwner(sql: Sql, person: string): boolean {
  const owners = sql.all<{ person: string }>(
    "SELECT person FROM role WHERE role = 'owner' LIMIT 2",
  );
  return owners.length === 1 && owners[0]?.person === person;
}

export function setRole(
  { sql, now }: Context,
  person: Person,
  { id, person: whom, role }: RoleChange,
): Effect[] {
  if (ownRole(sql, whom) === role) return unchanged(sql, id);
  keepRole(sql, whom, role);
  const data = { person: whom, role };
  return published(
    sql,
    person,
    appendEvent(sql, now, { author: person.id, kind: "role", id, data }),
  );
}

export function keepRole(sql: Sql, person: string, role: Role): void {
  if (role === "member") sql.all("DELETE FROM role WHERE person = ?", person);
  else sql.all("INSERT OR REPLACE INTO role (person, role) VALUES (?, ?)", person, role);
}
