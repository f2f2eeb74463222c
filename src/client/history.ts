// Moves a stretch of messages through the past, a page of 50 at a time [L5].
// A page that was asked for before the stretch was replaced is thrown away.

import type { History } from "../protocol/frames.ts";
import type { HistoryQuery } from "../protocol/commands.ts";
import { SHARED_LIMITS } from "../protocol/shared-limits.ts";
import type { Timeline } from "./state.ts";
import type { Page, Place } from "./stretch.ts";

export type Where = Pick<HistoryQuery, "before" | "around" | "date" | "limit">;

export interface HistoryOptions {
  ask(where: Where): Promise<Pick<History, keyof Page> | undefined>;
  timeline(): Timeline | undefined;
  /** `early`: its head is above the cursor, it waits for `reached`; `stale`: it has to be asked for again. */
  show(page: Page, place: Place): "shown" | "early" | "stale";
}

export interface HistoryPages {
  older(): Promise<void>;
  newer(): Promise<void>;
  /** `limit`: messages of the page, 50 unless told otherwise. */
  jumpTo(where: { seq: number; limit?: number } | { date: number }): Promise<void>;
  newest(): Promise<void>;
  /** The cursor moved: pages that waited for it may join. */
  reached(): void;
  /** The socket is gone, and with it what its pages wait for: they are asked for anew [H7]. */
  renew(): void;
  /** The stretch on show is void; so is every page on its way. */
  abandon(): void;
}

export function createHistory(options: HistoryOptions): HistoryPages {
  let generation = 0;
  let older: Promise<void> | undefined;
  let newer: Promise<void> | undefined;
  let waiting: ((renewed: boolean) => void)[] = [];

  const { ask, show, timeline } = options;

  function resume(renewed: boolean): void {
    const ready = waiting;
    waiting = [];
    for (const goOn of ready) goOn(renewed);
  }

  const reached = () => resume(false);

  function abandon(): void {
    generation += 1;
    older = newer = undefined;
    reached();
  }

  async function load(where: Where, place: Place): Promise<void> {
    const mine = generation;
    let page = await ask(where);
    while (page && mine === generation) {
      const outcome = show(page, place);
      if (outcome === "shown") return;
      const isOld =
        outcome === "stale" || (await new Promise<boolean>((goOn) => waiting.push(goOn)));
      if (isOld && mine === generation) page = await ask(where);
    }
  }

  function go(where: Where, place: Place): Promise<void> {
    abandon();
    return load(where, place);
  }

  return {
    reached,
    renew: () => resume(true),
    abandon,
    older() {
      const first = timeline()?.messages[0];
      if (older || !first || timeline()?.start) return older ?? Promise.resolve();
      const mine: Promise<void> = load({ before: first.seq }, "older").finally(() => {
        if (older === mine) older = undefined;
      });
      older = mine;
      return mine;
    },
    newer() {
      const last = timeline()?.messages.at(-1);
      if (newer || !last || timeline()?.atHead) return newer ?? Promise.resolve();
      const around = { around: last.seq, limit: SHARED_LIMITS.historyMost };
      const mine: Promise<void> = load(around, "newer").finally(() => {
        if (newer === mine) newer = undefined;
      });
      newer = mine;
      return mine;
    },
    jumpTo(where) {
      if (!("seq" in where)) return go({ date: where.date }, "elsewhere");
      const isShown = timeline()?.messages.some(({ seq }) => seq === where.seq);
      if (isShown) return Promise.resolve();
      const { seq: around, limit } = where;
      return go({ around, ...(limit !== undefined && { limit }) }, "elsewhere");
    },
    newest: () => (timeline()?.atHead ? Promise.resolve() : go({}, "newest")),
  };
}
