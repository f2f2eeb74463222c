// Pictures of people, rooms and the community: set by whom they are of, and shown to whoever has a session [U8].
// An id stands for the same bytes for ever, so a browser asks for each of them once.

import { Hono, type Context, type MiddlewareHandler } from "hono";
import { STATUS } from "../../protocol/codes.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { personOf, roomOf, workspaceOf, type Route } from "../env.ts";
import { pictureKey } from "../files/bucket.ts";
import { SANDBOX } from "../files/picture.ts";
import { readPictureFirst, requireFiles } from "../middleware/files.ts";
import { requireRoomName, roomNameOf } from "../middleware/room-name.ts";
import { requireSession } from "../middleware/session.ts";
import { newId } from "../random.ts";

const AGE_S = 365 * 86_400;
const PICTURE_ID = /^[a-z2-7]{26}$/;

export const pictures = new Hono<Route>();

/** Without a session one sees the community's alone, as its name: the page that asks for a name shows both. */
const seePicture: MiddlewareHandler<Route> = async (c, next) => {
  const refused = await requireSession(c, next);
  const id = c.req.param("id") ?? "";
  if (!(refused instanceof Response) || !PICTURE_ID.test(id)) return refused;
  const { icon } = await workspaceOf(c.env).community();
  return id === icon ? next() : refused;
};

pictures.get("/pictures/:id", seePicture, async (c) => {
  const id = c.req.param("id");
  if (!PICTURE_ID.test(id)) return answerFailure(FAILURES.noFile);
  const object = await c.env.FILES?.get(pictureKey(id));
  if (!object) return answerFailure(FAILURES.noFile);
  return new Response(object.body, {
    headers: {
      "Content-Type": object.httpMetadata?.contentType ?? "application/octet-stream",
      "Content-Length": String(object.size),
      "Content-Security-Policy": SANDBOX,
      "Cache-Control": `private, max-age=${AGE_S}, immutable`,
    },
  });
});

pictures.use("/api/me/avatar", requireFiles);
pictures.use("/api/community/icon", requireFiles);
pictures.use("/api/rooms/:name/icon", requireFiles, requireRoomName);

pictures.put("/api/me/avatar", requireSession, readPictureFirst, requireSession, async (c) => {
  const person = personOf(c.env, c.get("user").person.id);
  const id = newId();
  await person.expectAvatar(id);
  await store(c, id);
  const set = await person.setAvatar(id);
  return set.ok ? c.json({ avatar: id }) : answerFailure(set.failure);
});

pictures.delete("/api/me/avatar", requireSession, async (c) => {
  const set = await personOf(c.env, c.get("user").person.id).setAvatar(undefined);
  return set.ok ? c.body(null, 204) : answerFailure(set.failure);
});

pictures.put(
  "/api/rooms/:name/icon",
  requireSession,
  readPictureFirst,
  requireSession,
  async (c) => {
    const name = roomNameOf(c);
    const room = roomOf(c.env, name);
    const id = newId();
    const expected = await room.expectIcon(name, c.get("user"), id);
    if (!expected.ok) return answerFailure(expected.failure);
    await store(c, id);
    const frame = await room.setIcon(name, c.get("user"), id);
    return frame.type === "rejected" ? c.json(frame, STATUS[frame.code]) : c.json({ icon: id });
  },
);

pictures.delete("/api/rooms/:name/icon", requireSession, async (c) => {
  const name = roomNameOf(c);
  const frame = await roomOf(c.env, name).setIcon(name, c.get("user"), undefined);
  return frame.type === "rejected" ? c.json(frame, STATUS[frame.code]) : c.body(null, 204);
});

pictures.put("/api/community/icon", requireSession, readPictureFirst, requireSession, async (c) => {
  const workspace = workspaceOf(c.env);
  const by = c.get("user").person.id;
  const id = newId();
  const expected = await workspace.expectIcon(by, id);
  if (!expected.ok) return answerFailure(expected.failure);
  await store(c, id);
  const set = await workspace.setIcon(by, id);
  return set.ok ? c.json({ icon: id }) : answerFailure(set.failure);
});

pictures.delete("/api/community/icon", requireSession, async (c) => {
  const set = await workspaceOf(c.env).setIcon(c.get("user").person.id, undefined);
  return set.ok ? c.body(null, 204) : answerFailure(set.failure);
});

async function store(c: Context<Route>, id: string): Promise<void> {
  const { bytes, type } = c.get("picture");
  await c.env.FILES?.put(pictureKey(id), bytes, { httpMetadata: { contentType: type } });
}
