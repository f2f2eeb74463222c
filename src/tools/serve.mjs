// Owns `npm run serve`: the bundle that a deploy would upload, run by workerd alone.
// What it serves is a copy made at the start; nothing is rebuilt, fetched or reported, and nothing outlives this process.

import "./check-node.mjs";
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { whenOrphaned } from "./orphan.mjs";
import { tryListen, whyNot } from "./port.mjs";
import { copyAssets, matcher } from "./serve/assets.mjs";
import { workerdConfig } from "./serve/config.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const WRANGLER = join(ROOT, "node_modules/wrangler/wrangler-dist/cli.js");
const COPY = join(ROOT, `.wrangler/serve-${process.pid}`);
const ENDINGS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** Ends workerd when its standard input ends, which is when this process does, however it does. */
const LEASH = `
exec 3<&0; "$@" </dev/null & workerd=$!
(cat <&3 >/dev/null; kill $workerd; for i in 1 2 3 4 5 6 7 8 9 10; do
  sleep 0.1; kill -0 $workerd || exit; done; kill -9 $workerd) 2>/dev/null &
exec 3<&-; wait $workerd`;

let end = () => process.exit();

const options = readOptions();
const hosts = options.ip ? [options.ip] : await loopback();
const fault = await whyNot(options.port, hosts, "npm run serve");
if (fault === undefined) await serve();
else fail(fault);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", short: "p", default: "8787" },
        ip: { type: "string" },
        data: { type: "string", default: join(ROOT, ".wrangler/state") },
        var: { type: "string", multiple: true, default: [] },
        "behind-proxy": { type: "boolean", default: false },
      },
    });
    return {
      ...values,
      port: Number(values.port),
      data: resolve(process.env.INIT_CWD ?? ".", values.data),
    };
  } catch (error) {
    fail(error.message);
    process.exit();
  }
}

/** Both loopback addresses, where the machine has both. */
async function loopback() {
  return (await tryListen(0, "::1")) === undefined ? ["127.0.0.1", "::1"] : ["127.0.0.1"];
}

function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}

async function serve() {
  process.once("exit", () => rmSync(COPY, { recursive: true, force: true }));
  for (const signal of ENDINGS) process.on(signal, () => end());
  mkdirSync(COPY, { recursive: true });
  bundle();
  writeFileSync(join(COPY, "config.capnp"), await configure());
  await run();
}

/** Builds the page, too: wrangler runs the build command. */
function bundle() {
  const args = ["--no-warnings", WRANGLER, "deploy", "--dry-run", "--outdir", COPY];
  const env = { WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", ...process.env };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env,
    encoding: "utf8",
  });
  if (status === 0) return;
  console.error(`${stdout}${stderr}`);
  process.exit(1);
}

async function configure() {
  const { unstable_readConfig } = await import("wrangler");
  const config = unstable_readConfig(
    { config: join(ROOT, "wrangler.toml") },
    { hideWarnings: true },
  );
  const objects = join(options.data, "v3/do");
  mkdirSync(objects, { recursive: true });
  const bytes = join(options.data, "v3/bytes");
  mkdirSync(bytes, { recursive: true });
  for (const name of ["door.js", "bucket.js"])
    copyFileSync(fileURLToPath(new URL(`serve/${name}`, import.meta.url)), join(COPY, name));
  const { directory, run_worker_first: first } = config.assets;
  const from = isAbsolute(directory) ? directory : join(ROOT, directory);
  const served = {
    files: copyAssets(from, join(COPY, "files")),
    workerFirst: (Array.isArray(first) ? first : []).map((pattern) => matcher(pattern).source),
    behindProxy: options["behind-proxy"],
  };
  return workerdConfig({
    config,
    addresses: hosts.map((host) => `${host.includes(":") ? `[${host}]` : host}:${options.port}`),
    objects,
    bytes,
    files: join(COPY, "files"),
    served,
    vars: { ...config.vars, ...Object.fromEntries(options.var.map(variable)) },
    behindProxy: options["behind-proxy"],
  });
}

/** `NAME:VALUE`, as wrangler takes it. */
function variable(given) {
  const at = given.indexOf(":");
  return [given.slice(0, at), given.slice(at + 1)];
}

async function run() {
  const workerd = (await import("workerd")).default.default;
  const command = [workerd, "serve", "--control-fd=4", join(COPY, "config.capnp")];
  const child = spawn("sh", ["-c", LEASH, "sh", ...command], {
    stdio: ["pipe", "inherit", "inherit", "ignore", "pipe"],
  });
  let listening = 0;
  child.stdio[4].on("data", (chunk) => {
    const before = listening;
    listening += String(chunk).split('"listen"').length - 1;
    if (before < hosts.length && listening >= hosts.length)
      console.log(`Serving ${options.data} on http://${options.ip ?? "localhost"}:${options.port}`);
  });
  let ending = false;
  end = () => {
    ending = true;
    child.stdin.end();
  };
  whenOrphaned(() => end());
  child.on("exit", (code) => process.exit(ending ? 0 : code || 1));
}
