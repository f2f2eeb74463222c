// `npm run bench:open`: opening a room (upgrade, `welcome`, a page of history) costs the same however long its log is,
// also where its newest 50 messages carry 1,000 reactions.
// Fails where 100,000 stored messages cost more than 1.2 times what 1,000 do, in time or in rows read [L5].

import { rmSync } from "node:fs";
import { createApi } from "../../src/client/api.ts";
import { signUp } from "../chaos/participant.ts";
import { startServer } from "../e2e/server.ts";
import { openWire } from "../live/wire.ts";
import { fillRoom, REACTIONS } from "./fill.ts";

const ROOMS = { short: 1_000, long: 100_000 } as const;
type Room = keyof typeof ROOMS;
const NAMES = ["short", "long"] as const satisfies Room[];
const SAMPLES = 150;
const WARM_UP = 20;
const RATIO_MOST = 1.2;
/** What else this machine does only ever adds: the calmest round counts. */
const ROUNDS_MOST = 3;

const rows: Record<Room, number[]> = { short: [], long: [] };
const first = await startServer();
const { persistTo } = first;
const reader = await prepare(first.url);
const server = await startServer({ persistTo, logged: note });
try {
  process.exitCode = (await measure()) ? 0 : 1;
} finally {
  await server.stop();
  rmSync(persistTo, { recursive: true, force: true });
}

/** Two rooms and a member; then the server rests, and the rooms get their past. */
async function prepare(origin: string) {
  const { person, token } = await signUp(origin, "reader");
  const api = createApi({ origin, token });
  for (const name of NAMES) {
    const made = await api.createRoom({ name, id: crypto.randomUUID() });
    if (!made.ok) throw new Error(made.failure.message);
    await open(origin, name, token, 0);
  }
  await first.kill();
  for (const name of NAMES)
    fillRoom(persistTo, name, { author: person, messages: ROOMS[name], reacted: true });
  return { token };
}

/** Milliseconds until the newest page is there. */
async function open(origin: string, room: Room, token: string, head: number): Promise<number> {
  const started = performance.now();
  const wire = await openWire(origin, room, token);
  const welcome = await wire.next("welcome");
  wire.send({ type: "history", ref: "newest", limit: 50 });
  const { messages } = await wire.next("history");
  const ms = performance.now() - started;
  wire.close();
  const filled = head > 0 ? head + REACTIONS : 0;
  if (welcome.head !== filled || messages.length !== Math.min(50, head))
    throw new Error(`${room} has ${welcome.head} entries and showed ${messages.length}.`);
  return ms;
}

function note(text: string): void {
  if (!text.startsWith('{"at":"command"')) return;
  const line = JSON.parse(text) as { command: string; room: Room; rowsRead: number };
  const of = rows[line.room];
  if (line.command === "join") of.push(line.rowsRead);
  if (line.command === "history") of.push((of.pop() ?? 0) + line.rowsRead);
}

async function measure(): Promise<boolean> {
  for (let i = 0; i < WARM_UP; i++) await sampleBoth();
  for (let round = 1; round <= ROUNDS_MOST; round++) {
    const times: Record<Room, number[]> = { short: [], long: [] };
    for (let i = 0; i < SAMPLES; i++) {
      const { short, long } = await sampleBoth();
      times.short.push(short);
      times.long.push(long);
    }
    const [inTime, inRows] = [report("ms", times), report("rows read", rows)];
    if (inRows > RATIO_MOST) return false;
    if (inTime <= RATIO_MOST) return true;
  }
  return false;
}

async function sampleBoth(): Promise<Record<Room, number>> {
  const short = await open(server.url, "short", reader.token, ROOMS.short);
  return { short, long: await open(server.url, "long", reader.token, ROOMS.long) };
}

function report(what: string, { short, long }: Record<Room, number[]>): number {
  const [a, b] = [median(short), median(long)];
  const figures = `1,000 messages ${a.toFixed(1)}, 100,000 messages ${b.toFixed(1)}`;
  console.log(`opening a room, ${what}: ${figures}, ratio ${(b / a).toFixed(2)}`);
  return b / a;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
