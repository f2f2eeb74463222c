// People enter a room that has a past, and get its 50 newest messages.

import { Crowd } from "../load/crowd.ts";
import { untilQuiet, usageOf } from "../load/usage.ts";
import { quantile, type Figures } from "../report.ts";
import type { Measured } from "../servers.ts";

const AT_ONCE = 4;
/** Different people, each of whom has been in the room before it counts. */
const PEOPLE = 20;

export async function join(server: Measured, room: string, times: number): Promise<Figures> {
  const crowd = new Crowd({ server, people: PEOPLE, speakers: 0, page: true });
  const names = Array.from({ length: PEOPLE }, (_, i) => `p${i}`);
  await server.tongue.prepare(`http://127.0.0.1:${server.port}`, names, []);
  const took: number[] = [];
  const enter = async (count: number) => {
    let next = 0;
    const lane = async () => {
      while (next < count) {
        const index = next++ % PEOPLE;
        const began = performance.now();
        const member = await crowd.enter(index, room, names[index]!);
        took.push(performance.now() - began);
        if (member.talk.page !== 50)
          throw new Error(`${server.name} showed ${member.talk.page} messages of ${room}.`);
        member.wire.close();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  };
  await untilQuiet(server);
  await enter(PEOPLE * 2);
  took.length = 0;
  const before = usageOf(server.pid);
  await enter(times);
  const after = usageOf(server.pid);
  return {
    "CPU us": (after.cpuUs - before.cpuUs) / times,
    "p50 ms": quantile(took, 0.5),
    "p99 ms": quantile(took, 0.99),
  };
}
