// The servers that are compared: Edgewise as `npm run serve` runs it, and three yardsticks.
// Each is a process group of its own on a free port, with data of its own.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createApi } from "../../src/client/api.ts";
import { signUp } from "../chaos/participant.ts";
import { startServer } from "../e2e/server.ts";
import { openWire } from "../live/wire.ts";
import { fillRoom } from "./fill.ts";
import { edgewiseTongue, plainTongue, socketIoTongue, type Tongue } from "./load/tongues.ts";

export const NAMES = ["edgewise", "plain", "socket.io", "ws"] as const;
type Yardstick = Exclude<(typeof NAMES)[number], "edgewise">;

export interface Measured {
  name: string;
  port: number;
  /** The root of its processes. */
  pid: number;
  tongue: Tongue;
  /** The folder of its data. */
  data: string;
  /** How long it is quiet before it has put away what served those who came and went. */
  quietMs: number;
  stop(): Promise<void>;
}

/** Messages in the rooms that have a past. */
const PAST = { short: 1_000, long: 100_000 } as const;

/** The object of each person is put away after 10 s, which takes about a millisecond of the one thread. */
const QUIET_MS = 10_500;

const FILLED_AT_ONCE = 10_000;

const YARDSTICKS = fileURLToPath(new URL("yardsticks/", import.meta.url));

/** A name such as `SEND_WINDOW_US:0` is Edgewise with that variable. */
export async function start(name: string, persistTo?: string): Promise<Measured> {
  if (name === "edgewise" || name.includes(":")) return startEdgewise(name, persistTo);
  const data = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  const port = await freePort();
  const [command, ...args] = commandOf(name as Yardstick, port, data);
  const child = spawn(command!, args, { detached: true, stdio: ["ignore", "ignore", "inherit"] });
  await untilListening(port);
  const tongue = name === "socket.io" ? socketIoTongue : plainTongue;
  return { name, port, pid: child.pid!, tongue, data, quietMs: 0, stop: () => end(child, data) };
}

async function startEdgewise(name: string, persistTo?: string): Promise<Measured> {
  const [variable = "", value = ""] = name.split(":");
  const vars = name.includes(":") ? { [variable]: value } : {};
  const server = await startServer({ by: "serve", vars, ...(persistTo && { persistTo }) });
  const { port, pid } = server;
  const tongue = edgewiseTongue();
  const data = server.persistTo;
  return { name, port, pid, tongue, data, quietMs: QUIET_MS, stop: () => server.stop() };
}

/** A server whose rooms `short` and `long` hold the messages of PAST. */
export async function startWithPast(name: string): Promise<Measured> {
  if (name !== "edgewise" && !name.includes(":")) {
    const server = await start(name);
    for (const [room, count] of Object.entries(PAST))
      for (let left: number = count; left > 0; left -= FILLED_AT_ONCE) {
        const query = `fill=${Math.min(left, FILLED_AT_ONCE)}`;
        await (await fetch(`http://127.0.0.1:${server.port}/${room}?${query}`)).text();
      }
    return server;
  }
  const first = await startServer({ by: "serve" });
  const { person, token } = await signUp(first.url, "author");
  for (const room of Object.keys(PAST)) {
    await createApi({ origin: first.url, token }).createRoom({
      name: room,
      id: crypto.randomUUID(),
    });
    const wire = await openWire(first.url, room, token);
    await wire.next("welcome");
  }
  await first.kill();
  // What the yardsticks hold as well, and no more.
  for (const [room, messages] of Object.entries(PAST))
    fillRoom(first.persistTo, room, { author: person, messages, reacted: false });
  return startEdgewise(name, first.persistTo);
}

function commandOf(name: Yardstick, port: number, data: string): string[] {
  switch (name) {
    case "plain":
      return [workerdPath(), "serve", plainConfig(port, data)];
    case "socket.io":
      return [process.execPath, `${YARDSTICKS}socket-io.js`, `${port}`];
    case "ws":
      return [process.execPath, `${YARDSTICKS}ws-sqlite.js`, `${port}`, data];
  }
}

function workerdPath(): string {
  return (createRequire(import.meta.url)("workerd") as { default: string }).default;
}

function plainConfig(port: number, data: string): string {
  mkdirSync(join(data, "objects"));
  copyFileSync(`${YARDSTICKS}plain.js`, join(data, "plain.js"));
  const file = join(data, "config.capnp");
  writeFileSync(
    file,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "objects", disk = (path = "${data}/objects", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "plain", esModule = embed "plain.js")],
  compatibilityDate = "2026-11-01",
  durableObjectStorage = (localDisk = "objects"),
  durableObjectNamespaces = [(className = "Plain", uniqueKey = "plain", enableSql = true)],
  bindings = [(name = "PLAIN", durableObjectNamespace = "Plain")],
);
`,
  );
  return file;
}

async function untilListening(port: number): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const socket = connect(port, "127.0.0.1");
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    });
    socket.destroy();
    if (isUp) return;
    await sleep(50);
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

async function end(child: ChildProcess, data: string): Promise<void> {
  process.kill(-child.pid!, "SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  rmSync(data, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function versions(): string {
  const version = execFileSync(workerdPath(), ["--version"], { encoding: "utf8" }).trim();
  return `${version}, Node ${process.versions.node}`;
}
