// A place without a network: virtual clock, seeded chance, sockets whose other end the test holds.
// Time moves only in `advance`, so no test waits or depends on how fast a machine is.

import type { Platform, SocketLike } from "../../src/client/platform.ts";

export interface FakeSocket extends SocketLike {
  url: string;
  protocols: string[];
  headers: Record<string, string> | undefined;
  /** What the client sent, while the socket was open. */
  sent: string[];
  isOpen: boolean;
  isClosedByClient: boolean;
  /** Called with each text the client sends. */
  onSent: ((text: string) => void) | undefined;
  open(): void;
  deliver(frame: object | string): void;
  cut(code?: number, reason?: string): void;
}

export interface World {
  platform: Platform;
  sockets: FakeSocket[];
  /** The newest socket. */
  readonly socket: FakeSocket;
  requests: { method: string; path: string; body: unknown; headers: Record<string, string> }[];
  /** Answers upgrades; without it they wait for the test. */
  onUpgrade: ((socket: FakeSocket) => void) | undefined;
  /** Answers requests; undefined: the network is gone. */
  onFetch:
    | ((
        method: string,
        url: URL,
        body: unknown,
        headers: Headers,
      ) => Response | undefined | Promise<Response | undefined>)
    | undefined;
  readonly now: number;
  advance(ms: number): Promise<void>;
  /** Lets everything that needs no time happen. */
  settle(): Promise<void>;
}

export function createWorld(seed = 1): World {
  let now = 1_000_000;
  let timers: { at: number; n: number; fn: () => void }[] = [];
  let count = 0;
  const random = mulberry(seed);

  const world: World = {
    sockets: [],
    get socket() {
      const socket = world.sockets.at(-1);
      if (!socket) throw new Error("No socket was opened.");
      return socket;
    },
    requests: [],
    onUpgrade: undefined,
    onFetch: undefined,
    get now() {
      return now;
    },
    settle,
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const due = timers
          .filter(({ at }) => at <= end)
          .toSorted((a, b) => a.at - b.at || a.n - b.n)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        now = Math.max(now, due.at);
        due.fn();
        await settle();
      }
      now = end;
    },
    platform: {
      now: () => now,
      random,
      randomBytes: (n) => Uint8Array.from({ length: n }, () => Math.floor(random() * 256)),
      setTimeout(fn, ms) {
        count += 1;
        const timer = { at: now + Math.max(0, ms), n: count, fn };
        timers.push(timer);
        return timer;
      },
      clearTimeout(timer) {
        timers = timers.filter((one) => one !== timer);
      },
      openSocket(url, protocols, headers) {
        const socket = fakeSocket(url, protocols, headers);
        world.sockets.push(socket);
        queueMicrotask(() => world.onUpgrade?.(socket));
        return socket;
      },
      async fetch(input, init) {
        const url = new URL(input as string);
        const method = init?.method ?? "GET";
        const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
        const headers = new Headers(init?.headers);
        world.requests.push({
          method,
          path: url.pathname + url.search,
          body,
          headers: Object.fromEntries(headers),
        });
        await Promise.resolve();
        const response = await world.onFetch?.(method, url, body, headers);
        if (!response) throw new TypeError("fetch failed");
        return response;
      },
    },
  };
  return world;
}

function fakeSocket(
  url: string,
  protocols: string[],
  headers?: Record<string, string>,
): FakeSocket {
  const socket: FakeSocket = {
    url,
    protocols,
    headers,
    sent: [],
    isOpen: false,
    isClosedByClient: false,
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    onSent: undefined,
    send(text) {
      if (!socket.isOpen) return;
      socket.sent.push(text);
      socket.onSent?.(text);
    },
    close() {
      socket.isOpen = false;
      socket.isClosedByClient = true;
    },
    open() {
      socket.isOpen = true;
      socket.onopen?.();
    },
    deliver(frame) {
      if (socket.isOpen)
        socket.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
    },
    cut(code = 1006, reason = "") {
      if (socket.isClosedByClient) return;
      socket.isOpen = false;
      socket.onclose?.({ code, reason });
    },
  };
  return socket;
}

/** Drains every microtask. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function mulberry(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
