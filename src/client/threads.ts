// The thread on show: opened, paged, followed with the room's own cursor, and closed.
// One at a time; it is loaded anew whenever the copy starts over.

import type { Message } from "../protocol/entries.ts";
import { withThread, type Copy, type Part, type ThreadCopy } from "./copy.ts";
import { createHistory, type HistoryOptions, type Where } from "./history.ts";
import type { Thread } from "./state.ts";
import type { Page, Place } from "./stretch.ts";

export interface ThreadsOptions {
  ask(where: Where & { thread?: number }): ReturnType<HistoryOptions["ask"]>;
  show(page: Page, place: Place, part: Part): ReturnType<HistoryOptions["show"]>;
  copy(): Copy | undefined;
  replace(copy: Copy): void;
}

export interface Threads {
  open(root: number): void;
  close(): void;
  older(): Promise<void>;
  /** The cursor moved: pages that waited for it may join. */
  reached(): void;
  /** What waits is asked for anew. */
  renew(): void;
  /** The copy started over: what is on show is loaded anew. */
  reload(): void;
  abandon(): void;
}

export function createThreads({ ask, show, copy, replace }: ThreadsOptions): Threads {
  let root: number | undefined;
  const replies = createHistory({
    ask: (where) => (root === undefined ? none() : ask({ ...where, thread: root })),
    timeline: () => copy()?.thread?.stretch.timeline,
    show: (page, place) => show(page, place, "thread"),
  });
  const first = createHistory({
    ask,
    timeline: () => copy()?.thread?.first.timeline,
    show: (page, place) => show(page, place, "first"),
  });

  function abandon(): void {
    replies.abandon();
    first.abandon();
  }

  function reload(): void {
    const known = copy();
    if (root === undefined || !known) return;
    replace(withThread(known, root));
    void first.jumpTo({ seq: root, limit: 1 });
    void replies.newest();
  }

  return {
    abandon,
    reload,
    open(seq) {
      abandon();
      root = seq;
      reload();
    },
    close() {
      abandon();
      root = undefined;
      const known = copy();
      if (known?.thread) replace({ ...known, thread: undefined });
    },
    older: () => replies.older(),
    reached() {
      replies.reached();
      first.reached();
    },
    renew() {
      replies.renew();
      first.renew();
    },
  };
}

/** What a view shows of it. */
export function shownThread({ root, first, stretch }: ThreadCopy): Thread {
  const message: Message | undefined = first.timeline.messages.find(({ seq }) => seq === root);
  return { root, ...(message && { first: message }), timeline: stretch.timeline };
}

async function none(): Promise<undefined> {
  return undefined;
}
