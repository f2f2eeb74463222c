// Owns how the browser tests run: two at a time, on one shared server, against one Chromium.
// No retries: a test that fails now and then is a finding.

import { defineConfig } from "@playwright/test";
import { findChromium, LAUNCH_ARGS } from "./browser.ts";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: "../../test-results",
  globalSetup: "./shared-server.ts",
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env["CI"]),
  reporter: "list",
  use: {
    baseURL: process.env["EDGEWISE_URL"] ?? "",
    trace: "off",
    launchOptions: { executablePath: findChromium(), args: LAUNCH_ARGS },
  },
});
