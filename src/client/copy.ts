// This client's copy of a room: how far it follows the log, and the stretch of messages that it holds.
// A page joins the stretch only as of the cursor: older ones are brought up to it, newer ones wait.

import type { Entry } from "../protocol/entries.ts";
import { absorb, appliedAfter, identify, receive, type Receipt, type Replica } from "./replica.ts";
import * as stretches from "./stretch.ts";
import type { Page, Place, Stretch } from "./stretch.ts";

export interface Copy {
  readonly replica: Replica;
  readonly stretch: Stretch;
  /** The thread on show, and the message under which it stands. */
  readonly thread?: ThreadCopy | undefined;
  /** Person id: whose reactions are "mine". */
  readonly viewer?: string;
}

export interface ThreadCopy {
  readonly root: number;
  readonly first: Stretch;
  readonly stretch: Stretch;
}

/** Which stretch a page is for. */
export type Part = "main" | "thread" | "first";

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
export function show(
  copy: Copy,
  page: Page,
  place: Place,
  part: Part = "main",
): Copy | "stale" | undefined {
  if (page.head > copy.replica.cursor.seq) return undefined;
  const later = appliedAfter(copy.replica, page.head);
  if (!later) return "stale";
  const replica = identify(copy.replica, page.messages);
  const shown = (stretch: Stretch) => stretches.show(stretch, page, place, later, copy.viewer);
  if (part === "main") return { ...copy, replica, stretch: shown(copy.stretch) };
  const { thread } = copy;
  if (!thread) return { ...copy, replica };
  const next =
    part === "first"
      ? { ...thread, first: shown(thread.first) }
      : { ...thread, stretch: shown(thread.stretch) };
  return { ...copy, replica, thread: next };
}

/** Opens the thread under `root`; where that one is held already, it need not be asked for. */
export function withThread(copy: Copy, root: number): Copy {
  const held = copy.stretch.timeline.messages.filter(({ seq }) => seq === root);
  const first: Stretch = {
    timeline: { messages: held, start: true, atHead: false },
    newest: Infinity,
  };
  return { ...copy, thread: { root, first, stretch: stretches.noThread(root) } };
}

function advanced(copy: Copy, replica: Replica, fresh: readonly Entry[]): Copy {
  const followed = (stretch: Stretch) => stretches.follow(stretch, fresh, copy.viewer);
  const { thread } = copy;
  return {
    ...copy,
    replica,
    stretch: followed(copy.stretch),
    ...(thread && {
      thread: { ...thread, first: followed(thread.first), stretch: followed(thread.stretch) },
    }),
  };
}
