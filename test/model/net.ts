// One machine's way to the server: sockets, requests, and what can go wrong with either.
// It gives a client its `Platform`; the server sees whole requests, through the real worker.

import type { Platform } from "../../src/client/platform.ts";
import { settle } from "./clock.ts";
import { ClientEnd, type Link } from "./link.ts";
import type { World } from "./world.ts";

export const ORIGIN = "http://edgewise.test";

/**
 * `lost`: the server does what is asked, and its answer never comes. `late`: it may have been given up.
 * `slow`: it is answered at once, and the answer takes its time.
 */
export type Passage = "open" | "refused" | "hanging" | "lost" | "late" | "slow";

const SOON_MS: readonly [number, number] = [0, 30];
const LATE_MS = [5_000, 25_000] as const;
const SLOW_MS = [500, 14_000] as const;

export class Net {
  upgrades: Passage = "open";
  requests: Passage = "open";
  /** ms by which this machine's clock is ahead. */
  skew = 0;
  /** Every connection made from here, the newest last. */
  readonly links: Link[] = [];
  /** Sees each new connection. */
  linked: ((link: Link) => void) | undefined;
  /** Sees what the client gives to its socket. */
  onSend: ((text: string) => void) | undefined;
  readonly platform: Platform;
  private readonly world: World;
  /** A page that is gone hears nothing any more. */
  isGone = false;

  constructor(world: World) {
    this.world = world;
    const { clock } = world;
    this.platform = {
      now: () => Math.floor(clock.now + this.skew),
      random: clock.random,
      randomBytes: (n) => Uint8Array.from({ length: n }, () => clock.between(0, 255)),
      setTimeout: (fn, ms) => clock.later(ms, () => this.isGone || fn()),
      clearTimeout: (timer) => clock.cancel(timer as never),
      openSocket: (url, protocols, headers) => this.openSocket(url, protocols, headers),
      fetch: (url, init) => this.fetch(url as string, init ?? {}) as never,
    };
  }

  get link(): Link | undefined {
    return this.links.at(-1);
  }

  private openSocket(
    url: string,
    protocols: string[],
    headers: Record<string, string> = {},
  ): ClientEnd {
    const end = new ClientEnd();
    end.onSend = (text) => this.onSend?.(text);
    const passage = this.isGone ? "hanging" : this.upgrades;
    const fail = () => this.later(() => end.ended(1006));
    if (passage === "refused") fail();
    else if (passage !== "hanging")
      this.later(
        async () => {
          const all = {
            ...headers,
            Upgrade: "websocket",
            "Sec-WebSocket-Protocol": protocols.join(","),
          };
          const request = new Request(url.replace(/^ws/, "http"), { headers: all });
          const { webSocket } = await this.world.fetch(request);
          if (!webSocket) return fail();
          this.connect(webSocket.link, end, passage);
        },
        passage === "late" ? LATE_MS : SOON_MS,
      );
    return end;
  }

  private connect(link: Link, end: ClientEnd, passage: Passage): void {
    this.links.push(link);
    this.linked?.(link);
    if (passage === "lost") return link.blackhole();
    // The page was killed while it came.
    if (this.isGone) return link.cutServer();
    link.client = end;
    if (passage === "slow") link.down.stall(this.world.clock.between(...SLOW_MS));
    link.down.inOrder(() => end.opened(link));
    link.down.uncork();
  }

  private async fetch(url: string, init: RequestInit): Promise<Answer> {
    const passage = this.isGone ? "hanging" : this.requests;
    const aborted = new Promise<never>((_, reject) =>
      init.signal?.addEventListener("abort", () => reject(new TypeError("aborted"))),
    );
    const lost = new TypeError("fetch failed");
    const answer = async () => {
      await this.wait(passage === "late" ? LATE_MS : SOON_MS);
      if (passage === "refused") throw lost;
      if (passage === "hanging") return aborted;
      const body = init.body as string | undefined;
      const length =
        body === undefined
          ? {}
          : { "content-length": String(new TextEncoder().encode(body).length) };
      const response = await this.world.fetch(
        new Request(url, {
          method: init.method ?? "GET",
          headers: { ...(init.headers as Record<string, string>), ...length },
          ...(body !== undefined && { body }),
        }),
      );
      const { status, headers } = response;
      const text = await response.text();
      await this.wait(passage === "slow" ? SLOW_MS : SOON_MS);
      if (this.isGone) return new Promise<never>(() => {});
      if (passage === "lost") throw lost;
      return { status, headers, text: () => Promise.resolve(text) };
    };
    return Promise.race([answer(), aborted]);
  }

  private wait(between?: readonly [number, number]): Promise<void> {
    return new Promise((resolve) => this.later(resolve, between));
  }

  private later(run: () => void | Promise<void>, [least, most] = SOON_MS): void {
    const { clock } = this.world;
    clock.later(clock.between(least, most), () => void run());
  }
}

/** The part of a Response that a client uses. */
interface Answer {
  status: number;
  headers: Headers;
  text(): Promise<string>;
}

/** Signs somebody up through the real routes; returns the token. */
export async function signUp(world: World, handle: string): Promise<{ id: string; token: string }> {
  const net = new Net(world);
  const body = JSON.stringify({ handle, id: `sign-up-${handle}`, token: true });
  let answer: { user: { id: string }; token: string } | undefined;
  const asked = net.platform
    .fetch(`${ORIGIN}/api/session`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    })
    .then(async (response) => (answer = JSON.parse(await response.text())));
  await world.clock.until(() => answer !== undefined, 10_000);
  await asked;
  await settle();
  if (!answer) throw new Error("Nobody signed up.");
  return { id: answer.user.id, token: answer.token };
}
