// Two people take turns: the next message goes out when both have heard the last one.

import { Crowd, type Member } from "../load/crowd.ts";
import { untilQuiet, usageOf } from "../load/usage.ts";
import { quantile, type Figures } from "../report.ts";
import type { Measured } from "../servers.ts";

const WARM_UP = 50;

export async function pingPong(server: Measured, rounds: number): Promise<Figures> {
  const crowd = new Crowd({ server, people: 2, speakers: 2 });
  await crowd.connect();
  await untilQuiet(server);
  const [one, other] = crowd.members as [Member, Member];
  const times: number[] = [];
  let before = usageOf(server.pid);
  for (let i = 0; i < WARM_UP + rounds; i++) {
    if (i === WARM_UP) before = usageOf(server.pid);
    const began = performance.now();
    await bothHear(crowd, i % 2 === 0 ? one : other);
    if (i >= WARM_UP) times.push(performance.now() - began);
  }
  const after = usageOf(server.pid);
  crowd.check();
  crowd.leave();
  return {
    "p50 ms": quantile(times, 0.5),
    "p99 ms": quantile(times, 0.99),
    "CPU us": (after.cpuUs - before.cpuUs) / rounds / 2,
  };
}

function bothHear(crowd: Crowd, speaker: Member): Promise<void> {
  let missing = 2;
  return new Promise((resolve) => {
    crowd.onHeard = () => {
      missing -= 1;
      if (missing === 0) resolve();
    };
    crowd.post(speaker);
  });
}
