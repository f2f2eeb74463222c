// Whom a message concerns: those it mentions, the author of what it quotes, and who takes part in its thread.
// Kept by person and seq, so that one's own can be counted and told; what is taken back is taken from here, too.

import { isMessage, type Entry, type Mentions } from "../protocol/entries.ts";
import type { NoticeReason } from "../protocol/http.ts";
import { LIMITS } from "../protocol/limits.ts";
import { handlesIn } from "../protocol/mentions.ts";
import { first, type Sql } from "../lib/sql.ts";
import { head, liveMessage } from "./log.ts";
import { joinThread, tellThread } from "./threads.ts";

/** The members whose handles stand in this body; undefined where none does. */
export function mentionsIn(sql: Sql, body: string): Mentions | undefined {
  if (!body.includes("@")) return undefined;
  const mentions: Mentions = {};
  for (const handle of handlesIn(body)) {
    // A handle that was freed may have been another member's once: who came last has it.
    const member = first<{ id: string }>(
      sql,
      `SELECT id FROM member WHERE handle = ?
       AND id NOT IN (SELECT person FROM belonging WHERE inside = 0) ORDER BY joined_ts DESC LIMIT 1`,
      handle,
    );
    if (member) mentions[handle] = member.id;
  }
  return Object.keys(mentions).length > 0 ? mentions : undefined;
}

/** Notes whom a new message concerns; true where anybody. Its author is never among them. */
export function noteMessage(sql: Sql, entry: Entry): boolean {
  if (!isMessage(entry)) return false;
  const { seq, by, thread, replyTo } = entry;
  const reasons = new Map<string, NoticeReason>();
  if (thread !== undefined)
    for (const person of tellThread(sql, thread, by, seq)) reasons.set(person, "thread");
  const quoted = replyTo === undefined ? undefined : liveMessage(sql, replyTo)?.author;
  if (quoted !== undefined) reasons.set(quoted, "reply");
  for (const person of Object.values(entry.mentions ?? {})) {
    reasons.set(person, "mention");
    if (thread !== undefined && person !== by) joinThread(sql, thread, person, 0);
  }
  reasons.delete(by);
  for (const [person, why] of reasons)
    note(sql, { seq, person, why, thread: thread ?? null, noted: seq });
  return reasons.size > 0;
}

/** A message that is edited. */
interface Noted {
  seq: number;
  author: string;
  thread: number | null;
  replyTo: number | undefined;
}

/** An edit, noted at its own entry, may mention others than before; true where somebody is new. */
export function noteEdit(
  sql: Sql,
  { seq, author, thread, replyTo }: Noted,
  noted: number,
  before: Mentions | undefined,
  after: Mentions | undefined,
): boolean {
  const old = new Set(Object.values(before ?? {}));
  const now = new Set(Object.values(after ?? {}));
  const quoted = replyTo === undefined ? undefined : liveMessage(sql, replyTo)?.author;
  for (const person of old)
    if (!now.has(person)) forgetMention(sql, seq, person, person === quoted);
  const added = [...now].filter((person) => !old.has(person) && person !== author);
  for (const person of added) note(sql, { seq, person, why: "mention", thread, noted });
  return added.length > 0;
}

/** Whom the message quotes it concerns still. */
function forgetMention(sql: Sql, seq: number, person: string, isQuoted: boolean): void {
  const where = "WHERE seq = ? AND person = ? AND why = 'mention'";
  const query = isQuoted
    ? `UPDATE notice SET why = 'reply' ${where}`
    : `DELETE FROM notice ${where}`;
  sql.all(query, seq, person);
}

export function forgetNotices(sql: Sql, seq: number): void {
  sql.all("DELETE FROM notice WHERE seq = ?", seq);
}

/** It concerns everybody else as before, but not this person, who wants to hear nothing of its author. */
export function dropNotice(sql: Sql, seq: number, person: string): void {
  sql.all("DELETE FROM notice WHERE seq = ? AND person = ?", seq, person);
}

/** The unread messages of the main timeline that mention or quote this person, rising, the newest 100. */
export function unreadMentions(sql: Sql, person: string, readSeq: number): number[] {
  if (readSeq >= head(sql).seq) return [];
  return sql
    .all<{ seq: number }>(
      `SELECT seq FROM notice WHERE person = ? AND seq > ? AND thread IS NULL ORDER BY seq DESC LIMIT +?`,
      person,
      readSeq,
      LIMITS.mentionsTold,
    )
    .map(({ seq }) => seq)
    .toReversed();
}

export interface NoticeRow {
  seq: number;
  person: string;
  why: NoticeReason;
  thread: number | null;
  /** The entry that made it: the message, or the edit that mentions. */
  noted: number;
}

/** Notices after the consumer's cursor, in the order of the log: about `most`, those of one entry all. */
export function noticesAfter(sql: Sql, seq: number, most: number): NoticeRow[] {
  const upTo = sql
    .all<{ noted: number }>(
      "SELECT noted FROM notice WHERE noted > ? ORDER BY noted LIMIT +?",
      seq,
      most,
    )
    .at(-1);
  if (!upTo) return [];
  return sql.all<NoticeRow>(
    "SELECT seq, person, why, thread, noted FROM notice WHERE noted > ? AND noted <= ? ORDER BY noted",
    seq,
    upTo.noted,
  );
}

function note(sql: Sql, { seq, person, why, thread, noted }: NoticeRow): void {
  sql.all(
    "INSERT OR IGNORE INTO notice (seq, person, why, thread, noted) VALUES (?, ?, ?, ?, ?)",
    seq,
    person,
    why,
    thread,
    noted,
  );
}
