// Brings one file into a room, part by part [U1] [U2] [U3]: what has arrived is not sent again.
// It ends where the server refuses for good or its caller gives up; until then it tries again.

import { isTemporary } from "../protocol/codes.ts";
import type { FileInfo, UploadAnswer } from "../protocol/files.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { bearer, roomsPath } from "./address.ts";
import type { Refusal } from "./api.ts";
import { backoff } from "./backoff.ts";
import { createHttp, failureOf, isOk, resultOf, type Answer, type HttpOptions } from "./http.ts";
import { newId } from "./new-id.ts";
import { defaultPlatform } from "./platform.ts";
import { sendBytes, type SendBytes } from "./send-bytes.ts";

/** What comes by itself, once and in order: of bots. Its size is known ahead. */
export interface ByteStream {
  size: number;
  stream(): ReadableStream<Uint8Array>;
}

export interface UploadOptions extends HttpOptions {
  room: string;
  /** As `fileNameFrom` makes one of any name. */
  name: string;
  /** A browser's `File` is one. */
  source: Blob | ByteStream;
  /** The same id goes on with an upload that was cut, in this process or another [U1]. */
  id?: string;
  /** What the browser takes it for. */
  type?: string;
  /** Of a picture or a video, as it is shown. */
  width?: number;
  height?: number;
  /** Of a video or a sound, in ms. */
  duration?: number;
  /** A blurred picture in at most 64 characters of base64. */
  placeholder?: string;
  /** A small picture of it, within `thumbnailBytes`. */
  thumbnail?: Blob;
  /** Bytes that have gone; less than before where a part has to go again. */
  onProgress?(sent: number, size: number): void;
  /** True while the server cannot be reached, or has asked to wait. */
  onWaiting?(waiting: boolean): void;
  /** Gives up: the server forgets what has arrived. */
  signal?: AbortSignal;
  send?: SendBytes;
}

/** A part that arrives damaged is sent again so often. */
const DAMAGED_MOST = 3;

/** Undefined where its caller gave up. */
export async function upload(
  options: UploadOptions,
): Promise<Result<FileInfo, Refusal> | undefined> {
  const { origin, token, room, source, signal, platform = defaultPlatform() } = options;
  const { name, type, width, height, duration, placeholder, thumbnail } = options;
  const id = options.id ?? newId(platform);
  const send = options.send ?? sendBytes;
  const http = createHttp({ origin, token, platform });
  const path = `${roomsPath(room)}/files`;
  const partOf = reader(source);
  let failures = 0;

  const begun = await insist(() =>
    http("POST", path, {
      id,
      name,
      size: source.size,
      ...(type !== undefined && { type }),
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(duration !== undefined && { duration }),
      ...(placeholder !== undefined && { placeholder }),
    }),
  );
  const known = resultOf<UploadAnswer>(begun);
  if (!begun) return undefined;
  if (!known.ok) return known;
  if (known.value.file) return ok(known.value.file);
  const { upload: upload_, partBytes, parts, thumbnail: hasThumbnail } = known.value;
  const here = `${path}/${upload_}`;

  const there = new Set(parts);
  const count = Math.ceil(source.size / partBytes);
  for (let n = 1; n <= count; n++) {
    const from = (n - 1) * partBytes;
    // The next part begins where this one ends.
    // oxlint-disable-next-line no-await-in-loop
    const bytes = await partOf(from, Math.min(source.size, from + partBytes));
    // oxlint-disable-next-line no-await-in-loop
    const failure = there.has(n) ? undefined : await put(`parts/${n}`, bytes, from);
    if (signal?.aborted) return giveUp();
    if (failure) return failed(failure);
    options.onProgress?.(Math.min(source.size, from + partBytes), source.size);
  }
  if (thumbnail && !hasThumbnail) await put("thumbnail", thumbnail);
  const done = await insist(() => http("POST", `${here}/complete`));
  if (!done) return giveUp();
  const completed = resultOf<UploadAnswer>(done);
  if (!completed.ok) return completed;
  return completed.value.file ? ok(completed.value.file) : failed(failureOf(undefined));

  /** Until it is answered for good; undefined where the caller gave up. */
  async function insist<A extends Pick<Answer, "status" | "body">>(
    ask: () => Promise<A | undefined>,
  ): Promise<A | undefined> {
    while (!signal?.aborted) {
      // Tried one after the other, however often.
      // oxlint-disable-next-line no-await-in-loop
      const answer = await ask();
      const failure =
        answer && isOk({ ...answer, etag: undefined }) ? undefined : failureAt(answer);
      if (answer && (!failure || !isTemporary(failure.code) || failure.code === "out_of_order")) {
        failures = 0;
        return answer;
      }
      failures += 1;
      options.onWaiting?.(true);
      // oxlint-disable-next-line no-await-in-loop
      await pause(failure?.retryAfterMs ?? backoff(platform.random(), failures));
      options.onWaiting?.(false);
    }
    return undefined;
  }

  /** Why not, or undefined: it has arrived, or the caller gave up. */
  async function put(to: string, body: Blob | Uint8Array<ArrayBuffer>, from?: number) {
    const headers = { ...bearer(token), ...(await digestOf(body)) };
    let failure: Refusal | undefined;
    for (let i = 0; i < DAMAGED_MOST; i++) {
      const onProgress =
        from === undefined
          ? undefined
          : (sent: number) => options.onProgress?.(from + sent, source.size);
      const url = new URL(`${here}/${to}`, origin).href;
      // oxlint-disable-next-line no-await-in-loop
      const answer = await insist(() => send(platform, { url, headers, body, signal, onProgress }));
      if (!answer) return undefined;
      failure = isOk({ ...answer, etag: undefined }) ? undefined : failureAt(answer);
      if (failure?.code !== "bad_command") return failure;
    }
    return failure;
  }

  async function giveUp(): Promise<undefined> {
    await http("DELETE", here);
    return undefined;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = platform.setTimeout(end, ms);
      signal?.addEventListener("abort", end);
      function end(): void {
        platform.clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        resolve();
      }
    });
  }
}

function failureAt(answer: Pick<Answer, "status" | "body"> | undefined): Refusal {
  return failureOf(answer && { ...answer, etag: undefined });
}

/** The bytes from one place to another; of a stream in order only, whether they are wanted or not. */
function reader(source: Blob | ByteStream) {
  if (source instanceof Blob)
    return (from: number, to: number) =>
      Promise.resolve<Blob | Uint8Array<ArrayBuffer>>(source.slice(from, to));
  const bytes = source.stream().getReader();
  let rest = new Uint8Array(0);
  return async (from: number, to: number): Promise<Blob | Uint8Array<ArrayBuffer>> => {
    const part = new Uint8Array(to - from);
    let length = 0;
    while (length < part.length) {
      if (rest.length === 0) {
        // oxlint-disable-next-line no-await-in-loop
        const { done, value } = await bytes.read();
        if (done) return part.slice(0, length);
        rest = new Uint8Array(value);
      }
      const taken = rest.subarray(0, part.length - length);
      part.set(taken, length);
      length += taken.length;
      rest = rest.subarray(taken.length);
    }
    return part;
  };
}

/** RFC 9530; a page without https has no digests, and sends none. */
async function digestOf(body: Blob | Uint8Array<ArrayBuffer>): Promise<Record<string, string>> {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  if (!subtle) return {};
  const bytes = body instanceof Blob ? await body.arrayBuffer() : body;
  const hash = new Uint8Array(await subtle.digest("SHA-256", bytes));
  return { "Content-Digest": `sha-256=:${btoa(String.fromCharCode(...hash))}:` };
}
