// What reaches a person from rooms, and what they keep: notices, the inbox, bookmarks, status, receipts.
// [T7] [T8] [T9] [H6]

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import type {
  BookmarksAnswer,
  InboxAnswer,
  MessageList,
  ThreadList,
} from "../../src/protocol/http.ts";
import type { Person as PersonValue } from "../../src/protocol/people.ts";
import type { Person } from "../../src/worker/objects/person.ts";
import {
  ask,
  bindings,
  enter,
  json,
  makeRoom,
  open,
  post,
  roomStub,
  signUp,
  until,
  unique,
  type Visitor,
} from "./visitor.ts";

async function get<T>(path: string, visitor: Visitor): Promise<T> {
  const response = await ask(path, { headers: visitor.auth });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}
const send = async (method: string, path: string, visitor: Visitor, body: object = {}) =>
  (await ask(path, { ...json(body, visitor.auth), method })).status;
const inboxOf = (visitor: Visitor) => get<InboxAnswer>("/api/me/inbox", visitor);

async function twoInARoom() {
  const [ada, bea] = [await signUp("ada"), await signUp("bea")];
  const room = await makeRoom(ada);
  const [a, b] = [await enter(room, ada), await enter(room, bea)];
  await a.next("welcome");
  await b.next("welcome");
  const say = async (body: string, where: object = {}) => {
    a.send({ ...post(body), ...where });
    return (await a.next("accepted")).seq;
  };
  const leave = () => [a, b].forEach((socket) => socket.close());
  return { ada, bea, room, a, b, say, leave };
}

/** What is done meanwhile can be told to nobody's own object. */
async function outOfReach(run: () => Promise<unknown>): Promise<void> {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const failing = vi.spyOn(bindings.PERSON, "get").mockImplementation(() => {
    throw new Error("out of reach");
  });
  await run();
  await until(() => error.mock.calls.length > 0);
  failing.mockRestore();
  error.mockRestore();
}

describe("notices", () => {
  test("[T7] a mention reaches one who is away, with the message as it is now, once", async () => {
    const { ada, bea, room, a, b, say, leave } = await twoInARoom();
    b.close();
    await b.closed;
    const seq = await say(`@${bea.handle} look`);
    await until(async () => (await inboxOf(bea)).notices.length === 1);
    await runDurableObjectAlarm(roomStub(room));
    a.send({ type: "edit", id: unique("edit-id"), seq, body: `@${bea.handle} see` });
    await a.next("accepted");
    const { notices, people } = await inboxOf(bea);
    expect(notices).toMatchObject([
      { room, why: "mention", read: false, message: { seq, body: `@${bea.handle} see` } },
    ]);
    expect(people).toHaveProperty(ada.id);
    expect((await inboxOf(ada)).notices).toEqual([]);
    leave();
  });

  test("[T7] at least once: what failed is told by the next alarm, after sleep, too", async () => {
    const { bea, room, say, leave } = await twoInARoom();
    await outOfReach(() => say(`@${bea.handle} look`));
    expect((await inboxOf(bea)).notices).toEqual([]);
    await evictDurableObject(roomStub(room), { webSockets: "hibernate" });
    await runDurableObjectAlarm(roomStub(room));
    expect((await inboxOf(bea)).notices).toHaveLength(1);
    leave();
  });

  test("[T7] more than one run can tell follow one another at once", async () => {
    const { bea, room, say, leave } = await twoInARoom();
    await outOfReach(async () => {
      for (let i = 0; i < 60; i++) await say(`@${bea.handle} ${i}`);
    });
    await runDurableObjectAlarm(roomStub(room));
    await until(async () => (await get<InboxAnswer>("/api/me/inbox", bea)).more);
    leave();
  });

  test("[T7] a crash between a notice and its alarm: told when the room wakes", async () => {
    const { bea, room, say, leave } = await twoInARoom();
    await outOfReach(() => say(`@${bea.handle} look`));
    await runInDurableObject(roomStub(room), (_, state) => state.storage.deleteAlarm());
    await evictDurableObject(roomStub(room), { webSockets: "hibernate" });
    await get<MessageList>(`/api/rooms/${room}/pins`, bea);
    await until(async () => (await inboxOf(bea)).notices.length === 1);
    leave();
  });

  test("[T7] [L4] a deleted message is in no inbox", async () => {
    const { bea, a, say, leave } = await twoInARoom();
    const seq = await say(`@${bea.handle} secret`);
    await until(async () => (await inboxOf(bea)).notices.length === 1);
    a.send({ type: "delete", id: unique("del-id"), seq });
    await a.next("accepted");
    expect(JSON.stringify(await inboxOf(bea))).not.toContain("secret");
    expect((await inboxOf(bea)).notices).toEqual([]);
    leave();
  });

  test("[T7] read where one has read the room, or says so", async () => {
    const { bea, b, say, leave } = await twoInARoom();
    const first = await say(`@${bea.handle} one`);
    await say(`@${bea.handle} two`);
    await until(async () => (await inboxOf(bea)).notices.length === 2);
    b.send({ type: "read", seq: first });
    b.send({ type: "who", ref: "after" });
    await b.next("who");
    const read = async () => (await inboxOf(bea)).notices.map((notice) => notice.read);
    expect(await read()).toEqual([false, true]);
    expect(await send("PUT", "/api/me/inbox", bea, { read: "all" })).toBe(204);
    expect(await read()).toEqual([true, true]);
    expect(await send("PUT", "/api/me/inbox", bea, { read: "some" })).toBe(400);
    leave();
  });

  test("[T7] an open page hears of it at once, whatever rooms it has open", async () => {
    const { ada, bea, room, say, leave } = await twoInARoom();
    const inbox = await open("/inbox", bea.auth);
    expect(await inbox.next("inbox")).toEqual({ type: "inbox", unread: 0 });
    const seq = await say(`@${bea.handle} look`);
    expect(await inbox.next("notice")).toEqual({
      type: "notice",
      room,
      seq,
      why: "mention",
      by: ada.id,
      unread: 1,
    });
    await send("PUT", "/api/me/inbox", bea, { read: "all" });
    expect(await inbox.next("inbox")).toEqual({ type: "inbox", unread: 0 });
    inbox.sendRaw("ping");
    expect((await inbox.next("pong")).text).toBe("pong inbox 0");
    await ask("/api/session", { method: "DELETE", headers: bea.auth });
    expect((await inbox.closed).code).toBe(4501);
    leave();
  });

  test("[T7] without an upgrade the addresses of one's lists serve the page", async () => {
    for (const path of ["/inbox", "/bookmarks"]) {
      const response = await ask(path);
      expect([response.status, response.headers.get("content-type")]).toEqual([
        200,
        "text/html; charset=utf-8",
      ]);
      expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    }
  });

  test("[T7] nobody reads another's inbox", async () => {
    expect((await ask("/api/me/inbox")).status).toBe(401);
    expect((await ask("/inbox", { headers: { Upgrade: "websocket" } })).status).toBe(401);
  });
});

