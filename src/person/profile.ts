// Who this person is.
// The id is minted once and never reused; handle and name may change [N2].

import type { Person } from "../protocol/people.ts";
import { first, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { MIGRATIONS } from "./schema.ts";

/** The person, or undefined where nobody lives here. Creates nothing. */
export function profile(sql: Sql): Person | undefined {
  if (!isMigrated(sql)) return undefined;
  return first<Person>(sql, "SELECT id, handle, name FROM person");
}

/** Creates the person; the same call again changes nothing. */
export function createPerson(sql: Sql, now: number, person: Person): Person {
  const known = profile(sql);
  if (known) return known;
  migrate(sql, MIGRATIONS);
  sql.all(
    "INSERT INTO person (one, id, handle, name, created_ts, used_ts) VALUES (1, ?1, ?2, ?3, ?4, ?4)",
    person.id,
    person.handle,
    person.name,
    now,
  );
  return person;
}
