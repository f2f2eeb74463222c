// The log itself: append, and read a stretch of it.
// `seq` rises by one with each entry and `ts` never falls [G3].

import type { Cursor, Entry, MessageEntry } from "../protocol/entries.ts";
import { LIMITS } from "../protocol/limits.ts";
import { utf8Length } from "../lib/text.ts";
import { first, type Sql } from "../lib/sql.ts";
import type { Settings } from "./settings.ts";

export interface Head {
  seq: number;
  /** Messages up to and including the entry at `seq` [L8]. */
  n: number;
  ts: number;
  id: string | null;
}

interface LogRow {
  seq: number;
  ts: number;
  author: string;
  kind: string;
  id: string;
  /** JSON: what an entry of this kind carries besides a body. */
  data: string | null;
  body: string | null;
}

const COLUMNS = "seq, ts, author, kind, id, data, body";

/** The entry at the head; `seq` 0 where the log is empty. */
export function head(sql: Sql): Head {
  const row = first<Head & { id: string }>(
    sql,
    "SELECT seq, n, ts, id FROM log ORDER BY seq DESC LIMIT 1",
  );
  return row ?? { seq: 0, n: 0, ts: 0, id: null };
}

export interface NewEntry {
  author: string;
  kind: string;
  id: string;
  data?: object;
  body?: string;
}

/** Writes one row and returns its entry [L1] [L8]. */
export function append(sql: Sql, now: number, entry: NewEntry): Entry {
  const last = head(sql);
  const row: LogRow = {
    seq: last.seq + 1,
    ts: Math.max(now, last.ts),
    ...entry,
    data: entry.data ? JSON.stringify(entry.data) : null,
    body: entry.body ?? null,
  };
  sql.all(
    "INSERT INTO log (seq, n, ts, author, kind, id, data, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    row.seq,
    last.n + (row.kind === "message" ? 1 : 0),
    row.ts,
    row.author,
    row.kind,
    row.id,
    row.data,
    row.body,
  );
  return entryOf(row);
}

/** Messages up to and including `seq`: the same for every reader, so unread is a difference [L8]. */
export function countAt(sql: Sql, seq: number): number {
  return (
    first<{ n: number }>(sql, "SELECT n FROM log WHERE seq <= ? ORDER BY seq DESC LIMIT 1", seq)
      ?.n ?? 0
  );
}

/** The entries after `seq`, one page of them [L6]: at most 200 and 256 KiB, but always one. */
export function pageAfter(
  sql: Sql,
  seq: number,
  most: number = LIMITS.replayEntries,
): { entries: Entry[]; more: boolean } {
  const rows = sql.all<LogRow>(
    `SELECT ${COLUMNS} FROM log WHERE seq > ? ORDER BY seq LIMIT ?`,
    seq,
    Math.min(most, LIMITS.replayEntries) + 1,
  );
  const page = withinBytes(rows.slice(0, most));
  return { entries: page.map(entryOf), more: page.length < rows.length };
}

/** As many rows from the first on as one frame should weigh, but always one [L6]. */
function withinBytes(rows: readonly LogRow[]): LogRow[] {
  let bytes = 0;
  const end = rows.findIndex((row, i) => {
    bytes += ENTRY_OVERHEAD + encodedLength(row.body) + encodedLength(row.data);
    return i > 0 && bytes > LIMITS.replayBytes;
  });
  return rows.slice(0, end < 0 ? rows.length : end);
}

/** Bytes on the wire: escapes make up to six of one. */
function encodedLength(text: string | null): number {
  return text === null ? 0 : utf8Length(JSON.stringify(text));
}

/** JSON around a body: field names, ids and numbers. */
const ENTRY_OVERHEAD = 200;

export interface MessagePage {
  messages: MessageEntry[];
  start: boolean;
}

/** Up to `limit` messages below `before`, rising, fewer where they are heavy [L5]. */
export function messagesBefore(sql: Sql, before: number, limit: number): MessagePage {
  const rows = sql.all<LogRow>(
    `SELECT ${COLUMNS} FROM log WHERE seq < ? AND kind = 'message' ORDER BY seq DESC LIMIT ?`,
    before,
    limit + 1,
  );
  const page = withinBytes(rows.slice(0, limit));
  return { messages: page.toReversed().map(messageOf), start: page.length === rows.length };
}

/** Up to `limit` messages at and after `from`, rising. */
export function messagesFrom(sql: Sql, from: number, limit: number): MessageEntry[] {
  const rows = sql.all<LogRow>(
    `SELECT ${COLUMNS} FROM log WHERE seq >= ? AND kind = 'message' ORDER BY seq LIMIT ?`,
    from,
    limit,
  );
  return withinBytes(rows).map(messageOf);
}

/** The first `seq` whose entry is not older than `ts`: a binary search, as neither ever falls. */
export function seqAtTime(sql: Sql, ts: number): number {
  let low = 1;
  let high = head(sql).seq + 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = first<{ ts: number }>(
      sql,
      "SELECT ts FROM log WHERE seq >= ? ORDER BY seq LIMIT 1",
      middle,
    );
    if (row && row.ts < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Why a cursor is void, or undefined where it is good [L7]. */
export function cursorFault(sql: Sql, room: Settings, cursor: Cursor): string | undefined {
  if (cursor.epoch !== room.epoch) return "The room has a new epoch.";
  if (cursor.seq < room.floor) return "Entries after this cursor are gone.";
  if (cursor.seq > head(sql).seq) return "The cursor is ahead of the room.";
  if (cursor.seq === 0 || cursor.at === undefined) return undefined;
  const there = first<{ id: string }>(sql, "SELECT id FROM log WHERE seq = ?", cursor.seq);
  return there?.id === cursor.at ? undefined : "Another entry stands at this cursor.";
}

function entryOf(row: LogRow): Entry {
  if (row.kind === "message") return messageOf(row);
  const data = JSON.parse(row.data ?? "{}") as object;
  return { seq: row.seq, ts: row.ts, by: row.author, kind: row.kind, id: row.id, ...data };
}

function messageOf(row: LogRow): MessageEntry {
  return {
    seq: row.seq,
    ts: row.ts,
    by: row.author,
    kind: "message",
    id: row.id,
    body: row.body ?? "",
  };
}
