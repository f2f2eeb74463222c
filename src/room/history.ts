// Older messages, in pages [L5].
// A page costs the same however long the log is.

import type { HistoryQuery } from "../protocol/commands.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Message } from "../protocol/entries.ts";
import type { History } from "../protocol/frames.ts";
import type { People } from "../protocol/people.ts";
import { keptFrom, type Sql } from "../lib/sql.ts";
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
import { reactionFor, reactionsOn, type Reacted } from "./reactions.ts";
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
  const { limit = LIMITS.historyDefault } = asked;
  const page =
    isNewest(asked) && limit === LIMITS.historyDefault
      ? keptFrom(sql, "newest page", MADE_OF, () => pageOf(sql, asked, limit))
      : pageOf(sql, asked, limit);
  return { head: head(sql).seq, ...withinBytes(page, viewer, told) };
}

/** Whoever comes asks for this one. */
function isNewest({ before, thread, around, date }: HistoryPlace): boolean {
  return [before, thread, around, date].every((place) => place === undefined);
}

/** A message with what others did to it, for everybody, and whom it names. */
interface Whole {
  message: Message;
  reactions: readonly Reacted[];
  named: readonly string[];
}

/** A page before it is weighed, and the message in it from which it grows. */
interface Centred {
  messages: readonly Whole[];
  middle: number;
  start: boolean;
  people: People;
  /** It weighs less than one frame may. */
  fits: boolean;
}

/** The tables of a page. */
const MADE_OF = ["log", "reaction", "thread", "pin", "member"];

/**
 * As much of the page as one frame should weigh, with all that others did to its messages and whom that
 * names. From the middle outwards; that message and the one after it stay, or a reader could not go on.
 */
function withinBytes(
  { messages, middle, start, people, fits }: Centred,
  viewer: string,
  told: ReadonlySet<string> = NOBODY,
): Pick<History, "messages" | "people" | "start"> {
  const whole = messages.map((each) => seenBy(each, viewer));
  if (fits) return { messages: whole, people: without(people, told), start };
  const named: People = {};
  const older: Message[] = [];
  const newer: Message[] = [];
  let bytes = 0;

  function take(at: number, side: Message[]): boolean {
    const message = whole[at];
    if (!message) return true;
    const added: People = {};
    for (const id of messages[at]?.named ?? [])
      if (!(id in named) && !told.has(id) && people[id]) added[id] = people[id];
    bytes += utf8Length(JSON.stringify([message, added]));
    if (bytes > LIMITS.replayBytes && side.length > 0) return false;
    Object.assign(named, added);
    side.push(message);
    return true;
  }

  for (let i = 0; i < messages.length; i++)
    if (!take(middle - i, older) || !take(middle + 1 + i, newer)) break;
  const isWhole = older.length === middle + 1;
  return { messages: [...older.toReversed(), ...newer], people: named, start: start && isWhole };
}

const NOBODY: ReadonlySet<string> = new Set();

function without(people: People, told: ReadonlySet<string>): People {
  return Object.fromEntries(Object.entries(people).filter(([id]) => !told.has(id)));
}

function seenBy({ message, reactions }: Whole, viewer: string): Message {
  if (reactions.length === 0) return message;
  return { ...message, reactions: reactions.map((each) => reactionFor(each, viewer)) };
}

/** The messages at these `seq`s as `viewer` sees them now; those deleted or unknown are left out. */
export function messagesAt(sql: Sql, seqs: Iterable<number>, viewer: string): Message[] {
  const found = [...new Set(seqs)].flatMap((seq) => messageAt(sql, seq) ?? []);
  return complete(
    sql,
    found.filter(({ deleted }) => !deleted),
  ).map((each) => seenBy(each, viewer));
}

/** With what others did to them, in four queries for all; a tombstone keeps its thread, and what followed it. */
function complete(sql: Sql, messages: readonly Message[]): Whole[] {
  const seqs = messages.map(({ seq }) => seq);
  const reactions = reactionsOn(sql, seqs);
  const threads = threadsUnder(sql, seqs);
  const pinned = pinnedAmong(sql, seqs);
  const followed = eventsAfter(sql, seqs);
  return messages.map((plain) => {
    const { seq, deleted } = plain;
    const replies = threads.get(seq);
    const events = followed.get(seq);
    const message: Message = {
      ...plain,
      ...(replies && { replies }),
      ...(events && { events }),
      ...(!deleted && pinned.has(seq) && { pinned: true as const }),
    };
    const own = deleted ? [] : (reactions.get(seq) ?? []);
    const some = own.flatMap((each) => reactionFor(each, "").some);
    return { message, reactions: own, named: [...namedIn(message), ...some] };
  });
}

function pageOf(sql: Sql, asked: HistoryPlace, limit: number): Centred {
  const { messages, middle, start } = rowsOf(sql, asked, limit);
  const whole = complete(sql, messages);
  const people = peopleOf(
    sql,
    whole.flatMap(({ named }) => named),
  );
  const all = [whole.map((each) => seenBy(each, "")), people];
  const fits = utf8Length(JSON.stringify(all)) <= LIMITS.replayBytes;
  return { messages: whole, middle, start, people, fits };
}

interface CentredRows extends MessagePage {
  middle: number;
}

function rowsOf(sql: Sql, asked: HistoryPlace, limit: number): CentredRows {
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
): CentredRows {
  const half = Math.floor(limit / 2);
  const before = below(Math.max(half, limit - after.length));
  const messages = [...before.messages, ...after].slice(0, limit);
  const middle = Math.min(before.messages.length, messages.length - 1);
  return { messages, middle, start: before.start };
}
