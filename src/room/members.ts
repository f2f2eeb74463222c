// Members: who has ever been in this room, under which name, and how far they have read.
// One row a person, written when something changes, never per message [L8].

import type { Person, People, Profile } from "../protocol/people.ts";
import { first, type Sql } from "../lib/sql.ts";
import { countAt, head } from "./log.ts";

/** Keeps the person's names as of now. Whoever is new starts with nothing unread. */
export function admit(sql: Sql, now: number, person: Person): void {
  const known = first<Profile>(sql, "SELECT handle, name FROM member WHERE id = ?", person.id);
  if (!known)
    sql.all(
      "INSERT INTO member (id, handle, name, joined_ts, read_seq) VALUES (?, ?, ?, ?, ?)",
      person.id,
      person.handle,
      person.name,
      now,
      head(sql).seq,
    );
  else if (known.handle !== person.handle || known.name !== person.name)
    sql.all(
      "UPDATE member SET handle = ?, name = ? WHERE id = ?",
      person.handle,
      person.name,
      person.id,
    );
}

export function readSeqOf(sql: Sql, person: string): number {
  return (
    first<{ read_seq: number }>(sql, "SELECT read_seq FROM member WHERE id = ?", person)
      ?.read_seq ?? 0
  );
}

/** Messages above the read mark [L8]. */
export function unreadAfter(sql: Sql, seq: number): number {
  return head(sql).n - countAt(sql, seq);
}

/** Writes the read marks that have gathered, one row a person, and only where they rise [H6] [L8]. */
export function writeMarks(sql: Sql, marks: ReadonlyMap<string, number>): void {
  for (const [person, seq] of marks)
    sql.all("UPDATE member SET read_seq = ?1 WHERE id = ?2 AND read_seq < ?1", seq, person);
}

/** Whether the person ever wrote here. Reads the whole log where not: asked once in 30 days. */
export function hasPosted(sql: Sql, person: string): boolean {
  return first(sql, "SELECT 1 AS yes FROM log WHERE author = ? LIMIT 1", person) !== undefined;
}

/** The profiles of `ids`, those in `told` left out. */
export function peopleOf(sql: Sql, ids: Iterable<string>, told?: ReadonlySet<string>): People {
  const people: People = {};
  for (const id of new Set(ids)) {
    if (told?.has(id)) continue;
    const profile = first<Profile>(sql, "SELECT handle, name FROM member WHERE id = ?", id);
    if (profile) people[id] = { handle: profile.handle, name: profile.name };
  }
  return people;
}
