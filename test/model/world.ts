// The whole server on one clock: the real worker, its objects, and the globals they expect.
// `Date.now` and `setTimeout` are the world's while it lives, so nothing waits for real time.

import { vi } from "vitest";
import type { Env } from "../../src/worker/env.ts";
import { Clock } from "./clock.ts";
import { Host, type ObjectClass } from "./host.ts";
import { Link, type ServerEnd } from "./link.ts";

vi.mock("cloudflare:workers", () => ({
  DurableObject: class {
    ctx: unknown;
    env: unknown;
    constructor(ctx: unknown, env: unknown) {
      this.ctx = ctx;
      this.env = env;
    }
  },
}));

const worker = await import("../../src/worker/index.ts");

/** What a pair hands out as the client's end: the front connects it to whoever asked. */
export interface Loose {
  link: Link;
}

export interface WorldOptions {
  rateLimit?: boolean;
  /** Microseconds of the send window for each socket, where a few people shall have one. */
  sendWindowUs?: number;
}

export class World {
  readonly clock: Clock;
  readonly env: Env;
  /** Bugs that the server logged, or that went unhandled. */
  readonly bugs: string[] = [];
  /** Sees each new connection, before its first frame. */
  watch: ((link: Link) => void) | undefined;
  /** ms by which the server's clock is ahead. */
  skew = 0;
  private readonly hosts = new Map<string, Host>();
  private readonly restore: () => void;
  /** Whose code runs now, for the timers that it sets. */
  private running: Host | undefined;

  constructor(seed: number, { rateLimit = true, sendWindowUs }: WorldOptions = {}) {
    this.clock = new Clock(seed);
    const { Room, Person, Handle, Workspace } = worker as unknown as Record<string, ObjectClass>;
    const space = (kind: string, of: ObjectClass | undefined) => ({
      idFromName: (name: string) => `${kind} ${name}`,
      get: (key: string) => this.stub(key, of as ObjectClass),
    });
    this.env = {
      ROOM: space("room", Room),
      PERSON: space("person", Person),
      HANDLE: space("handle", Handle),
      WORKSPACE: space("workspace", Workspace),
      ...(!rateLimit && { RATE_LIMIT: "off" }),
      ...(sendWindowUs !== undefined && { SEND_WINDOW_US: `${sendWindowUs}` }),
    } as unknown as Env;
    this.restore = this.takeOver();
  }

  /** The object of that name; made when it is first asked for. */
  host(key: string, of?: ObjectClass): Host {
    let host = this.hosts.get(key);
    if (!host) {
      if (!of) throw new Error(`There is no object ${key}.`);
      const mine: Host = new Host(this.clock, (state) => new of(state, this.env as never));
      mine.bug = (error) => this.bugs.push(String(error));
      mine.enter = (run) => {
        const before = this.running;
        this.running = mine;
        try {
          return run();
        } finally {
          this.running = before;
        }
      };
      this.hosts.set(key, mine);
      host = mine;
    }
    return host;
  }

  room(name = "general"): Host {
    return this.host(`room ${name}`, (worker as unknown as Record<string, ObjectClass>)["Room"]);
  }

  fetch(request: Request): Promise<Response & { webSocket?: Loose }> {
    return Promise.resolve(worker.default.fetch(request, this.env)) as never;
  }

  end(): void {
    this.restore();
    for (const host of this.hosts.values()) host.storage.close();
  }

  private stub(key: string, of: ObjectClass): object {
    const host = this.host(key, of);
    return new Proxy(
      {},
      {
        get:
          (_, method: string) =>
          (...args: unknown[]) =>
            host.call(method, args),
      },
    );
  }

  private takeOver(): () => void {
    const { clock } = this;
    const watch = (link: Link) => this.watch?.(link);
    const globals = {
      setTimeout: (fn: () => void, ms = 0) =>
        this.running ? this.running.timer(ms, fn) : clock.later(ms, fn),
      clearTimeout: (timer: never) =>
        this.running ? this.running.clearTimer(timer) : clock.cancel(timer),
      crypto: seededCrypto(clock),
      console: {
        ...console,
        log: () => {},
        error: (line: unknown) => this.bugs.push(String(line)),
      },
      WebSocketPair: class {
        0: Loose;
        1: ServerEnd;
        constructor() {
          const link = new Link(clock);
          watch(link);
          this[0] = { link };
          this[1] = link.server;
        }
      },
      WebSocketRequestResponsePair: class {
        request: string;
        response: string;
        constructor(request: string, response: string) {
          this.request = request;
          this.response = response;
        }
      },
      Response: upgradable(Response),
    };
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    const { now } = Date;
    // Whole milliseconds, as everywhere.
    Date.now = () => Math.floor(clock.now + this.skew);
    return () => {
      Date.now = now;
      vi.unstubAllGlobals();
    };
  }
}

/** `Response` with status 101, which only a worker may make. */
function upgradable(real: typeof Response): unknown {
  return class extends real {
    constructor(body?: BodyInit | null, init: ResponseInit = {}) {
      super(body ?? null, init.status === 101 ? {} : init);
      if (init.status !== 101) return;
      Object.defineProperty(this, "status", { value: 101 });
      Object.defineProperty(this, "webSocket", { value: init.webSocket });
    }
  };
}

/** Repeatable randomness; digests and signatures need only tell words apart, at once. */
function seededCrypto(clock: Clock) {
  return {
    getRandomValues(bytes: Uint8Array) {
      for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(clock.random() * 256);
      return bytes;
    },
    subtle: {
      digest(_: string, bytes: Uint8Array) {
        const out = new Uint8Array(32);
        bytes.forEach((byte, i) => (out[i % 32] = ((out[i % 32] ?? 0) * 31 + byte) & 255));
        return Promise.resolve(out.buffer);
      },
      importKey: () => Promise.resolve({}),
      sign(_: string, __: unknown, bytes: Uint8Array) {
        let sum = 0x811c9dc5;
        for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
        const out = new Clock(sum);
        return Promise.resolve(Uint8Array.from({ length: 32 }, () => out.between(0, 255)).buffer);
      },
    },
  };
}
