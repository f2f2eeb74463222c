// The bytes of a file, for whoever may read its room at this moment [U5].
// Whatever they are, nothing in them runs here: what is no known medium is only ever saved.

import { Hono } from "hono";
import { mediaOf } from "../../protocol/files.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { roomOf, type Route } from "../env.ts";
import { fileKey, thumbnailKey } from "../files/bucket.ts";
import { SANDBOX } from "../files/picture.ts";
import { disposition, isKnown, rangeOf } from "../files/ranges.ts";
import { requireRoomName, roomNameOf } from "../middleware/room-name.ts";
import { requireSession } from "../middleware/session.ts";

export const files = new Hono<Route>();

files.get("/files/:name/:id/:file", requireRoomName, requireSession, async (c) => {
  const bucket = c.env.FILES;
  const id = c.req.param("id");
  if (!bucket || !/^[a-z2-7]{26}$/.test(id)) return answerFailure(FAILURES.noFile);
  const room = roomNameOf(c);
  const found = await roomOf(c.env, room).file(room, c.get("user"), id);
  if (!found.ok) return answerFailure(found.failure);
  const { name, type, size, thumbnail } = found.value;
  const isSmall = c.req.query("thumbnail") !== undefined;
  if (isSmall && !thumbnail) return answerFailure(FAILURES.noFile);

  const tag = isSmall ? `"${id}-thumbnail"` : `"${id}"`;
  const isShown = isSmall || mediaOf(type) !== undefined;
  const headers = new Headers({
    ETag: tag,
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": SANDBOX,
  });
  if (isKnown(c.req.header("if-none-match"), tag)) return c.body(null, { status: 304, headers });
  headers.set("Content-Disposition", disposition(isShown ? "inline" : "attachment", name));
  const isHead = c.req.method === "HEAD";
  if (isSmall) {
    const key = thumbnailKey(room, id);
    const object = isHead ? await bucket.head(key) : await bucket.get(key);
    if (!object) return answerFailure(FAILURES.noFile);
    headers.set("Content-Type", object.httpMetadata?.contentType ?? "application/octet-stream");
    headers.set("Content-Length", String(object.size));
    return new Response("body" in object ? (object.body as ReadableStream) : null, { headers });
  }

  headers.set("Accept-Ranges", "bytes");
  const range = rangeOf(c.req.header("range"), c.req.header("if-range"), size, tag);
  if (range === "none") {
    headers.set("Content-Range", `bytes */${size}`);
    headers.delete("Content-Disposition");
    return new Response(null, { status: 416, headers });
  }
  const { offset, length } = range ?? { offset: 0, length: size };
  headers.set("Content-Type", type);
  headers.set("Content-Length", String(length));
  if (range) headers.set("Content-Range", `bytes ${offset}-${offset + length - 1}/${size}`);
  const status = range ? 206 : 200;
  if (isHead) return new Response(null, { status, headers });
  const object = await bucket.get(fileKey(room, id), { range: { offset, length } });
  return object ? new Response(object.body, { status, headers }) : answerFailure(FAILURES.noFile);
});
