// Fault case 24 on real lines: two readers of 1 KB/s in a room of 200 messages a second [H4].
// Against workerd itself: in front of `npm start` stands a proxy that reads for the slow.

import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { createApi } from "../../src/client/api.ts";
import type { Entry } from "../../src/protocol/entries.ts";
import type { DownFrame } from "../../src/protocol/frames.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { signUp } from "../chaos/participant.ts";
import { startServer, type Server } from "../e2e/server.ts";
import { startSlowLine, type SlowLine } from "./slow-line.ts";
import { openWire, type Wire } from "./wire.ts";

const PER_SECOND = 200;
const BODY = "x".repeat(3_000);
/** A writer this far ahead waits: what the machine cannot do must not look like a slow room. */
const AHEAD = 100;
const KB = 1_024;
const MB = 1_024 * KB;

let server: Server | undefined;
let line: SlowLine | undefined;
afterAll(async () => {
  await line?.close();
  await server?.stop();
});

interface Reader {
  wire: Wire;
  person: string;
  token: string;
  entries: Entry[];
}

/** Reads what comes; a good reader also says so [H4]. */
async function read(origin: string, room: string, name: string, answers: boolean): Promise<Reader> {
  const { person, token } = await signUp(server?.url ?? "", name);
  const wire = await openWire(origin, room, token);
  const reader: Reader = { wire, person, token, entries: [] };
  void forEach(wire, "entries", ({ entries }) => reader.entries.push(...entries));
  if (answers) void forEach(wire, "probe", () => wire.send({ type: "received" }));
  return reader;
}

async function forEach<T extends DownFrame["type"]>(
  wire: Wire,
  type: T,
  act: (frame: Extract<DownFrame, { type: T }>) => void,
): Promise<void> {
  for (;;) {
    const frame = await wire.next(type).catch(() => undefined);
    if (!frame) return;
    act(frame as Extract<DownFrame, { type: T }>);
  }
}

/** Writes at a steady pace until told to stop; keeps how long each message took to come back. */
function write({ wire, entries }: Reader, perSecond: number) {
  const sentAt = new Map<string, number>();
  const took: number[] = [];
  let seen = 0;
  let isOn = true;
  const look = () => {
    for (; seen < entries.length; seen++) {
      const at = sentAt.get(entries[seen]?.id ?? "");
      if (at !== undefined) took.push(performance.now() - at);
    }
  };
  const done = (async () => {
    const started = performance.now();
    let sent = 0;
    while (isOn) {
      const due = ((performance.now() - started) / 1_000) * perSecond;
      for (; sent < due && sent - took.length < AHEAD; sent++) {
        const id = crypto.randomUUID();
        sentAt.set(id, performance.now());
        wire.send({ type: "post", id, body: BODY, after: entries.at(-1)?.seq ?? 0 });
      }
      await sleep(5);
      look();
    }
    while (took.length < sent) await sleep(5).then(look);
  })();
  return { took, stop: () => ((isOn = false), done) };
}

