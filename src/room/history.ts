// Older messages, in pages [L5].
// A page costs the same however long the log is.

import type { HistoryQuery } from "../protocol/commands.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Message } from "../protocol/entries.ts";
import type { History } from "../protocol/frames.ts";
import type { People } from "../protocol/people.ts";
import type { Sql } from "../lib/sql.ts";
import { utf8Length } from "../lib/text.ts";
import { eventsAfter } from "./events.ts";
import { query, reject, reply, type Connection, type Context, type Effect } from "./context.ts";
import {
  head,
  messageAt,
  messagesBefore,
  messagesFrom,
  seqAtTime,
  threadBefore,
  threadFrom,
  type MessagePage,
} from "./log.ts";
import { peopleOf } from "./members.ts";
import { pinnedAmong } from "./pins.ts";
import { namedIn } from "./publish.ts";
import { reactionsOn } from "./reactions.ts";
import { threadsUnder } from "./threads.ts";

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
  const page = pageOf(sql, asked, asked.limit ?? LIMITS.historyDefault);
  return { head: head(sql).seq, ...withinBytes(sql, page, viewer, told) };
}

/** A page before it is weighed, and the message in it from which it grows. */
interface Centred extends MessagePage {
  middle: number;
}

/**
 * As much of the page as one frame should weigh, with all that others did to its messages and whom that
 * names. From the middle outwards; that message and the one after it stay, or a reader could not go on.
 */
function withinBytes(
  sql: Sql,
  { messages, middle, start }: Centred,
  viewer: string,
  told?: ReadonlySet<string>,
): Pick<History, "messages" | "people" | "start"> {
  const whole = complete(sql, messages, viewer);
  const profiles = peopleOf(sql, whole.flatMap(namedIn), told);
  const people: People = {};
  const older: Message[] = [];
  const newer: Message[] = [];
  let bytes = 0;

  function take(message: Message | undefined, side: Message[]): boolean {
    if (!message) return true;
    const named: People = {};
    for (const id of namedIn(message))
      if (!(id in people) && profiles[id]) named[id] = profiles[id];
    bytes += utf8Length(JSON.stringify([message, named]));
    if (bytes > LIMITS.replayBytes && side.length > 0) return false;
    Object.assign(people, named);
    side.push(message);
    return true;
  }

  for (let i = 0; i < messages.length; i++)
    if (!take(whole[middle - i], older) || !take(whole[middle + 1 + i], newer)) break;
  const isWhole = older.length === middle + 1;
  return { messages: [...older.toReversed(), ...newer], people, start: start && isWhole };
}

/** The messages at these `seq`s as `viewer` sees them now; those deleted or unknown are left out. */
export function messagesAt(sql: Sql, seqs: Iterable<number>, viewer: string): Message[] {
  const found = [...new Set(seqs)].flatMap((seq) => messageAt(sql, seq) ?? []);
  return complete(
    sql,
    found.filter(({ deleted }) => !deleted),
    viewer,
  );
}

/** With what others did to them, in four queries for all; a tombstone keeps its thread, and what followed it. */
function complete(sql: Sql, messages: readonly Message[], viewer: string): Message[] {
  const seqs = messages.map(({ seq }) => seq);
  const reactions = reactionsOn(sql, seqs, viewer);
  const threads = threadsUnder(sql, seqs);
  const pinned = pinnedAmong(sql, seqs);
  const followed = eventsAfter(sql, seqs);
  return messages.map((message) => {
    const { seq, deleted } = message;
    const replies = threads.get(seq);
    const events = followed.get(seq);
    const answered = { ...message, ...(replies && { replies }), ...(events && { events }) };
    if (deleted) return answered;
    const own = reactions.get(seq);
    return {
      ...answered,
      ...(own && { reactions: own }),
      ...(pinned.has(seq) && { pinned: true as const }),
    };
  });
}

function pageOf(sql: Sql, asked: HistoryPlace, limit: number): Centred {
  const { thread: root, around, date } = asked;
  const before = (seq: number, most: number) =>
    root === undefined ? messagesBefore(sql, seq, most) : threadBefore(sql, root, seq, most);
  const from = (seq: number, most: number) =>
    root === undefined ? messagesFrom(sql, seq, most) : threadFrom(sql, root, seq, most);
  const middle = around ?? (date === undefined ? undefined : seqAtTime(sql, date));
  if (middle === undefined) {
    const page = before(asked.before ?? head(sql).seq + 1, limit);
    return { ...page, middle: page.messages.length - 1 };
  }
  return pageAround(from(middle, limit), (most) => before(middle, most), limit);
}

/** Half below and the rest from there on; what one side lacks the other fills. */
function pageAround(
  after: Message[],
  below: (most: number) => MessagePage,
  limit: number,
): Centred {
  const half = Math.floor(limit / 2);
  const before = below(Math.max(half, limit - after.length));
  const messages = [...before.messages, ...after].slice(0, limit);
  const middle = Math.min(before.messages.length, messages.length - 1);
  return { messages, middle, start: before.start };
}
