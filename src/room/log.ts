// The log itself: append, and read a stretch of it.
// `seq` rises by one with each entry and `ts` never falls [G3].

import type { Cursor, Entry, Mentions, MessageEntry, Quote } from "../protocol/entries.ts";
import type { FileInfo } from "../protocol/files.ts";
import { LIMITS } from "../protocol/limits.ts";
import { excerpt, utf8Length } from "../lib/text.ts";
import { first, firstKept, type Sql } from "../lib/sql.ts";
import type { Settings } from "./settings.ts";

export interface Head {
  seq: number;
  /** Messages of the main timeline up to and including the entry at `seq` [L8]. */
  n: number;
  ts: number;
  id: string | null;
}

export interface LogRow {
  seq: number;
  ts: number;
  author: string;
  kind: string;
  id: string;
  /** The message that is changed; of a message, the one under which it stands. */
  target: number | null;
  edited_ts: number | null;
  /** JSON: what an entry of this kind carries besides a body. */
  data: string | null;
  /** Null in a message that was deleted. */
  body: string | null;
}

export const COLUMNS = "seq, ts, author, kind, id, target, edited_ts, data, body";
/** An edit stores neither body nor mentions: it is sent with its target's current ones [L4]. */
const CURRENT = (column: string) =>
  `CASE kind WHEN 'edit' THEN (SELECT of.${column} FROM log AS of WHERE of.seq = log.target) ELSE ${column} END AS ${column}`;
const REPLAYED = `seq, ts, author, kind, id, target, edited_ts, ${CURRENT("data")}, ${CURRENT("body")}`;
/** Of the main timeline: what stands in a thread has a target. */
const MAIN = "kind = 'message' AND target IS NULL";

/** How a frame names the head: with the epoch it is a whole cursor [L7]. */
export function nameHead({ seq, id, ts }: Head): { head: number; at?: string; atTs?: number } {
  return id === null ? { head: seq } : { head: seq, at: id, atTs: ts };
}

const HEAD = "SELECT seq, n, ts, id FROM log ORDER BY seq DESC LIMIT 1";

/** The entry at the head; `seq` 0 where the log is empty. */
export function head(sql: Sql): Head {
  const row = firstKept<Head & { id: string }>(sql, "log", HEAD);
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

/** The server's time of an entry that is written now: it never falls [L1]. */
export function stamp(sql: Sql, now: number): number {
  return Math.max(now, head(sql).ts);
}

/** Writes one row and returns its entry [L1] [L8]. */
export function append(sql: Sql, now: number, entry: NewEntry): Entry {
  const last = head(sql);
  const row = {
    seq: last.seq + 1,
    n: last.n + (entry.kind === "message" && entry.target === undefined ? 1 : 0),
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
    row.n,
    row.ts,
    row.author,
    row.kind,
    row.id,
    row.target,
    row.data,
    row.body,
  );
  // The next command asks for it first.
  const { seq, n, ts, id } = row;
  sql.tell?.("log", HEAD, { seq, n, ts, id } satisfies Head);
  return entryOf(sql, row);
}

/** Messages of the main timeline up to and including `seq`: the same for every reader, so unread is a difference [L8]. */
export function countAt(sql: Sql, seq: number): number {
  const newest = head(sql);
  if (seq >= newest.seq) return newest.n;
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
    `SELECT ${REPLAYED} FROM log WHERE seq > ? ORDER BY seq LIMIT +?`,
    seq,
    Math.min(most, LIMITS.replayEntries) + 1,
  );
  const page = withinBytes(rows.slice(0, most));
  return { entries: page.map((row) => entryOf(sql, row)), more: page.length < rows.length };
}

