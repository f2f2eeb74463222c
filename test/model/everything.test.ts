// Random histories with everything at once: networks, servers, full disks, restored backups.
// All of them must end with every page showing the same log, each message in it once and in order.

import { expect, test } from "vitest";
import { checkHistories } from "./check-histories.ts";

test(
  "[G1] [G2] [G3] [G4] [G5] [L7] random histories of everything at once",
  { timeout: 24 * 3_600_000 },
  async () => {
    const { steps } = await checkHistories("everything", 100);
    expect(steps).toBeGreaterThan(3_400);
  },
);
