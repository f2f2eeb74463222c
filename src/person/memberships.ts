// The rooms this person has been in: what is unread there, and what may notify.
// Written when a room is first asked for, and when one is told of news while away.

import { firstKept, type Sql } from "../lib/sql.ts";
import type { NotificationLevel, RoomAbout } from "../protocol/http.ts";

export interface Membership {
  room: string;
  /** 0 where nothing is known to be unread. */
  unread_seq: number;
  level: NotificationLevel;
  /** Of a room that is not open: what it said of itself. */
  about?: RoomAbout;
}

export function isMember(sql: Sql, room: string): boolean {
  const query = "SELECT 1 AS known FROM membership WHERE room = ? AND gone = 0";
  return firstKept(sql, "membership", query, room) !== undefined;
}

export function rememberRoom(sql: Sql, now: number, room: string): void {
  if (isMember(sql, room)) return;
  sql.all(
    `INSERT INTO membership (room, since_ts) VALUES (?1, ?2)
     ON CONFLICT (room) DO UPDATE SET gone = 0, since_ts = ?2, unread_seq = 0 WHERE seq IS NULL`,
    room,
    now,
  );
}

/** Out of the room since `ts`: it is listed no more, but not forgotten, as one may have written there. */
export function leaveRoom(sql: Sql, ts: number, room: string): void {
  const query = "UPDATE membership SET gone = 1 WHERE room = ? AND since_ts <= ? AND seq IS NULL";
  sql.all(query, room, ts);
}

/** What a room that is not open says of oneself; an older word than the last one changes nothing. */
export interface RoomNews {
  room: string;
  seq: number;
  isIn: boolean;
  about: RoomAbout;
  unreadSeq: number;
}

export function belong(
  sql: Sql,
  now: number,
  { room, seq, isIn, about, unreadSeq }: RoomNews,
): void {
  sql.all(
    `INSERT INTO membership (room, since_ts, unread_seq, level, gone, seq, about)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
     ON CONFLICT (room) DO UPDATE SET unread_seq = MAX(unread_seq * (1 - gone), ?3), gone = ?5, seq = ?6, about = ?7
     WHERE seq IS NULL OR seq <= ?6`,
    room,
    now,
    isIn ? unreadSeq : 0,
    about.title === "" ? "all" : "mentions",
    isIn ? 0 : 1,
    seq,
    JSON.stringify(about),
  );
}

/** Every room one was ever in. */
export function roomsEver(sql: Sql): string[] {
  return sql.all<{ room: string }>("SELECT room FROM membership").map(({ room }) => room);
}

export function memberships(sql: Sql): Membership[] {
  return sql
    .all<Omit<Membership, "about"> & { about: string | null }>(
      "SELECT room, unread_seq, level, about FROM membership WHERE gone = 0 ORDER BY room",
    )
    .map(({ about, ...membership }) => ({
      ...membership,
      ...(about !== null && { about: JSON.parse(about) as RoomAbout }),
    }));
}

/** A room tells of news up to `seq`; hearing it twice, or late, changes nothing. */
export function noteUnread(sql: Sql, room: string, seq: number): void {
  sql.all("UPDATE membership SET unread_seq = ?1 WHERE room = ?2 AND unread_seq < ?1", seq, room);
}

/** Everything up to `seq` is read. */
export function noteRead(sql: Sql, room: string, seq: number): void {
  sql.all(
    "UPDATE membership SET unread_seq = 0 WHERE room = ? AND unread_seq BETWEEN 1 AND ?",
    room,
    seq,
  );
}

export function setLevel(sql: Sql, room: string, level: NotificationLevel): void {
  sql.all("UPDATE membership SET level = ?1 WHERE room = ?2 AND level <> ?1", level, room);
}
