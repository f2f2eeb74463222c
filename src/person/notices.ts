// Notices: which messages concern this person, newest last; the newest 1,000 are kept.
// A message is named once, however often a room tells of it; its text stays in the room.

import type { NoticeReason } from "../protocol/http.ts";
import { LIMITS } from "../protocol/limits.ts";
import { first, type Sql } from "../lib/sql.ts";

export interface NoticeGiven {
  room: string;
  seq: number;
  why: NoticeReason;
  /** Person id of the author. */
  by: string;
  /** ms since 1970 */
  ts: number;
  thread: number | null;
}

export interface NoticeKept {
  n: number;
  room: string;
  seq: number;
  why: NoticeReason;
  read: boolean;
}

/** True where it is news. */
export function keepNotice(sql: Sql, notice: NoticeGiven): boolean {
  const { room, seq, why, by, ts, thread } = notice;
  const made = sql.all<{ n: number }>(
    `INSERT OR IGNORE INTO notice (room, seq, why, by, ts, thread) VALUES (?, ?, ?, ?, ?, ?) RETURNING n`,
    room,
    seq,
    why,
    by,
    ts,
    thread,
  );
  const n = made[0]?.n;
  if (n !== undefined) sql.all("DELETE FROM notice WHERE n <= ?", n - LIMITS.notices);
  return n !== undefined;
}

/** The notices below `before`, the newest first. */
export function noticesBefore(sql: Sql, before: number, most: number): NoticeKept[] {
  return sql
    .all<Omit<NoticeKept, "read"> & { read: number }>(
      "SELECT n, room, seq, why, read FROM notice WHERE n < ? ORDER BY n DESC LIMIT +?",
      before,
      most,
    )
    .map((row) => ({ ...row, read: row.read === 1 }));
}

/** Those of whose reading nothing is known here: the rooms may know of it. */
export function unreadNotices(sql: Sql): number {
  return first<{ n: number }>(sql, "SELECT COUNT(*) AS n FROM notice WHERE read = 0")?.n ?? 0;
}

export function readNotices(sql: Sql, which: "all" | readonly number[]): void {
  if (which === "all") sql.all("UPDATE notice SET read = 1 WHERE read = 0");
  else for (const n of which) sql.all("UPDATE notice SET read = 1 WHERE n = ? AND read = 0", n);
}

/** They were deleted in their room. The newest only counts as read, or the next notice would get its number. */
export function dropNotices(sql: Sql, which: readonly number[]): void {
  readNotices(sql, which);
  for (const n of which)
    sql.all("DELETE FROM notice WHERE n = ? AND n < (SELECT MAX(n) FROM notice)", n);
}
