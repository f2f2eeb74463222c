// What is one's own: the rooms one has been in, with what is unread there and what may notify [T6].
// A room is asked for its count only if it has told of news, so the list costs little however long it is.

import { Hono } from "hono";
import { membershipChange, newStatus, parseBody, type MyRoom } from "../../protocol/http.ts";
import type { Membership } from "../../person/memberships.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { personOf, roomOf, type Env, type Route } from "../env.ts";
import { requireRoomName, roomNameOf } from "../middleware/room-name.ts";
import { requireSession } from "../middleware/session.ts";
import { jsonOf, limitBody } from "./body.ts";

export const me = new Hono<Route>();

me.get("/rooms", requireSession, async (c) => {
  const { id } = c.get("user").person;
  const own = await personOf(c.env, id).rooms();
  const rooms = await Promise.all(own.map((membership) => counted(c.env, id, membership)));
  return c.json({ rooms: rooms.filter((room) => room !== undefined) });
});

me.put("/rooms/:name", requireRoomName, limitBody, requireSession, async (c) => {
  const asked = parseBody(membershipChange, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  if (!c.get("knownRoom")) return answerFailure(FAILURES.noRoom);
  await personOf(c.env, c.get("user").person.id).setLevel(roomNameOf(c), asked.value.level);
  return c.body(null, 204);
});

me.put("/status", limitBody, requireSession, async (c) => {
  const asked = parseBody(newStatus, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { emoji, text } = asked.value;
  const status = { ...(emoji && { emoji }), ...(text && { text }) };
  const isSome = Object.keys(status).length > 0;
  const { id } = c.get("user").person;
  const set = await personOf(c.env, id).setStatus(isSome ? status : undefined);
  return set.ok ? c.body(null, 204) : answerFailure(set.failure);
});

async function counted(
  env: Env,
  id: string,
  { room, unread_seq, level, about }: Membership,
): Promise<MyRoom | undefined> {
  const own = { name: room, level, ...(about && { about }) };
  if (unread_seq === 0) return { ...own, unread: 0 };
  const count = await roomOf(env, room).unreadOf(id);
  if (!count) return undefined;
  const { readSeq, unread } = count;
  if (unread === 0) await personOf(env, id).readIn(room, readSeq);
  return { ...own, unread };
}
