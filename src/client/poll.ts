// Asks for news where no socket gets through [H5] [T2]: every 2 s while things happen, slowing to 15 s.
// One question at a time; what two transports bring twice is dropped by the cursor.

import { createAlarm } from "./alarm.ts";
import { jitter } from "./backoff.ts";
import type { Platform } from "./platform.ts";

const FAST_MS = 2_000;
const SLOW_MS = 15_000;
const SLOWER = 1.5;
const FAILURES_MOST = 2;

/** What a question brought; `more`: ask on at once. */
export type News = "more" | "some" | "none" | "failed";

export interface Poll {
  start(): void;
  /** Something is about to happen: look now, and often. */
  hurry(): void;
  stop(): void;
}

export function createPoll(
  platform: Platform,
  ask: () => Promise<News>,
  unreachable: () => void,
): Poll {
  const next = createAlarm(platform);
  let on = false;
  let asking = false;
  let isHurried = false;
  let delay = FAST_MS;
  let failures = 0;

  async function tick(): Promise<void> {
    if (asking) return;
    next.clear();
    asking = true;
    isHurried = false;
    const news = await ask();
    asking = false;
    if (!on) return;
    failures = news === "failed" ? failures + 1 : 0;
    if (failures >= FAILURES_MOST) return unreachable();
    delay = news === "none" ? Math.min(SLOW_MS, delay * SLOWER) : FAST_MS;
    if (news === "more" || isHurried) void tick();
    else next.set(jitter(platform.random(), delay, 0.1), () => void tick());
  }

  function hurry(): void {
    if (!on) return;
    delay = FAST_MS;
    // The question on its way may have been asked too early.
    isHurried = true;
    void tick();
  }

  return {
    hurry,
    start() {
      on = true;
      failures = 0;
      hurry();
    },
    stop() {
      on = false;
      next.clear();
    },
  };
}
