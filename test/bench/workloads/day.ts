// A day in the life of a room, in some seconds: people write, edit, react, type, read, leave and come back.
// The same script for every server; what it costs is divided by all that was done.

import { setTimeout as sleep } from "node:timers/promises";
import { seeded } from "../../chaos/random.ts";
import { Crowd, type Member } from "../load/crowd.ts";
import type { Deed } from "../load/tongues.ts";
import { untilQuiet, usageOf } from "../load/usage.ts";
import { quantile, type Figures } from "../report.ts";
import type { Measured } from "../servers.ts";

const PEOPLE = 200;
/** Deeds a second: of a hundred, so many of each kind; the rest are messages. */
const RATE = 50;
const SHARES: [upTo: number, type: Deed["type"] | "join"][] = [
  [6, "edit"],
  [24, "react"],
  [39, "typing"],
  [54, "read"],
  [58, "join"],
];

export async function day(server: Measured, seconds: number): Promise<Figures> {
  const crowd = new Crowd({ server, people: PEOPLE, speakers: PEOPLE, page: true });
  await crowd.connect();
  await untilQuiet(server);
  const random = seeded(7);
  const pick = () => crowd.members[Math.floor(random() * PEOPLE)]!;
  for (let i = 0; i < 20; i++) crowd.post(pick());
  await sleep(1_500);
  crowd.ages.length = 0;
  const before = usageOf(server.pid);
  const began = performance.now();
  let done = 0;
  while (performance.now() - began < seconds * 1_000) {
    const due = ((performance.now() - began) / 1_000) * RATE;
    for (; done < due; done++) await act(crowd, pick(), random() * 100);
    await sleep(2);
  }
  await sleep(1_500);
  const after = usageOf(server.pid);
  crowd.leave();
  return {
    "CPU us a deed": (after.cpuUs - before.cpuUs) / done,
    "p50 ms": quantile(crowd.ages, 0.5),
    "p99 ms": quantile(crowd.ages, 0.99),
  };
}

async function act(crowd: Crowd, member: Member, share: number): Promise<void> {
  const type = SHARES.find(([upTo]) => share < upTo)?.[1] ?? "post";
  const { own, seq } = member.talk;
  switch (type) {
    case "edit":
      if (own > 0) return crowd.say(member, { type, seq: own, body: `changed, ${share}` });
      return crowd.post(member);
    case "react":
      return crowd.say(member, { type, seq: own || 1, emoji: "👍" });
    case "read":
      return crowd.say(member, { type, seq });
    case "typing":
      return crowd.say(member, { type });
    case "join":
      return crowd.comeBack(member);
    case "post":
      return crowd.post(member);
  }
}
