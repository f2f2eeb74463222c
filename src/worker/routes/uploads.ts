// Uploads: begun, part by part, complete or given up [U1] [U2] [U3]; and what was sent in a room [U7].
// Bytes pass from the request to the bucket; the room keeps what has arrived, and decides whose it is.

import { Hono, type Context } from "hono";
import type { Failure } from "../../protocol/codes.ts";
import type { FileInfo, UploadAnswer } from "../../protocol/files.ts";
import { parseBody } from "../../protocol/http.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { newUpload } from "../../protocol/uploads.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import type { FilesPlace } from "../../room/files.ts";
import type { Upload } from "../../room/uploads.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { personOf, roomOf, type Route } from "../env.ts";
import { fileKey, fileLimits, thumbnailKey } from "../files/bucket.ts";
import { HEAD_BYTES, judge } from "../files/kind.ts";
import { readPicture } from "../files/picture.ts";
import { digestNamed, pass } from "../files/receive.ts";
import { requireFiles } from "../middleware/files.ts";
import { requireRoomName, roomNameOf } from "../middleware/room-name.ts";
import { requireSession } from "../middleware/session.ts";
import { jsonOf, limitBody } from "./body.ts";

export const uploads = new Hono<Route>();

uploads.use("/:name/files", requireFiles, requireRoomName);
uploads.use("/:name/files/*", requireFiles, requireRoomName);

