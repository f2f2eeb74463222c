// A TCP proxy on loopback that breaks connections as a bad network does: without a word.
// It knows bytes only; a connection counts as a socket once the server has agreed to upgrade it.

import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { between, pick, type Random } from "./random.ts";

export interface Cutter {
  url: string;
  /** Cuts one open WebSocket; false where none has been open for long. */
  cut(random: Random): boolean;
  close(): Promise<void>;
}

/** Clients that are cut again and again before that back off ever longer, and the chaos would be a silence. */
const RIPE_MS = 1_200;
/** Of the cuts, those that fall on any socket, however young. */
const YOUNG_SHARE = 0.2;

interface Pair {
  near: Socket;
  far: Socket;
  /** The far end outlives the near one. */
  lingers: boolean;
}

/** Each way loses something else. */
const WAYS = {
  /** Both directions at once. */
  reset({ near, far }: Pair): void {
    near.resetAndDestroy();
    far.destroy();
  },
  /** The answers to what still arrives. */
  deafen(pair: Pair, ms: number): void {
    pair.far.unpipe(pair.near);
    pair.far.resume();
    setTimeout(() => WAYS.reset(pair), ms);
  },
  /** The client's end only, so that its next socket meets the old one. */
  linger(pair: Pair, ms: number): void {
    pair.lingers = true;
    pair.far.unpipe(pair.near);
    pair.far.resume();
    pair.near.resetAndDestroy();
    setTimeout(() => pair.far.destroy(), ms * 5);
  },
};

/** `target` is asked for each connection: the port of the server that runs now. */
export async function startCutter(target: () => number): Promise<Cutter> {
  /** With the time since which each is one. */
  const sockets = new Map<Pair, number>();
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ port: target(), host: "localhost" });
    const pair: Pair = { near, far, lingers: false };
    far.once("data", (chunk: Buffer) => {
      if (chunk.toString("latin1", 0, 12) === "HTTP/1.1 101") sockets.set(pair, performance.now());
    });
    tie(pair, () => sockets.delete(pair));
    for (const socket of [near, far]) {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut(random) {
      const ripe = [...sockets].filter(([, since]) => performance.now() - since > RIPE_MS);
      if (ripe.length === 0) return false;
      const [pair] = pick(random, random() < YOUNG_SHARE ? [...sockets] : ripe);
      sockets.delete(pair);
      const way = pick(random, [WAYS.reset, WAYS.deafen, WAYS.linger]);
      way(pair, between(random, 20, 200));
      return true;
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function tie(pair: Pair, gone: () => void): void {
  const { near, far } = pair;
  near.pipe(far);
  far.pipe(near);
  for (const socket of [near, far]) {
    socket.setNoDelay();
    socket.on("error", () => socket.destroy());
    socket.on("close", gone);
  }
  far.on("close", () => near.destroy());
  near.on("close", () => {
    if (!pair.lingers) far.destroy();
  });
}
