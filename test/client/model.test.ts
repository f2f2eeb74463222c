import { describe, expect, it } from "vitest";
import type { RoomClient } from "../../src/client/room.ts";
import { memoryStorage } from "../../src/client/storage.ts";
import { setUp, shown } from "./set-up.ts";

// Clients of a room whose network drops, delays, cuts, refuses and flips, by a seed. In the end nothing
// is lost, nothing is there twice, and every client shows the same.

const STEPS = 150;
const CLIENTS = 3;

interface Writer {
  name: string;
  client: RoomClient;
  said: string[];
  reopen(): void;
}

async function run(seed: number): Promise<void> {
  const { world, room, open } = setUp(seed);
  const { random } = world.platform;
  const chance = (share: number) => random() < share;
  room.pageSize = 7;
  room.latency = () => random() * 80;
  room.refuse = () => {
    if (chance(0.08)) return { code: "rate_limited", retryAfterMs: Math.floor(random() * 500) };
    if (chance(0.03)) return { code: "internal" };
    if (chance(0.03)) return { code: "overloaded" };
    return undefined;
  };

  const writers = Array.from({ length: CLIENTS }, (_, i): Writer => {
    const storage = memoryStorage();
    const who = { fromStart: i !== 1, ...(i === 2 && { token: "bob" }) };
    const start = () => open({ storage: storage.open(), ...who });
    const writer: Writer = {
      name: `w${i}`,
      client: start(),
      said: [],
      reopen() {
        writer.client.close();
        writer.client = start();
      },
    };
    return writer;
  });

  for (let step = 0; step < STEPS; step++) {
    const writer = writers[Math.floor(random() * CLIENTS)];
    if (writer && chance(0.6)) {
      const body = `${writer.name} ${writer.said.length}`;
      writer.said.push(body);
      writer.client.post(body);
    }
    if (chance(0.1)) room.say(`other ${step}`);
    if (chance(0.05)) room.add("wave");
    if (chance(0.08))
      world.sockets.filter(({ isOpen }) => isOpen).forEach((socket) => chance(0.5) && socket.cut());
    if (chance(0.04)) room.lose = (frame) => frame.type === "entries" && chance(0.3);
    if (chance(0.04)) room.lose = (frame) => frame.type === "accepted" && chance(0.5);
    if (chance(0.2)) room.lose = undefined;
    if (chance(0.04)) room.upgrades = chance(0.5) ? "refuse" : "hang";
    if (chance(0.1)) room.upgrades = "open";
    if (chance(0.03)) room.http = !room.http;
    if (chance(0.02)) room.blackhole = true;
    if (chance(0.3)) room.blackhole = false;
    if (writer && chance(0.04)) writer.reopen();
    if (writer && chance(0.05)) writer.client.wake();
    if (writer && chance(0.05)) void writer.client.loadOlder();
    if (writer && chance(0.03))
      void writer.client.jumpTo({ seq: Math.ceil(random() * room.log.length) });
    if (writer && chance(0.03)) void writer.client.jumpToNewest();
    await world.advance(random() * 400);
    for (const { client } of writers) expectHealthy(client);
  }

  room.upgrades = "open";
  room.blackhole = false;
  room.http = true;
  room.lose = room.refuse = undefined;
  await world.advance(200_000);

  const { length } = room.log;
  expect(new Set(room.log.map(({ by, id }) => `${by} ${id}`)).size).toBe(length);
  for (const { name, client, said } of writers) {
    expect(room.bodies().filter((body) => body.startsWith(name))).toEqual(said);
    expect(client.state.pending).toEqual([]);
    expect(client.state.head).toBe(length);
    await Promise.race([client.jumpToNewest(), world.advance(5_000)]);
    for (let i = 0; i < 20 && !client.state.timeline.start; i++)
      await Promise.race([client.loadOlder(), world.advance(5_000)]);
    expect(shown(client)).toEqual(room.bodies());
    client.close();
  }
}

/** Whatever has happened: rising, each once, nothing of what is pending among what is there. */
function expectHealthy(client: RoomClient): void {
  const { messages } = client.state.timeline;
  for (const [i, { seq }] of messages.entries()) {
    const before = messages[i - 1];
    if (before && before.seq >= seq) throw new Error(`${before.seq} stands before ${seq}`);
  }
  const there = new Set(messages.map(({ id }) => id));
  const twice = client.state.pending.find(({ id }) => there.has(id));
  if (twice) throw new Error(`${twice.body} is there and pending`);
}

describe("clients on a bad network [G2] [G3] [G4] [G5]", () => {
  const seeds = Number(process.env["MODEL_SEEDS"] ?? 40);
  const first = Number(process.env["MODEL_SEED"] ?? 1);
  it.each(Array.from({ length: seeds }, (_, i) => first + i))("seed %i", run);
});
