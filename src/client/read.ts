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

/** How far the entries here go, and how far those in the count: in a replay that is further. */
interface Reach {
  head: number;
  counted: number;
}

/** Read up to `seq`; a guess where the messages in between are not at hand. */
export function marked(
  own: ReadState,
  seq: number,
  { head, counted }: Reach,
  timeline: Timeline,
  you: string | undefined,
): { state: ReadState; isGuess: boolean } {
  const end = Math.max(head, counted);
  const above = seq >= end ? 0 : counted > head ? undefined : countAbove(timeline, seq, you);
  if (above !== undefined) return { state: { readSeq: seq, unread: above }, isGuess: false };
  const read = timeline.messages.filter((m) => m.seq > own.readSeq && m.seq <= seq && m.by !== you);
  const unread = Math.max(0, own.unread - read.length);
  return { state: { readSeq: seq, unread }, isGuess: true };
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
