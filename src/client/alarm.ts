// One timer that can be set again.
// At most one call is pending; setting replaces it.

import type { Platform } from "./platform.ts";

export interface Alarm {
  set(ms: number, fn: () => void): void;
  clear(): void;
  readonly pending: boolean;
}

export function createAlarm(platform: Pick<Platform, "setTimeout" | "clearTimeout">): Alarm {
  let timer: unknown;
  let pending = false;
  function clear(): void {
    if (pending) platform.clearTimeout(timer);
    pending = false;
  }
  return {
    set(ms, fn) {
      clear();
      pending = true;
      timer = platform.setTimeout(() => {
        pending = false;
        fn();
      }, ms);
    },
    clear,
    get pending() {
      return pending;
    },
  };
}
