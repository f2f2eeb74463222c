// Rooms over HTTP: the list, a new one, and a room's log [T1] [T2] [T4].
// The room is made before the directory hears of it, so the list never names what is not there.

import { Hono, type Context } from "hono";
import { newMember, newRoom, parseBody, type NewRoom } from "../../protocol/http.ts";
import { mayMakeRooms } from "../../protocol/community-roles.ts";
import { roomName } from "../../protocol/names.ts";
import { STATUS } from "../../protocol/codes.ts";
import type { Person } from "../../protocol/people.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { LogQuery } from "../../room/poll.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { refuses, whoIsCalled } from "../direct-rooms.ts";
import { personOf, roomOf, workspaceOf, type Env, type Route } from "../env.ts";
import { limitPerAddress } from "../middleware/limit.ts";
import { requireRoomName, roomNameOf } from "../middleware/room-name.ts";
import { requireSession } from "../middleware/session.ts";
import { mintAddress } from "../secret-key.ts";
import { jsonOf, limitBody, readBody } from "./body.ts";

export const rooms = new Hono<Route>();

rooms.get("/", requireSession, async (c) => c.json({ rooms: await workspaceOf(c.env).rooms() }));

rooms.post("/", limitPerAddress("JOIN_LIMIT"), limitBody, requireSession, async (c) => {
  const asked = parseBody(newRoom, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  if (asked.value.private) return makePrivate(c, asked.value);
  const name = roomName(asked.value.name ?? "");
  if (name === undefined) return answerFailure(FAILURES.badName);
  const { title = name, topic = "", id } = asked.value;
  const { person, community } = c.get("user");
  const { makingRooms } = await workspaceOf(c.env).community();
  if (!mayMakeRooms(community, makingRooms)) return answerFailure(FAILURES.mayNotMakeRooms);
  const by = person.id;
  const made = await roomOf(c.env, name).create({ name, title, topic, by, id });
  return made.ok ? c.json(made.value, 201) : answerFailure(made.failure);
});

/** At an address that nobody can guess, and that a retry gets again [D1]. */
async function makePrivate(c: Context<Route>, asked: NewRoom): Promise<Response> {
  const { title = "", topic = "", members = [], id } = asked;
  const { person, community } = c.get("user");
  // A room that goes by its people is their own affair.
  if (title !== "") {
    const { makingRooms } = await workspaceOf(c.env).community();
    if (!mayMakeRooms(community, makingRooms)) return answerFailure(FAILURES.mayNotMakeRooms);
  }
  const others: Person[] = [];
  for (const handle of new Set(members)) {
    const who = await callable(c.env, person, await whoIsCalled(c.env, person, handle));
    if (!who) return answerFailure(FAILURES.nobodyCalledSo, { handle });
    others.push(who);
  }
  const name = await mintAddress(c.env, `private ${person.id} ${id}`);
  const made = await roomOf(c.env, name).createPrivate({ name, title, topic, id }, person, others);
  return made.ok ? c.json(made.value, 201) : answerFailure(made.failure);
}

/** Whom one may bring in: nobody who wants to hear nothing of one. */
async function callable(
  env: Env,
  by: Person,
  who: Person | undefined,
): Promise<Person | undefined> {
  return who && !(await refuses(env, who, by)) ? who : undefined;
}

rooms.get("/:name/members", requireRoomName, requireSession, async (c) => {
  const after = c.req.query("after");
  const found = await roomOf(c.env, roomNameOf(c)).members(roomNameOf(c), c.get("user"), after);
  return found.ok ? c.json(found.value) : answerFailure(found.failure);
});

/** Brings somebody into a private room [D2]. */
rooms.post("/:name/members", requireRoomName, limitBody, requireSession, async (c) => {
  const asked = parseBody(newMember, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { handle, person: id = "", id: request } = asked.value;
  const { person } = c.get("user");
  const called =
    handle === undefined
      ? await personOf(c.env, id).whoIs()
      : await whoIsCalled(c.env, person, handle);
  const who = await callable(c.env, person, called);
  if (!who) return answerFailure(FAILURES.nobodyCalledSo);
  const name = roomNameOf(c);
  const frame = await roomOf(c.env, name).add(name, c.get("user"), request, who);
  if (frame.type === "rejected") return c.json(frame, STATUS[frame.code]);
  return c.json(frame);
});

rooms.post("/:name/log", requireRoomName, limitBody, readBody, requireSession, async (c) => {
  const name = roomNameOf(c);
  const frame = await roomOf(c.env, name).post(name, c.get("user"), await c.req.text());
  if (frame.type === "rejected") return c.json(frame, STATUS[frame.code]);
  const { person, session } = c.get("user");
  if (!c.get("knownRoom")) await personOf(c.env, person.id).rememberRoom(name, session);
  return c.json(frame);
});

/** What a room lists of itself beside its log [T8]. */
rooms.get("/:name/pins", requireRoomName, requireSession, async (c) => {
  const found = await roomOf(c.env, roomNameOf(c)).pins(roomNameOf(c), c.get("user"));
  return found.ok ? c.json(found.value) : answerFailure(found.failure);
});

rooms.get("/:name/threads", requireRoomName, requireSession, async (c) => {
  const found = await roomOf(c.env, roomNameOf(c)).threads(roomNameOf(c), c.get("user"));
  return found.ok ? c.json(found.value) : answerFailure(found.failure);
});

rooms.get("/:name/people", requireRoomName, requireSession, async (c) => {
  const find = (c.req.query("find") ?? "").slice(0, 64);
  const found = await roomOf(c.env, roomNameOf(c)).people(roomNameOf(c), c.get("user"), find);
  return found.ok ? c.json({ people: found.value }) : answerFailure(found.failure);
});

/** What somebody is in a room, and who is out of it [O6]. */
rooms.get("/:name/members/:person", requireRoomName, requireSession, async (c) => {
  const person = c.req.param("person");
  const found = await roomOf(c.env, roomNameOf(c)).member(roomNameOf(c), c.get("user"), person);
  return found.ok ? c.json(found.value) : answerFailure(found.failure);
});

rooms.get("/:name/removed", requireRoomName, requireSession, async (c) => {
  const found = await roomOf(c.env, roomNameOf(c)).removed(roomNameOf(c), c.get("user"));
  return found.ok ? c.json(found.value) : answerFailure(found.failure);
});

/** The end of a room [O13]. */
rooms.delete("/:name", requireRoomName, requireSession, async (c) => {
  const ended = await roomOf(c.env, roomNameOf(c)).end(roomNameOf(c), c.get("user"));
  return ended.ok ? c.body(null, 204) : answerFailure(ended.failure);
});

/** Who did what in a room [O8]. */
rooms.get("/:name/audit", requireRoomName, requireSession, async (c) => {
  const before = numberOf(c.req.query("before"));
  const found = await roomOf(c.env, roomNameOf(c)).audit(roomNameOf(c), c.get("user"), before);
  return found.ok ? c.json(found.value) : answerFailure(found.failure);
});

rooms.get("/:name/log", requireRoomName, requireSession, async (c) => {
  const name = roomNameOf(c);
  const query = queryOf(c.req.query());
  if (!query)
    return answerFailure({
      code: "bad_command",
      message: "The query has a field of a wrong type.",
    });
  const read = await roomOf(c.env, name).read(name, c.get("user"), query);
  if (!read.ok) return answerFailure(read.failure);
  if ("type" in read.value) return c.json(read.value, 409);
  const { epoch, head } = read.value;
  // No cursor was judged for a page of messages: after a rollback another entry may stand at the same head.
  const standing = "messages" in read.value ? [read.value.at, read.value.atTs] : [];
  const etag = `"${[epoch, head, ...standing].join("-")}"`;
  c.header("ETag", etag);
  c.header("Cache-Control", "private, no-cache");
  // A proxy that compresses weakens the tag.
  if (c.req.header("if-none-match")?.replace(/^W\//, "") === etag) return c.body(null, 304);
  return c.json(read.value);
});

/** What is no number leads to the first page. */
function numberOf(raw: string | undefined): number {
  const before = Number(raw ?? "");
  return Number.isSafeInteger(before) && before > 0 ? before : Number.MAX_SAFE_INTEGER;
}

/** Undefined where a number is none. Without `after` and the like: the newest messages [L5]. */
function queryOf(raw: Record<string, string>): LogQuery | undefined {
  const number = (key: string) => (raw[key] === undefined ? undefined : Number(raw[key]));
  const keys = ["after", "atTs", "before", "around", "date", "limit", "thread"];
  const [after, atTs, before, around, date, limit, thread] = keys.map(number);
  for (const value of [after, atTs, before, around, date, limit, thread])
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) return undefined;
  const { epoch, at } = raw;
  if (after !== undefined)
    return {
      cursor: {
        seq: after,
        ...(epoch !== undefined && { epoch }),
        ...(at !== undefined && { at }),
        ...(atTs !== undefined && { atTs }),
      },
      limit: Math.max(1, Math.min(limit ?? LIMITS.replayEntries, LIMITS.replayEntries)),
    };
  return {
    page: {
      limit: Math.max(1, Math.min(limit ?? LIMITS.historyDefault, LIMITS.historyMost)),
      ...(before !== undefined && { before }),
      ...(around !== undefined && { around }),
      ...(date !== undefined && { date }),
      ...(thread !== undefined && { thread }),
    },
  };
}
