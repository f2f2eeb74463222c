// Members: who has ever been in this room, under which name, and how far they have read.
// One row a person, written when something changes, never per message [L8].

import { LIMITS } from "../protocol/limits.ts";
import type { CommunityRole } from "../protocol/community-roles.ts";
import type { Person, People, Profile, Status } from "../protocol/people.ts";
import { allKept, first, firstKept, type Sql } from "../lib/sql.ts";
import { keepCommunityRole } from "./community.ts";
import { countAt, head } from "./log.ts";
import { leavePage, pagedMark } from "./mark-pages.ts";
import { IS_IN } from "./removals.ts";

interface ProfileRow {
  handle: string;
  name: string;
  /** JSON */
  status: string | null;
  avatar: string | null;
}

interface MemberRow extends ProfileRow {
  read_seq: number;
  /** How often the mark was set back. */
  read_turn: number;
}

function rowOf(sql: Sql, id: string): Readonly<MemberRow> | undefined {
  const query = "SELECT handle, name, status, avatar, read_seq, read_turn FROM member WHERE id = ?";
  return firstKept<MemberRow>(sql, "member", query, id);
}

/** Keeps the person's profile and role in the community as of now. Whoever is new starts with nothing unread. */
export function admit(sql: Sql, now: number, person: Person, role: CommunityRole = "member"): void {
  keepCommunityRole(sql, person.id, role);
  const known = rowOf(sql, person.id);
  if (known) return keepProfile(sql, person, known);
  sql.all(
    `INSERT INTO member (id, handle, name, status, avatar, joined_ts, read_seq)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    person.id,
    person.handle,
    person.name,
    statusText(person),
    person.avatar ?? null,
    now,
    head(sql).seq,
  );
}

/** What a member says of themselves, or is in the community, has changed; of strangers nothing is kept. */
export function changeProfile(sql: Sql, person: Person, role: CommunityRole = "member"): void {
  const known = rowOf(sql, person.id);
  if (!known) return;
  keepProfile(sql, person, known);
  keepCommunityRole(sql, person.id, role);
}

function keepProfile(sql: Sql, person: Person, known: ProfileRow): void {
  const { id, handle, name, avatar = null } = person;
  const status = statusText(person);
  const isSame = known.handle === handle && known.name === name;
  if (isSame && known.status === status && known.avatar === avatar) return;
  sql.all(
    "UPDATE member SET handle = ?, name = ?, status = ?, avatar = ? WHERE id = ?",
    handle,
    name,
    status,
    avatar,
    id,
  );
}

function statusText({ status }: Profile): string | null {
  return status ? JSON.stringify(status) : null;
}

function profileFrom({ handle, name, status, avatar }: ProfileRow): Profile {
  return {
    handle,
    name,
    ...(status !== null && { status: JSON.parse(status) as Status }),
    ...(avatar !== null && { avatar }),
  };
}

/** Somebody who has been in this room, or undefined. */
export function memberAt(sql: Sql, id: string): Person | undefined {
  const row = rowOf(sql, id);
  return row && { id, ...profileFrom(row) };
}

/** Up to `most` members that are not removed, whose handle, or a word of whose name, begins with these letters. */
export function findMembers(sql: Sql, now: number, letters: string, most: number): Person[] {
  // Not by LIKE, whose patterns the platform bounds to 50 bytes.
  return sql
    .all<ProfileRow & { id: string }>(
      `SELECT id, handle, name, status, avatar FROM member
       WHERE (instr(handle, lower(?1)) = 1 OR instr(' ' || lower(name), ' ' || lower(?1)) > 0)
       AND handle <> '' AND ${IS_IN("id", "?3")} ORDER BY handle LIMIT +?2`,
      letters,
      most,
      now,
    )
    .map((row) => ({ id: row.id, ...profileFrom(row) }));
}

/** Whether the room is small enough to tell how far each has read. */
export function hasReceipts(sql: Sql): boolean {
  return firstMarks(sql).length <= LIMITS.receiptMembers;
}

/** Of all, or of one more than are told. */
function firstMarks(sql: Sql): readonly Readonly<{ id: string; read_seq: number }>[] {
  const query = "SELECT id, read_seq FROM member LIMIT +?";
  return allKept(sql, "member", query, LIMITS.receiptMembers + 1);
}

/** How far everybody but `viewer` has read; undefined where the room is too large to tell. */
export function receipts(sql: Sql, viewer: string): Record<string, number> | undefined {
  if (!hasReceipts(sql)) return undefined;
  const left = "SELECT person FROM belonging WHERE inside = 0";
  const out = new Set(
    allKept<{ person: string }>(sql, "belonging", left).map(({ person }) => person),
  );
  const others = firstMarks(sql).filter(({ id }) => id !== viewer && !out.has(id));
  return Object.fromEntries(
    others.map(({ id, read_seq }) => [id, Math.max(read_seq, pagedMark(sql, id))]),
  );
}

export function readSeqOf(sql: Sql, person: string): number {
  return Math.max(rowOf(sql, person)?.read_seq ?? 0, pagedMark(sql, person));
}

/** Whether the mark of this member is below `seq`; of who was never here nothing is written. */
export function isMarkBelow(sql: Sql, person: string, seq: number): boolean {
  const paged = pagedMark(sql, person);
  if (paged > 0) return paged < seq;
  return (rowOf(sql, person)?.read_seq ?? Infinity) < seq;
}

/** How often this person's mark was set back. */
export function turnOf(sql: Sql, person: string): number {
  return rowOf(sql, person)?.read_turn ?? 0;
}

/** Sets the mark back; returns the new turn. Away, one is told of it as of something new. */
export function setBack(sql: Sql, person: string, seq: number): number {
  leavePage(sql, person);
  sql.all(
    `UPDATE member SET read_seq = ?, read_turn = read_turn + 1, told_seq = 0
     WHERE id = ?`,
    seq,
    person,
  );
  return turnOf(sql, person);
}

/** Messages above the read mark [L8]. */
export function unreadAfter(sql: Sql, seq: number): number {
  return head(sql).n - countAt(sql, seq);
}

/** Writes one person's read mark where it rises [H6] [L8]. */
export function writeMark(sql: Sql, person: string, seq: number): void {
  if (!isMarkBelow(sql, person, seq)) return;
  sql.all("UPDATE member SET read_seq = ?1 WHERE id = ?2 AND read_seq < ?1", seq, person);
}

/** Who wrote in the main timeline above `seq`, and up to where: so far they have read, whether their mark was written or not. */
export function authorsAfter(sql: Sql, seq: number): Map<string, number> {
  const rows = sql.all<{ author: string; seq: number }>(
    `SELECT author, MAX(seq) AS seq FROM log
     WHERE seq > ? AND kind = 'message' AND target IS NULL GROUP BY author`,
    seq,
  );
  return new Map(rows.map(({ author, seq: newest }) => [author, newest]));
}

/** Whether the person ever wrote here. Reads the whole log where not: asked once in 30 days. */
export function hasPosted(sql: Sql, person: string): boolean {
  return first(sql, "SELECT 1 AS yes FROM log WHERE author = ? LIMIT 1", person) !== undefined;
}

/** The profiles of `ids`, those in `told` left out: one query. */
export function peopleOf(sql: Sql, ids: Iterable<string>, told?: ReadonlySet<string>): People {
  const unknown = [...new Set(ids)].filter((id) => !told?.has(id));
  if (unknown.length === 0) return {};
  const rows = sql.all<ProfileRow & { id: string }>(
    "SELECT id, handle, name, status, avatar FROM member WHERE id IN (SELECT value FROM json_each(?))",
    JSON.stringify(unknown),
  );
  return Object.fromEntries(rows.map((row) => [row.id, profileFrom(row)]));
}
