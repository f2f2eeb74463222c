// Who is typing, and saying that oneself does.
// A sign of typing lasts 5 s, so that a lost one never sticks.

import { SHARED_LIMITS } from "../protocol/shared-limits.ts";
import { createAlarm } from "./alarm.ts";
import type { Platform } from "./platform.ts";

const LASTS_MS = 5_000;

export interface Typing {
  /** Another person types. */
  heard(by: string): void;
  /** Their message came, or they left. */
  stopped(by: string): void;
  /** Oneself types: sent at most once in 3 s. */
  say(): void;
  clear(): void;
}

export function createTyping(
  platform: Platform,
  send: () => void,
  changed: (typing: readonly string[]) => void,
): Typing {
  let until = new Map<string, number>();
  let quietUntil = 0;
  const alarm = createAlarm(platform);

  function set(next: Map<string, number>): void {
    until = next;
    changed([...until.keys()]);
    const soonest = Math.min(...until.values());
    if (until.size === 0) alarm.clear();
    else alarm.set(Math.max(0, soonest - platform.now()), expire);
  }

  function expire(): void {
    set(new Map([...until].filter(([, end]) => end > platform.now())));
  }

  return {
    heard: (by) => set(new Map(until).set(by, platform.now() + LASTS_MS)),
    stopped(by) {
      if (until.has(by)) set(new Map([...until].filter(([id]) => id !== by)));
    },
    say() {
      if (platform.now() < quietUntil) return;
      quietUntil = platform.now() + SHARED_LIMITS.typingMs;
      send();
    },
    clear() {
      if (until.size > 0) set(new Map());
    },
  };
}
