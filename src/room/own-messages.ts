// What one person wrote in this room, for the export of their own data [T15].
// No index leads from people to messages [L8]: the log is looked through, a stretch at a time.

import type { OwnMessage } from "../protocol/account.ts";
import type { Sql } from "../lib/sql.ts";
import { head, messageAt } from "./log.ts";

/** Entries looked through at once, and messages answered at most. */
const STRETCH = 5_000;
const MOST = 200;

export interface OwnMessages {
  messages: OwnMessage[];
  /** Ask again from here; absent at the end of the log. */
  next?: number;
}

/** The person's messages above `after` as they are now, rising; not those that were deleted. */
export function ownMessages(sql: Sql, person: string, after: number): OwnMessages {
  const last = head(sql).seq;
  const to = Math.min(after + STRETCH, last);
  const found = sql.all<{ seq: number }>(
    `SELECT seq FROM log WHERE seq > ? AND seq <= ? AND author = ? AND kind = 'message'
     ORDER BY seq LIMIT +?`,
    after,
    to,
    person,
    MOST,
  );
  const messages = found.flatMap(({ seq }): OwnMessage[] => {
    const message = messageAt(sql, seq);
    if (!message || message.deleted) return [];
    const { ts, thread, body, editedTs, replyTo, files } = message;
    return [
      {
        seq,
        ts,
        body,
        ...(files && { files: files.map(({ name }) => name) }),
        ...(thread !== undefined && { thread }),
        ...(replyTo !== undefined && { replyTo }),
        ...(editedTs !== undefined && { editedTs }),
      },
    ];
  });
  const seen = found.length === MOST ? (found.at(-1)?.seq ?? to) : to;
  return { messages, ...(seen < last && { next: seen }) };
}
