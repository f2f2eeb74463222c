// One request whose body is bytes, with its progress where the platform tells any.
// Only a browser's older door tells how much of a body has gone; elsewhere `fetch` does.

import type { Answer } from "./http.ts";
import type { Platform } from "./platform.ts";

export interface BytesRequest {
  url: string;
  headers: Record<string, string>;
  body: Blob | Uint8Array<ArrayBuffer>;
  signal?: AbortSignal | undefined;
  /** Bytes of the body that have gone so far. */
  onProgress?: ((sent: number) => void) | undefined;
}

/** Sends a PUT; undefined where there was no answer. */
export type SendBytes = (
  platform: Platform,
  request: BytesRequest,
) => Promise<Omit<Answer, "etag"> | undefined>;

/** Without a byte gone in this time the line is taken for dead. */
const STALLED_MS = 30_000;
/** Where nothing tells of progress: a part on a very slow line. */
const PART_MS = 10 * 60_000;

export const sendBytes: SendBytes = (platform, request) =>
  typeof XMLHttpRequest === "function"
    ? sendByXhr(platform, request)
    : sendByFetch(platform, request);

const sendByXhr: SendBytes = (platform, { url, headers, body, signal, onProgress }) =>
  new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    let timer: unknown;
    const abort = () => xhr.abort();
    function alive(): void {
      platform.clearTimeout(timer);
      timer = platform.setTimeout(abort, STALLED_MS);
    }
    xhr.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded }) => {
      alive();
      onProgress?.(loaded);
    };
    xhr.onloadend = () => {
      platform.clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      resolve(
        xhr.status === 0 ? undefined : { status: xhr.status, body: object(xhr.responseText) },
      );
    };
    signal?.addEventListener("abort", abort);
    alive();
    xhr.send(body);
    if (signal?.aborted) abort();
  });

const sendByFetch: SendBytes = async (platform, { url, headers, body, signal, onProgress }) => {
  const abort = new AbortController();
  const stop = () => abort.abort();
  const timer = platform.setTimeout(stop, PART_MS);
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    const response = await platform.fetch(url, {
      method: "PUT",
      credentials: "same-origin",
      headers,
      body,
      signal: abort.signal,
    });
    const text = await response.text();
    if (response.ok) onProgress?.(body instanceof Blob ? body.size : body.length);
    return { status: response.status, body: object(text) };
  } catch {
    return undefined;
  } finally {
    platform.clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
};

function object(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
