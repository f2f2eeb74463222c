// Random histories of people and their networks: cuts, losses, delays, polling, reloads.
// All of them must end with every page showing the same log, each message in it once and in order.

import { expect, test } from "vitest";
import { checkHistories } from "./check-histories.ts";

test(
  "[G2] [G3] [G4] [G5] random histories over bad networks",
  { timeout: 24 * 3_600_000 },
  async () => {
    const { steps } = await checkHistories("networks", 100);
    expect(steps).toBeGreaterThan(3_400);
  },
);
