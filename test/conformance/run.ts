// `npm run test:conformance`: starts a server and lets a client in another language talk to it.
// That client is written from docs/PROTOCOL.md alone, so it proves the document as much as the server.

import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startServer } from "../e2e/server.ts";

const CLIENT = fileURLToPath(new URL("client.py", import.meta.url));

if (spawnSync("python3", ["--version"]).error) {
  process.stderr.write("The conformance test needs python3 (3.11 or newer): install it first.\n");
  process.exitCode = 1;
} else {
  const server = await startServer();
  try {
    const client = spawn("python3", [CLIENT, server.url], { stdio: "inherit" });
    process.exitCode = await new Promise<number>((resolve) =>
      client.on("close", (code) => resolve(code ?? 1)),
    );
  } finally {
    await server.stop();
  }
}
