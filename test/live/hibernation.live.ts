// An idle room leaves memory while its sockets stay open and are still answered [G6] [H3].
// The log lines carry an id that is minted per instance of the object.

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "../../src/client/api.ts";
import { signUp } from "../chaos/participant.ts";
import { startServer, type Server } from "../e2e/server.ts";
import { openWire, type Wire } from "./wire.ts";

/** The platform evicts an object after 10 s without work. */
const IDLE_MS = 12_000;
/** After a post the room's consumers run once, 10 s later, and that is work. */
const POSTED_MS = 23_000;
const STEP_MS = 3_000;

/** Per room: which instance handled each `who`. */
const instances = new Map<string, string[]>();
let server: Server | undefined;

beforeAll(async () => {
  server = await startServer({ logged: note });
});
afterAll(() => server?.stop());

function note(text: string): void {
  if (!text.startsWith('{"at":"command"')) return;
  const line = JSON.parse(text) as { command: string; room: string; instance: string };
  if (line.command === "who")
    instances.set(line.room, [...(instances.get(line.room) ?? []), line.instance]);
}

async function twoIn(room: string) {
  const origin = server?.url ?? "";
  const [ada, bea] = [await signUp(origin, "ada"), await signUp(origin, "bea")];
  const api = createApi({ origin, token: ada.token });
  expect((await api.createRoom({ name: room, id: crypto.randomUUID() })).ok).toBe(true);
  const wires: [Wire, Wire] = [
    await openWire(origin, room, ada.token),
    await openWire(origin, room, bea.token),
  ];
  for (const wire of wires) await wire.next("welcome");
  return { room, wires };
}

type Party = Awaited<ReturnType<typeof twoIn>>;

/** Asks who is there, which is work that leaves nothing to do; returns the instance that answered. */
async function who({ room, wires: [a] }: Party): Promise<string> {
  const count = instances.get(room)?.length ?? 0;
  a.send({ type: "who", ref: `who-${count}` });
  expect((await a.next("who")).people).toHaveLength(2);
  await expect.poll(() => instances.get(room)?.length).toBe(count + 1);
  return instances.get(room)?.at(-1) ?? "";
}

async function post({ wires: [a, b] }: Party): Promise<number> {
  a.send({ type: "post", id: crypto.randomUUID(), body: "hello", after: 0 });
  const [, { entries }] = await Promise.all([a.next("accepted"), b.next("entries")]);
  return entries.at(-1)?.seq ?? 0;
}

async function ping({ wires }: Party, head: number): Promise<void> {
  for (const wire of wires) {
    wire.send("ping");
    expect((await wire.next("pong")).text).toMatch(new RegExp(`^pong \\S+ ${head}$`));
  }
}

test("another instance answers the same sockets after 12 s without work; a busy room keeps its own", async () => {
  const [idle, posted, busy] = [await twoIn("idle"), await twoIn("posted"), await twoIn("busy")];
  await post(posted);
  const [idleAt, postedAt, busyAt] = [await who(idle), await who(posted), await who(busy)];
  let idleThen = "";
  for (let waited = STEP_MS; waited <= POSTED_MS + STEP_MS; waited += STEP_MS) {
    await sleep(STEP_MS);
    if (idleThen === "") await ping(idle, 0);
    await ping(posted, 1);
    expect(await who(busy)).toBe(busyAt);
    if (idleThen === "" && waited >= IDLE_MS) idleThen = await who(idle);
  }
  expect(idleThen).not.toBe(idleAt);
  expect(await who(posted)).not.toBe(postedAt);
  expect(await post(posted)).toBe(2);
  for (const wire of [idle, posted, busy].flatMap(({ wires }) => wires)) {
    expect(wire.closed).toBeUndefined();
    wire.close();
  }
});
