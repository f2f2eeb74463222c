// The rooms this person has been in: what is unread there, and what may notify.
// Written when a room is first asked for, and when one is told of news while away.

import { first, type Sql } from "../lib/sql.ts";
import type { NotificationLevel } from "../protocol/http.ts";

export interface Membership {
  room: string;
  /** 0 where nothing is known to be unread. */
  unread_seq: number;
  level: NotificationLevel;
}

export function isMember(sql: Sql, room: string): boolean {
  const query = "SELECT 1 AS known FROM membership WHERE room = ? AND gone = 0";
  return first(sql, query, room) !== undefined;
}

export function rememberRoom(sql: Sql, now: number, room: string): void {
  if (isMember(sql, room)) return;
  sql.all(
    `INSERT INTO membership (room, since_ts) VALUES (?1, ?2)
     ON CONFLICT (room) DO UPDATE SET gone = 0, since_ts = ?2, unread_seq = 0`,
    room,
    now,
  );
}

/** Out of the room since `ts`: it is listed no more, but not forgotten, as one may have written there. */
export function leaveRoom(sql: Sql, ts: number, room: string): void {
  sql.all("UPDATE membership SET gone = 1 WHERE room = ? AND since_ts <= ?", room, ts);
}

/** Every room one was ever in. */
export function roomsEver(sql: Sql): string[] {
  return sql.all<{ room: string }>("SELECT room FROM membership").map(({ room }) => room);
}

export function memberships(sql: Sql): Membership[] {
  return sql.all<Membership>(
    "SELECT room, unread_seq, level FROM membership WHERE gone = 0 ORDER BY room",
  );
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
