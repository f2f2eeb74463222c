// Runs one history in a world of four pages of three people, and checks after each step.
// The steps are data, so that whatever failed can be run again.

import { Belonging } from "./belonging.ts";
import { between } from "./between.ts";
import type { Link } from "./link.ts";
import { makeDirect, makePrivate } from "./places.ts";
import { askFor } from "./ask-for.ts";
import { Scene } from "./scene.ts";
import { Raw } from "./raw.ts";
import type { Slot } from "./slot.ts";
import type { Step } from "./steps.ts";
import type { Snapshot } from "./storage.ts";
import { watchPeople } from "./watch-people.ts";

/** Of the four pages of a history: 48 ms, the widest there is. */
const WINDOW_US = 12_000;
const ESSAY = "€".repeat(7_900);

export interface Outcome {
  faults: readonly string[];
  events: number;
  entries: number;
}

/** What a step leaves for a later one. */
interface Kept {
  /** Who removes people and lets them back in; only where the history does so. */
  owner?: Raw;
  /** Where the room is for its members only. */
  belonging?: Belonging;
  snapshot?: Snapshot;
}

export type Place = "open" | "private" | "direct";

export async function runHistory(
  seed: number,
  steps: readonly Step[],
  place: Place = "open",
): Promise<Outcome> {
  // Every other history has the send window of a large room.
  const scene = new Scene(seed, seed % 2 === 0 ? {} : { sendWindowUs: WINDOW_US });
  const { oracle, world } = scene;
  const kept: Kept = {};
  const outcome = (when: string): Outcome => ({
    faults: oracle.faults.map((fault) => `${when}: ${fault}`),
    events: world.clock.events,
    entries: oracle.log.length,
  });
  try {
    const isWatched = place !== "open" || steps.some((step) => step.do === "remove");
    if (isWatched) watchPeople(scene);
    await populate(scene, place, kept);
    if (isWatched && place === "open") kept.owner = await scene.owner();
    for (const slot of scene.slots) {
      slot.mayEnd = isWatched;
      if (isWatched) slot.mayFail.add("not_found");
      if (place === "private") slot.mayFail.add("read_only");
      if (place === "direct") slot.mayFail.add("forbidden");
    }
    for (const [i, step] of steps.entries()) {
      await take(scene, step, kept);
      scene.check();
      if (oracle.faults.length > 0) return outcome(`step ${i} ${JSON.stringify(step)}`);
    }
    if (place === "direct") await between.makePeace(scene);
    else if (kept.owner) await letAllBack(scene, kept);
    await scene.rest();
    return outcome("at rest");
  } finally {
    scene.end();
  }
}

async function populate(scene: Scene, place: Place, kept: Kept): Promise<void> {
  const ada = await scene.person("ada");
  const bea = await scene.person("bea");
  const cyd = await scene.person("cyd");
  if (place === "direct") await makeDirect(scene, ada, bea);
  if (place === "private") {
    // Every other one is a group, in which each may bring people in.
    const owner = await scene.person("owner");
    const title = scene.world.clock.random() < 0.5 ? "Plans" : "";
    kept.owner = await makePrivate(scene, owner, [ada, bea, cyd], title);
    kept.belonging = new Belonging(scene, kept.owner, title === "");
  }
  scene.open({ name: "ada", person: ada, fromStart: true });
  scene.open({ name: "ada-2", person: ada });
  scene.open({ name: "bea", person: bea });
  const last = scene.open({ name: "cyd", person: cyd, fromStart: true });
  // There is no third in a direct room, however they got its address.
  last.isOut = place === "direct";
  if (place === "direct") scene.oracle.out.set(cyd.id, 0);
  if (place !== "open") for (const who of [ada, bea, cyd]) new Raw(scene, who).openInbox();
}

async function take(scene: Scene, step: Step, kept: Kept): Promise<void> {
  const { world, room, slots } = scene;
  const slot = slots["who" in step ? step.who : 0] as Slot;
  const { client, net } = slot;
  const { link } = net;
  switch (step.do) {
    case "post":
      for (let i = 0; i < step.times; i++) slot.post();
      break;
    case "change":
      slot.change(step.how, step.share);
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
    case "remove":
    case "let-back":
      if (kept.owner) await order(scene, kept, slot, step.do === "remove");
      break;
    case "remove-for":
      if (kept.owner) await order(scene, kept, slot, true, step.ms);
      break;
    case "mention":
      slot.post(`@${slots[step.whom]?.handle} ${slot.name} ${slot.count + 1}`);
      break;
    case "ask":
      await askFor(scene, slot.person, step.what);
      break;
    case "block":
    case "unblock":
      await between.block(scene, slot.person, step.do === "block");
      break;
    case "invite":
    case "come":
    case "revoke":
    case "archive":
    case "restore":
    case "end":
    case "abandon":
      await kept.belonging?.take(step, slot);
      break;
    case "leave":
      await leave(scene, slot);
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
      scene.fall(step.do);
      break;
    case "snapshot":
      room.flush();
      kept.snapshot = room.storage.snapshot();
      break;
    case "roll-back":
      if (kept.snapshot) scene.rollBack(kept.snapshot);
      break;
  }
  await world.clock.run(0);
}

/** It may be refused: whom nobody knows here yet cannot be removed. */
async function order(
  { oracle }: Scene,
  { owner, belonging }: Kept,
  { person }: Slot,
  on: boolean,
  forMs?: number,
): Promise<string | undefined> {
  if (!owner || oracle.isGone) return undefined;
  const id = `an-order-${oracle.intents.size}`;
  owner.wrote(id, `${on ? "remove" : "let back"} ${person.id}`, true);
  Object.assign(oracle.intents.get(id) ?? {}, { mayBeGone: true });
  // Into a room that is not open nobody is let back but by being brought in.
  if (belonging && !on) return (await owner.request({ person: person.id, id }, "/members")).type;
  const end = forMs === undefined ? {} : { forMs };
  return (await owner.request({ type: "remove", id, after: 0, person: person.id, on, ...end }))
    .type;
}

/** Refused where one is out of the room already. */
async function leave(scene: Scene, { person }: Slot): Promise<void> {
  const id = `a-leave-${scene.oracle.intents.size}`;
  const who = new Raw(scene, person);
  who.wrote(id, `leave ${person.id}`, true);
  Object.assign(scene.oracle.intents.get(id) ?? {}, { mayBeGone: true });
  await who.request({ type: "leave", id, after: 0 });
}

/** What was refused before is not heard of any later than its answer may take. */
async function letAllBack(scene: Scene, kept: Kept): Promise<void> {
  const { oracle } = scene;
  for (const slot of scene.slots) slot.isOut = oracle.isGone;
  await kept.belonging?.take({ do: "restore" }, scene.slots[0] as Slot);
  for (const slot of scene.slots)
    while (!oracle.isGone && oracle.isOut(slot.person.id)) await order(scene, kept, slot, false);
  await scene.run(60_000);
  for (const { client } of oracle.isGone ? [] : scene.slots)
    if (client.state.connection.name === "ended") client.reconnect();
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
