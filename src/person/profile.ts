// Who this person is.
// The id is minted once and never reused; handle and name may change [N2].

import type { Person, Status } from "../protocol/people.ts";
import type { Failure } from "../protocol/codes.ts";
import { showPicture, shownPicture } from "../lib/pictures.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, firstKept, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { MIGRATIONS } from "./schema.ts";

/** The person, or undefined where nobody lives here, or nobody any more. Creates nothing. */
export function profile(sql: Sql): Person | undefined {
  if (!isMigrated(sql)) return undefined;
  const row = firstKept<{ id: string; handle: string; name: string; status: string | null }>(
    sql,
    "person",
    "SELECT id, handle, name, status FROM person WHERE handle <> ''",
  );
  if (!row) return undefined;
  const { id, handle, name, status } = row;
  const avatar = shownPicture(sql);
  return {
    id,
    handle,
    name,
    ...(status !== null && { status: JSON.parse(status) as Status }),
    ...(avatar !== undefined && { avatar }),
  };
}

/** Sets the status, or takes it away. */
export function setStatus(sql: Sql, status: Status | undefined): void {
  sql.all("UPDATE person SET status = ?", status ? JSON.stringify(status) : null);
  introduceAnew(sql);
}

/** Shows this picture of oneself, or none; its bytes are stored. Error: `not_found` where it came too late. */
export function setAvatar(sql: Sql, id: string | undefined): Result<void, Failure> {
  if (!showPicture(sql, id))
    return failed({ code: "not_found", message: "That took too long. Please try again." });
  return ok(introduceAnew(sql));
}

/** Sets the display name. */
export function setName(sql: Sql, name: string): void {
  sql.all("UPDATE person SET name = ?", name);
  introduceAnew(sql);
}

/** The time zone that one says one is in. */
export function zoneOf(sql: Sql): string | undefined {
  return first<{ zone: string | null }>(sql, "SELECT zone FROM person")?.zone ?? undefined;
}

/** "" takes it away. It is asked for by whoever looks: no room has to hear of it. */
export function setZone(sql: Sql, zone: string): void {
  sql.all("UPDATE person SET zone = ?", zone === "" ? null : zone);
}

/** Each of one's rooms is owed the news of the profile. */
export function introduceAnew(sql: Sql): void {
  sql.all("INSERT OR IGNORE INTO introduction (room) SELECT room FROM membership");
}

/** Rooms that have yet to hear of this profile, at most 100. */
export function introductions(sql: Sql): string[] {
  return sql
    .all<{ room: string }>("SELECT room FROM introduction LIMIT 100")
    .map(({ room }) => room);
}

export function introduced(sql: Sql, room: string): void {
  sql.all("DELETE FROM introduction WHERE room = ?", room);
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
