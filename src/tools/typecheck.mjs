// Owns the type check: every tsconfig in the tree is one program with its own platform.
// A folder is checked the moment its tsconfig exists; all errors are shown before it fails.

import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TSC = `${ROOT}node_modules/typescript/bin/tsc`;
const AT_ONCE = 2;

const waiting = globSync(
  ["tsconfig.json", "src/*/tsconfig.json", "test/tsconfig.json", "test/**/tsconfig.json"],
  {
    cwd: ROOT,
  },
).toSorted();

await Promise.all(Array.from({ length: AT_ONCE }, work));

async function work() {
  for (let config = waiting.shift(); config; config = waiting.shift()) {
    if ((await check(config)) !== 0) process.exitCode = 1;
  }
}

function check(config) {
  const child = spawn(process.execPath, [TSC, "--noEmit", "-p", config], { cwd: ROOT });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.on("close", (code) => {
      if (output) console.error(`${config}:\n${output.trimEnd()}`);
      resolve(code);
    });
  });
}
