// The headless client's uploads against a server in memory that cuts, damages, waits and refuses [U1] [U2] [U3].
// What is counted is what travels: nothing that has arrived goes again.

import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { STATUS, type Code } from "../../src/protocol/codes.ts";
import type { FileInfo } from "../../src/protocol/files.ts";
import { createFilesApi } from "../../src/client/files.ts";
import type { OutboxItem } from "../../src/client/outbox.ts";
import { memoryStorage } from "../../src/client/storage.ts";
import { defaultPlatform, type Platform } from "../../src/client/platform.ts";
import { upload, type UploadOptions } from "../../src/client/upload.ts";
import { setUp } from "./set-up.ts";

const PART = 1_000;
const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => i % 251);

type Trouble = Code | "cut" | undefined;

/** One upload and its parts; `trouble` may answer in its place, per request. */
function createServer(size: number, trouble: (request: string) => Trouble = () => undefined) {
  const parts = new Map<number, Uint8Array>();
  const requests: string[] = [];
  let request = "";
  let thumbnail = false;
  let file: FileInfo | undefined;
  const answer = (status: number, body?: object) =>
    new Response(body && JSON.stringify(body), { status });
  const state = () => ({
    upload: "the-upload",
    partBytes: PART,
    parts: [...parts.keys()].toSorted((a, b) => a - b),
    ...(thumbnail && { thumbnail }),
    ...(file && { file }),
  });

  async function respond(url: URL, init: RequestInit): Promise<Response> {
    const path = url.pathname.replace("/api/rooms/tea/files", "");
    request = `${init.method} ${path}`;
    requests.push(request);
    const code = trouble(request);
    if (code === "cut") throw new TypeError("Failed to fetch");
    if (code) return answer(STATUS[code], { code, message: code, retryAfterMs: 1 });
    if (request === "POST ") return answer(201, state());
    if (request.startsWith("DELETE")) return answer(204);
    if (request.endsWith("/thumbnail")) thumbnail = true;
    else if (request.startsWith("PUT")) {
      const body = new Uint8Array(await new Response(init.body).arrayBuffer());
      const digest = new Headers(init.headers).get("Content-Digest");
      expect(digest).toBe(`sha-256=:${createHash("sha256").update(body).digest("base64")}:`);
      parts.set(Number(path.split("/").at(-1)), body);
    }
    if (!request.endsWith("/complete")) return answer(204);
    if (parts.size < Math.ceil(size / PART)) return answer(409, { code: "out_of_order" });
    file = { id: "the-upload", name: "a.bin", size, type: "application/octet-stream" };
    return answer(200, state());
  }

  const platform: Platform = {
    ...defaultPlatform(),
    random: () => 0.5,
    // Waits are skipped; what bounds a request never ends it here.
    setTimeout: (fn, ms) => (ms < 10_000 ? setTimeout(fn, 0) : undefined),
    clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout | undefined),
    fetch: async (input, init = {}) => {
      init.signal?.throwIfAborted();
      return respond(new URL(input as string), init);
    },
  };
  const options = (source: Uint8Array<ArrayBuffer>): UploadOptions => ({
    origin: "http://localhost",
    room: "tea",
    name: "a.bin",
    source: new Blob([source]),
    platform,
  });
  const whole = () => Buffer.concat(state().parts.map((n) => parts.get(n) ?? new Uint8Array()));
  return { options, requests, whole, parts };
}

const PUT = (n: number) => `PUT /the-upload/parts/${n}`;
const BEGIN = "POST ";
const END = "POST /the-upload/complete";

test("[U2] a file goes part by part, tells how far it is, and is there", async () => {
  const source = bytes(2_500);
  const server = createServer(source.length);
  const progress: number[] = [];
  const done = await upload({
    ...server.options(source),
    thumbnail: new Blob(["small"]),
    onProgress: (sent, size) => progress.push(sent / size),
  });
  expect(done).toMatchObject({ ok: true, value: { id: "the-upload", size: 2_500 } });
  expect(server.requests).toEqual([
    BEGIN,
    PUT(1),
    PUT(2),
    PUT(3),
    "PUT /the-upload/thumbnail",
    END,
  ]);
  expect(new Uint8Array(server.whole())).toEqual(source);
  expect(progress.at(-1)).toBe(1);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
});

test("[U1] [U2] what has arrived is not sent again, after a cut and in another process", async () => {
  const source = bytes(2_500);
  let cuts = 3;
  const server = createServer(source.length, (request) =>
    request === PUT(2) && cuts-- > 0 ? "cut" : undefined,
  );
  const waiting: boolean[] = [];
  const options = { ...server.options(source), onWaiting: (is: boolean) => waiting.push(is) };
  expect(await upload(options)).toMatchObject({ ok: true });
  expect(server.requests).toEqual([BEGIN, PUT(1), PUT(2), PUT(2), PUT(2), PUT(2), PUT(3), END]);
  expect(waiting).toEqual([true, false, true, false, true, false]);

  const half = createServer(source.length);
  half.parts.set(1, source.slice(0, PART)).set(3, source.slice(2 * PART));
  expect(await upload(half.options(source))).toMatchObject({ ok: true });
  expect(half.requests).toEqual([BEGIN, PUT(2), END]);
  expect(await upload(half.options(source))).toMatchObject({ ok: true });
  expect(half.requests.slice(3)).toEqual([BEGIN]);
});

