// Files in workerd, against the platform's own local bucket [U1] to [U7].
// Whatever is refused leaves nothing: the bucket is looked into.

import { expect, test } from "vitest";
import { isMessage, type MessageEntry } from "../../src/protocol/entries.ts";
import type { Failure } from "../../src/protocol/codes.ts";
import type { FileInfo, UploadAnswer } from "../../src/protocol/files.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { begin, bytesOf, complete, noise, png, put, read } from "./file-samples.ts";
import { ask, json, makeRoom, signUp, unique, type Visitor } from "./visitor.ts";

const ada = await signUp("ada");
const bea = await signUp("bea");
const room = await makeRoom(ada, "files");

async function send(by: Visitor, name: string, files: string[], body = "", id = unique("post")) {
  const command = { type: "post", id, after: 0, body, files };
  const response = await ask(`/api/rooms/${name}/log`, json(command, by.auth));
  return { status: response.status, frame: (await response.json()) as Record<string, unknown> };
}

async function newest(by: Visitor, name: string): Promise<MessageEntry[]> {
  const response = await ask(`/api/rooms/${name}/log?limit=100`, { headers: by.auth });
  return ((await response.json()) as { messages: MessageEntry[] }).messages.filter(isMessage);
}

async function failure(response: Response) {
  const { code, message } = (await response.json()) as Failure;
  return { status: response.status, code, message };
}

test("[U1] [U2] [U3] a file arrives in parts, is what its bytes say, and is sent with a message", async () => {
  const bytes = bytesOf(png(40, 30), noise(LIMITS.partBytes + 1_000));
  const begun = await begin(ada, room, bytes.length, {
    name: "Grün am Rand.png",
    type: "image/png",
  });
  expect(begun.status).toBe(201);
  const { upload, partBytes, parts } = (await begun.json()) as UploadAnswer;
  expect({ partBytes, parts }).toEqual({ partBytes: LIMITS.partBytes, parts: [] });
  const path = `/api/rooms/${room}/files/${upload}`;
  expect((await put(ada, `${path}/parts/2`, bytes.slice(partBytes))).status).toBe(204);
  expect(await failure(await complete(ada, room, upload))).toMatchObject({ code: "out_of_order" });
  expect((await put(ada, `${path}/parts/1`, bytes.slice(0, partBytes))).status).toBe(204);
  const done = await complete(ada, room, upload);
  const { file } = (await done.json()) as UploadAnswer;
  expect(file).toEqual({
    id: upload,
    name: "Grün am Rand.png",
    size: bytes.length,
    type: "image/png",
    width: 40,
    height: 30,
  });
  const sent = await send(ada, room, [upload]);
  expect(sent.status).toBe(200);
  expect((await newest(bea, room)).at(-1)).toMatchObject({ body: "", files: [file] });
  const got = await read(bea, room, file as FileInfo);
  expect(got.status).toBe(200);
  expect(new Uint8Array(await got.arrayBuffer())).toEqual(bytes);
});
