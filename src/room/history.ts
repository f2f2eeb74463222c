// Older messages, in pages [L5].
// A page costs the same however long the log is.

import type { HistoryQuery } from "../protocol/commands.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Message } from "../protocol/entries.ts";
import type { History } from "../protocol/frames.ts";
import type { Sql } from "../lib/sql.ts";
import { query, reject, reply, type Connection, type Context, type Effect } from "./context.ts";
import { head, messagesBefore, messagesFrom, seqAtTime, type MessagePage } from "./log.ts";
import { peopleOf } from "./members.ts";
import { reactionsOn } from "./reactions.ts";

export type HistoryPlace = Omit<HistoryQuery, "type" | "ref">;

/** Errors: `out_of_order` while the connection is in a replay, as the page's `head` is ahead of it; `rate_limited`. */
export function answerHistory(
  context: Context,
  connection: Connection,
  asked: HistoryQuery,
): Effect[] {
  const { ref } = asked;
  if (!connection.live)
    return [
      reject(
        { code: "out_of_order", message: "The replay has to finish first.", retryAfterMs: 100 },
        { ref },
      ),
    ];
  return query(context, ref, () => [
    reply({
      type: "history",
      ref,
      ...historyPage(context.sql, asked, connection.person.id, connection.told),
    }),
  ]);
}

/** The page itself, for both transports [T2]. */
export function historyPage(
  sql: Sql,
  asked: HistoryPlace,
  viewer: string,
  told?: ReadonlySet<string>,
): Omit<History, "type" | "ref"> {
  const { messages: bare, start } = pageOf(sql, asked, asked.limit ?? LIMITS.historyDefault);
  const messages = bare.map((message) => withReactions(sql, message, viewer));
  const named = messages.flatMap(({ by, reactions }) => [
    by,
    ...(reactions ?? []).flatMap(({ some }) => some),
  ]);
  const people = peopleOf(sql, named, told);
  return { head: head(sql).seq, messages, people, start };
}

function withReactions(sql: Sql, message: Message, viewer: string): Message {
  const reactions = reactionsOn(sql, message.seq, viewer);
  return reactions.length > 0 ? { ...message, reactions } : message;
}

function pageOf(sql: Sql, asked: HistoryPlace, limit: number): MessagePage {
  if (asked.around !== undefined) return pageAround(sql, asked.around, limit);
  if (asked.date !== undefined) return pageAround(sql, seqAtTime(sql, asked.date), limit);
  return messagesBefore(sql, asked.before ?? head(sql).seq + 1, limit);
}

/** Half below and the rest from there on; what one side lacks the other fills. */
function pageAround(sql: Sql, seq: number, limit: number): MessagePage {
  const after = messagesFrom(sql, seq, limit);
  const half = Math.floor(limit / 2);
  const room = Math.max(half, limit - after.length);
  const before = messagesBefore(sql, seq, room);
  return { messages: [...before.messages, ...after].slice(0, limit), start: before.start };
}
