// Files on their way into the room: begun, arriving in parts, arrived, and given up [U1] [U2] [U3] [U6].
// Bytes stand elsewhere under the file's id; a row goes only after they have gone.

import type { Failure } from "../protocol/codes.ts";
import type { FileInfo } from "../protocol/files.ts";
import { mediaOf } from "../protocol/files.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { NewUpload } from "../protocol/uploads.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, type Sql } from "../lib/sql.ts";

/** What its author says of a file before anybody has seen it. */
export type Claims = Omit<NewUpload, "id" | "name" | "size">;

export interface Upload {
  id: string;
  name: string;
  size: number;
  claims: Claims;
  /** By which its parts are put together; null until there is such a thing. */
  multipart: string | null;
  /** What each part that arrived is called there, by number. */
  parts: { n: number; etag: string }[];
  thumbnail?: Size;
  /** Once all of it is there. */
  file?: FileInfo;
}

export interface Size {
  width: number;
  height: number;
}

interface Row {
  id: string;
  author: string;
  name: string;
  size: number;
  claims: string;
  multipart: string | null;
  thumbnail: string | null;
  info: string | null;
}

const COLUMNS = "id, author, name, size, claims, multipart, thumbnail, info";
/** Neither sent nor given up. */
const OPEN = "place IS NULL AND gone = 0";

/** The upload that this request began, now or before. Errors: `id_conflict`, `rate_limited`. */
export function beginUpload(
  sql: Sql,
  now: number,
  author: string,
  asked: NewUpload,
  id: string,
): Result<Upload, Failure> {
  const { id: command, name, size, ...claims } = asked;
  const known = first<Row>(
    sql,
    `SELECT ${COLUMNS} FROM file WHERE author = ? AND command = ? AND ${OPEN}`,
    author,
    command,
  );
  if (known && (known.name !== name || known.size !== size))
    return failed({ code: "id_conflict", message: "This id was used for another file." });
  if (known) return ok(uploadFrom(sql, known));
  if (unsent(sql, author) >= LIMITS.filesUnsent)
    return failed({
      code: "rate_limited",
      message: "So many files wait to be sent already. Send them first.",
      retryAfterMs: 60_000,
    });
  sql.all(
    "INSERT INTO file (id, author, command, name, size, claims, ts) VALUES (?, ?, ?, ?, ?, ?, ?)",
    id,
    author,
    command,
    name,
    size,
    JSON.stringify(claims),
    now,
  );
  return ok({ id, name, size, claims, multipart: null, parts: [] });
}

/** The person's own upload that was neither sent nor given up. */
export function uploadOf(sql: Sql, author: string, id: string): Upload | undefined {
  const query = `SELECT ${COLUMNS} FROM file WHERE id = ? AND author = ? AND ${OPEN}`;
  const row = first<Row>(sql, query, id, author);
  return row && uploadFrom(sql, row);
}

/** By what its parts are put together: the first one that comes stays. Undefined where it was given up. */
export function keepMultipart(sql: Sql, id: string, multipart: string): string | undefined {
  sql.all("UPDATE file SET multipart = ? WHERE id = ? AND multipart IS NULL", multipart, id);
  return rowOf(sql, id)?.multipart ?? undefined;
}

/** A part has arrived, perhaps anew; false where nobody waits for it any more. */
export function keepPart(sql: Sql, id: string, n: number, etag: string): boolean {
  if (!isComing(sql, id)) return false;
  sql.all(
    "INSERT INTO file_part (file, n, etag) VALUES (?1, ?2, ?3) ON CONFLICT (file, n) DO UPDATE SET etag = ?3",
    id,
    n,
    etag,
  );
  return true;
}

/** `late`: the file is complete; `gone`: it was given up, and nobody else will take the thumbnail away. */
export function keepThumbnail(sql: Sql, id: string, size: Size): "kept" | "late" | "gone" {
  if (!first(sql, "SELECT 1 AS one FROM file WHERE id = ? AND gone = 0", id)) return "gone";
  if (!isComing(sql, id)) return "late";
  sql.all("UPDATE file SET thumbnail = ? WHERE id = ?", JSON.stringify(size), id);
  return "kept";
}

