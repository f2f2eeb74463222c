// Owns `npm start`: one server on one port, run by the project's own wrangler.
// Nothing is asked, nothing is sent anywhere, and nothing outlives this process.

import "./check-node.mjs";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { whenOrphaned } from "./orphan.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const WRANGLER = `${ROOT}node_modules/wrangler/wrangler-dist/cli.js`;
const LEASH = new URL("leash.mjs", import.meta.url).href;
/** The ways of asking for the end; ending so is no failure. */
const ASKED = ["SIGINT", "SIGTERM", "SIGHUP"];
/** What wrangler would otherwise fetch, report, suggest or serve; the environment may say otherwise. */
const QUIET = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true", // with it goes the look-up of newer versions
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false", // `Request.cf` is a fixed placeholder
  X_LOCAL_EXPLORER: "false", // it shows every object's data to whoever reaches the port
};

const args = process.argv.slice(2).map((arg) => (arg === "-p" ? "--port" : arg));
const port = Number(option("--port") || 8787);
const hosts = option("--ip") ? [option("--ip")] : ["127.0.0.1", "::1"];

void begin();

async function begin() {
  if (!(port >= 0 && port < 65536)) return fail("The port must be a number from 0 to 65535.");
  if (await isFree(port)) return run();
  let other = port + 1;
  while (other < 65535 && !(await isFree(other))) other += 1;
  fail(`Port ${port} is taken: start on another one with \`npm start -- --port ${other}\`.`);
}

function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}

/** The last value given for an option, as wrangler reads it. */
function option(name) {
  let value = "";
  args.forEach((arg, at) => {
    if (arg === name) value = args[at + 1] || "";
    if (arg.startsWith(`${name}=`)) value = arg.slice(name.length + 1);
  });
  return value;
}

/** Only "in use" counts: whatever else is wrong with the address is for wrangler to say. */
async function isFree(number) {
  for (const host of hosts) {
    const taken = await new Promise((resolve) => {
      const server = createServer();
      server.once("error", (error) => resolve(error.code === "EADDRINUSE"));
      server.listen(number, host, () => server.close(() => resolve(false)));
    });
    if (taken) return false;
  }
  return true;
}

function run() {
  const nobodyDebugs =
    process.stdin.isTTY || option("--inspector-port") ? [] : ["--inspector-port=0"];
  const wrangler = [WRANGLER, "dev", ...nobodyDebugs, ...args];
  const child = spawn(process.execPath, ["--no-warnings", "--import", LEASH, ...wrangler], {
    cwd: ROOT,
    env: { ...QUIET, ...process.env },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  const below = new Set();
  child.on("message", ({ began, ended }) => {
    if (began) below.add(began);
    below.delete(ended);
  });
  for (const signal of ASKED) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    for (const pid of below) end(pid);
    if (code === null) process.exit(ASKED.includes(signal) ? 0 : 1);
    process.exit(code);
  });
  whenOrphaned(() => child.kill("SIGTERM"));
}

function end(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It had ended by itself.
  }
}
