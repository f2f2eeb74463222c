// Owns the servers that tests talk to: each is a real `npm start` or `npm run serve`, on a port and data of its own.
// Each has its own process group, so that `kill` takes everything at once, as a power cut would.

import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const TOOLS = fileURLToPath(new URL("../../src/tools/", import.meta.url));
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 5_000;

export interface ServerOptions {
  /** `npm start` unless given. */
  by?: "start" | "serve";
  /** A free one unless given: to come back where an earlier server was. */
  port?: number;
  /** A new folder unless given: to come back to what an earlier server stored. */
  persistTo?: string;
  vars?: Record<string, string>;
  /** False: as `npm run deploy` has it, without a bucket. */
  files?: boolean;
  /** Called with each line that it logs. */
  logged?: (line: string) => void;
}

export interface Server {
  url: string;
  port: number;
  /** Of the script in `src/tools`; everything else runs below it. */
  pid: number;
  persistTo: string;
  /** Ends it in order and removes the data. */
  stop(): Promise<void>;
  /** SIGKILL to all of its processes; the data stays. */
  kill(): Promise<void>;
}

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const port = options.port ?? (await freePort());
  const persistTo = options.persistTo ?? mkdtempSync(join(tmpdir(), "edgewise-"));
  const vars = Object.entries({ RATE_LIMIT: "off", ...options.vars });
  const { by = "start" } = options;
  const args = ["--port", `${port}`, by === "start" ? "--persist-to" : "--data", persistTo];
  if (by === "start") args.push("--show-interactive-dev-session=false");
  if (options.files === false) args.push("--config", join(TOOLS, "../../wrangler.toml"));
  for (const [name, value] of vars) args.push("--var", `${name}:${value}`);
  const child = spawn(process.execPath, [join(TOOLS, `${by}.mjs`), ...args], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-10_000));
  child.stdout.on("data", keep);
  if (options.logged) createInterface(child.stdout).on("line", options.logged);
  child.stderr.on("data", keep);

  const server: Server = {
    url: `http://localhost:${port}`,
    port,
    pid: child.pid ?? 0,
    persistTo,
    async stop() {
      await end(child, "SIGTERM");
      rmSync(persistTo, { recursive: true, force: true });
    },
    kill: () => end(child, "SIGKILL"),
  };
  if (await isReady(child, server.url)) return server;
  await server.kill();
  throw new Error(`The server on port ${port} did not become ready:\n${output}`);
}

/** Somebody is there before anybody of a test: only the first is offered to own the community. */
export async function inhabit({ url }: Server): Promise<void> {
  const asked = { handle: "before-all-others", id: "before-all-others", token: true };
  const answer = await fetch(`${url}/api/session`, { method: "POST", body: JSON.stringify(asked) });
  if (answer.status !== 200) throw new Error(`Nobody can join at ${url}: ${answer.status}.`);
}

async function isReady(child: ChildProcess, url: string): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && isRunning(child)) {
    const answer = await fetch(`${url}/api/health`).catch(() => undefined);
    if (answer?.status === 200) return true;
    await sleep(100);
  }
  return false;
}

/** Resolves when the whole group is gone and the port is free again. */
async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  const deadline = Date.now() + STOP_WITHIN_MS;
  signalGroup(child, signal);
  while (signalGroup(child, 0)) {
    if (Date.now() > deadline) signalGroup(child, "SIGKILL");
    await sleep(20);
  }
}

/** False when nobody of the group is left. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return child.pid !== undefined && process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