/** As many rows from the first on as one frame should weigh, but always one [L6]. */
function withinBytes(rows: readonly LogRow[]): LogRow[] {
  let bytes = 0;
  const end = rows.findIndex((row, i) => {
    bytes += ENTRY_OVERHEAD + encodedLength(row.body) + encodedLength(row.data);
    if (row.kind === "message" && row.data !== null) bytes += QUOTE_WEIGHT;
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
/** Bytes of a quote at most, as JSON may escape each of its characters. */
const QUOTE_WEIGHT = 6 * LIMITS.quoteLength;

export interface MessagePage {
  messages: MessageEntry[];
  start: boolean;
}

/** Up to `limit` messages below `before`, rising, fewer where they are heavy [L5]. */
export function messagesBefore(sql: Sql, before: number, limit: number): MessagePage {
  const rows: LogRow[] = [];
  for (let below = before; below > 1 && rows.length <= limit;) {
    const from = Math.max(1, below - STRETCH);
    const found = sql.all<LogRow>(
      `SELECT ${COLUMNS} FROM log WHERE seq >= ? AND seq < ? AND ${MAIN} ORDER BY seq DESC LIMIT +?`,
      from,
      below,
      limit + 1 - rows.length,
    );
    rows.push(...found);
    below = found.length > 0 ? from : nthMessage(sql, countAt(sql, from - 1)) + 1;
  }
  const page = withinBytes(rows.slice(0, limit));
  return {
    messages: page.toReversed().map((row) => messageOf(sql, row)),
    start: page.length === rows.length,
  };
}

/** Up to `limit` messages at and after `from`, rising. */
export function messagesFrom(sql: Sql, from: number, limit: number): MessageEntry[] {
  const { seq: newest, n } = head(sql);
  const rows: LogRow[] = [];
  for (let at = Math.max(1, from); at <= newest && rows.length < limit;) {
    const found = sql.all<LogRow>(
      `SELECT ${COLUMNS} FROM log WHERE seq >= ? AND seq < ? AND ${MAIN} ORDER BY seq LIMIT +?`,
      at,
      at + STRETCH,
      limit - rows.length,
    );
    rows.push(...found);
    const seen = countAt(sql, at + STRETCH - 1);
    if (found.length === 0 && seen === n) break;
    at = found.length > 0 ? at + STRETCH : nthMessage(sql, seen + 1);
  }
  return withinBytes(rows.slice(0, limit)).map((row) => messageOf(sql, row));
}

/** Up to `limit` messages of a thread below `before`, rising: read by an index of their own. */
export function threadBefore(sql: Sql, root: number, before: number, limit: number): MessagePage {
  const rows = sql.all<LogRow>(
    `SELECT ${COLUMNS} FROM log WHERE kind = 'message' AND target = ? AND seq < ? ORDER BY seq DESC LIMIT +?`,
    root,
    before,
    limit + 1,
  );
  const page = withinBytes(rows.slice(0, limit));
  return {
    messages: page.toReversed().map((row) => messageOf(sql, row)),
    start: page.length === rows.length,
  };
}

/** Up to `limit` messages of a thread at and after `from`, rising. */
export function threadFrom(sql: Sql, root: number, from: number, limit: number): MessageEntry[] {
  const rows = sql.all<LogRow>(
    `SELECT ${COLUMNS} FROM log WHERE kind = 'message' AND target = ? AND seq >= ? ORDER BY seq LIMIT +?`,
    root,
    from,
    limit,
  );
  return withinBytes(rows).map((row) => messageOf(sql, row));
}

/** The message at `seq` as it is now, a tombstone where it was deleted; undefined where none is. */
export function messageAt(sql: Sql, seq: number): MessageEntry | undefined {
  const row = first<LogRow>(
    sql,
    `SELECT ${COLUMNS} FROM log WHERE seq = ? AND kind = 'message'`,
    seq,
  );
  return row && messageOf(sql, row);
}

/** Entries read at once; where none of them is a message, the run is leapt over by `n`. */
const STRETCH = 100;

/** The `seq` of the n-th message, by bisection, as `n` never falls; 0 for the zeroth. */
export function nthMessage(sql: Sql, n: number): number {
  if (n <= 0) return 0;
  return bisect(head(sql).seq + 1, (seq) => countAt(sql, seq) >= n);
}

/** The `seq` of the newest message of the main timeline; 0 where there is none. */
export function newestMessage(sql: Sql): number {
  return nthMessage(sql, head(sql).n);
}

export interface LiveMessage {
  author: string;
  body: string;
  /** The message under which it stands; null in the main timeline. */
  thread: number | null;
  data: string | null;
}

/** The row of a message that is there and was not deleted. */
export function liveMessage(sql: Sql, seq: number): LiveMessage | undefined {
  return first<LiveMessage>(
    sql,
    "SELECT author, body, target AS thread, data FROM log WHERE seq = ? AND kind = 'message' AND body IS NOT NULL",
    seq,
  );
}

/** What stands on a message besides its body and what others did to it. */
export interface MessageData {
  files?: FileInfo[];
  replyTo?: number;
  mentions?: Mentions;
  /** Of its thread as of this message. */
  count?: number;
  bare?: true;
}

export function dataOf({ data }: { data: string | null }): MessageData {
  return JSON.parse(data ?? "{}") as MessageData;
}

/** Writes the message's own row anew; data without anything is null. */
export function rewrite(sql: Sql, seq: number, data: MessageData): void {
  const json = JSON.stringify(data);
  sql.all("UPDATE log SET data = ? WHERE seq = ?", json === "{}" ? null : json, seq);
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
  if (cursor.seq === 0) return undefined;
  const query = "SELECT id, ts FROM log WHERE seq = ?";
  const there = first<{ id: string; ts: number }>(sql, query, cursor.seq);
  const { at = there?.id, atTs = there?.ts } = cursor;
  if (there?.id !== at) return "Another entry stands at this cursor.";
  // The same command may stand there again, after a rollback and at another time.
  return there?.ts === atTs ? undefined : "The entry at this cursor was written anew.";
}

export function entryOf(sql: Sql, row: LogRow): Entry {
  if (row.kind === "message") return messageOf(sql, row);
  const { seq, ts, author: by, kind, id, target, body } = row;
  const data = dataOf(row);
  return {
    seq,
    ts,
    by,
    kind,
    id,
    ...(target !== null && { target }),
    ...(kind === "edit" ? data.mentions && { mentions: data.mentions } : data),
    ...(body !== null && { body }),
  };
}

function messageOf(sql: Sql, row: LogRow): MessageEntry {
  const { seq, ts, author: by, id, target, body, edited_ts } = row;
  const base = {
    seq,
    ts,
    by,
    kind: "message",
    id,
    ...(target !== null && { thread: target }),
  } as const;
  // What was taken back leaves nothing but the fact [L4].
  if (body === null) return { ...base, deleted: true } as MessageEntry;
  const data = dataOf(row);
  const quote = data.replyTo === undefined ? undefined : quoteOf(sql, data.replyTo);
  return {
    ...base,
    body,
    ...(edited_ts !== null && { editedTs: edited_ts }),
    ...data,
    ...(quote && { quote }),
  };
}

/** The quoted message as it is now: it is stored nowhere else [L4]. */
function quoteOf(sql: Sql, seq: number): Quote | undefined {
  const quoted = liveMessage(sql, seq);
  if (!quoted) return undefined;
  const attached = dataOf(quoted).files?.length;
  const body = excerpt(quoted.body, LIMITS.quoteLength);
  return { by: quoted.author, body, ...(attached !== undefined && { attached }) };
}