describe("lists of a room", () => {
  test("[T8] pins, threads and members", async () => {
    const { bea, room, a, b, say, leave } = await twoInARoom();
    const seq = await say("the root");
    b.send({ ...post("in the thread"), thread: seq });
    await b.next("accepted");
    a.send({ type: "pin", id: unique("pin-id"), seq, on: true });
    await a.next("accepted");
    const pins = await get<MessageList>(`/api/rooms/${room}/pins`, bea);
    expect(pins.messages).toMatchObject([{ seq, pinned: true, replies: { n: 1 } }]);
    const threads = await get<ThreadList>(`/api/rooms/${room}/threads`, bea);
    expect(threads).toMatchObject({ threads: [{ root: seq }], messages: [{ seq }] });
    const found = await get<{ people: PersonValue[] }>(`/api/rooms/${room}/people?find=bea`, bea);
    expect(found.people.map(({ id }) => id)).toEqual([bea.id]);
    const long = encodeURIComponent("é".repeat(64));
    const nobody = await get<{ people: PersonValue[] }>(
      `/api/rooms/${room}/people?find=${long}`,
      bea,
    );
    expect(nobody.people).toEqual([]);
    const page = await get<MessageList>(`/api/rooms/${room}/log?thread=${seq}`, bea);
    expect(page.messages.map(({ body }) => body)).toEqual(["in the thread"]);
    leave();
  });

  test("[C2] of a room that does not exist are `not_found`", async () => {
    const ada = await signUp();
    for (const list of ["pins", "threads", "people"])
      expect(
        (await ask(`/api/rooms/${unique("nowhere")}/${list}`, { headers: ada.auth })).status,
      ).toBe(404);
  });
});

describe("bookmarks", () => {
  test("[T9] are one's own, show the message as it is now, and none that was deleted", async () => {
    const { ada, bea, room, a, say, leave } = await twoInARoom();
    const [one, two] = [await say("one"), await say("two")];
    for (const seq of [one, two, two])
      expect(await send("PUT", `/api/me/bookmarks/${room}/${seq}`, bea)).toBe(204);
    const listed = async (visitor: Visitor) =>
      (await get<BookmarksAnswer>("/api/me/bookmarks", visitor)).bookmarks.map(
        ({ message }) => message.body,
      );
    expect(await listed(bea)).toEqual(["two", "one"]);
    expect(await listed(ada)).toEqual([]);
    a.send({ type: "delete", id: unique("del-id"), seq: two });
    await a.next("accepted");
    expect(await listed(bea)).toEqual(["one"]);
    expect(await send("DELETE", `/api/me/bookmarks/${room}/${one}`, bea)).toBe(204);
    expect(await listed(bea)).toEqual([]);
    expect(await send("PUT", `/api/me/bookmarks/${room}/999`, bea)).toBe(404);
    leave();
  });
});

