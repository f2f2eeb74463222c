// Owns how `npm run bench:cost` runs: the objects in workerd, where their row counters can be read.

import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("../../", import.meta.url)),
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: { bindings: { RATE_LIMIT: "off" } },
    }),
  ],
  test: { include: ["test/bench/cost/*.bench.ts"], testTimeout: 600_000 },
});
