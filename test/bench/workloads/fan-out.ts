// Everybody in a room hears what some say: at a given rate, or as fast as the answers come.
// Measured is a steady stretch; all of it is checked, from the first message to the last.

import { setTimeout as sleep } from "node:timers/promises";
import { Crowd, type Member } from "../load/crowd.ts";
import { untilQuiet, usageOf } from "../load/usage.ts";
import { quantile, type Figures } from "../report.ts";
import type { Measured } from "../servers.ts";

export interface FanOut {
  people: number;
  rooms?: number;
  /** Speakers in each room. */
  speakers: number;
  /** Messages a second in all (open loop), or else messages of each speaker under way (closed loop). */
  rate?: number;
  underWay?: number;
  seconds: number;
}

const WARM_MS = 4_500;
const DRAIN_MS = 60_000;

export async function fanOut(server: Measured, options: FanOut): Promise<Figures> {
  const { people, rooms = 1, speakers, seconds } = options;
  const crowd = new Crowd({ server, people, rooms, speakers });
  await crowd.connect();
  await untilQuiet(server);
  const stop =
    options.rate === undefined
      ? closedLoop(crowd, options.underWay ?? 4)
      : openLoop(crowd, options.rate);
  await sleep(WARM_MS);
  crowd.ages.length = 0;
  const [began, before] = [snapshot(crowd), usageOf(server.pid)];
  await sleep(seconds * 1_000);
  const [ended, after] = [snapshot(crowd), usageOf(server.pid)];
  const ages = [...crowd.ages];
  stop();
  const deadline = performance.now() + DRAIN_MS;
  while (!crowd.isQuiet() && performance.now() < deadline) await sleep(20);
  crowd.check();
  crowd.leave();
  const delivered = ended.delivered - began.delivered;
  const elapsed = (ended.at - began.at) / 1_000;
  return {
    "CPU us": (after.cpuUs - before.cpuUs) / delivered,
    "p50 ms": quantile(ages, 0.5),
    "p99 ms": quantile(ages, 0.99),
    "per s": delivered / elapsed,
    frames: (ended.frames - began.frames) / delivered,
    load: (ended.ownCpuUs - began.ownCpuUs) / 1e6 / elapsed,
  };
}

function snapshot({ delivered, frames }: Crowd) {
  const { user, system } = process.cpuUsage();
  return { delivered, frames, at: performance.now(), ownCpuUs: user + system };
}

function openLoop(crowd: Crowd, rate: number): () => void {
  const { speakers } = crowd;
  const began = performance.now();
  let count = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1_000) * rate;
    while (count < due) crowd.post(speakers[count++ % speakers.length]!);
  }, 1);
  return () => clearInterval(timer);
}

function closedLoop(crowd: Crowd, underWay: number): () => void {
  let running = true;
  crowd.onOwn = (member: Member) => {
    if (running) crowd.post(member);
  };
  for (const member of crowd.speakers) for (let i = 0; i < underWay; i++) crowd.post(member);
  return () => {
    running = false;
  };
}
