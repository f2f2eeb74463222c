// `npm run bench:files`: what a server's memory does while files of 100 MB stream in and out of it.
// Ends with 0 where they came back byte by byte, and its memory never grew by half a file; Linux only.

import { createHash } from "node:crypto";
import { createApi } from "../../src/client/api.ts";
import { upload } from "../../src/client/upload.ts";
import { filePath, type FileInfo } from "../../src/protocol/files.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { startServer } from "../e2e/server.ts";
import { workerdBytes } from "./load/usage.ts";

const MIB = 1024 ** 2;
const SIZE = LIMITS.fileBytes;
/** Files that stream at the same time. */
const AT_ONCE = 3;
const SAMPLE_MS = 20;
const ROOM = "general";

/** More than this in addition is a file, or a good part of one, that was held. */
const MOST = SIZE / 2;

// Workerd alone: wrangler's imitation of R2 passes every byte through JavaScript.
const server = await startServer({ by: "serve" });
const origin = server.url;
const claimed = await createApi({ origin }).claim({
  handle: "ada",
  id: `claim-${Date.now()}`,
  token: true,
});
if (!claimed.ok) throw new Error(claimed.failure.message);
const token = claimed.value.token ?? "";
let failed = false;

// Once a runtime has taken memory for the pieces in its hands, it keeps that and uses it again.
await measured("the first in", 1, () => send(SIZE), Infinity);
for (const files of [1, AT_ONCE]) {
  const sent = await measured(`${files} in`, files, () => all(files, () => send(SIZE)));
  await measured(`${files} out`, files, () => all(files, (i) => receive(sent[i])));
}
await server.stop();
process.exitCode = failed ? 1 : 0;

interface Sent {
  file: FileInfo;
  digest: string;
}

async function send(size: number): Promise<Sent> {
  const hash = createHash("sha256");
  const done = await upload({
    origin,
    token,
    room: ROOM,
    name: "noise.bin",
    source: { size, stream: () => noise(size, (chunk) => hash.update(chunk)) },
  });
  if (!done?.ok) throw new Error(done?.failure.message);
  return { file: done.value, digest: hash.digest("hex") };
}

async function receive(sent: Sent | undefined): Promise<void> {
  if (!sent) throw new Error("Nothing was sent.");
  const response = await fetch(origin + filePath(ROOM, sent.file), {
    headers: { Authorization: `Bearer ${token}` },
  });
  const hash = createHash("sha256");
  for await (const chunk of response.body ?? []) hash.update(chunk as Uint8Array);
  if (hash.digest("hex") === sent.digest) return;
  failed = true;
  console.error("What came back is not what was sent.");
}

/** Bytes of which no two parts are alike, made as they are asked for. */
function noise(size: number, seen: (chunk: Uint8Array) => void): ReadableStream<Uint8Array> {
  let left = size;
  const words = new Uint32Array(16_384);
  return new ReadableStream({
    pull(controller) {
      for (let i = 0; i < words.length; i++) words[i] = Math.imul(left + i, 2_654_435_761);
      const chunk = new Uint8Array(words.buffer.slice(0, Math.min(left, words.byteLength)));
      left -= chunk.length;
      seen(chunk);
      controller.enqueue(chunk);
      if (left === 0) controller.close();
    },
  });
}

function all<T>(count: number, run: (i: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => run(i)));
}

async function measured<T>(
  what: string,
  files: number,
  run: () => Promise<T>,
  most = MOST,
): Promise<T> {
  const before = workerdBytes(server.pid);
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, workerdBytes(server.pid))), SAMPLE_MS);
  const started = performance.now();
  const result = await run();
  const seconds = (performance.now() - started) / 1_000;
  clearInterval(timer);
  const grown = Math.round((peak - before) / MIB);
  const rate = Math.round((files * SIZE) / MIB / seconds);
  console.log(
    `${what} of ${SIZE / MIB} MiB: ${Math.round(before / MIB)} MiB before, +${grown} MiB at most, ${rate} MiB/s`,
  );
  if (peak - before > most) {
    failed = true;
    console.error("The server held too much of it in memory.");
  }
  return result;
}
