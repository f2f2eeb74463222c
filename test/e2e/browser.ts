// Owns the search for a Chromium to run the browser tests in.
// There is always an answer: a path that exists, or one sentence on how to get one; never a skip.

import { chromium } from "@playwright/test";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Nothing here reaches outside of the machine. */
export const LAUNCH_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function findChromium(): string {
  const chosen = process.env["CHROMIUM_PATH"];
  if (chosen) {
    if (isProgram(chosen)) return chosen;
    throw sentence(`CHROMIUM_PATH is ${chosen}, and there is no program.`);
  }
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...onPath, chromium.executablePath()].find(isProgram);
  if (found) return found;
  throw sentence(
    "The browser tests need Chromium: install your system's `chromium` package, run " +
      "`npx playwright install chromium`, or set CHROMIUM_PATH to one.",
  );
}

/** Without the stack, which says nothing to whoever has to install something. */
function sentence(text: string): Error {
  return Object.assign(new Error(text), { stack: text });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
