// Read marks: kept with the socket, echoed to one's other devices, written behind [H6].
// A mark only rises, and never above the head, until its person sets it back.

import type { Read, Unread } from "../protocol/commands.ts";
import { reply, type Connection, type Context, type Effect } from "./context.ts";
import { head } from "./log.ts";
import { hasReceipts, setBack, turnOf, unreadAfter } from "./members.ts";
import { unreadMentions } from "./notices.ts";
import { threadReadSeq } from "./threads.ts";

/** What was read before one's mark was set back counts for nothing. */
export function markRead(context: Context, connection: Connection, asked: Read): Effect[] {
  const { sql, wait } = context;
  const { seq, thread, turn, count = false } = asked;
  const newest = head(sql).seq;
  const mark = Math.min(seq, newest);
  const by = connection.person.id;
  if (thread !== undefined) {
    // Without this anybody could fill memory with marks of threads that are none.
    if (mark <= (threadReadSeq(sql, thread, by) ?? Infinity)) return [];
    return [
      { do: "mark", seq: mark, thread },
      { do: "echo", frame: { type: "read", by, seq: mark, thread } },
    ];
  }
  const rises = mark > (connection.read?.seq ?? -1);
  if (!rises && !count) return [];
  if (turn !== undefined && turn < turnOf(sql, by)) return [];
  // Who does not hold all the messages in between cannot count them.
  const isAsked = count && wait.queries <= 0;
  const isEchoed = rises && context.isElsewhere();
  const told: Effect[] = [];
  // Counting is a query: it is not made where nobody hears of it.
  if (isAsked || isEchoed) {
    const unread = unreadAfter(sql, mark);
    const frame = { type: "read", by, seq: mark, unread, head: newest } as const;
    if (isAsked) told.push({ do: "charge", bucket: "queries", tokens: 1 }, reply(frame));
    if (isEchoed) told.push({ do: "echo", frame });
  }
  if (!rises) return told;
  return [
    { do: "mark", seq: mark },
    ...told,
    ...(hasReceipts(sql) ? [{ do: "seen", seq: mark } as const] : []),
  ];
}

/**
 * Written at once: it is a rare wish, and what is pending must not undo it. As it costs rows, it costs a
 * token, too; without one it counts for nothing.
 */
export function markUnread(
  { sql, wait }: Context,
  connection: Connection,
  { seq }: Unread,
): Effect[] {
  if (wait.queries > 0) return [];
  const by = connection.person.id;
  const newest = head(sql).seq;
  const mark = Math.max(0, Math.min(seq, newest) - 1);
  const turn = setBack(sql, by, mark);
  const left = { unread: unreadAfter(sql, mark), mentions: unreadMentions(sql, by, mark) };
  const frame = { type: "read", by, seq: mark, head: newest, turn, ...left } as const;
  return [
    { do: "charge", bucket: "queries", tokens: 1 },
    { do: "unmark" },
    { do: "reply", frame },
    { do: "echo", frame },
  ];
}