test("what is temporary is tried until it works, at each step", async () => {
  const source = bytes(10);
  const seen = new Map<string, number>();
  const codes: Trouble[] = ["overloaded", "cut", "rate_limited", "internal"];
  const server = createServer(source.length, (request) => {
    const times = seen.get(request) ?? 0;
    seen.set(request, times + 1);
    return codes[times];
  });
  expect(await upload(server.options(source))).toMatchObject({ ok: true });
  expect(server.requests).toEqual(
    [BEGIN, PUT(1), END].flatMap((one) => Array.from({ length: 5 }, () => one)),
  );
});

test("[U2] a part that arrives damaged goes again, and not for ever", async () => {
  const source = bytes(10);
  let damaged = 2;
  const trouble = (request: string) =>
    request === PUT(1) && damaged-- > 0 ? ("bad_command" as const) : undefined;
  const server = createServer(source.length, trouble);
  expect(await upload(server.options(source))).toMatchObject({ ok: true });
  damaged = 99;
  const other = createServer(source.length, trouble);
  expect(await upload(other.options(source))).toMatchObject({
    ok: false,
    failure: { code: "bad_command" },
  });
  expect(other.requests).toEqual([BEGIN, PUT(1), PUT(1), PUT(1)]);
});

test("what is refused for good ends there", async () => {
  const source = bytes(10);
  for (const [at, code] of [
    [BEGIN, "storage_full"],
    [BEGIN, "too_large"],
    [PUT(1), "not_found"],
    [END, "bad_command"],
  ] as const) {
    const server = createServer(source.length, (request) => (request === at ? code : undefined));
    expect(await upload(server.options(source))).toMatchObject({ ok: false, failure: { code } });
    expect(server.requests.at(-1)).toBe(at);
  }
});

test("a thumbnail that is refused keeps nothing from arriving", async () => {
  const source = bytes(10);
  const server = createServer(source.length, (request) =>
    request.endsWith("/thumbnail") ? "too_large" : undefined,
  );
  const options = { ...server.options(source), thumbnail: new Blob(["large"]) };
  expect(await upload(options)).toMatchObject({ ok: true });
});

test("given up, nothing more is sent, and the server is told", async () => {
  const source = bytes(5_000);
  for (const at of [PUT(1), PUT(3)]) {
    const abort = new AbortController();
    const server = createServer(source.length, (request) => {
      if (request === at) abort.abort();
      return request === at ? "cut" : undefined;
    });
    expect(await upload({ ...server.options(source), signal: abort.signal })).toBeUndefined();
    expect(server.requests.slice(server.requests.indexOf(at))).toEqual([at, "DELETE /the-upload"]);
  }
  const never = createServer(source.length);
  const signal = AbortSignal.abort();
  expect(await upload({ ...never.options(source), signal })).toBeUndefined();
  expect(never.requests).toEqual([]);
});

test("a stream goes as it comes, also on from where it was", async () => {
  const source = bytes(3_700);
  const stream = () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < source.length; at += 77)
          controller.enqueue(source.slice(at, at + 77));
        controller.close();
      },
    });
  for (const known of [[], [2]]) {
    const server = createServer(source.length);
    for (const n of known) server.parts.set(n, source.slice((n - 1) * PART, n * PART));
    const options = { ...server.options(source), source: { size: source.length, stream } };
    expect(await upload(options)).toMatchObject({ ok: true });
    expect(new Uint8Array(server.whole())).toEqual(source);
  }
});

test("[U4] [P1] a message with files names them, and shows them while it waits, also on the next page", async () => {
  const { open, world } = setUp();
  const storage = memoryStorage();
  const file = { id: "a".repeat(26), name: "a.png", size: 9, type: "image/png" };
  const client = open({ storage: storage.open() });
  client.post("", { files: [file] });
  expect(client.state.pending).toMatchObject([{ body: "", files: [file] }]);
  client.close();
  await world.advance(0);
  const kept: OutboxItem[] = [];
  await storage.open().adopt((items) => kept.push(...items));
  expect(kept).toMatchObject([{ command: { body: "", files: [file.id] }, files: [file] }]);
});

test("[U8] a picture is set by its bytes, and taken away without", async () => {
  const requests: string[] = [];
  const platform: Platform = {
    ...defaultPlatform(),
    fetch: (input, init = {}) => {
      requests.push(`${init.method} ${new URL(input as string).pathname}`);
      const body = init.method === "PUT" ? JSON.stringify({ avatar: "the-id" }) : null;
      return Promise.resolve(new Response(body, { status: body === null ? 204 : 200 }));
    },
  };
  const api = createFilesApi({ origin: "http://localhost", platform });
  expect(await api.setAvatar(new Blob(["x"]))).toEqual({ ok: true, value: "the-id" });
  expect(await api.setIcon("tea", undefined)).toEqual({ ok: true, value: undefined });
  expect(requests).toEqual(["PUT /api/me/avatar", "DELETE /api/rooms/tea/icon"]);
});
