// The one picture that something shows, beside those that are on their way or to go.
// A picture is noted before its bytes are stored, and forgotten after they are gone: none is left behind.

import { first, firstKept, type Sql } from "./sql.ts";

/** The table, for the migrations of whoever shows a picture. */
export const PICTURE_TABLE = `CREATE TABLE picture (
  id TEXT PRIMARY KEY,
  ts INTEGER NOT NULL,
  shown INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID`;

/** So long a picture may be on its way, in ms. */
const COMING_MS = 10 * 60_000;

/** Its bytes are about to be stored. */
export function expectPicture(sql: Sql, now: number, id: string): void {
  sql.all("INSERT OR IGNORE INTO picture (id, ts) VALUES (?, ?)", id, now);
}

/** Shows this picture, or none; the one before is to go. False where it was not expected, or for too long. */
export function showPicture(sql: Sql, id: string | undefined): boolean {
  if (id !== undefined && !first(sql, "SELECT 1 AS one FROM picture WHERE id = ?", id))
    return false;
  sql.all("UPDATE picture SET shown = 0, ts = 0 WHERE shown = 1");
  if (id !== undefined) sql.all("UPDATE picture SET shown = 1 WHERE id = ?", id);
  return true;
}

export function shownPicture(sql: Sql): string | undefined {
  const query = "SELECT id FROM picture WHERE shown = 1";
  return firstKept<{ id: string }>(sql, "picture", query)?.id;
}

/** Those whose bytes are to go now. */
export function gonePictures(sql: Sql, now: number): string[] {
  const query = "SELECT id FROM picture WHERE shown = 0 AND ts <= ?";
  return sql.all<{ id: string }>(query, now - COMING_MS).map(({ id }) => id);
}

/** When the next one is to go, in ms since 1970. */
export function nextGonePicture(sql: Sql): number | undefined {
  const query = "SELECT MIN(ts) AS ts FROM picture WHERE shown = 0";
  const ts = first<{ ts: number | null }>(sql, query)?.ts;
  return ts == null ? undefined : ts + COMING_MS;
}

export function forgetPicture(sql: Sql, id: string): void {
  sql.all("DELETE FROM picture WHERE id = ? AND shown = 0", id);
}
