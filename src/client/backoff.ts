// How long to wait before trying again [H2].
// Full jitter: never a constant, so that a crowd that fell together does not come back together.

const FIRST_MS = 500;
/** Short: a server that restarts is back within a minute, and somebody may be waiting for it. */
const MOST_MS = 10_000;
/** After so many failures, more than a minute on the average, it is not a restart any more. */
const MANY = 20;
const MOST_AFTER_MANY_MS = 30_000;

/** `failures` so far, 0 after a connection that held; `firstMs` where the server wants a wider spread. */
export function backoff(random: number, failures: number, firstMs: number = FIRST_MS): number {
  const most = failures < MANY ? MOST_MS : MOST_AFTER_MANY_MS;
  return random * Math.min(Math.max(most, firstMs), firstMs * 2 ** Math.min(failures, 20));
}

/** `ms`, give or take `share` of it. */
export function jitter(random: number, ms: number, share: number): number {
  return ms * (1 + share * (2 * random - 1));
}
