// This client's copy of a room: how far it follows the log, and the stretch of messages on show.
// A page joins the stretch only as of the cursor: older ones are brought up to it, newer ones wait.

import { isMessage, type Entry } from "../protocol/entries.ts";
import type { History } from "../protocol/frames.ts";
import { absorb, appliedAfter, identify, receive, type Receipt, type Replica } from "./replica.ts";
import type { Timeline } from "./state.ts";
import { applyAll, merge, whole } from "./timeline.ts";

export interface Copy {
  readonly replica: Replica;
  readonly timeline: Timeline;
  /** `seq` of the room's newest message; Infinity while that is not known. */
  readonly newest: number;
  /** Person id: whose reactions are "mine". */
  readonly viewer?: string;
}

export type Page = Pick<History, "head" | "messages" | "start">;

/** How a page relates to what is on show. */
export type Place = "newest" | "elsewhere" | "older" | "newer";

export type Taken = Omit<Receipt, "replica"> & { copy: Copy };

/** One `entries` frame of the socket. */
export function take(copy: Copy, entries: readonly Entry[], more: boolean): Taken {
  const { replica, ...receipt } = receive(copy.replica, entries, more);
  return { ...receipt, copy: advanced(copy, replica, receipt.fresh) };
}

/** Entries that came another way: what the socket still owes, it owes. */
export function takeAside(
  copy: Copy,
  entries: readonly Entry[],
): { copy: Copy; fresh: readonly Entry[] } {
  const { replica, fresh } = absorb(copy.replica, entries);
  return { copy: advanced(copy, replica, fresh), fresh };
}

/** Undefined where the page is as of a head that the cursor has not reached; `stale` where it is too old. */
export function show(copy: Copy, page: Page, place: Place): Copy | "stale" | undefined {
  if (page.head > copy.replica.cursor.seq) return undefined;
  const later = appliedAfter(copy.replica, page.head);
  if (!later) return "stale";
  const last = page.messages.at(-1)?.seq ?? 0;
  const isNewest =
    place === "newest" ||
    (place === "newer" && !reachesPast(copy.timeline, page)) ||
    (place === "elsewhere" && page.messages.length === 0);
  const stretch = { messages: page.messages.map(whole), start: page.start, atHead: isNewest };
  const opened = applyAll(stretch, later, copy.viewer);
  const newest = isNewest ? (opened.messages.at(-1)?.seq ?? 0) : copy.newest;
  const joins = place === "older" || place === "newer";
  return {
    ...copy,
    replica: identify(copy.replica, page.messages),
    timeline: joins
      ? merge(copy.timeline, opened, newest)
      : { ...opened, atHead: isNewest || last >= newest },
    newest,
  };
}

function advanced(copy: Copy, replica: Replica, fresh: readonly Entry[]): Copy {
  const newest = fresh.findLast(isMessage)?.seq ?? copy.newest;
  return { ...copy, replica, timeline: applyAll(copy.timeline, fresh, copy.viewer), newest };
}

/** A page of newer messages without a newer one shows that there is none. */
function reachesPast({ messages }: Timeline, page: Page): boolean {
  return (page.messages.at(-1)?.seq ?? 0) > (messages.at(-1)?.seq ?? 0);
}
