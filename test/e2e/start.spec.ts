// Owns the proof that `npm start` is well-behaved.
// A taken port is one sentence, and a server that was killed leaves nothing behind.

import { expect, test } from "@playwright/test";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startServer } from "./server.ts";

const START = fileURLToPath(new URL("../../src/tools/start.mjs", import.meta.url));

test("a taken port is named with a free one", async ({ baseURL }) => {
  const { port } = new URL(baseURL ?? "");
  const { code, stdout, stderr } = await start("--port", port);
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toMatch(
    new RegExp(`^Port ${port} is taken: .* \`npm start -- --port \\d+\`\\.\\n$`),
  );
});

test("what is no port is refused", async () => {
  const { code, stderr } = await start("--port=70000");
  expect(code).toBe(1);
  expect(stderr).toBe("The port must be a number from 0 to 65535.\n");
});

test("killed alone it takes the server with it", async () => {
  const server = await startServer();
  process.kill(server.pid, "SIGKILL");
  await expect
    .poll(
      () =>
        fetch(`${server.url}/api/health`).then(
          () => "up",
          () => "down",
        ),
      { timeout: 10_000 },
    )
    .toBe("down");
  await server.stop();
});

test("killed and started again it still has its port and its data's folder", async () => {
  const first = await startServer();
  await first.kill();
  const second = await startServer({ port: first.port, persistTo: first.persistTo });
  expect((await fetch(`${second.url}/api/health`)).status).toBe(200);
  await second.stop();
});

function start(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [START, ...args], (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}
