// Tries many histories of one mix; the first that fails is made small and printed.
// `MODEL_RUNS` multiplies them from a new seed, `MODEL_SEED` repeats one; the same seed, the same histories.
// `MODEL_QUICK` only asks whether one fails.

import * as fc from "fast-check";
import { runHistory } from "./history.ts";
import { makePrivate } from "./places.ts";
import { Scene } from "./scene.ts";
import { MIXES, type Step } from "./steps.ts";

/** Where histories of a mix happen, if not in a room that is open. */
const PLACES = { belonging: "private", ends: "private", direct: "direct" } as Partial<
  Record<keyof typeof MIXES, "private" | "direct">
>;

export interface Total {
  histories: number;
  steps: number;
  events: number;
  entries: number;
}

export async function checkHistories(mix: keyof typeof MIXES, runs: number): Promise<Total> {
  const { MODEL_RUNS, MODEL_SEED, MODEL_QUICK } = process.env;
  const seed = Number(MODEL_SEED ?? (MODEL_RUNS ? Date.now() & 0x7fffffff : 1));
  const numRuns = Math.ceil(runs * Number(MODEL_RUNS ?? 1));
  if (PLACES[mix]) await warmUp();
  const total: Total = { histories: 0, steps: 0, events: 0, entries: 0 };
  const history = fc.record({ seed: fc.nat(), steps: MIXES[mix] });
  if (MODEL_RUNS) say(`${mix}: ${numRuns} histories, MODEL_SEED=${seed}`);
  const property = fc.asyncProperty(
    history,
    async ({ seed: worldSeed, steps }: { seed: number; steps: Step[] }) => {
      const { faults, events, entries } = await runHistory(worldSeed, steps, PLACES[mix]);
      total.histories += 1;
      total.steps += steps.length;
      total.events += events;
      total.entries += entries;
      if (faults.length > 0) throw new Error(faults.join("\n"));
    },
  );
  const endOnFailure = MODEL_QUICK !== undefined;
  await fc.assert(property, { seed, numRuns, endOnFailure, includeErrorInReport: true });
  if (MODEL_RUNS)
    say(`${mix}: ${total.steps} steps, ${total.events} events, ${total.entries} entries, all good`);
  return total;
}

/** What a deployment is asked for once is asked for before: a history that is repeated alone is the same. */
async function warmUp(): Promise<void> {
  const scene = new Scene(0);
  await makePrivate(scene, await scene.person("ada"), []);
  scene.end();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
