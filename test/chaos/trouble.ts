// What goes wrong in a chaos run, and when: kills, cuts and tabs that are closed, spread over its time.
// The seed gives the order; a trouble counts when it really happened.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer, type Server } from "../e2e/server.ts";
import type { Cutter } from "./cutter.ts";
import type { Participant } from "./participant.ts";
import { between, pick, type Random } from "./random.ts";

export interface House {
  url(): string;
  port(): number;
  /** SIGKILL to everything that runs, and a new start on the same data. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startHouse(): Promise<House> {
  // What killed servers leave behind goes with this folder.
  const folder = mkdtempSync(join(tmpdir(), "edgewise-chaos-"));
  process.env["TMPDIR"] = folder;
  let server: Server = await startServer();
  const { persistTo } = server;
  return {
    url: () => server.url,
    port: () => server.port,
    async kill() {
      await server.kill();
      const { port } = server;
      // Somebody else may have got the port meanwhile; the cutter follows to another one.
      server = await startServer({ persistTo, port }).catch(() => startServer({ persistTo }));
    },
    async stop() {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Spread {
  count: number;
  ms: number;
  /** Makes up for lost time, instead of keeping the distance to the one before. */
  catchUp?: true;
}

/** Calls `act` `count` times, once in each equal part of `ms`. */
export async function spread(
  random: Random,
  { count, ms, catchUp }: Spread,
  act: (i: number) => Promise<void> | void,
): Promise<void> {
  let from = performance.now();
  for (let i = 0; i < count; i++) {
    const due = from + ((i + random()) / count) * ms;
    await sleep(Math.max(0, due - performance.now()));
    await act(i);
    if (!catchUp) from += Math.max(0, performance.now() - due);
  }
}

/** Cuts one socket, as soon as that can be. */
export async function cutOne(cutter: Cutter, random: Random): Promise<void> {
  while (!cutter.cut(random)) await sleep(20);
}

/** Kills a writer's tab while what it sent last is on its way: the next tab finds it in the outbox, too. */
export async function reopenOne(
  cutter: Cutter,
  random: Random,
  writers: readonly Participant[],
): Promise<void> {
  const one = pick(random, writers);
  while (!cutter.delay(one.person, 500)) await sleep(20);
  await sleep(between(random, 50, 450));
  one.reopen();
}
