// Files for the tests, made byte by byte: the beginnings that decide what a file is.
// None of them is a whole picture; nothing here is ever decoded.

import { ask, json, unique, type Visitor } from "./visitor.ts";
import type { FileInfo, UploadAnswer } from "../../src/protocol/files.ts";

export function bytesOf(...parts: (string | number[] | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const pieces = parts.map((part) =>
    typeof part === "string"
      ? Uint8Array.from(part, (sign) => sign.charCodeAt(0))
      : Uint8Array.from(part),
  );
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function uint32(n: number): number[] {
  return [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
}

export function png(width = 4, height = 3, after = ""): Uint8Array<ArrayBuffer> {
  return bytesOf(
    "\x89PNG\r\n\x1a\n",
    uint32(13),
    "IHDR",
    [...uint32(width), ...uint32(height), 8, 6, 0, 0, 0],
    uint32(0),
    after,
    uint32(0),
    "IEND\xae\x42\x60\x82",
  );
}

/** Bytes that are nothing, each its place. */
export function noise(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 255);
}

export interface Sent {
  name?: string;
  type?: string;
  [field: string]: unknown;
}

export function begin(by: Visitor, room: string, size: number, fields: Sent = {}) {
  const body = { id: unique("upload"), name: "a file.bin", size, ...fields };
  return ask(`/api/rooms/${room}/files`, json(body, by.auth));
}

export function put(
  by: Visitor,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const length = { "Content-Length": String(bytes.length) };
  return ask(path, { method: "PUT", body: bytes, headers: { ...by.auth, ...length, ...headers } });
}

export function complete(by: Visitor, room: string, upload: string) {
  return ask(`/api/rooms/${room}/files/${upload}/complete`, { method: "POST", headers: by.auth });
}

/** Begins, sends and completes; the last answer. */
export async function tryUpload(
  by: Visitor,
  room: string,
  bytes: Uint8Array<ArrayBuffer>,
  fields: Sent = {},
): Promise<Response> {
  const begun = await begin(by, room, bytes.length, fields);
  if (begun.status !== 201) return begun;
  const { upload, partBytes } = (await begun.json()) as UploadAnswer;
  for (let n = 1; (n - 1) * partBytes < bytes.length; n++) {
    const part = bytes.slice((n - 1) * partBytes, n * partBytes);
    const answer = await put(by, `/api/rooms/${room}/files/${upload}/parts/${n}`, part);
    if (answer.status !== 204) return answer;
  }
  return complete(by, room, upload);
}

export async function uploaded(
  by: Visitor,
  room: string,
  bytes: Uint8Array<ArrayBuffer>,
  fields: Sent = {},
): Promise<FileInfo> {
  const answer = await tryUpload(by, room, bytes, fields);
  const { file } = (await answer.json()) as UploadAnswer;
  if (!file) throw new Error(`not uploaded: ${answer.status}`);
  return file;
}

export function read(by: Visitor, room: string, { id, name }: FileInfo, init: RequestInit = {}) {
  const path = `/files/${room}/${id}/${encodeURIComponent(name)}`;
  return ask(path, { ...init, headers: { ...by.auth, ...init.headers } });
}
