// `npm run test:chaos`: clients write while sockets are cut and the server is killed; then every log is compared.
// Ends with 0 only when each command is there exactly once, in its author's order, and everybody shows the same.

import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createApi } from "../../src/client/api.ts";
import { startCutter } from "./cutter.ts";
import { readHistory, readWholeLog } from "./log.ts";
import { join, signUp, type Participant } from "./participant.ts";
import { between, seeded } from "./random.ts";
import { cutOne, reopenOne, spread, startHouse } from "./trouble.ts";
import { judge } from "./verdict.ts";

const WRITERS = ["ada", "bea", "cem", "dan"];
const READERS = ["eva", "fay"];
const PAGE = "gus";
const ROOM = "chaos";
const REOPENED = 10;
/** A client that has this many unanswered writes no more. */
const PENDING_MOST = 60;
const SETTLE_MS = 90_000;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    messages: { type: "string", default: "3000" },
    changes: { type: "string", default: "1000" },
    kills: { type: "string", default: "3" },
    cuts: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
  },
});
const [seconds, messages, changes, kills, cuts, seed] = [
  values.seconds,
  values.messages,
  values.changes,
  values.kills,
  values.cuts,
  values.seed,
].map(Number) as [number, number, number, number, number, number];
const ms = seconds * 1_000;
const random = seeded(seed);
const started = performance.now();
const elapsed = () => Math.round((performance.now() - started) / 1_000);

const house = await startHouse();
const cutter = await startCutter(() => house.port());
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void house.stop().finally(() => process.exit(1)));
try {
  process.exitCode = (await run()) ? 0 : 1;
} finally {
  await house.stop();
  await cutter.close();
}

async function run(): Promise<boolean> {
  const owner = await signUp(house.url(), "owner");
  const api = createApi({ origin: house.url(), token: owner.token });
  const made = await api.createRoom({ name: ROOM, id: crypto.randomUUID() });
  if (!made.ok) throw new Error(made.failure.message);
  const enter = (fromStart: boolean) => (name: string) =>
    join({ origin: cutter.url, room: ROOM, name, fromStart });
  const writers = await Promise.all(WRITERS.map(enter(true)));
  const readers = await Promise.all([...READERS.map(enter(true)), enter(false)(PAGE)]);
  const all = [...writers, ...readers];

  const done = { kills: 0, cuts: 0, reopened: 0 };
  const progress = setInterval(() => {
    const sent = writers.reduce((sum, writer) => sum + writer.sent.length, 0);
    say(`${elapsed()} s: ${sent} sent, ${done.kills} kills, ${done.cuts} cuts`);
  }, 10_000);
  await Promise.all([
    ...writers.map((writer, i) => write(writer, share(messages, i))),
    ...writers.map((writer, i) => alter(writer, share(changes, i))),
    spread(random, { count: kills, ms: ms * 0.75 }, () =>
      house.kill().then(() => void done.kills++),
    ),
    spread(random, { count: cuts, ms, catchUp: true }, () =>
      cutOne(cutter, random).then(() => void done.cuts++),
    ),
    spread(random, { count: REOPENED, ms }, () =>
      reopenOne(cutter, random, writers).then(() => void done.reopened++),
    ),
  ]);
  const stuck = await settle(all, owner.token);
  clearInterval(progress);

  const log = await readWholeLog(house.url(), ROOM, owner.token);
  const judged = all.map(async (one) => ({
    ...one,
    history: await readHistory(house.url(), ROOM, one.token),
  }));
  const verdict = judge(await Promise.all(judged), log);
  const { sent, stored, refused, lost, doubled, faults } = verdict;
  for (const one of all) one.close();
  for (const fault of [...stuck, ...faults]) say(`FAULT ${fault}`);
  say(
    `seed ${seed}, clients ${all.length}: sent ${sent}, of them changes ${verdict.changes}, stored ${stored}, ` +
      `refused ${refused}, lost ${lost}, doubled ${doubled}, kills ${done.kills}, cuts ${done.cuts}, tabs reopened ${done.reopened}, seconds ${elapsed()}`,
  );
  return stuck.length === 0 && faults.length === 0;
}

function share(total: number, i: number): number {
  return Math.floor((total + WRITERS.length - 1 - i) / WRITERS.length);
}

async function write(writer: Participant, count: number): Promise<void> {
  await spread(random, { count, ms, catchUp: true }, async (i) => {
    const deadline = performance.now() + SETTLE_MS;
    while (writer.pending() >= PENDING_MOST && performance.now() < deadline) await sleep(10);
    writer.post(`${writer.name} ${i} ${padding()}`);
  });
}

/** Edits, deletes, reacts, pins, quotes and answers in threads, among what it writes. */
async function alter(writer: Participant, count: number): Promise<void> {
  await spread(random, { count, ms, catchUp: true }, async (i) => {
    const deadline = performance.now() + SETTLE_MS;
    const isReady = () => writer.pending() < PENDING_MOST;
    while (!(isReady() && writer.change(random, `${writer.name} changes ${i} ${padding()}`))) {
      if (performance.now() > deadline) return;
      await sleep(20);
    }
  });
}

/** Now and then a long body, or one of several bytes a character. */
function padding(): string {
  const dice = between(random, 0, 100);
  return dice === 0 ? "é\n👩‍👩‍👧 ".repeat(700) : dice < 10 ? "wörd ".repeat(dice * 10) : "";
}

/** Waits until everybody has all; says who has not. */
async function settle(all: readonly Participant[], token: string): Promise<string[]> {
  const deadline = performance.now() + SETTLE_MS;
  const isQuiet = () => all.every((one) => one.pending() === 0);
  while (!isQuiet() && performance.now() < deadline) await sleep(50);
  const head = (await readWholeLog(house.url(), ROOM, token)).length;
  const isWhole = () => all.every((one) => one.hasAll(head));
  while (!isWhole() && performance.now() < deadline) await sleep(50);
  return all.filter((one) => !one.hasAll(head)).map((one) => `stuck: ${one.describe()}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
