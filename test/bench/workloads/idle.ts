// Open sockets on which nothing happens: what each holds in memory, before and after its room sleeps, and what it costs.
// Then the first message into a room that slept.

import { setTimeout as sleep } from "node:timers/promises";
import { Crowd } from "../load/crowd.ts";
import { usageOf } from "../load/usage.ts";
import type { Figures } from "../report.ts";
import type { Measured } from "../servers.ts";

/** An object sleeps after 10 s without work; the consumers of Edgewise work once, 3 s after a message. */
const ASLEEP_MS = 16_000;
const WATCHED_MS = 3_000;
const SETTLED_MS = 1_500;
const SMALL = 5;

export async function idle(server: Measured, people: number): Promise<Figures> {
  const small = new Crowd({ server, people: SMALL, speakers: 1 });
  await small.connect();
  const awake = await firstMessage(small);
  const crowd = new Crowd({ server, people, speakers: 0 });
  await crowd.prepare();
  const empty = usageOf(server.pid);
  await crowd.connect();
  await sleep(SETTLED_MS);
  const full = usageOf(server.pid);
  await sleep(ASLEEP_MS);
  const asleep = usageOf(server.pid);
  await sleep(WATCHED_MS);
  const later = usageOf(server.pid);
  const woken = await firstMessage(small);
  small.check();
  small.leave();
  crowd.leave();
  const perSocket = (bytes: number) => bytes / people / 1_024;
  return {
    "KiB a socket": perSocket(full.rssBytes - empty.rssBytes),
    asleep: perSocket(asleep.rssBytes - empty.rssBytes),
    "CPU ms/s": (later.cpuUs - asleep.cpuUs) / WATCHED_MS,
    "awake ms": awake,
    "wake ms": woken,
  };
}

/** Milliseconds until everybody in the room has heard a message. */
async function firstMessage(crowd: Crowd): Promise<number> {
  let missing = SMALL;
  const began = performance.now();
  await new Promise<void>((resolve) => {
    crowd.onHeard = () => {
      missing -= 1;
      if (missing === 0) resolve();
    };
    crowd.post(crowd.members[0]!);
  });
  return performance.now() - began;
}
