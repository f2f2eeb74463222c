import { describe, expect, it } from "vitest";
import { backoff, jitter } from "../../src/client/backoff.ts";

describe("back-off [H2]", () => {
  it("begins with 0 to 0.5 s, doubles to 0 to 10 s, and after 20 failures it is 0 to 30 s", () => {
    const most = [0, 1, 2, 3, 4, 5, 6, 19, 20, 100].map((failures) => backoff(1, failures));
    expect(most).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000, 30_000, 30_000]);
  });

  it("is back within 10 s of a server that was down for 5 to 60 s", () => {
    for (const outage of [5_000, 20_000, 60_000])
      for (let chance = 0.4; chance < 1; chance += 0.05) {
        let at = 0;
        for (let failures = 0; at < outage; failures++) at += backoff(chance, failures);
        expect(at - outage).toBeLessThan(10_000);
      }
  });

  it("is spread over all of it, never a constant", () => {
    expect([0, 0.25, 0.5, 0.999].map((random) => backoff(random, 0))).toEqual([0, 125, 250, 499.5]);
  });

  it("begins with 0 to reconnectSpreadMs where the server gave one", () => {
    expect(backoff(1, 0, 20_000)).toBe(20_000);
    expect(backoff(1, 3, 20_000)).toBe(20_000);
    expect(backoff(1, 20, 20_000)).toBe(30_000);
    expect(backoff(1, 3, 60_000)).toBe(60_000);
  });

  it("gives or takes a share", () => {
    expect([0, 0.5, 1].map((random) => Math.round(jitter(random, 25_000, 0.1)))).toEqual([
      22_500, 25_000, 27_500,
    ]);
  });
});
