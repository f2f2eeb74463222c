// Threads: the messages under one message, counted beside it, and who takes part.
// A thread costs a page of itself to read, and its members one row each, never one per message.

import type { Entry, Replies } from "../protocol/entries.ts";
import type { ThreadMark } from "../protocol/frames.ts";
import { LIMITS } from "../protocol/limits.ts";
import { first, firstKept, type Sql } from "../lib/sql.ts";
import { liveMessage } from "./log.ts";

/** Threads looked through for the liveliest: those begun last. */
const LOOKED_THROUGH = 200;

/** The thread under this message; undefined where nothing stands there. */
export function threadOf(sql: Sql, root: number): Replies | undefined {
  const thread = first<Replies>(
    sql,
    `SELECT n, last_seq AS "lastSeq", last_ts AS "lastTs" FROM thread WHERE root = ? AND n > 0`,
    root,
  );
  return thread && { ...thread };
}

/** The threads under these messages: one query. */
export function threadsUnder(sql: Sql, roots: readonly number[]): ReadonlyMap<number, Replies> {
  const rows = sql.all<Replies & { root: number }>(
    `SELECT root, n, last_seq AS "lastSeq", last_ts AS "lastTs" FROM thread
     WHERE n > 0 AND root IN (SELECT value FROM json_each(?))`,
    JSON.stringify(roots),
  );
  return new Map(rows.map(({ root, ...replies }) => [root, replies]));
}

/** One more message. Whoever wrote the first one takes part from then on. */
export function growThread(sql: Sql, root: number, { seq, ts }: Entry): void {
  sql.all(
    `INSERT INTO thread (root, n, last_seq, last_ts) VALUES (?1, 1, ?2, ?3)
     ON CONFLICT (root) DO UPDATE SET n = n + 1, last_seq = ?2, last_ts = ?3`,
    root,
    seq,
    ts,
  );
  const author = liveMessage(sql, root)?.author;
  if (author !== undefined) joinThread(sql, root, author, 0);
}

/** One message less; what is left of the thread. */
export function shrinkThread(sql: Sql, root: number): Replies {
  const last = first<{ seq: number; ts: number }>(
    sql,
    `SELECT seq, ts FROM log WHERE kind = 'message' AND target = ? AND body IS NOT NULL
     ORDER BY seq DESC LIMIT 1`,
    root,
  ) ?? { seq: 0, ts: 0 };
  sql.all(
    "UPDATE thread SET n = n - 1, last_seq = ?, last_ts = ? WHERE root = ?",
    last.seq,
    last.ts,
    root,
  );
  return threadOf(sql, root) ?? { n: 0, lastSeq: last.seq, lastTs: last.ts };
}

/** Takes part from here on, and has read up to `seq`. */
export function joinThread(sql: Sql, root: number, person: string, seq: number): void {
  sql.all(
    `INSERT INTO thread_member (root, person, read_seq) VALUES (?1, ?2, ?3)
     ON CONFLICT (root, person) DO UPDATE SET read_seq = ?3 WHERE read_seq < ?3`,
    root,
    person,
    seq,
  );
}

/** Members told of one message; the others hear of the next one. */
const TOLD_AT_ONCE = 200;

/** Those in the thread but `author` whom nobody told since they last read it; they count as told now. */
export function tellThread(sql: Sql, root: number, author: string, seq: number): string[] {
  return sql
    .all<{ person: string }>(
      `UPDATE thread_member SET told_seq = ?1
       WHERE root = ?2 AND person IN (SELECT person FROM thread_member
         WHERE root = ?2 AND person <> ?3 AND told_seq <= read_seq LIMIT +?4) RETURNING person`,
      seq,
      root,
      author,
      TOLD_AT_ONCE,
    )
    .map(({ person }) => person);
}

/**
 * The threads one takes part in, by their last message: at most 50, of those begun last. `pending`: marks
 * that are not written yet, by root.
 */
export function threadsOf(
  sql: Sql,
  person: string,
  pending: ReadonlyMap<number, number> = new Map(),
): ThreadMark[] {
  const some = "SELECT 1 AS yes FROM thread_member WHERE person = ? LIMIT 1";
  if (!firstKept(sql, "thread_member", some, person)) return [];
  return sql
    .all<ThreadMark>(
      `SELECT mine.root AS root, read_seq AS "readSeq", last_seq AS "lastSeq"
       FROM (SELECT root, read_seq FROM thread_member WHERE person = ? ORDER BY root DESC LIMIT +?) AS mine
       JOIN thread ON thread.root = mine.root
       WHERE n > 0 ORDER BY last_seq DESC LIMIT +?`,
      person,
      LOOKED_THROUGH,
      LIMITS.threadsTold,
    )
    .map((mark) => ({ ...mark, readSeq: Math.max(mark.readSeq, pending.get(mark.root) ?? 0) }));
}

export function threadReadSeq(sql: Sql, root: number, person: string): number | undefined {
  return first<{ read_seq: number }>(
    sql,
    "SELECT read_seq FROM thread_member WHERE root = ? AND person = ?",
    root,
    person,
  )?.read_seq;
}

/** Only who takes part has a mark, and it only rises. */
export function writeThreadMark(sql: Sql, root: number, person: string, seq: number): void {
  sql.all(
    "UPDATE thread_member SET read_seq = ?1 WHERE root = ?2 AND person = ?3 AND read_seq < ?1",
    seq,
    root,
    person,
  );
}
