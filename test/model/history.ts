// Runs one history in a world of four pages of three people, and checks after each step.
// At the end everything is healed, and all must come to rest on the same log.

import type { Link } from "./link.ts";
import { signUp } from "./net.ts";
import { Oracle } from "./oracle.ts";
import { Slot } from "./slot.ts";
import type { Step } from "./steps.ts";
import type { Snapshot } from "./storage.ts";
import { watchWire } from "./wire.ts";
import { World } from "./world.ts";

const REST_MS = 15 * 60_000;
const ESSAY = "€".repeat(7_900);
/** What a step has broken on purpose: a statement, or the life of an instance. */
const EXPECTED = /injected|instance is gone|object was reset/;

export interface Outcome {
  faults: readonly string[];
  events: number;
  entries: number;
}

export async function runHistory(seed: number, steps: readonly Step[]): Promise<Outcome> {
  const world = new World(seed);
  try {
    const history = await begin(world);
    for (const [i, step] of steps.entries()) {
      await history.take(step);
      history.check();
      if (history.faults.length > 0) return history.outcome(`step ${i} ${JSON.stringify(step)}`);
    }
    await history.rest();
    return history.outcome("at rest");
  } finally {
    world.end();
  }
}

async function begin(world: World) {
  const room = world.room();
  const oracle = new Oracle(room);
  world.watch = (link: Link) => watchWire(link, oracle);
  const ada = await signUp(world, "ada");
  const bea = await signUp(world, "bea");
  const cyd = await signUp(world, "cyd");
  const slots = [
    new Slot(world, oracle, { name: "ada", person: ada, fromStart: true }),
    new Slot(world, oracle, { name: "ada-2", person: ada }),
    new Slot(world, oracle, { name: "bea", person: bea }),
    new Slot(world, oracle, { name: "cyd", person: cyd, fromStart: true }),
  ];
  let snapshot: Snapshot | undefined;

  async function take(step: Step): Promise<void> {
    const slot = slots["who" in step ? step.who : 0] as Slot;
    const { client, net } = slot;
    const { link } = net;
    switch (step.do) {
      case "post":
        for (let i = 0; i < step.times; i++) slot.post();
        break;
      case "essay":
        for (let i = 0; i < step.times; i++) slot.post(`${slot.name} ${slot.count + 1} ${ESSAY}`);
        break;
      case "wait":
        return world.clock.run(step.ms);
      case "cut":
        if (link) cut(link, step.how);
        break;
      case "lose":
        if (link) lose(link, step.skip, step.count);
        break;
      case "lag":
        link?.[step.way].stall(step.ms);
        break;
      case "upgrades":
      case "requests":
        net[step.do] = step.passage;
        break;
      case "reopen":
        slot.reopen(step.how !== "close", step.how === "late" ? 5_000 : undefined);
        break;
      case "wake":
      case "reconnect":
        client[step.do]();
        break;
      case "older":
        void client.loadOlder();
        break;
      case "newer":
        void client.loadNewer();
        break;
      case "newest":
        void client.jumpToNewest();
        break;
      case "jump":
        slot.isElsewhere = true;
        void client.jumpTo({ seq: Math.ceil(step.share * client.state.head) });
        break;
      case "read":
        client.markRead();
        break;
      case "retry":
        slot.retryFailed();
        break;
      case "full":
      case "free":
        slot.disk.isFull = step.do === "full";
        slot.mayFail.add("storage");
        break;
      case "skew":
        net.skew = step.ms;
        break;
      case "server-skew":
        world.skew = step.ms;
        break;
      case "fail":
        room.storage.failures = { match: /INSERT INTO log/, times: step.times };
        for (const each of slots) each.mayFail.add("internal");
        break;
      case "hibernate":
      case "evict":
      case "crash":
      case "crash-durable":
        fell(step.do);
        break;
      case "snapshot":
        room.flush();
        snapshot = room.storage.snapshot();
        break;
      case "roll-back":
        if (!snapshot) break;
        for (const each of slots) each.countsUnread = false;
        room.rollBack(snapshot);
        oracle.rolledBack();
        break;
    }
    await world.clock.run(0);
  }

  function fell(how: "hibernate" | "evict" | "crash" | "crash-durable"): void {
    for (const slot of slots) slot.countsUnread = false;
    if (how === "hibernate") room.hibernate();
    else if (how === "evict") room.evict();
    else room.crash(how === "crash-durable");
  }

  function check(): void {
    for (const slot of slots) slot.check();
    for (const bug of world.bugs.splice(0)) if (!EXPECTED.test(bug)) oracle.fault(`a bug: ${bug}`);
  }

  /** All is well again; everybody must notice by himself. */
  async function rest(): Promise<void> {
    room.storage.failures = undefined;
    for (const { net, disk } of slots) {
      net.upgrades = net.requests = "open";
      disk.isFull = false;
      for (const link of net.links) link.down.lose = undefined;
    }
    const isQuiet = await world.clock.until(() => slots.every((slot) => slot.isQuiet), REST_MS);
    check();
    if (!isQuiet)
      for (const slot of slots)
        if (!slot.isQuiet)
          oracle.fault(
            `${slot.name} is stuck: ${JSON.stringify(stuck(slot))} of ${oracle.log.length}`,
          );
    await world.clock.run(5_000);
    check();
    for (const slot of slots) slot.checkEnd();
    for (const { id, body, mayBeGone, hasFailed } of oracle.intents.values())
      if (
        !oracle.has(id) &&
        !mayBeGone &&
        !hasFailed &&
        !slots.some(({ disk }) => disk.refused.has(id))
      )
        oracle.fault(`[G2] never arrived: ${body}`);
  }

  return {
    take,
    check,
    rest,
    faults: oracle.faults,
    outcome: (when: string): Outcome => ({
      faults: oracle.faults.map((fault) => `${when}: ${fault}`),
      events: world.clock.events,
      entries: oracle.log.length,
    }),
  };
}

function cut(link: Link, how: Extract<Step, { do: "cut" }>["how"]): void {
  if (how === "both") link.cut();
  else if (how === "client") link.cutClient();
  else if (how === "late") link.cutClient(3_000);
  else if (how === "server") link.cutServer();
  else if (how === "blackhole") link.blackhole();
  else link[how].isDead = true;
}

/** Loses `count` frames of the server after the next `skip`. */
function lose(link: Link, skip: number, count: number): void {
  let n = 0;
  link.down.lose = (text) => {
    if (text.startsWith("pong")) return false;
    n += 1;
    return n > skip && n <= skip + count;
  };
}

function stuck({ client }: Slot): object {
  const { connection, pending, head, timeline } = client.state;
  const { atHead, messages } = timeline;
  return { connection, pending: pending.length, head, atHead, shown: messages.length };
}
