// A TCP proxy on loopback that breaks connections as a bad network does: without a word.
// It knows bytes only; a connection counts as a socket once the server has agreed to upgrade it.

import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { between, pick, type Random } from "./random.ts";

export interface Cutter {
  url: string;
  /** Cuts one open WebSocket; false where none has been open for long. */
  cut(random: Random): boolean;
  /** What this person's client sends from now on arrives when it is gone; false where it has no socket. */
  delay(person: string, ms: number): boolean;
  close(): Promise<void>;
}

/** Clients that are cut again and again before that back off ever longer, and the chaos would be a silence. */
const RIPE_MS = 1_200;
/** Of the cuts, those that fall on any socket, however young. */
const YOUNG_SHARE = 0.2;

/** The old connection outlives a cut by this many times the cut's own length. */
const LATER = 5;

interface Pair {
  near: Socket;
  far: Socket;
  /** Person id, by the token in the request. */
  person: string;
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
    setTimeout(() => pair.far.destroy(), ms * LATER);
  },
  /** Nothing, but what was sent last arrives after the client has given up on it. */
  delay(pair: Pair, ms: number): void {
    const { near, far } = pair;
    const held: Buffer[] = [];
    pair.lingers = true;
    near.unpipe(far);
    far.unpipe(near);
    far.resume();
    near.on("data", (chunk: Buffer) => held.push(chunk)).resume();
    setTimeout(() => near.resetAndDestroy(), ms);
    setTimeout(() => far.write(Buffer.concat(held)), ms * LATER);
    setTimeout(() => far.destroy(), ms * LATER + 200);
  },
};

/** `target` is asked for each connection: the port of the server that runs now. */
export async function startCutter(target: () => number): Promise<Cutter> {
  /** With the time since which each is one. */
  const sockets = new Map<Pair, number>();
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ port: target(), host: "localhost" });
    const pair: Pair = { near, far, person: "", lingers: false };
    const isSocket = () => sockets.set(pair, performance.now());
    watchUpgrade(pair, isSocket);
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
      const way = pick(random, [WAYS.reset, WAYS.deafen, WAYS.linger, WAYS.delay]);
      way(pair, between(random, 20, 200));
      return true;
    },
    delay(person, ms) {
      const pair = [...sockets.keys()].find((one) => one.person === person);
      if (!pair) return false;
      sockets.delete(pair);
      WAYS.delay(pair, ms);
      return true;
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** An upgrade may come after other requests on the same connection. */
function watchUpgrade(pair: Pair, isSocket: () => void): void {
  const { near, far } = pair;
  const asked = (chunk: Buffer) => {
    const token = /\nauthorization: bearer (\w+)\./i.exec(chunk.toString("latin1"))?.[1];
    pair.person = token ?? pair.person;
  };
  const answered = (chunk: Buffer) => {
    if (chunk.toString("latin1", 0, 12) !== "HTTP/1.1 101") return;
    near.off("data", asked);
    far.off("data", answered);
    isSocket();
  };
  near.on("data", asked);
  far.on("data", answered);
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
