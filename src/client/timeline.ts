// Entries become what a person reads: a contiguous stretch of messages, rising by `seq`.
// apply(snapshot, later entries) == later snapshot, whichever page the stretch came from [L5].

import { isKind, isMessage, type Entry, type Message } from "../protocol/entries.ts";
import { reacted } from "./reactions.ts";
import type { Timeline } from "./state.ts";

export const NOTHING: Timeline = { messages: [], start: false, atHead: false };

/** A room without a message, from its first entry on. */
export const BEGINNING: Timeline = { messages: [], start: true, atHead: true };

/** `viewer`: whose reactions are "mine". A kind that is not known here changes nothing. */
export function apply(timeline: Timeline, entry: Entry, viewer?: string): Timeline {
  if (isMessage(entry)) return append(timeline, whole(entry));
  if (isKind(entry, "edit")) {
    const { body, ts: editedTs } = entry;
    if (body === undefined) return timeline;
    return change(timeline, entry.target, (message) => ({ ...message, body, editedTs }));
  }
  if (isKind(entry, "delete")) return change(timeline, entry.target, tombstone);
  if (isKind(entry, "react"))
    return change(timeline, entry.target, (message) => reacted(message, entry, viewer));
  return timeline;
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
    messages,
    start: timeline.start || page.start,
    atHead: timeline.atHead || page.atHead || (messages.at(-1)?.seq ?? 0) >= newest,
  };
}

/** Keeps the newest `most` messages; what went can be loaded again. */
export function trim(timeline: Timeline, most: number): Timeline {
  if (!timeline.atHead || timeline.messages.length <= most) return timeline;
  return { ...timeline, messages: timeline.messages.slice(-most), start: false };
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
  const at = timeline.messages.findLastIndex((message) => message.seq === seq);
  const message = timeline.messages[at];
  if (!message || message.deleted) return timeline;
  return { ...timeline, messages: timeline.messages.with(at, to(message)) };
}

function tombstone({ seq, ts, by, kind, id }: Message): Message {
  return { seq, ts, by, kind, id, body: "", deleted: true };
}
