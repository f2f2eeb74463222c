// Starts the strangers for the tests that run inside workerd, which cannot listen themselves.

import type { TestProject } from "vitest/node";
import { startStrangers } from "./server.ts";
import "./provided.ts";

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const [strangers, others] = [await startStrangers(), await startStrangers()];
  project.provide("strangers", strangers.host);
  project.provide("others", others.host);
  return async () => {
    await strangers.close();
    await others.close();
  };
}
