// Owns the question "is the npm that started this still there?": killed outright, npm tells nobody.
// Only a script of npm asks it; a server put in the background by hand outlives its shell.

import { readFileSync } from "node:fs";

/** Calls back once when npm, or the `sh` that npm put in between, is gone. */
export function whenOrphaned(callback) {
  if (!process.env.npm_lifecycle_event) return;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
}

function ancestors() {
  return `${process.ppid} ${parentOfShell(process.ppid)}`;
}

/** Linux only: elsewhere `sh` is replaced by its command, and npm is the parent. */
function parentOfShell(pid) {
  try {
    const [, name, parent] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return /^(sh|dash|bash)$/.test(name) ? parent : "";
  } catch {
    return "";
  }
}
