// What a person keeps of rooms: the inbox and the bookmarks, each line with its message as it is now [T7].
// A message is asked of its room, once per room, so that nothing taken back shows here.

import { Hono } from "hono";
import type { Message } from "../../protocol/entries.ts";
import {
  inboxChange,
  parseBody,
  type Bookmark,
  type BookmarksAnswer,
  type InboxAnswer,
  type Notice,
} from "../../protocol/http.ts";
import type { People } from "../../protocol/people.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { personOf, roomOf, type Env, type Route } from "../env.ts";
import { requireRoomName, roomNameOf } from "../middleware/room-name.ts";
import { requireSession } from "../middleware/session.ts";
import { jsonOf, limitBody } from "./body.ts";

export const kept = new Hono<Route>();

/** Lines of one page. */
const PAGE = 50;

kept.get("/inbox", requireSession, async (c) => {
  const { id } = c.get("user").person;
  const before = beforeOf(c.req.query("before"));
  const own = await personOf(c.env, id).notices(before, PAGE + 1);
  const page = own.slice(0, PAGE);
  const found = await excerpts(c.env, id, page);
  const notices = page.flatMap(({ n, room, seq, why, read }): Notice[] => {
    const { title, message, isRead } = found.at(room, seq);
    return message ? [{ n, room, title, why, read: read || isRead, message }] : [];
  });
  const listed = new Set(notices.map(({ n }) => n));
  // Of a room that is closed for a while nothing is known: its notices come back with it.
  const gone = page
    .filter(({ n, room }) => !listed.has(n) && !found.isClosed(room))
    .map(({ n }) => n);
  const newlyRead = page.filter(
    ({ n, read }) => !read && notices.some((each) => each.n === n && each.read),
  );
  if (gone.length > 0 || newlyRead.length > 0)
    await personOf(c.env, id).settleNotices(
      newlyRead.map(({ n }) => n),
      gone,
    );
  const answer: InboxAnswer = { notices, people: found.people, more: own.length > PAGE };
  return c.json(answer);
});

kept.put("/inbox", limitBody, requireSession, async (c) => {
  const asked = parseBody(inboxChange, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  await personOf(c.env, c.get("user").person.id).settleNotices(asked.value.read);
  return c.body(null, 204);
});

kept.get("/bookmarks", requireSession, async (c) => {
  const { id } = c.get("user").person;
  const own = await personOf(c.env, id).bookmarks(beforeOf(c.req.query("before")), PAGE + 1);
  const page = own.slice(0, PAGE);
  const found = await excerpts(c.env, id, page);
  const bookmarks = page.flatMap(({ n, room, seq }): Bookmark[] => {
    const { title, message } = found.at(room, seq);
    return message ? [{ n, room, title, message }] : [];
  });
  const answer: BookmarksAnswer = { bookmarks, people: found.people, more: own.length > PAGE };
  return c.json(answer);
});

kept.put("/bookmarks/:name/:seq{[0-9]{1,15}}", requireRoomName, requireSession, async (c) => {
  const { id } = c.get("user").person;
  const name = roomNameOf(c);
  const seq = Number(c.req.param("seq"));
  const { messages } = await roomOf(c.env, name).messagesFor(id, [seq]);
  if (messages.length === 0) return answerFailure(FAILURES.noMessage);
  const own = await personOf(c.env, id).bookmark(name, seq);
  return own.ok ? c.body(null, 204) : answerFailure(own.failure);
});

kept.delete("/bookmarks/:name/:seq{[0-9]{1,15}}", requireRoomName, requireSession, async (c) => {
  const seq = Number(c.req.param("seq"));
  await personOf(c.env, c.get("user").person.id).removeBookmark(roomNameOf(c), seq);
  return c.body(null, 204);
});

function beforeOf(raw: string | undefined): number {
  return raw !== undefined && /^\d{1,15}$/.test(raw) ? Number(raw) : Number.MAX_SAFE_INTEGER;
}

interface Excerpts {
  people: People;
  isClosed(room: string): boolean;
  at(room: string, seq: number): { title: string; message?: Message | undefined; isRead: boolean };
}

/** The messages as their rooms have them now. */
async function excerpts(
  env: Env,
  person: string,
  wanted: readonly { room: string; seq: number }[],
): Promise<Excerpts> {
  const seqs = Map.groupBy(wanted, ({ room }) => room);
  const found = await Promise.all(
    [...seqs].map(async ([room, places]) => {
      const answer = await roomOf(env, room).messagesFor(
        person,
        places.map(({ seq }) => seq),
      );
      return [room, answer] as const;
    }),
  );
  const rooms = new Map(found);
  return {
    people: Object.assign({}, ...found.map(([, { people }]) => people)) as People,
    isClosed: (room) => rooms.get(room)?.closed ?? true,
    at(room, seq) {
      const { title = room, messages = [], read = [] } = rooms.get(room) ?? {};
      const message = messages.find((each) => each.seq === seq);
      return { title: title || room, message, isRead: read.includes(seq) };
    },
  };
}
