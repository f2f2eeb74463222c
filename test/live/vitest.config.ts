// Owns the tests of the real server: restarts and hibernation, which no pool can show.
// They take their time in real seconds, so they are not part of `npm test`.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("../../", import.meta.url)),
  test: { include: ["test/live/*.live.ts"], testTimeout: 90_000, hookTimeout: 60_000 },
});
