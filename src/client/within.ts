// A promise that one does not wait for any longer than that.
// Its failure is an absence, too.

import type { Platform } from "./platform.ts";

export function within<T>(
  platform: Platform,
  ms: number,
  promise: Promise<T>,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = platform.setTimeout(() => resolve(undefined), ms);
    const settle = (value?: T) => {
      platform.clearTimeout(timer);
      resolve(value);
    };
    promise.then(settle, () => settle());
  });
}
