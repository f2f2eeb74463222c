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
  target: number | null;
  edited_ts: number | null;
  /** JSON: what an entry of this kind carries besides a body. */
  data: string | null;
  /** Null in a message that was deleted. */
  body: string | null;
}

const COLUMNS = "seq, ts, author, kind, id, target, edited_ts, data, body";
/** An edit stores no body: it is sent with its target's current one [L4]. */
const REPLAYED = `seq, ts, author, kind, id, target, edited_ts, data, CASE kind
  WHEN 'edit' THEN (SELECT of.body FROM log AS of WHERE of.seq = log.target) ELSE body END AS body`;

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
  target?: number;
  data?: object;
  body?: string;
}

/** Writes one row and returns its entry [L1] [L8]. */
export function append(sql: Sql, now: number, entry: NewEntry): Entry {
  const last = head(sql);
  const row: LogRow = {
    seq: last.seq + 1,
    ts: Math.max(now, last.ts),
    edited_ts: null,
    ...entry,
    target: entry.target ?? null,
    data: entry.data ? JSON.stringify(entry.data) : null,
    body: entry.body ?? null,
  };
  sql.all(
    `INSERT INTO log (seq, n, ts, author, kind, id, target, data, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.seq,
    last.n + (row.kind === "message" ? 1 : 0),
    row.ts,
    row.author,
    row.kind,
    row.id,
    row.target,
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
    `SELECT ${REPLAYED} FROM log WHERE seq > ? ORDER BY seq LIMIT ?`,
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
  const rows: LogRow[] = [];
  for (let below = before; below > 1 && rows.length <= limit;) {
    const from = Math.max(1, below - STRETCH);
    const found = messageRows(sql, from, below).toReversed();
    rows.push(...found);
    below = found.length > 0 ? from : nthMessage(sql, countAt(sql, from - 1)) + 1;
  }
  const page = withinBytes(rows.slice(0, limit));
  return { messages: page.toReversed().map(messageOf), start: page.length === rows.length };
}

/** Up to `limit` messages at and after `from`, rising. */
export function messagesFrom(sql: Sql, from: number, limit: number): MessageEntry[] {
  const { seq: newest, n } = head(sql);
  const rows: LogRow[] = [];
  for (let at = Math.max(1, from); at <= newest && rows.length < limit;) {
    const found = messageRows(sql, at, at + STRETCH);
    rows.push(...found);
    const seen = countAt(sql, at + STRETCH - 1);
    if (found.length === 0 && seen === n) break;
    at = found.length > 0 ? at + STRETCH : nthMessage(sql, seen + 1);
  }
  return withinBytes(rows.slice(0, limit)).map(messageOf);
}

/** Entries read at once; where none of them is a message, the run is leapt over by `n`. */
const STRETCH = 100;

function messageRows(sql: Sql, from: number, below: number): LogRow[] {
  return sql.all<LogRow>(
    `SELECT ${COLUMNS} FROM log WHERE seq >= ? AND seq < ? AND kind = 'message' ORDER BY seq`,
    from,
    below,
  );
}

/** The `seq` of the n-th message, by bisection, as `n` never falls; 0 for the zeroth. */
export function nthMessage(sql: Sql, n: number): number {
  if (n <= 0) return 0;
  return bisect(head(sql).seq + 1, (seq) => countAt(sql, seq) >= n);
}

/** The row of a message that is there and was not deleted. */
export function liveMessage(sql: Sql, seq: number): { author: string; body: string } | undefined {
  return first<{ author: string; body: string }>(
    sql,
    "SELECT author, body FROM log WHERE seq = ? AND kind = 'message' AND body IS NOT NULL",
    seq,
  );
}

/** The first `seq` whose entry is not older than `ts`: a binary search, as neither ever falls. */
export function seqAtTime(sql: Sql, ts: number): number {
  const isReached = (seq: number) => {
    const row = first<{ ts: number }>(
      sql,
      "SELECT ts FROM log WHERE seq >= ? ORDER BY seq LIMIT 1",
      seq,
    );
    return !row || row.ts >= ts;
  };
  return bisect(head(sql).seq + 1, isReached);
}

/** The first of 1 … `end` for which `holds`, which once true stays true. */
function bisect(end: number, holds: (seq: number) => boolean): number {
  let low = 1;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
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
  const { seq, ts, author: by, kind, id, target, body } = row;
  return {
    seq,
    ts,
    by,
    kind,
    id,
    ...(target !== null && { target }),
    ...(JSON.parse(row.data ?? "{}") as object),
    ...(body !== null && { body }),
  };
}

function messageOf({ seq, ts, author: by, id, body, edited_ts }: LogRow): MessageEntry {
  const base = { seq, ts, by, kind: "message", id } as const;
  // What was taken back leaves nothing but the fact [L4].
  if (body === null) return { ...base, deleted: true } as MessageEntry;
  return { ...base, body, ...(edited_ts !== null && { editedTs: edited_ts }) };
}
