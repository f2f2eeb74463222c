// What the community makes somebody in this room, where it is open [M3].
// A room that is not open knows of no such role: it lets nobody in, and nobody act, who is not its own.

import type { CommunityRole } from "../protocol/community-roles.ts";
import { roleInOpenRooms } from "../protocol/community-roles.ts";
import type { Role } from "../protocol/roles.ts";
import { firstKept, type Sql } from "../lib/sql.ts";
import { settings } from "./settings.ts";

/** What this person is here by the community, at least. */
export function lentRole(sql: Sql, person: string): Role {
  const query = "SELECT role FROM community_role WHERE person = ?";
  return firstKept<{ role: Role }>(sql, "community_role", query, person)?.role ?? "member";
}

/** As of the last hand-over, or of what the person was made since. */
export function keepCommunityRole(sql: Sql, person: string, role: CommunityRole): void {
  const lent = roleInOpenRooms(role);
  if (lentRole(sql, person) === lent) return;
  sql.all("DELETE FROM community_role WHERE person = ?", person);
  if (lent !== "member" && settings(sql)?.kind === "open")
    sql.all("INSERT INTO community_role (person, role) VALUES (?, ?)", person, lent);
}
