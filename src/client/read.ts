// How far one has read, and how much there is left.
// A mark only rises; one's own messages are read by being written.

import type { Entry } from "../protocol/entries.ts";
import { isMessage } from "../protocol/entries.ts";
import type { Timeline } from "./state.ts";
import { countAbove } from "./timeline.ts";

export interface ReadState {
  readSeq: number;
  unread: number;
}

/** What `welcome` says, unless this client has read further meanwhile [H6]. */
export function welcomed(
  own: ReadState,
  told: ReadState & { head: number },
  timeline: Timeline,
): ReadState {
  const { readSeq } = own;
  if (readSeq <= told.readSeq) return { readSeq: told.readSeq, unread: told.unread };
  if (readSeq >= told.head) return { readSeq, unread: 0 };
  const passed = timeline.messages.filter((m) => m.seq > told.readSeq && m.seq <= readSeq).length;
  return { readSeq, unread: Math.max(0, told.unread - passed) };
}

/** Read up to `seq`, here or on another device. */
export function marked(
  own: ReadState,
  seq: number,
  head: number,
  timeline: Timeline,
  you: string | undefined,
): ReadState {
  if (seq <= own.readSeq) return own;
  const unread = countAbove(timeline, seq, you) ?? left(own, seq, head, timeline, you);
  return { readSeq: seq, unread };
}

function left(
  own: ReadState,
  seq: number,
  head: number,
  timeline: Timeline,
  you: string | undefined,
): number {
  if (seq >= head) return 0;
  const read = timeline.messages.filter((m) => m.seq > own.readSeq && m.seq <= seq && m.by !== you);
  return Math.max(0, own.unread - read.length);
}

/** New entries came; those up to `counted` are in the count already, until one's own sets it to nothing. */
export function received(
  own: ReadState,
  entries: readonly Entry[],
  counted: number,
  you: string | undefined,
): ReadState & { counted: number } {
  let { readSeq, unread } = own;
  let upTo = counted;
  for (const entry of entries) {
    if (!isMessage(entry) || entry.thread !== undefined || entry.seq <= readSeq) continue;
    if (entry.by === you) {
      readSeq = upTo = entry.seq;
      unread = 0;
    } else if (entry.seq > upTo) unread += 1;
  }
  return { readSeq, unread, counted: upTo };
}
