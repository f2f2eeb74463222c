// Histories that once failed, as small as they could be made, each under the name of what was wrong.
// They are kept: what broke once may break again.

import { expect, test } from "vitest";
import { runHistory, type Place } from "./history.ts";
import type { Step } from "./steps.ts";

const CASES: Record<string, { seed?: number; place?: Place; steps: Step[] }> = {
  "[G5] a 33rd message overtook those sent after one that was given up": {
    steps: [
      { do: "fail", times: 5 },
      { do: "post", who: 0, times: 37 },
      { do: "wait", ms: 174 },
      { do: "wait", ms: 17 },
      { do: "wait", ms: 489 },
      { do: "crash" },
      { do: "wait", ms: 796 },
      { do: "crash" },
      { do: "wait", ms: 1_879 },
      { do: "wait", ms: 24 },
    ],
  },
  "[P5] a rate limit lasted as long as the server's clock had been set back": {
    steps: [
      { do: "post", who: 0, times: 20 },
      { do: "post", who: 0, times: 20 },
      { do: "wait", ms: 100 },
      { do: "server-skew", ms: -3_600_000 },
      { do: "wait", ms: 0 },
    ],
  },
  "[L5] a lost answer to `history` left the room empty": {
    steps: [
      { do: "wait", ms: 26 },
      { do: "lose", who: 1, skip: 1, count: 1 },
      { do: "wait", ms: 53 },
    ],
  },
  "[L5] a jump in an empty room hid all that came": {
    steps: [
      { do: "wait", ms: 33 },
      { do: "jump", who: 1, share: 0 },
      { do: "post", who: 0, times: 1 },
      { do: "crash" },
    ],
  },
  "[P1] a message of the last page stood twice while polling": {
    steps: [
      { do: "wait", ms: 7 },
      { do: "upgrades", who: 2, passage: "refused" },
      { do: "post", who: 2, times: 1 },
      { do: "wait", ms: 35 },
      { do: "reopen", who: 2, how: "close" },
      { do: "wait", ms: 100 },
    ],
  },
  "[P1] all of the last page stood twice while polling from the start": {
    steps: [
      { do: "wait", ms: 5 },
      { do: "post", who: 0, times: 3 },
      { do: "wait", ms: 32 },
      { do: "reopen", who: 0, how: "close" },
      { do: "upgrades", who: 0, passage: "refused" },
      { do: "wait", ms: 8 },
      { do: "wait", ms: 60 },
      { do: "post", who: 0, times: 1 },
    ],
  },
  "[L5] one's own reaction was not `mine` while polling": {
    steps: [
      { do: "upgrades", who: 0, passage: "hanging" },
      { do: "post", who: 0, times: 1 },
      { do: "wait", ms: 10_166 },
      { do: "wait", ms: 5 },
      { do: "change", who: 0, share: 0, how: "react" },
      { do: "upgrades", who: 0, passage: "open" },
    ],
  },
  "[L8] a reaction that changed nothing is tried again when it would": {
    steps: [
      { do: "post", who: 1, times: 1 },
      { do: "wait", ms: 9 },
      { do: "wait", ms: 22 },
      { do: "post", who: 0, times: 4 },
      { do: "wait", ms: 15 },
      { do: "wait", ms: 20 },
      { do: "cut", who: 1, how: "both" },
      { do: "change", who: 1, share: 0, how: "react" },
      { do: "wait", ms: 100 },
      { do: "change", who: 0, share: 0, how: "unreact" },
      { do: "cut", who: 0, how: "down" },
      { do: "post", who: 0, times: 1 },
    ],
  },
  "[L7] a copy of an entry that was rolled back and came again": {
    seed: 32_798_582,
    steps: [
      { do: "wait", ms: 15 },
      { do: "snapshot" },
      { do: "post", who: 2, times: 1 },
      { do: "wait", ms: 44 },
      { do: "roll-back" },
      { do: "reopen", who: 2, how: "close" },
    ],
  },
  "[L5] a page that was asked for while polling waited for entries that were rolled back": {
    seed: 931_950_640,
    steps: [
      { do: "wait", ms: 8 },
      { do: "snapshot" },
      { do: "upgrades", who: 2, passage: "hanging" },
      { do: "wait", ms: 22 },
      { do: "roll-back" },
      { do: "essay", who: 0, times: 9 },
      { do: "wait", ms: 23_850 },
      { do: "roll-back" },
      { do: "wake", who: 2 },
      { do: "reopen", who: 0, how: "close" },
      { do: "post", who: 0, times: 3 },
      { do: "wait", ms: 100 },
      { do: "roll-back" },
      { do: "full", who: 0 },
    ],
  },
  "[L7] a mark above the head outlived two rollbacks, as the cursor stood at the beginning": {
    seed: 569_546_444,
    steps: [
      { do: "wait", ms: 5 },
      { do: "snapshot" },
      { do: "roll-back" },
      { do: "essay", who: 0, times: 8 },
      { do: "wait", ms: 5_000 },
      { do: "roll-back" },
      { do: "reopen", who: 1, how: "late" },
      { do: "post", who: 0, times: 4 },
      { do: "essay", who: 1, times: 13 },
      { do: "post", who: 0, times: 3 },
      { do: "wait", ms: 100 },
      { do: "roll-back" },
      { do: "full", who: 0 },
    ],
  },
  "[P5] [O13] whoever had just said a lot had to wait before they could leave": {
    place: "private",
    steps: [{ do: "post", who: 2, times: 30 }, { do: "abandon" }],
  },
  "[P1] what had got in before a removal stood twice while polling: as said and as failed": {
    seed: 1,
    steps: [
      { do: "let-back", who: 0 },
      { do: "upgrades", who: 1, passage: "hanging" },
      { do: "post", who: 0, times: 1 },
      { do: "ask", who: 0, what: 0 },
      { do: "post", who: 1, times: 1 },
      { do: "reopen", who: 1, how: "late" },
      { do: "wait", ms: 838 },
      { do: "post", who: 0, times: 2 },
      { do: "reopen", who: 2, how: "close" },
      { do: "remove", who: 0 },
      { do: "wait", ms: 9_119 },
      { do: "reconnect", who: 2 },
    ],
  },
  "[C3] entries that came without their welcome stood twice: as said and as pending": {
    seed: 721_441_462,
    steps: [
      { do: "wait", ms: 50 },
      { do: "upgrades", who: 2, passage: "lost" },
      { do: "post", who: 0, times: 2 },
      { do: "post", who: 2, times: 5 },
      { do: "crash-durable" },
      { do: "post", who: 2, times: 1 },
      { do: "wait", ms: 948 },
      { do: "reopen", who: 1, how: "late" },
      { do: "upgrades", who: 0, passage: "hanging" },
      { do: "essay", who: 2, times: 11 },
      { do: "post", who: 2, times: 6 },
      { do: "reopen", who: 0, how: "kill" },
      { do: "fail", times: 2 },
      { do: "change", who: 3, share: 4.058009173809158e-8, how: "pin" },
      { do: "wait", ms: 2518 },
      { do: "change", who: 1, share: 2.0743372717057822e-247, how: "reply" },
      { do: "post", who: 3, times: 2 },
      { do: "essay", who: 3, times: 13 },
      { do: "post", who: 2, times: 2 },
      { do: "wait", ms: 3 },
      { do: "reopen", who: 3, how: "late" },
      { do: "wait", ms: 53 },
      { do: "lose", who: 3, skip: 0, count: 1 },
      { do: "wait", ms: 29 },
    ],
  },
};

test.each(Object.entries(CASES))("%s", async (_, { seed = 0, place, steps }) => {
  expect((await runHistory(seed, steps, place)).faults).toEqual([]);
});

test("the same seed repeats the same history", async () => {
  const steps = Object.values(CASES).flatMap((one) => one.steps);
  expect(await runHistory(7, steps)).toEqual(await runHistory(7, steps));
});
