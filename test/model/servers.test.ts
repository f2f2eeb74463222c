// Random histories on a server that hibernates, is evicted, crashes, throws, and loses the time.
// All of them must end with every page showing the same log, each message in it once and in order.

import { expect, test } from "vitest";
import { checkHistories } from "./check-histories.ts";

test(
  "[G1] [G2] [G3] [G5] [P5] random histories on a failing server",
  { timeout: 24 * 3_600_000 },
  async () => {
    const { steps } = await checkHistories("servers", 100);
    expect(steps).toBeGreaterThan(3_400);
  },
);
