// Owns `npm start`: one server on one port, run by the project's own wrangler.
// Nothing is asked, nothing is sent anywhere, and nothing outlives this process.

import "./check-node.mjs";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { whenOrphaned } from "./orphan.mjs";
import { option, whyNot } from "./port.mjs";
import { configWithFiles } from "./with-files.mjs";

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
const port = Number(option(args, "--port") || 8787);
const ip = option(args, "--ip");

const fault = await whyNot(port, ip ? [ip] : ["127.0.0.1", "::1"], "npm start");
if (fault === undefined) {
  // Loaded only here: an older Node is told so before it meets types.
  const { openGate } = await import("./preview-gate.ts");
  run((await openGate()).url);
} else {
  console.error(fault);
  process.exitCode = 1;
}

/** `gate`: where link previews leave; `wrangler dev` by itself would reach private addresses, too. */
function run(gate) {
  const nobodyDebugs =
    process.stdin.isTTY || option(args, "--inspector-port") ? [] : ["--inspector-port=0"];
  const isConfigured = option(args, "--config") || option(args, "-c");
  const config = isConfigured ? [] : ["--config", configWithFiles()];
  const own = [...config, ...nobodyDebugs, ...args, "--var", `PREVIEW_GATE:${gate}`];
  const wrangler = [WRANGLER, "dev", ...own];
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
