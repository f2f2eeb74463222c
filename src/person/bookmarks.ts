// Bookmarks: messages that this person wants to find again, which nobody else sees.
// A bookmark names the message; what it says stays in its room.

import type { Failure } from "../protocol/codes.ts";
import { LIMITS } from "../protocol/limits.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, type Sql } from "../lib/sql.ts";

export interface BookmarkKept {
  n: number;
  room: string;
  seq: number;
}

/** The same message again changes nothing. Error: `storage_full`. */
export function addBookmark(sql: Sql, room: string, seq: number): Result<void, Failure> {
  const kept = first<{ n: number }>(sql, "SELECT COUNT(*) AS n FROM bookmark")?.n ?? 0;
  if (kept >= LIMITS.bookmarks)
    return failed({
      code: "storage_full",
      message: `You have ${LIMITS.bookmarks} bookmarks. Remove one first.`,
    });
  sql.all("INSERT OR IGNORE INTO bookmark (room, seq) VALUES (?, ?)", room, seq);
  return ok(undefined);
}

export function removeBookmark(sql: Sql, room: string, seq: number): void {
  sql.all("DELETE FROM bookmark WHERE room = ? AND seq = ?", room, seq);
}

/** The bookmarks below `before`, the newest first. */
export function bookmarksBefore(sql: Sql, before: number, most: number): BookmarkKept[] {
  return sql
    .all<BookmarkKept>(
      "SELECT n, room, seq FROM bookmark WHERE n < ? ORDER BY n DESC LIMIT +?",
      before,
      most,
    )
    .map((row) => ({ ...row }));
}
