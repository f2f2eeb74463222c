// Pings [H1]: one right after `welcome`, then every 25 s +-10 %, and at once when woken.
// A connection whose ping stays unanswered is dead.

import { createAlarm } from "./alarm.ts";
import { jitter } from "./backoff.ts";
import type { Platform } from "./platform.ts";

const EVERY_MS = 25_000;
const PATIENCE_MS = 10_000;
/** In a replay a page of 256 KiB may stand before the pong on a slow line. */
const REPLAY_PATIENCE_MS = 30_000;

export interface Heartbeat {
  start(): void;
  /** The replay is over: from here on 10 s have to do. */
  settle(): void;
  /** Pings now, unless a ping is on its way. */
  beat(): void;
  pong(): void;
  stop(): void;
}

export function createHeartbeat(platform: Platform, ping: () => void, dead: () => void): Heartbeat {
  const next = createAlarm(platform);
  const deadline = createAlarm(platform);
  let patience = PATIENCE_MS;

  function beat(): void {
    if (deadline.pending) return;
    deadline.set(patience, dead);
    next.set(jitter(platform.random(), EVERY_MS, 0.1), beat);
    ping();
  }

  return {
    beat,
    start() {
      patience = REPLAY_PATIENCE_MS;
      beat();
    },
    settle() {
      patience = PATIENCE_MS;
      if (deadline.pending) deadline.set(patience, dead);
    },
    pong() {
      deadline.clear();
      // The next beat found the deadline pending and gave up its turn.
      if (!next.pending) next.set(jitter(platform.random(), EVERY_MS, 0.1), beat);
    },
    stop() {
      next.clear();
      deadline.clear();
    },
  };
}
