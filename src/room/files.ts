// The files of messages: sent with one, read by whoever reads the room, gone with it [U4] [U5] [U6] [U7].
// A file belongs to one message at most, and its place in the log never changes.

import type { Failure } from "../protocol/codes.ts";
import type { FileInfo, FileListed } from "../protocol/files.ts";
import type { FilesAnswer } from "../protocol/http.ts";
import { LIMITS } from "../protocol/limits.ts";
import { first, type Sql } from "../lib/sql.ts";
import { peopleOf } from "./members.ts";

/** Places of one message: it never has so many files. */
const PLACES = 16;

const NO_SUCH_FILE: Failure = {
  code: "not_found",
  message: "A file of this message is not there any more. Add it again.",
};

/** Why these files cannot be sent by this person, or undefined. */
export function filesFault(
  sql: Sql,
  person: string,
  ids: readonly string[] | undefined,
): Failure | undefined {
  if (!ids) return undefined;
  return ids.every((id) => ready(sql, person, id)) ? undefined : NO_SUCH_FILE;
}

/** What a message with these files says of them; they are to be sent with it. */
export function filesFor(sql: Sql, person: string, ids: readonly string[]): FileInfo[] {
  return ids.flatMap((id) => ready(sql, person, id) ?? []);
}

/** They stand in the message at `seq` from now on. */
export function sendFiles(sql: Sql, ids: readonly string[], seq: number): void {
  for (const [i, id] of ids.entries())
    sql.all("UPDATE file SET place = ? WHERE id = ?", seq * PLACES + i, id);
}

/** The message at `seq` is taken back, and its files with it; true where it had some. */
export function takeBackFiles(sql: Sql, seq: number): boolean {
  const [from, to] = [seq * PLACES, seq * PLACES + PLACES - 1];
  if (!first(sql, "SELECT 1 AS one FROM file WHERE place BETWEEN ? AND ?", from, to)) return false;
  sql.all("UPDATE file SET gone = 1, place = NULL WHERE place BETWEEN ? AND ?", from, to);
  return true;
}

/** The file, for whoever reads the room; before it is sent, for its author only. */
export function readableFile(sql: Sql, person: string, id: string): FileInfo | undefined {
  const row = first<{ info: string }>(
    sql,
    `SELECT info FROM file WHERE id = ?
     AND gone = 0 AND info IS NOT NULL AND (place IS NOT NULL OR author = ?)`,
    id,
    person,
  );
  return row && (JSON.parse(row.info) as FileInfo);
}

export interface FilesPlace {
  /** Below this `n`. */
  before?: number;
  kind?: "media" | "other";
}

interface ListedRow {
  place: number;
  author: string;
  info: string;
  ts: number;
  thread: number | null;
}

/** A page of what was sent here, the newest first: it costs what it holds. */
export function listFiles(sql: Sql, { before, kind }: FilesPlace): FilesAnswer {
  const below = before ?? Number.MAX_SAFE_INTEGER;
  const only = kind === undefined ? "" : `AND media = ${kind === "media" ? 1 : 0}`;
  const rows = sql.all<ListedRow>(
    `SELECT place, file.author AS author, info, log.ts AS ts, log.target AS thread
     FROM file JOIN log ON log.seq = place / ${PLACES}
     WHERE place IS NOT NULL AND place < ? ${only} ORDER BY place DESC LIMIT +?`,
    below,
    LIMITS.filesListed + 1,
  );
  const files = rows.slice(0, LIMITS.filesListed).map(listed);
  const people = peopleOf(
    sql,
    files.map(({ by }) => by),
  );
  return { files, people, more: rows.length > files.length };
}

function listed({ place, author, info, ts, thread }: ListedRow): FileListed {
  return {
    n: place,
    seq: Math.floor(place / PLACES),
    ...(thread !== null && { thread }),
    ts,
    by: author,
    file: JSON.parse(info) as FileInfo,
  };
}

/** It has arrived, is this person's own and was not sent. */
function ready(sql: Sql, person: string, id: string): FileInfo | undefined {
  const row = first<{ info: string }>(
    sql,
    `SELECT info FROM file
     WHERE id = ? AND author = ? AND place IS NULL AND gone = 0 AND info IS NOT NULL`,
    id,
    person,
  );
  return row && (JSON.parse(row.info) as FileInfo);
}
