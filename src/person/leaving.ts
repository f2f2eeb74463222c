// Leaving for good [T16]: what one signs in with, and all that was kept of one, goes at once.
// What is left is the id, who has yet to hear of it, and what the files weigh that stay; without those, nothing.

import { LIMITS } from "../protocol/limits.ts";
import { showPicture } from "../lib/pictures.ts";
import { first, isMigrated, type Sql } from "../lib/sql.ts";
import { roomsEver } from "./memberships.ts";
import { profile } from "./profile.ts";
import { LOBBY } from "./sessions.ts";

/** What is kept of a person beside who they are, and what others are owed. */
const OWN = [
  "session",
  "password",
  "code",
  "passkey",
  "challenge",
  "membership",
  "notice",
  "bookmark",
  "introduction",
  "ban",
  "block",
  "address",
] as const;

export interface Leaving {
  id: string;
  /** The messages go, too. */
  erases: boolean;
}

/** Who has left and is not forgotten yet; undefined for everybody else. */
export function leaving(sql: Sql): Leaving | undefined {
  if (!isMigrated(sql)) return undefined;
  const row = first<{ id: string; erases: number }>(sql, "SELECT id, erases FROM leaving");
  return row && { id: row.id, erases: row.erases === 1 };
}

/** Nobody lives here from now on. Returns the ids of the sessions that ended by it. */
export function leave(sql: Sql, now: number, erases: boolean): string[] {
  const person = profile(sql);
  if (!person) return [];
  const sessions = sql.all<{ id: string }>("SELECT id FROM session").map(({ id }) => id);
  sql.all("INSERT INTO leaving (one, id, erases) VALUES (1, ?, ?)", person.id, erases ? 1 : 0);
  for (const room of roomsEver(sql)) sql.all("INSERT INTO departure (room) VALUES (?)", room);
  // Rooms end all of one's sockets when they hear of it; of sessions before, as well.
  sql.all("DELETE FROM farewell WHERE room <> ?", LOBBY);
  for (const id of sessions)
    sql.all("INSERT OR IGNORE INTO farewell (room, session) VALUES (?, ?)", LOBBY, id);
  sql.all(
    "INSERT OR REPLACE INTO parting (handle, until) VALUES (?, ?)",
    person.handle,
    now + LIMITS.handleKeptMs,
  );
  for (const table of OWN) sql.all(`DELETE FROM ${table}`);
  sql.all(
    "UPDATE person SET handle = '', name = '', status = NULL, zone = NULL, appointed = 'member', created_ts = 0",
  );
  sql.all("UPDATE file SET name = ''");
  showPicture(sql, undefined);
  return sessions;
}

/** Rooms that have yet to hear of it, at most 100. */
export function departures(sql: Sql): string[] {
  return sql.all<{ room: string }>("SELECT room FROM departure LIMIT 100").map(({ room }) => room);
}

export function departed(sql: Sql, room: string): void {
  sql.all("DELETE FROM departure WHERE room = ?", room);
}
