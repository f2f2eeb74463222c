// What a person's files weigh, wherever they are: reserved before the first byte, given back after the last [U1] [U6].
// Told to the workspace as a total with a rising turn, so that telling it twice or late changes nothing. What was given
// back stays so: whoever reserves room for it comes too late.

import type { Failure } from "../protocol/codes.ts";
import type { OwnFile } from "../protocol/files.ts";
import { LIMITS } from "../protocol/limits.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, type Sql } from "../lib/sql.ts";

export interface Usage {
  bytes: number;
  /** Rises with each change. */
  turn: number;
}

const GIVEN_BACK: Failure = {
  code: "not_found",
  message: "This file was given up meanwhile. Add it again.",
};

/**
 * Room for one file; the same file again changes nothing. Errors: `storage_full`, `not_found` for one that was given
 * back: the request that began it was slower than the one that gave it up, and nobody would give it back again.
 */
export function reserve(sql: Sql, file: OwnFile, most: number): Result<undefined, Failure> {
  sql.all("DELETE FROM file_gone WHERE ts <= ?", file.ts - LIMITS.unsentMs);
  if (first(sql, "SELECT 1 AS known FROM file_gone WHERE id = ?", file.id))
    return failed(GIVEN_BACK);
  if (first(sql, "SELECT 1 AS known FROM file WHERE id = ?", file.id)) return ok(undefined);
  if (usage(sql).bytes + file.size > most)
    return failed({
      code: "storage_full",
      message: "Your files take up all the room that one person has here. Delete some first.",
    });
  const { id, room, name, size, ts } = file;
  const query = "INSERT INTO file (id, room, name, size, ts) VALUES (?, ?, ?, ?, ?)";
  sql.all(query, id, room, name, size, ts);
  weigh(sql, size);
  return ok(undefined);
}

/** The file is gone; hearing it twice, or before it was reserved, changes nothing. */
export function release(sql: Sql, now: number, id: string): void {
  sql.all("INSERT OR IGNORE INTO file_gone (id, ts) VALUES (?, ?)", id, now);
  const row = first<{ size: number }>(sql, "SELECT size FROM file WHERE id = ?", id);
  if (!row) return;
  sql.all("DELETE FROM file WHERE id = ?", id);
  weigh(sql, -row.size);
}

export function usage(sql: Sql): Usage {
  const query = "SELECT file_bytes AS bytes, file_turn AS turn FROM person";
  return first<Usage>(sql, query) ?? { bytes: 0, turn: 0 };
}

/** What the workspace has not been told; undefined where it knows. */
export function untoldUsage(sql: Sql): Usage | undefined {
  const query = "SELECT 1 AS owed FROM person WHERE file_told < file_turn";
  return first(sql, query) && usage(sql);
}

export function toldUsage(sql: Sql, turn: number): void {
  sql.all("UPDATE person SET file_told = ?1 WHERE file_told < ?1", turn);
}

/** The names of one's files, for the export of one's own data [T15]. */
export function ownFiles(sql: Sql): OwnFile[] {
  return sql.all<OwnFile & object>("SELECT room, id, name, size, ts FROM file ORDER BY ts, id");
}

function weigh(sql: Sql, bytes: number): void {
  sql.all("UPDATE person SET file_bytes = file_bytes + ?, file_turn = file_turn + 1", bytes);
}
