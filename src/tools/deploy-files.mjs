// Owns `npm run deploy:files`: the deployment with a place for files, which takes an account with R2.
// Wrangler makes the bucket where there is none; `--bucket NAME` takes another one.

import "./check-node.mjs";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { configWithFiles } from "./with-files.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const WRANGLER = `${ROOT}node_modules/wrangler/wrangler-dist/cli.js`;

const args = process.argv.slice(2);
const at = args.indexOf("--bucket");
const bucket = at < 0 ? undefined : args.splice(at, 2)[1];
const config = configWithFiles(bucket);
const { status } = spawnSync(
  process.execPath,
  ["--no-warnings", WRANGLER, "deploy", "--config", config, ...args],
  { cwd: ROOT, stdio: "inherit" },
);
process.exitCode = status ?? 1;
