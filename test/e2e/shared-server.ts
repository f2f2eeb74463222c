// Owns the one server that the browser tests share; its address is their `baseURL`.
// Playwright runs it before the first test, and what it returns after the last.

import { inhabit, startServer } from "./server.ts";

export default async function setUp(): Promise<() => Promise<void>> {
  const server = await startServer();
  await inhabit(server);
  process.env["EDGEWISE_URL"] = server.url;
  return () => server.stop();
}