/** Resident memory of the workerd that runs below this process, in bytes. */
function memoryBelow(root: number): number {
  const status = readdirSync("/proc").flatMap((pid) => {
    try {
      return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/status`, "utf8")] : [];
    } catch {
      return [];
    }
  });
  const field = (text: string, name: string) =>
    new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(text)?.[1];
  const below = new Set([root]);
  for (let size = 0; size < below.size;) {
    size = below.size;
    for (const text of status)
      if (below.has(Number(field(text, "PPid")))) below.add(Number(field(text, "Pid")));
  }
  return status
    .filter((text) => below.has(Number(field(text, "Pid"))) && field(text, "Name") === "workerd")
    .reduce((sum, text) => sum + Number(field(text, "VmRSS")) * KB, 0);
}

const median = (list: readonly number[]) =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

/** What is behind `reader`, page by page on a good line. */
async function catchUp({ token, entries }: Reader, room: string): Promise<void> {
  const wire = await openWire(server?.url ?? "", room, token, { after: entries.length });
  const { epoch } = await wire.next("welcome");
  for (;;) {
    const page = await wire.next("entries");
    entries.push(...page.entries);
    if (!page.more) return wire.close();
    wire.send({ type: "sync", epoch, after: entries.at(-1)?.seq });
  }
}

test(
  "24. [H4] readers of 1 KB/s: others unaffected, memory bounded, closed 4008, then complete",
  { timeout: 300_000 },
  async () => {
    server = await startServer({ by: "serve" });
    line = await startSlowLine(server.port, KB);
    const owner = await signUp(server.url, "owner");
    const api = createApi({ origin: server.url, token: owner.token });
    for (const name of ["busy", "calm"])
      expect((await api.createRoom({ name, id: crypto.randomUUID() })).ok).toBe(true);
    const ada = await read(server.url, "busy", "ada", true);
    const bea = await read(server.url, "busy", "bea", true);
    const cyd = await read(server.url, "calm", "cyd", true);
    const gone = new Set<string>();
    void forEach(bea.wire, "presence", ({ left }) => left.forEach((id) => gone.add(id)));
    // The same machine, the same process, and nobody slow: what is slow there is not the reader's fault.
    const calm = write(cyd, PER_SECOND / 10);
    const busy = write(ada, PER_SECOND);
    const pings = setInterval(() => {
      for (const { wire } of [ada, bea, cyd]) wire.send("ping");
    }, 1_000);
    await sleep(5_000);

    const before = memoryBelow(server.pid);
    const from = { calm: calm.took.length, busy: busy.took.length, at: performance.now() };
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, memoryBelow(server?.pid ?? 0))), 500);
    const silent = await read(line.url, "busy", "silent", false);
    const pinging = await read(line.url, "busy", "pinging", false);
    const pinger = setInterval(() => pinging.wire.closed ?? pinging.wire.send("ping"), 1_000);
    await expect.poll(() => gone.has(silent.person), { timeout: 200_000 }).toBe(true);
    const silentMs = performance.now() - from.at;
    expect(gone.has(pinging.person)).toBe(false);
    await expect.poll(() => gone.has(pinging.person), { timeout: 200_000 }).toBe(true);
    const pingingMs = performance.now() - from.at;
    clearInterval(watch);
    clearInterval(pinger);
    await Promise.all([busy.stop(), calm.stop()]);
    clearInterval(pings);

    const head = ada.entries.length;
    const took = {
      busy: median(busy.took.slice(from.busy)),
      calm: median(calm.took.slice(from.calm)),
    };
    const rate = Math.round(((head - from.busy) / pingingMs) * 1_000);
    process.stdout.write(
      `${rate} messages/s, median ${took.busy.toFixed(1)} ms, next door ${took.calm.toFixed(1)} ms; ` +
        `gone after ${Math.round(silentMs / 1_000)} s and, pinging, ${Math.round(pingingMs / 1_000)} s; ` +
        `workerd ${Math.round(before / MB)} MB before, ${Math.round(most / MB)} MB at most\n`,
    );
    // Others: everything, in order, as fast as where nobody is slow, and nobody else was closed.
    await expect.poll(() => bea.entries.length).toBe(head);
    expect(bea.entries.every(({ seq }, i) => seq === i + 1)).toBe(true);
    expect(took.busy).toBeLessThan(3 * took.calm + 50);
    for (const { wire } of [ada, bea, cyd]) expect(wire.closed).toBeUndefined();
    // Memory: what may wait for the two, once as text and once as frames, and what a room takes by itself.
    expect(most - before).toBeLessThan(2 * (LIMITS.slowBytes + LIMITS.unreadBytes) + 64 * MB);

    // The line turns good: what had been sent comes, then the close; what is missing comes on the next socket.
    line.rate = Infinity;
    for (const slow of [silent, pinging]) {
      await expect.poll(() => slow.wire.closed, { timeout: 30_000 }).toBe(4008);
      slow.entries.sort((a, b) => a.seq - b.seq);
      const first = slow.entries[0]?.seq ?? 1;
      expect(slow.entries.every(({ seq }, i) => seq === first + i)).toBe(true);
      expect(slow.entries.length).toBeLessThan(head - first + 1);
    }
    for (const slow of [silent, pinging]) {
      const last = slow.entries.at(-1)?.seq ?? 0;
      slow.entries = ada.entries.slice(0, last);
      await catchUp(slow, "busy");
      expect(slow.entries.map(({ id }) => id)).toEqual(ada.entries.map(({ id }) => id));
    }
  },
);