/** All of it is there, and this is what it is; undefined where it was given up. Asked again, it stays as it is. */
export function keepFile(
  sql: Sql,
  id: string,
  facts: Omit<FileInfo, "id" | "name" | "size" | "thumbnail">,
): FileInfo | undefined {
  const row = rowOf(sql, id);
  if (!row) return undefined;
  if (row.info !== null) return JSON.parse(row.info) as FileInfo;
  const { name, size } = row;
  const media = mediaOf(facts.type);
  const thumbnail = media !== "audio" && row.thumbnail !== null && parseSize(row.thumbnail);
  const info: FileInfo = { id, name, size, ...facts, ...(thumbnail && { thumbnail }) };
  const isMedia = media === "image" || media === "video" ? 1 : 0;
  sql.all("UPDATE file SET info = ?, media = ? WHERE id = ?", JSON.stringify(info), isMedia, id);
  sql.all("DELETE FROM file_part WHERE file = ?", id);
  return info;
}

/** Its bytes are to go. Nothing changes for one that was sent. */
export function giveUpUpload(sql: Sql, id: string): void {
  sql.all(`UPDATE file SET gone = 1 WHERE id = ? AND ${OPEN}`, id);
}

/** What has waited for a day is given up. */
export function giveUpStale(sql: Sql, now: number): void {
  sql.all(`UPDATE file SET gone = 1 WHERE ts <= ? AND ${OPEN}`, now - LIMITS.unsentMs);
}

/** When the next upload will have waited for too long, in ms since 1970. */
export function nextStale(sql: Sql): number | undefined {
  const row = first<{ ts: number | null }>(sql, `SELECT MIN(ts) AS ts FROM file WHERE ${OPEN}`);
  return row?.ts == null ? undefined : row.ts + LIMITS.unsentMs;
}

/** A file whose bytes are to go, and whose author gets the room back. */
export interface GoneFile {
  id: string;
  author: string;
  multipart: string | null;
  /** It was never put together. */
  isPartial: boolean;
}

export function goneFiles(sql: Sql, most: number): GoneFile[] {
  return sql
    .all<{ id: string; author: string; multipart: string | null; partial: number }>(
      `SELECT id, author, multipart, info IS NULL AS partial FROM file
       WHERE place IS NULL AND gone = 1 LIMIT +?`,
      most,
    )
    .map(({ partial, ...row }) => ({ ...row, isPartial: partial === 1 }));
}

/** Its bytes are gone, and its author knows. */
export function forgetFile(sql: Sql, id: string): void {
  sql.all("DELETE FROM file_part WHERE file = ?", id);
  sql.all("DELETE FROM file WHERE id = ? AND gone = 1", id);
}

/** The room ends: all its files go. */
export function giveUpAll(sql: Sql): void {
  sql.all("UPDATE file SET gone = 1, place = NULL");
}

function unsent(sql: Sql, author: string): number {
  const query = `SELECT COUNT(*) AS n FROM file WHERE author = ? AND ${OPEN}`;
  return first<{ n: number }>(sql, query, author)?.n ?? 0;
}

function rowOf(sql: Sql, id: string): Row | undefined {
  return first<Row>(sql, `SELECT ${COLUMNS} FROM file WHERE id = ? AND ${OPEN}`, id);
}

function isComing(sql: Sql, id: string): boolean {
  return rowOf(sql, id)?.info === null;
}

function uploadFrom(sql: Sql, row: Row): Upload {
  const { id, name, size, claims, multipart, thumbnail, info } = row;
  const parts = sql.all<{ n: number; etag: string }>(
    "SELECT n, etag FROM file_part WHERE file = ? ORDER BY n",
    id,
  );
  return {
    id,
    name,
    size,
    claims: JSON.parse(claims) as Claims,
    multipart,
    parts: parts.map(({ n, etag }) => ({ n, etag })),
    ...(thumbnail !== null && { thumbnail: parseSize(thumbnail) }),
    ...(info !== null && { file: JSON.parse(info) as FileInfo }),
  };
}

function parseSize(text: string): Size {
  return JSON.parse(text) as Size;
}
