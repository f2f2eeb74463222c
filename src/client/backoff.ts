// How long to wait before trying again [H2].
// Full jitter: never a constant, so that a crowd that fell together does not come back together.

const FIRST_MS = 500;
const MOST_MS = 30_000;

/** `failures` so far, 0 after a connection that held; `firstMs` where the server wants a wider spread. */
export function backoff(random: number, failures: number, firstMs: number = FIRST_MS): number {
  return random * Math.min(Math.max(MOST_MS, firstMs), firstMs * 2 ** Math.min(failures, 20));
}

/** `ms`, give or take `share` of it. */
export function jitter(random: number, ms: number, share: number): number {
  return ms * (1 + share * (2 * random - 1));
}
