// Owns how the tests run: `node` proves the rules in plain Node, `workerd` the objects around them.
// Both read the same sources; only `workerd` knows the bindings, which come from wrangler.toml.

import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../", import.meta.url));

/** A bound for what hangs, not a claim: the floods take their time on a busy machine. */
const testTimeout = 30_000;

export default defineConfig({
  root,
  test: {
    silent: "passed-only",
    projects: [
      {
        root,
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: {
          name: "node",
          testTimeout,
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/workerd/**", "test/e2e/**", "test/bench/**"],
        },
      },
      {
        root,
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: { bindings: { RATE_LIMIT: "off" }, r2Buckets: ["FILES"] },
          }),
        ],
        test: {
          name: "workerd",
          testTimeout,
          include: ["test/workerd/**/*.test.ts"],
          globalSetup: "test/strangers/for-workerd.ts",
        },
      },
    ],
  },
});