describe("status", () => {
  test("[T9] others see it at once, and whoever comes later", async () => {
    const { bea, room, a, leave } = await twoInARoom();
    const status = { emoji: "🌙", text: "away" };
    expect(await send("PUT", "/api/me/status", bea, status)).toBe(204);
    await until(() =>
      a.frames.some((frame) => frame.type === "presence" && frame.people?.[bea.id]?.status),
    );
    const cem = await signUp("cem");
    const c = await enter(room, cem);
    expect((await c.next("welcome")).people[bea.id]?.status).toEqual(status);
    c.close();
    const who = await get<{ user: PersonValue }>("/api/session", bea);
    expect(who.user.status).toEqual(status);
    expect(await send("PUT", "/api/me/status", bea, {})).toBe(204);
    expect((await get<{ user: PersonValue }>("/api/session", bea)).user).not.toHaveProperty(
      "status",
    );
    leave();
  });

  test("[T9] is one emoji and one line", async () => {
    const ada = await signUp();
    const set = (body: object) => send("PUT", "/api/me/status", ada, body);
    expect(await set({ emoji: "ab" })).toBe(400);
    expect(await set({ text: "a\nb" })).toBe(400);
    expect(await set({ text: "x".repeat(101) })).toBe(400);
  });

  test("[T9] is set 10 times at once, and then after a wait", async () => {
    const ada = await signUp();
    const stub = bindings.PERSON.get(bindings.PERSON.idFromName(ada.id));
    const codes = await runInDurableObject(stub, async (person: Person) => {
      Object.assign(person, { env: { ...bindings, RATE_LIMIT: "on" } });
      const answers = [];
      for (let i = 0; i < 11; i++) answers.push(await person.setStatus({ text: `${i}` }));
      return answers;
    });
    expect(codes.filter(({ ok }) => ok)).toHaveLength(10);
    expect(codes.at(-1)).toMatchObject({
      failure: { code: "rate_limited", retryAfterMs: expect.any(Number) as number },
    });
  });
});

describe("read marks", () => {
  test("[H6] unread from here holds on all of one's devices, whatever a device read before", async () => {
    const { bea, room, b, say, leave } = await twoInARoom();
    for (let i = 0; i < 5; i++) await say(`m${i}`);
    const phone = await enter(room, bea);
    const { readTurn } = await phone.next("welcome");
    b.send({ type: "read", seq: 5, turn: readTurn });
    expect(await phone.next("read")).toMatchObject({ seq: 5 });
    phone.send({ type: "unread", seq: 3 });
    expect(await b.next("read")).toMatchObject({ seq: 2, turn: 1 });
    b.send({ type: "read", seq: 5, turn: 0 });
    await evictDurableObject(roomStub(room), { webSockets: "hibernate" });
    b.close();
    await b.closed;
    const again = await enter(room, bea);
    expect(await again.next("welcome")).toMatchObject({ readSeq: 2, readTurn: 1, unread: 3 });
    again.close();
    phone.close();
    leave();
  });

  test("others hear how far one has read, at most once a second", async () => {
    const { bea, a, b, say, leave } = await twoInARoom();
    for (let i = 0; i < 20; i++) await say(`m${i}`);
    for (let seq = 1; seq <= 20; seq++) b.send({ type: "read", seq });
    const read = () =>
      a.frames.flatMap((frame) => (frame.type === "presence" && frame.reads ? [frame.reads] : []));
    await until(() => read().at(-1)?.[bea.id] === 20);
    expect(read().length).toBeLessThanOrEqual(2);
    leave();
  });

  test("[H6] a thread's mark survives sleep, and what it covers is read in the inbox", async () => {
    const { ada, bea, room, b, say, leave } = await twoInARoom();
    const root = await say("the root");
    b.send({ ...post("one"), thread: root });
    const { seq } = await b.next("accepted");
    await until(async () => (await inboxOf(ada)).notices.length === 1);
    const a2 = await enter(room, ada);
    expect((await a2.next("welcome")).threads).toEqual([{ root, readSeq: 0, lastSeq: seq }]);
    a2.send({ type: "read", seq, thread: root });
    a2.send({ type: "who", ref: "after" });
    await a2.next("who");
    await evictDurableObject(roomStub(room), { webSockets: "hibernate" });
    expect((await inboxOf(ada)).notices).toMatchObject([{ why: "thread", read: true }]);
    expect((await get<ThreadList>(`/api/rooms/${room}/threads`, bea)).threads).toHaveLength(1);
    a2.close();
    leave();
  });
});
