// `npm run bench`: Edgewise beside a bare durable room, Socket.IO and `ws`, each workload on one after the other.
// Ends with 0 where nothing was lost, doubled or out of order; how fast it is, the table says.

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { medians, table, type Figures, type Result } from "./report.ts";
import { NAMES, start, startWithPast, versions, type Measured } from "./servers.ts";
import { day } from "./workloads/day.ts";
import { fanOut, type FanOut } from "./workloads/fan-out.ts";
import { idle } from "./workloads/idle.ts";
import { join } from "./workloads/join.ts";
import { pingPong } from "./workloads/ping-pong.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    /** Yardsticks, separated by commas; `NAME:VALUE` is Edgewise with that variable. */
    against: { type: "string" },
    repeat: { type: "string" },
    json: { type: "string" },
  },
});
const seconds = 2;
const repetitions = Number(values.repeat ?? (values.quick ? 1 : 3));

interface Workload {
  name: string;
  /** Part of the short form. */
  quick?: boolean;
  run(server: Measured): Promise<Figures>;
}

const fan = (name: string, options: Omit<FanOut, "seconds">, quick = false): Workload => ({
  name,
  quick,
  run: (server) => fanOut(server, { ...options, seconds }),
});

const JOINS = 600;
const IDLE_PEOPLE = 1_000;

const WORKLOADS: Workload[] = [
  fan("100 people, 20/s", { people: 100, speakers: 10, rate: 20 }, true),
  fan("500 people, 100/s", { people: 500, speakers: 10, rate: 100 }, true),
  fan("1,000 people, 50/s", { people: 1_000, speakers: 10, rate: 50 }),
  fan("100 people, closed loop", { people: 100, speakers: 10 }),
  fan("500 people, closed loop", { people: 500, speakers: 10 }),
  fan("200 rooms of 5, closed loop", { people: 1_000, rooms: 200, speakers: 5 }, true),
  fan("200 rooms of 5, 1,000/s", { people: 1_000, rooms: 200, speakers: 5, rate: 1_000 }),
  { name: "two people, in turns", quick: true, run: (server) => pingPong(server, 300) },
  { name: "join, 1,000 stored", run: (server) => join(server, "short", JOINS) },
  { name: "join, 100,000 stored", run: (server) => join(server, "long", JOINS) },
  { name: "a day in the life", quick: true, run: (server) => day(server, 4) },
];
/** On servers of its own, all at once: nothing happens on them. */
const IDLE = `${IDLE_PEOPLE.toLocaleString("en-US")} idle sockets, and the first message after`;

const names = values.against ? ["edgewise", ...values.against.split(",")] : NAMES;
const chosen = WORKLOADS.filter(({ name, quick }) =>
  values.only ? values.only.split(";").some((part) => name.includes(part)) : quick || !values.quick,
);
const isPastNeeded = chosen.some(({ name }) => name.startsWith("join"));
const results: Result[] = [];
const servers: Measured[] = [];
const stopAll = () => Promise.all(servers.splice(0).map((server) => server.stop()));
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
try {
  for (const name of names) servers.push(await (isPastNeeded ? startWithPast(name) : start(name)));
  console.log(versions());
  for (let i = 0; i < repetitions; i++)
    for (const workload of chosen) for (const server of servers) await measure(workload, server);
  await stopAll();
  if (values.only ? IDLE.includes(values.only) : !values.quick)
    for (let i = 0; i < repetitions; i++) await measureIdle();
} finally {
  await stopAll();
  // Also of a run that ended early.
  console.log(table(medians(results)).join("\n"));
  if (values.json) writeFileSync(values.json, JSON.stringify(results, undefined, 1));
}

async function measureIdle(): Promise<void> {
  for (const name of names) servers.push(await start(name));
  await Promise.all(
    servers.map((server) => measure({ name: IDLE, run: (one) => idle(one, IDLE_PEOPLE) }, server)),
  );
  await stopAll();
}

async function measure({ name, run }: Workload, server: Measured): Promise<void> {
  const figures = await run(server);
  results.push({ workload: name, server: server.name, figures });
  const shown = Object.entries(figures).map(([what, value]) => `${what} ${value.toFixed(2)}`);
  console.log(`${name}: ${server.name}: ${shown.join(", ")}`);
}
