// Files on a server as one starts it: asked for by curl, which believes no library, and over a restart [U1] [U2] [U5].
// The bytes are on a disk here; what was begun before a kill goes on after it.

import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { upload } from "../../src/client/upload.ts";
import { filePath, type FileInfo } from "../../src/protocol/files.ts";
import { signUp } from "../chaos/participant.ts";
import { startServer, type Server } from "../e2e/server.ts";

const ROOM = "general";
const folder = mkdtempSync(join(tmpdir(), "edgewise-files-"));
const running: Server[] = [];
afterAll(async () => {
  for (const server of running) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Parameters<typeof startServer>[0] = {}): Promise<Server> {
  const server = await startServer(options);
  running.push(server);
  return server;
}

const bytes = Uint8Array.from({ length: 9_000_000 }, (_, i) => (i * 7 + (i >> 9)) & 255);

/** All that a server has on its disk. */
function storedBytes(at: string): number {
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + sizeOf(join(entry.parentPath, entry.name)), 0);
}

/** What goes while one looks weighs nothing. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** What curl says of an answer: status, headers in lower case, and the body's bytes. */
async function curl(...args: string[]) {
  const body = join(folder, "body");
  writeFileSync(body, "");
  const { stdout } = await promisify(execFile)("curl", ["-sS", "-D", "-", "-o", body, ...args]);
  const [first = "", ...lines] =
    stdout
      .trim()
      .split(/\r?\n\r?\n/)
      .at(-1)
      ?.split(/\r?\n/) ?? [];
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 2),
    ]),
  );
  return { status: Number(first.split(" ")[1]), headers, body: new Uint8Array(readFileSync(body)) };
}

test("[U1] npm run deploy:files binds a bucket to what npm run deploy has, and names the one it is given", async () => {
  const dry = async (...args: string[]) => {
    const run = promisify(execFile)(process.execPath, [...args, "--dry-run", "--outdir", folder]);
    const { stdout } = await run;
    return stdout.split("\n").filter((line) => line.startsWith("env."));
  };
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const without = await dry(
    `${root}node_modules/wrangler/bin/wrangler.js`,
    "deploy",
    "--cwd",
    root,
  );
  const withFiles = await dry(`${root}src/tools/deploy-files.mjs`);
  expect(without.length).toBeGreaterThan(5);
  expect(without.join()).not.toContain("R2 Bucket");
  const added = withFiles.filter((line) => !without.includes(line));
  expect(added).toEqual([expect.stringMatching(/^env\.FILES \(edgewise-files\)\s+R2 Bucket/)]);
  expect(withFiles).toHaveLength(without.length + 1);
}, 120_000);

test.for(["start", "serve"] as const)(
  "[U1] [U2] [U5] npm run %s: an upload goes on after the server was killed, and curl reads any stretch of it",
  async (by) => {
    const first = await start({ by });
    const ada = await signUp(first.url, "ada");
    const options = { token: ada.token, room: ROOM, name: "noise.bin", id: "upload-over-a-kill" };
    const abort = new AbortController();
    const cut = upload({
      ...options,
      origin: first.url,
      source: new Blob([bytes]),
      // The first part has arrived: whoever goes away now tells nobody.
      onProgress: (sent) => void (sent >= 8 * 1024 ** 2 && abort.abort()),
      signal: abort.signal,
      send: async (platform, request) => {
        const { sendBytes } = await import("../../src/client/send-bytes.ts");
        const answer = await sendBytes(platform, request);
        await first.kill();
        return answer;
      },
    });
    expect(await cut).toBeUndefined();

    const server = await start({ by, persistTo: first.persistTo, port: first.port });
    const sent: number[] = [];
    const done = await upload({
      ...options,
      origin: server.url,
      source: new Blob([bytes]),
      send: async (platform, request) => {
        sent.push(Number(request.url.split("/").at(-1)));
        const { sendBytes } = await import("../../src/client/send-bytes.ts");
        return sendBytes(platform, request);
      },
    });
    expect(sent).toEqual([2]);
    if (!done?.ok) throw new Error(done?.failure.message);
    const file: FileInfo = done.value;
    const address = server.url + filePath(ROOM, file);
    const who = ["-H", `Authorization: Bearer ${ada.token}`];

    const whole = await curl(...who, address);
    expect(whole.status).toBe(200);
    expect(whole.headers).toMatchObject({
      "accept-ranges": "bytes",
      "cache-control": "private, no-cache",
      "content-disposition": "attachment; filename=\"noise.bin\"; filename*=UTF-8''noise.bin",
      "content-length": "9000000",
      "content-type": "application/octet-stream",
      "cross-origin-resource-policy": "same-origin",
      etag: `"${file.id}"`,
      "x-content-type-options": "nosniff",
    });
    expect(Buffer.compare(whole.body, bytes)).toBe(0);

    for (const [range, from, to] of [
      ["0-0", 0, 1],
      ["8388600-8388620", 8_388_600, 8_388_621],
      ["8999990-", 8_999_990, 9_000_000],
      ["-5", 8_999_995, 9_000_000],
    ] as const) {
      const part = await curl(...who, "-r", range, address);
      expect(part.status).toBe(206);
      expect(part.headers["content-range"]).toBe(`bytes ${from}-${to - 1}/9000000`);
      expect(part.headers["content-length"]).toBe(String(to - from));
      expect(Buffer.compare(part.body, bytes.slice(from, to))).toBe(0);
    }
    const beyond = await curl(...who, "-r", "9000000-", address);
    expect([beyond.status, beyond.headers["content-range"]]).toEqual([416, "bytes */9000000"]);
    const head = await curl(...who, "-I", address);
    expect([head.status, head.headers["content-length"]]).toEqual([200, "9000000"]);
    const known = await curl(...who, "-H", `If-None-Match: "${file.id}"`, address);
    expect([known.status, known.body.length]).toEqual([304, 0]);
    const stale = await curl(...who, "-r", "0-9", "-H", 'If-Range: "old"', address);
    expect([stale.status, stale.body.length]).toEqual([200, 9_000_000]);
    expect((await curl(address)).status).toBe(401);
    const bea = await signUp(server.url, "bea");
    const hers = ["-H", `Authorization: Bearer ${bea.token}`];
    expect((await curl(...hers, address)).status).toBe(404);

    const log = `${server.url}/api/rooms/${ROOM}/log`;
    const post = { type: "post", id: "post-the-file", body: "", files: [file.id] };
    const posted = await curl(...who, log, "-d", JSON.stringify(post));
    const { seq } = JSON.parse(new TextDecoder().decode(posted.body)) as { seq: number };
    expect((await curl(...hers, address)).status).toBe(200);
    const stored = storedBytes(server.persistTo);
    expect(stored).toBeGreaterThan(bytes.length);
    const remove = { type: "delete", id: "delete-the-file", seq };
    expect((await curl(...who, log, "-d", JSON.stringify(remove))).status).toBe(200);
    expect((await curl(...who, address)).status).toBe(404);
    await expect
      .poll(() => storedBytes(server.persistTo), { timeout: 20_000 })
      .toBeLessThan(stored - bytes.length / 2);
  },
);
