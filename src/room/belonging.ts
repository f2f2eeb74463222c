// Who belongs to a room that is not open: nobody else reads a word of it, on any way.
// Each change is an entry; whoever it concerns is told by the object that is theirs, at least once.

import type { RoomAbout } from "../protocol/http.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Person } from "../protocol/people.ts";
import type { Role } from "../protocol/roles.ts";
import { shownPicture } from "../lib/pictures.ts";
import { first, firstKept, type Sql } from "../lib/sql.ts";
import { head, nthMessage } from "./log.ts";
import { memberAt, readSeqOf } from "./members.ts";
import { IS_IN, isRemoved } from "./removals.ts";
import { roleOf } from "./roles.ts";
import { settings, type Settings } from "./settings.ts";

/** What a person is to know of a room that is not open, as of the entry `seq`: an older word counts for nothing. */
export interface Belonging {
  room: string;
  seq: number;
  isIn: boolean;
  about: RoomAbout;
  /** The newest unread message; 0 where there is none. */
  unreadSeq: number;
}

export function isInside(sql: Sql, person: string): boolean {
  return stateOf(sql, person)?.inside === 1;
}

/** Belonged to it once, and does no more. */
export function hasLeft(sql: Sql, person: string): boolean {
  return stateOf(sql, person)?.inside === 0;
}

/** The room is closed to this person: they were removed, or do not belong to it. */
export function isOut(sql: Sql, now: number, { kind }: Settings, person: string): boolean {
  return isRemoved(sql, now, person) || (kind !== "open" && !isInside(sql, person));
}

/** `seq`: the entry that says so. */
export function bringIn(sql: Sql, person: string, seq: number): void {
  sql.all(
    `INSERT INTO belonging (person, inside, seq) VALUES (?1, 1, ?2)
     ON CONFLICT (person) DO UPDATE SET inside = 1, seq = ?2, told = 0`,
    person,
    seq,
  );
}

/** Of an open room, to which nobody belongs, this changes nothing. */
export function takeOut(sql: Sql, person: string, seq: number): void {
  sql.all("UPDATE belonging SET inside = 0, seq = ?, told = 0 WHERE person = ?", seq, person);
}

/** Who owns the room when this person, its last owner, is gone: whoever has been a moderator, or else a member, longest. */
export function heirOf(sql: Sql, person: string): string | undefined {
  const owner = "SELECT 1 AS one FROM role WHERE role = 'owner' AND person <> ?";
  if (first(sql, owner, person)) return undefined;
  return first<{ person: string }>(
    sql,
    `SELECT belonging.person AS person FROM belonging LEFT JOIN role ON role.person = belonging.person
     WHERE inside = 1 AND belonging.person <> ?
     ORDER BY COALESCE(role.role, '') <> 'moderator', belonging.seq, belonging.person LIMIT 1`,
    person,
  )?.person;
}

/** The members by handle, those after this one; one more than a page tells that there are more. */
export function membersAfter(
  sql: Sql,
  now: number,
  after: string | undefined,
): { members: { person: Person; role: Role }[]; more: boolean } {
  const last = after === undefined ? undefined : memberAt(sql, after);
  const rows = sql.all<{ id: string }>(
    `SELECT id FROM member WHERE (handle, id) > (?1, ?2) AND handle <> '' AND ${IS_IN("id", "?3")}
     ORDER BY handle, id LIMIT +?4`,
    last?.handle ?? "",
    last?.id ?? "",
    now,
    LIMITS.memberPage + 1,
  );
  const members = rows.slice(0, LIMITS.memberPage).flatMap(({ id }) => {
    const person = memberAt(sql, id);
    return person ? [{ person, role: roleOf(sql, id) }] : [];
  });
  return { members, more: rows.length > LIMITS.memberPage };
}

/** The others in a room that goes by its people, those who came first, and how many more; nothing where it has a title. */
export function othersIn(
  sql: Sql,
  { kind, title }: Settings,
  viewer: string,
): { with?: Person[]; more?: number } {
  if (kind === "open" || title !== "") return {};
  const named = sql.all<{ person: string }>(
    "SELECT person FROM belonging WHERE inside = 1 AND person <> ? ORDER BY seq, person LIMIT +?",
    viewer,
    LIMITS.peopleNamed,
  );
  const count = "SELECT COUNT(*) AS n FROM belonging WHERE inside = 1";
  const all = firstKept<{ n: number }>(sql, "belonging", count)?.n ?? 0;
  const more = all - (isInside(sql, viewer) ? 1 : 0) - named.length;
  return {
    with: named.flatMap(({ person }) => memberAt(sql, person) ?? []),
    ...(more > 0 && { more }),
  };
}

/** Where the room goes by its people it is called otherwise now. */
export function tellAnew(sql: Sql): void {
  sql.all(
    "UPDATE belonging SET told = 0 WHERE inside = 1 AND told = 1 AND (SELECT title FROM room) = ''",
  );
}

/** Those whose own objects do not know yet, at most 50. */
export function untoldMembers(sql: Sql): string[] {
  return sql
    .all<{ person: string }>("SELECT person FROM belonging WHERE told = 0 LIMIT 50")
    .map(({ person }) => person);
}

/** As of now. */
export function newsFor(sql: Sql, room: Settings, person: string): Belonging {
  const others = othersIn(sql, room, person);
  const newest = nthMessage(sql, head(sql).n);
  const icon = shownPicture(sql);
  return {
    room: room.name,
    seq: head(sql).seq,
    isIn: isInside(sql, person),
    about: {
      kind: room.kind === "direct" ? "direct" : "private",
      title: room.title,
      topic: room.topic,
      ...(icon !== undefined && { icon }),
      ...(room.archived === 1 && { archived: true as const }),
      ...others,
    },
    unreadSeq: readSeqOf(sql, person) < newest ? newest : 0,
  };
}

/** They know this much; what changed meanwhile is still owed. */
export function markAware(sql: Sql, known: Belonging, person: string): void {
  const room = settings(sql);
  if (!room) return;
  const now = newsFor(sql, room, person);
  if (now.isIn !== known.isIn || JSON.stringify(now.about) !== JSON.stringify(known.about)) return;
  sql.all("UPDATE belonging SET told = 1 WHERE person = ? AND told = 0", person);
  if (known.unreadSeq > 0)
    sql.all("UPDATE member SET told_seq = MAX(told_seq, ?) WHERE id = ?", known.unreadSeq, person);
}

function stateOf(sql: Sql, person: string): { inside: number } | undefined {
  const query = "SELECT inside FROM belonging WHERE person = ?";
  return firstKept<{ inside: number }>(sql, "belonging", query, person);
}
