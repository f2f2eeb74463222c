// What a server has cost so far: CPU time and resident memory of its process and all below it, from /proc.
// Linux only; CPU time comes in steps of 10 ms.

import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Measured } from "../servers.ts";

const TICK_US = 10_000;

export interface Usage {
  cpuUs: number;
  rssBytes: number;
}

const SAMPLE_MS = 500;
const LONGEST_MS = 120_000;

/** Waits until a server has done nothing for so long: what it still does for others is not measured with the next. */
export async function untilQuiet({ pid, quietMs }: Measured): Promise<void> {
  const began = performance.now();
  let [busyAt, before] = [began, usageOf(pid).cpuUs];
  while (performance.now() - busyAt < quietMs) {
    await sleep(Math.min(SAMPLE_MS, quietMs));
    const { cpuUs } = usageOf(pid);
    // Two steps of the clock may be another process's.
    if (cpuUs - before > 2 * TICK_US) busyAt = performance.now();
    before = cpuUs;
    if (performance.now() - began > LONGEST_MS) return console.warn("It is not at rest yet.");
  }
}

export function usageOf(root: number): Usage {
  const usage = { cpuUs: 0, rssBytes: 0 };
  for (const pid of treeOf(root)) {
    const fields = statOf(pid);
    if (!fields) continue;
    usage.cpuUs += (Number(fields[11]) + Number(fields[12])) * TICK_US;
    usage.rssBytes += Number(fields[21]) * 4_096;
  }
  return usage;
}

/** Resident memory of those of its processes that are workerd: what runs the server, less what starts it. */
export function workerdBytes(root: number): number {
  let bytes = 0;
  for (const pid of treeOf(root))
    if (nameOf(pid) === "workerd") bytes += Number(statOf(pid)?.[21] ?? 0) * 4_096;
  return bytes;
}

function nameOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, "latin1").trim();
  } catch {
    return undefined;
  }
}

function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(statOf(Number(name))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** The fields of /proc/PID/stat after the command's name; undefined where the process is gone. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
