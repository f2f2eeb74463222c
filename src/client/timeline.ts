// Entries become what a person reads: a contiguous stretch of messages, rising by `seq`.
// apply(snapshot, later entries) == later snapshot, whichever page the stretch came from [L5].

import {
  isEvent,
  isKind,
  isMessage,
  type EditEntry,
  type Entry,
  type EventEntry,
  type Message,
  type Quote,
  type Replies,
} from "../protocol/entries.ts";
import { SHARED_LIMITS } from "../protocol/shared-limits.ts";
import { excerpt } from "../lib/text.ts";
import { reacted } from "./reactions.ts";
import type { Timeline } from "./state.ts";

export const NOTHING: Timeline = { messages: [], start: false, atHead: false };

/** A room without a message, from its first entry on. */
export const BEGINNING: Timeline = { messages: [], start: true, atHead: true };

/** `viewer`: whose reactions are "mine". A kind that is not known here changes nothing. */
export function apply(timeline: Timeline, entry: Entry, viewer?: string): Timeline {
  if (isMessage(entry)) {
    const { thread, count, seq: lastSeq, ts: lastTs } = entry;
    if (thread === timeline.thread) return append(timeline, whole(entry));
    if (thread === undefined || count === undefined) return timeline;
    return answered(timeline, thread, { n: count, lastSeq, lastTs });
  }
  if (isKind(entry, "edit")) {
    const { target, body } = entry;
    if (body === undefined) return timeline;
    return quoted(
      change(timeline, target, (message) => edited(message, entry)),
      target,
      (quote) => ({ ...quote, body: excerpt(body, SHARED_LIMITS.quoteLength) }),
    );
  }
  if (isKind(entry, "delete")) {
    const { target, thread, left } = entry;
    const gone = quoted(change(timeline, target, tombstone), target, () => undefined);
    return thread === undefined ? gone : answered(gone, thread, left);
  }
  if (isKind(entry, "react"))
    return change(timeline, entry.target, (message) => reacted(message, entry, viewer));
  if (isKind(entry, "pin"))
    return change(timeline, entry.target, (message) => flagged(message, "pinned", entry.on));
  if (isKind(entry, "preview"))
    return change(timeline, entry.target, (message) => flagged(message, "bare", !entry.on));
  return isEvent(entry) ? followed(timeline, entry) : timeline;
}

export function applyAll(timeline: Timeline, entries: readonly Entry[], viewer?: string): Timeline {
  return entries.reduce((before, entry) => apply(before, entry, viewer), timeline);
}

/** A page's messages as the timeline holds them. */
export function whole(message: Message): Message {
  return message.deleted ? tombstone(message) : message;
}

/** Joins a page that overlaps the stretch or borders on it; `newest` is the last message of the room. */
export function merge(timeline: Timeline, page: Timeline, newest: number): Timeline {
  const first = timeline.messages[0];
  const last = timeline.messages.at(-1);
  if (!first || !last) return page;
  const older = page.messages.filter(({ seq }) => seq < first.seq);
  const newer = page.messages.filter(({ seq }) => seq > last.seq);
  const messages = [...older, ...timeline.messages, ...newer];
  return {
    ...timeline,
    messages,
    start: timeline.start || page.start,
    atHead: timeline.atHead || page.atHead || (messages.at(-1)?.seq ?? 0) >= newest,
  };
}

/** From one `seq` to another, both included; Infinity: whatever is newest. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Keeps `most` messages and lets go of the others at that `end`; what is in `view`, and the message
 * above it, stays, and then the other end goes. What went can be loaded again.
 */
export function trim(
  timeline: Timeline,
  most: number,
  end: "oldest" | "newest",
  view?: Range,
): Timeline {
  const { messages } = timeline;
  const excess = messages.length - most;
  if (excess <= 0) return timeline;
  const least = view ? indexAfter(messages, view.to) - most : 0;
  const highest = view ? indexAfter(messages, view.from - 1) - 1 : excess;
  const wanted = end === "oldest" ? excess : 0;
  const from = Math.max(0, Math.min(excess, Math.max(least, Math.min(highest, wanted))));
  return {
    ...timeline,
    messages: messages.slice(from, from + most),
    start: timeline.start && from === 0,
    atHead: timeline.atHead && from === excess,
  };
}