uploads.post("/:name/files", limitBody, requireSession, async (c) => {
  const asked = parseBody(newUpload, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const most = fileLimits(c.env)?.fileBytes ?? 0;
  if (asked.value.size > most) return answerFailure(tooLarge(most));
  const name = roomNameOf(c);
  const room = roomOf(c.env, name);
  const begun = await room.beginUpload(name, c.get("user"), asked.value);
  if (!begun.ok) return answerFailure(begun.failure);
  const opened = begun.value.multipart === null ? await open(c, begun.value) : ok(undefined);
  if (!opened.ok) return answerFailure(opened.failure);
  return c.json(answerOf(begun.value), 201);
});

uploads.put("/:name/files/:upload/parts/:n", requireSession, async (c) => {
  const found = await uploadAt(c);
  if (!found.ok) return refuse(c, found.failure);
  const { id, size, multipart, file } = found.value;
  const n = /^[1-9]\d{0,4}$/.test(c.req.param("n")) ? Number(c.req.param("n")) : 0;
  const from = (n - 1) * LIMITS.partBytes;
  const length = Math.min(size - from, LIMITS.partBytes);
  if (n === 0 || length <= 0) return refuse(c, NO_SUCH_PART);
  if (multipart === null || file) return refuse(c, FAILURES.noFile);
  if (c.req.header("content-length") !== String(length)) return refuse(c, wrongLength(length));
  const digest = digestNamed(c.req.header("content-digest"));
  if (digest === "malformed") return refuse(c, BAD_DIGEST);
  const { body } = c.req.raw;
  if (!body) return refuse(c, wrongLength(length));
  const stored = await pass(body, length, digest, (bytes) =>
    bucketOf(c).resumeMultipartUpload(keyOf(c, id), multipart).uploadPart(n, bytes),
  );
  if (!stored.ok) return answerFailure(stored.failure);
  const isKept = await roomOf(c.env, roomNameOf(c)).keepPart(id, n, stored.value.etag);
  return isKept ? c.body(null, 204) : answerFailure(FAILURES.noFile);
});

uploads.put("/:name/files/:upload/thumbnail", requireSession, async (c) => {
  const found = await uploadAt(c);
  if (!found.ok) return refuse(c, found.failure);
  const { id, file } = found.value;
  if (file) return refuse(c, FAILURES.noFile);
  const picture = await readPicture(c, LIMITS.thumbnailBytes, LIMITS.thumbnailSide);
  if (!picture.ok) return answerFailure(picture.failure);
  const { bytes, type, width, height } = picture.value;
  const key = thumbnailKey(roomNameOf(c), id);
  await bucketOf(c).put(key, bytes, { httpMetadata: { contentType: type } });
  const kept = await roomOf(c.env, roomNameOf(c)).keepThumbnail(id, { width, height });
  if (kept === "gone") await bucketOf(c).delete(key);
  return kept === "kept" ? c.body(null, 204) : answerFailure(FAILURES.noFile);
});

uploads.post("/:name/files/:upload/complete", requireSession, async (c) => {
  const found = await uploadAt(c);
  if (!found.ok) return answerFailure(found.failure);
  const { file } = found.value;
  const done = file ? ok(file) : await complete(c, found.value);
  if (!done.ok) return answerFailure(done.failure);
  return c.json({ ...answerOf(found.value), file: done.value });
});

uploads.delete("/:name/files/:upload", requireSession, async (c) => {
  const found = await uploadAt(c);
  if (!found.ok) return answerFailure(found.failure);
  await roomOf(c.env, roomNameOf(c)).giveUpUpload(found.value.id);
  return c.body(null, 204);
});

uploads.get("/:name/files", requireSession, async (c) => {
  const place = placeOf(c.req.query("before"), c.req.query("kind"));
  if (!place) return answerFailure(BAD_QUERY);
  const found = await roomOf(c.env, roomNameOf(c)).files(roomNameOf(c), c.get("user"), place);
  return found.ok ? c.json(found.value) : answerFailure(found.failure);
});

/** Room is kept for it before the first byte, and what takes its parts is made. */
async function open(c: Context<Route>, upload: Upload): Promise<Result<undefined, Failure>> {
  const name = roomNameOf(c);
  const { id, name: file, size } = upload;
  const room = roomOf(c.env, name);
  const person = personOf(c.env, c.get("user").person.id);
  const reserved = await person.reserveFile({ room: name, id, name: file, size, ts: Date.now() });
  if (!reserved.ok) {
    await room.giveUpUpload(id);
    return reserved;
  }
  const multipart = await bucketOf(c).createMultipartUpload(keyOf(c, id));
  const kept = await room.keepMultipart(id, multipart.uploadId);
  // The same request, sent twice at once, was faster; or it was given up meanwhile.
  if (kept !== multipart.uploadId) await multipart.abort();
  if (kept !== undefined) return ok(undefined);
  await person.releaseFile(id);
  return failed(FAILURES.noFile);
}

/** Puts the parts together and says what they are. What is refused is given up. */
async function complete(c: Context<Route>, upload: Upload): Promise<Result<FileInfo, Failure>> {
  const { id, size, multipart, parts, claims } = upload;
  const room = roomOf(c.env, roomNameOf(c));
  if (multipart === null || parts.length < Math.ceil(size / LIMITS.partBytes))
    return failed(PARTS_MISSING);
  const key = keyOf(c, id);
  const bucket = bucketOf(c);
  try {
    const etags = parts.map(({ n: partNumber, etag }) => ({ partNumber, etag }));
    await bucket.resumeMultipartUpload(key, multipart).complete(etags);
  } catch (error) {
    // It may be complete already, and nobody have heard of it.
    if ((await bucket.head(key))?.size !== size) {
      if (!isLost(error)) throw error;
      await room.giveUpUpload(id);
      return failed(FAILURES.noFile);
    }
  }
  const head = await bucket.get(key, { range: { offset: 0, length: Math.min(size, HEAD_BYTES) } });
  if (!head) return failed(FAILURES.noFile);
  const judged = judge(new Uint8Array(await head.arrayBuffer()), size, claims);
  if (!judged.ok) {
    await room.giveUpUpload(id);
    return judged;
  }
  const file = await room.keepFile(id, judged.value);
  return file ? ok(file) : failed(FAILURES.noFile);
}

/** The bucket has no such upload, or other parts than the room was told of. */
function isLost(error: unknown): boolean {
  return error instanceof Error && /\((?:10024|10025|10048)\)/.test(error.message);
}

async function uploadAt(c: Context<Route>): Promise<Result<Upload, Failure>> {
  const id = c.req.param("upload") ?? "";
  if (!/^[a-z2-7]{26}$/.test(id)) return failed(FAILURES.noFile);
  return roomOf(c.env, roomNameOf(c)).upload(roomNameOf(c), c.get("user"), id);
}

/** Undefined where the query is malformed. */
function placeOf(before: string | undefined, kind: string | undefined): FilesPlace | undefined {
  if (kind !== undefined && kind !== "media" && kind !== "other") return undefined;
  if (before !== undefined && !/^\d{1,15}$/.test(before)) return undefined;
  return {
    ...(before !== undefined && { before: Number(before) }),
    ...(kind !== undefined && { kind }),
  };
}

/** What nobody is going to read is not waited for. */
async function refuse(c: Context<Route>, failure: Failure): Promise<Response> {
  await c.req.raw.body?.cancel();
  return answerFailure(failure);
}

function answerOf({ id, parts, thumbnail, file }: Upload): UploadAnswer {
  return {
    upload: id,
    partBytes: LIMITS.partBytes,
    parts: parts.map(({ n }) => n),
    ...(thumbnail && { thumbnail: true as const }),
    ...(file && { file }),
  };
}

function keyOf(c: Context<Route>, id: string): string {
  return fileKey(roomNameOf(c), id);
}

function bucketOf(c: Context<Route>): R2Bucket {
  if (!c.env.FILES) throw new Error("There is no bucket.");
  return c.env.FILES;
}

function tooLarge(most: number): Failure {
  const message = `A file has at most ${Math.floor(most / 1024 ** 2)} MB here.`;
  return { code: "too_large", message };
}

function wrongLength(length: number): Failure {
  return { code: "bad_command", message: `This part has to have ${length} bytes, and to say so.` };
}

const NO_SUCH_PART = {
  code: "bad_command",
  message: "This file has no such part.",
} as const;

const BAD_DIGEST = {
  code: "bad_command",
  message: "The digest has to be sha-256=:…: with 32 bytes in base64.",
} as const;

const BAD_QUERY = {
  code: "bad_command",
  message: "The query has a field of a wrong type.",
} as const;

const PARTS_MISSING = {
  code: "out_of_order",
  message: "Parts of this file have not arrived yet.",
  retryAfterMs: 0,
} as const;
