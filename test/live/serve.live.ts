// `npm run serve` is the same server as `npm start`, run by workerd alone.
// What one may rely on: the page and its headers, the room, the data over a restart, and a clean end.

import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { createApi } from "../../src/client/api.ts";
import { readWholeLog } from "../chaos/log.ts";
import { signUp } from "../chaos/participant.ts";
import { startServer, type Server } from "../e2e/server.ts";
import { openWire } from "./wire.ts";

const SERVE = fileURLToPath(new URL("../../src/tools/serve.mjs", import.meta.url));
const COPIES = fileURLToPath(new URL("../../.wrangler/", import.meta.url));
/** Of the transport, of one answer alone, or of a cache that only one of them has. */
const OF_ITS_OWN = ["cf-cache-status", "content-length", "date", "etag", "request-id", "vary"];
const ASKED: [path: string, init?: RequestInit][] = [
  ["/"],
  ["/?from=link"],
  ["/index.html?from=link"],
  ["/icon.svg"],
  ["/icon.svg", { method: "HEAD" }],
  ["/icon.svg", { method: "POST" }],
  ["/build/main.js"],
  ["/build/main.css"],
  ["/manifest.webmanifest"],
  ["/_headers"],
  ["/nothing"],
  ["/build/"],
  ["/room/general"],
  ["/api/health"],
  ["/api/session"],
  ["/api/rooms"],
];

const running: Server[] = [];
afterAll(async () => {
  for (const server of running) await server.stop();
});

async function start(options: Parameters<typeof startServer>[0]): Promise<Server> {
  const server = await startServer(options);
  running.push(server);
  return server;
}

async function answer(origin: string, path: string, init: RequestInit = {}) {
  const response = await fetch(origin + path, {
    redirect: "manual",
    ...init,
    headers: { "Accept-Encoding": "identity" },
  });
  const headers = [...response.headers].filter(
    ([name]) => !OF_ITS_OWN.includes(name) && name !== "transfer-encoding" && name !== "connection",
  );
  const body = await response.text();
  return { path, status: response.status, headers: Object.fromEntries(headers), body };
}

test("serves the page with the headers that npm start gives it, and finds the data that npm start left", async () => {
  const dev = await start({});
  const first = await signUp(dev.url, "ada");
  const api = createApi({ origin: dev.url, token: first.token });
  expect((await api.createRoom({ name: "kept", id: crypto.randomUUID() })).ok).toBe(true);
  const expected = [];
  for (const [path, init] of ASKED) expected.push(await answer(dev.url, path, init));
  await dev.kill();

  const { url } = await start({ by: "serve", persistTo: dev.persistTo });
  for (const [i, [path, init]] of ASKED.entries())
    expect(await answer(url, path, init)).toEqual(expected[i]);
  expect(expected[0]?.headers["content-security-policy"]).toMatch(/^default-src 'none'/);
  const session = await createApi({ origin: url, token: first.token }).session();
  expect(session).toMatchObject({ ok: true, value: { user: { id: first.person } } });
});

test("assets are told apart by content: unchanged is 304, compressed where the browser can", async () => {
  const { url } = running.at(-1) ?? (await start({ by: "serve" }));
  const page = await fetch(`${url}/build/main.js`);
  expect(page.headers.get("content-encoding")).toBe("gzip");
  const tag = page.headers.get("etag") ?? "";
  expect(tag).not.toBe("");
  const again = await fetch(`${url}/build/main.js`, { headers: { "If-None-Match": tag } });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe("");
  const other = await fetch(`${url}/build/main.js`, { headers: { "If-None-Match": '"other"' } });
  expect(other.status).toBe(200);
  const chunk = /"\.\/([\w-]+-[A-Z0-9]{8}\.js)"/.exec(await page.text())?.[1];
  const lazy = await fetch(`${url}/build/${chunk ?? "none"}`);
  expect(lazy.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
});

test("a client cannot choose the address by which it is limited", async () => {
  const server = await start({ by: "serve", vars: { RATE_LIMIT: "on" } });
  const statuses = new Set<number>();
  for (let i = 0; i < 120 && !statuses.has(429); i++) {
    const { status } = await fetch(`${server.url}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json", "cf-connecting-ip": `192.0.2.${i}` },
      body: "{}",
    });
    statuses.add(status);
  }
  expect([...statuses]).toEqual([400, 429]);
});

test("killed outright and served again it still has what was accepted", async () => {
  const first = await start({ by: "serve" });
  const ada = await signUp(first.url, "ada");
  const wire = await openWire(first.url, "general", ada.token);
  await wire.next("welcome");
  wire.send({ type: "post", id: "message-1", after: 0, body: "still here" });
  expect(await wire.next("accepted")).toMatchObject({ id: "message-1", seq: 1 });
  process.kill(first.pid, "SIGKILL");
  await expect.poll(() => wire.closed !== undefined, { timeout: 10_000 }).toBe(true);

  const { port, persistTo } = first;
  const { url } = await start({ by: "serve", port, persistTo });
  const log = await readWholeLog(url, "general", ada.token);
  expect(log).toMatchObject([{ seq: 1, id: "message-1", body: "still here" }]);
});

test("a taken port is one sentence that names a free one", async () => {
  const { port } = running.at(-1) ?? (await start({ by: "serve" }));
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, [SERVE, "--port", `${port}`], (error, _, text) =>
      resolve({ code: error?.code ?? 0, stderr: text }),
    );
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(`^Port ${port} is taken: .* \`npm run serve -- --port \\d+\`\\.\\n$`),
  );
});

test("an end that is asked for leaves no process and no copy behind", async () => {
  const server = await start({ by: "serve" });
  expect(existsSync(join(COPIES, `serve-${server.pid}`))).toBe(true);
  const began = performance.now();
  await server.stop();
  running.splice(running.indexOf(server), 1);
  rmSync(server.persistTo, { recursive: true, force: true });
  await expect(fetch(`${server.url}/api/health`)).rejects.toThrow();
  expect(existsSync(join(COPIES, `serve-${server.pid}`))).toBe(false);
  expect(performance.now() - began).toBeLessThan(4_000);
});
