// What the client needs of the place it runs in: a clock, timers, randomness, sockets and fetch.
// Nothing else in this folder touches a global, so a test can own time and chance.

/** The part of a WebSocket in use. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: (() => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export interface Platform {
  /** ms since 1970, as this machine believes; never compared with the server's. */
  now(): number;
  /** 0 <= x < 1 */
  random(): number;
  randomBytes(n: number): Uint8Array;
  setTimeout(fn: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** `headers` only where the caller has a token; a browser has the cookie instead. */
  openSocket(url: string, protocols: string[], headers?: Record<string, string>): SocketLike;
  fetch: typeof fetch;
}

type HeaderedSocket = new (
  url: string,
  options: { protocols: string[]; headers: Record<string, string> },
) => WebSocket;

/** The globals of browsers, workers, Node, Deno and Bun. */
export function defaultPlatform(): Platform {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    // Not randomUUID: over plain http a browser does not have it.
    randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
    setTimeout: (fn, ms) => setTimeout(fn, ms),
    clearTimeout: (timer) => clearTimeout(timer as Parameters<typeof clearTimeout>[0]),
    openSocket: (url, protocols, headers) => {
      const socket = headers
        ? new (WebSocket as unknown as HeaderedSocket)(url, { protocols, headers })
        : new WebSocket(url, protocols);
      // Its handlers take whole events, ours a part of them.
      return socket as unknown as SocketLike;
    },
    fetch: (input, init) => fetch(input, init),
  };
}