/** How many messages of others stand above `seq`, or undefined where the stretch does not reach so far. */
export function countAbove(
  timeline: Timeline,
  seq: number,
  mine: string | undefined,
): number | undefined {
  const first = timeline.messages[0];
  const covers =
    timeline.atHead && (timeline.start || (first !== undefined && first.seq <= seq + 1));
  if (!covers) return undefined;
  return timeline.messages.filter((message) => message.seq > seq && message.by !== mine).length;
}

function append(timeline: Timeline, message: Message): Timeline {
  const last = timeline.messages.at(-1);
  if (!timeline.atHead || (last && message.seq <= last.seq)) return timeline;
  return { ...timeline, messages: [...timeline.messages, message] };
}

/** Only the message that it concerns is replaced; one that is not on show, or is gone, stays so. */
function change(timeline: Timeline, seq: number, to: (message: Message) => Message): Timeline {
  return changeAny(timeline, seq, (message) => (message.deleted ? message : to(message)));
}

/** A tombstone, too. */
function changeAny(
  timeline: Timeline,
  seq: number | undefined,
  to: (message: Message) => Message,
): Timeline {
  const at = timeline.messages.findLastIndex((message) => message.seq === seq);
  const message = timeline.messages[at];
  const next = message && to(message);
  if (!next || next === message) return timeline;
  return { ...timeline, messages: timeline.messages.with(at, next) };
}

function edited(message: Message, { body = "", ts: editedTs, mentions }: EditEntry): Message {
  const next = { ...message, body, editedTs };
  delete next.mentions;
  return mentions ? { ...next, mentions } : next;
}

/** These flags are true or absent. */
export function flagged(message: Message, flag: "pinned" | "bare", on: boolean): Message {
  if (on) return { ...message, [flag]: true };
  const next = { ...message };
  delete next[flag];
  return next;
}

/** What was taken back leaves the fact, the thread that stands under it, and what followed it. */
function tombstone({ seq, ts, by, kind, id, thread, replies, events }: Message): Message {
  const place = {
    ...(thread !== undefined && { thread }),
    ...(replies && { replies }),
    ...(events && { events }),
  };
  return { seq, ts, by, kind, id, ...place, body: "", deleted: true };
}

/** The thread under `root`, also under one that was deleted, has this many messages now. */
function answered(timeline: Timeline, root: number, left: Replies | undefined): Timeline {
  if (!left) return timeline;
  return changeAny(timeline, root, (message) => {
    const { replies: _, ...bare } = message;
    return left.n > 0 ? { ...bare, replies: left } : bare;
  });
}

/** Something happened after its target and before the next message. */
function followed(timeline: Timeline, event: EventEntry): Timeline {
  return changeAny(timeline, event.target, (message) => ({
    ...message,
    events: [...(message.events ?? []), event].slice(-SHARED_LIMITS.events),
  }));
}

/** Every quote of the message at `seq` becomes this one, or none. */
function quoted(
  timeline: Timeline,
  seq: number,
  to: (quote: Quote) => Quote | undefined,
): Timeline {
  if (!timeline.messages.some(({ replyTo, quote }) => replyTo === seq && quote)) return timeline;
  const messages = timeline.messages.map((message) => {
    if (message.replyTo !== seq || !message.quote) return message;
    const { quote: before, ...bare } = message;
    const quote = to(before);
    return quote ? { ...bare, quote } : bare;
  });
  return { ...timeline, messages };
}

/** How many messages, rising, are not above `seq`. */
function indexAfter(messages: readonly Message[], seq: number): number {
  if (seq === Infinity) return messages.length;
  const index = messages.findIndex((message) => message.seq > seq);
  return index < 0 ? messages.length : index;
}
