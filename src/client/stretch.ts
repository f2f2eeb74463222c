// A stretch of a log's messages that one holds, and how it moves: shown, followed, joined, trimmed.
// It never holds more than `STRETCH_MOST` for long, and never lets go of what is in view [L5].

import { isMessage, type Entry } from "../protocol/entries.ts";
import type { History } from "../protocol/frames.ts";
import type { Timeline } from "./state.ts";
import { applyAll, BEGINNING, merge, NOTHING, trim, whole, type Range } from "./timeline.ts";

/** Messages in memory, however far one scrolls and however long one stays. */
const STRETCH_MOST = 1_000;

export interface Stretch {
  readonly timeline: Timeline;
  /** `seq` of the newest message there is; Infinity while that is not known. */
  readonly newest: number;
  /** What a reader sees of it: neither end is trimmed so far. */
  readonly view?: Range | undefined;
}

export type Page = Pick<History, "head" | "messages" | "start">;

/** How a page relates to what is held. */
export type Place = "newest" | "elsewhere" | "older" | "newer";

export const NO_STRETCH: Stretch = { timeline: NOTHING, newest: Infinity };

/** Of a thread of which nothing is known yet. */
export function noThread(root: number): Stretch {
  return { timeline: { ...NOTHING, thread: root }, newest: Infinity };
}

/** Of a log without a message, from its first entry on. */
export const WHOLE_STRETCH: Stretch = { timeline: BEGINNING, newest: 0 };

/** Later entries; `viewer`: whose reactions are "mine". */
export function follow(stretch: Stretch, entries: readonly Entry[], viewer?: string): Stretch {
  if (entries.length === 0) return stretch;
  const { thread } = stretch.timeline;
  const last = entries.findLast((entry) => isMessage(entry) && entry.thread === thread);
  const newest = last?.seq ?? stretch.newest;
  return bounded({ ...stretch, timeline: applyAll(stretch.timeline, entries, viewer), newest });
}

/** A page and what came after it: joined to what is held, or in its place. */
export function show(
  stretch: Stretch,
  page: Page,
  place: Place,
  later: readonly Entry[],
  viewer?: string,
): Stretch {
  const last = page.messages.at(-1)?.seq ?? 0;
  const isNewest =
    place === "newest" ||
    (place === "newer" && !reachesPast(stretch.timeline, page)) ||
    (place === "elsewhere" && page.messages.length === 0);
  const { thread } = stretch.timeline;
  const bare: Timeline = {
    ...(thread !== undefined && { thread }),
    messages: page.messages.map(whole),
    start: page.start,
    atHead: isNewest,
  };
  const opened = applyAll(bare, later, viewer);
  const newest = isNewest ? (opened.messages.at(-1)?.seq ?? 0) : stretch.newest;
  const joins = place === "older" || place === "newer";
  const timeline = joins
    ? merge(stretch.timeline, opened, newest)
    : { ...opened, atHead: isNewest || last >= newest };
  return bounded({ ...stretch, timeline, newest }, place === "older" ? "newest" : "oldest");
}

/** Lets go of all but the newest `most`, where it reaches them: nobody looks any more. */
export function shrink({ timeline, newest }: Stretch, most: number): Stretch {
  return { timeline: timeline.atHead ? trim(timeline, most, "oldest") : timeline, newest };
}

/** As an older copy that does not reach the newest message any more. */
export function outdated(stretch: Stretch): Stretch {
  return { ...stretch, timeline: { ...stretch.timeline, atHead: false }, newest: Infinity };
}

function bounded(stretch: Stretch, end: "oldest" | "newest" = "oldest"): Stretch {
  const timeline = trim(stretch.timeline, STRETCH_MOST, end, stretch.view);
  return timeline === stretch.timeline ? stretch : { ...stretch, timeline };
}

/** A page of newer messages without a newer one shows that there is none. */
function reachesPast({ messages }: Timeline, page: Page): boolean {
  return (page.messages.at(-1)?.seq ?? 0) > (messages.at(-1)?.seq ?? 0);
}
