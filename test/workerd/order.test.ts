// Order in a room, on the platform: who is removed gets nothing more, over any route, from that moment on [O4].
// Each way in has a test of its own name.

import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { RemovedAnswer } from "../../src/protocol/http.ts";
import type { Act, LEAST } from "../../src/protocol/roles.ts";
import { handOverUpgrade } from "../../src/worker/hand-over.ts";
import {
  ask,
  enter,
  json,
  makeRoom,
  open,
  ownRooms,
  post,
  roomStub,
  signUp,
  unique,
  until,
  upgrade,
  type Visitor,
} from "./visitor.ts";

function order(room: string, by: Visitor, fields: object): Promise<Response> {
  return ask(
    `/api/rooms/${room}/log`,
    json({ id: unique("order-id"), after: 0, ...fields }, by.auth),
  );
}

async function say(room: string, by: Visitor, body: string): Promise<void> {
  expect((await order(room, by, { type: "post", body })).status).toBe(200);
}

async function entriesOf(room: string, who: Visitor): Promise<{ seq: number }[]> {
  const log = await ask(`/api/rooms/${room}/log?after=0`, { headers: who.auth });
  return ((await log.json()) as { entries: { seq: number }[] }).entries;
}

/** What a member may not: the compiler asks for each. */
type ForModerators = Exclude<
  { [A in Act]: (typeof LEAST)[A] extends "member" ? never : A }[Act],
  "callAll"
>;

/** Ada's room with Bea in it; each has said something. */
async function twoInARoom() {
  const ada = await signUp("ada");
  const bea = await signUp("bea");
  const room = await makeRoom(ada);
  await say(room, ada, "welcome");
  await say(room, bea, "hello");
  const remove = async (more: object = {}) => {
    const answer = await order(room, ada, { type: "remove", person: bea.id, on: true, ...more });
    expect(answer.status).toBe(200);
  };
  const lift = () => order(room, ada, { type: "remove", person: bea.id, on: false });
  return { ada, bea, room, remove, lift };
}

/** What an answer says of a room that never was, to compare with. */
async function nowhere(path: (room: string) => string, init: RequestInit) {
  const response = await ask(path(unique("nowhere")), init);
  return { status: response.status, body: await response.text() };
}

describe("[O4] after a removal nothing more", () => {
  test("open sockets, in every tab, hear the removal last and close with 4504 within a second", async () => {
    const { ada, bea, room, remove } = await twoInARoom();
    const tabs = [await enter(room, bea, "?client=tab-1"), await enter(room, bea, "?client=tab-2")];
    for (const tab of tabs) await tab.next("welcome");
    const started = Date.now();
    await remove({ reason: "spam" });
    for (const tab of tabs) expect((await tab.closed).code).toBe(4504);
    expect(Date.now() - started).toBeLessThan(1_000);
    await say(room, ada, "among ourselves");
    for (const tab of tabs) {
      const last = tab.frames.findLast((frame) => frame.type === "entries");
      expect(last?.entries).toMatchObject([{ kind: "remove", person: bea.id, reason: "spam" }]);
      expect(JSON.stringify(tab.frames)).not.toContain("among ourselves");
    }
  });

  test("a socket that goes on sending after its removal is not heard", async () => {
    const { ada, bea, room, remove } = await twoInARoom();
    const socket = await enter(room, bea);
    await socket.next("welcome");
    await remove();
    socket.send(post("one more word"));
    await socket.closed;
    await say(room, ada, "the next one");
    const log = await ask(`/api/rooms/${room}/log?after=0`, ada.auth && { headers: ada.auth });
    expect(await log.text()).not.toContain("one more word");
  });

  test("every route answers as where no room is, to the letter: upgrade, poll, page, command, lists", async () => {
    const { bea, room, remove } = await twoInARoom();
    await remove();
    const get = { headers: bea.auth };
    const routes: [string, (name: string) => string, RequestInit][] = [
      ["the poll with an old cursor", (name) => `/api/rooms/${name}/log?after=2`, get],
      ["the whole log", (name) => `/api/rooms/${name}/log?after=0`, get],
      ["a page of history", (name) => `/api/rooms/${name}/log`, get],
      ["a thread", (name) => `/api/rooms/${name}/log?thread=1`, get],
      ["the pins", (name) => `/api/rooms/${name}/pins`, get],
      ["the threads", (name) => `/api/rooms/${name}/threads`, get],
      ["the people", (name) => `/api/rooms/${name}/people?find=a`, get],
      ["a member", (name) => `/api/rooms/${name}/members/${bea.id}`, get],
      ["the removed", (name) => `/api/rooms/${name}/removed`, get],
      ["its end", (name) => `/api/rooms/${name}`, { ...get, method: "DELETE" }],
      ["the audit log", (name) => `/api/rooms/${name}/audit`, get],
      ["a command", (name) => `/api/rooms/${name}/log`, json(post("again"), bea.auth)],
      [
        "its level",
        (name) => `/api/me/rooms/${name}`,
        {
          ...json({ level: "all" }, bea.auth),
          method: "PUT",
        },
      ],
      ["a bookmark", (name) => `/api/me/bookmarks/${name}/1`, { ...get, method: "PUT" }],
    ];
    await until(async () => (await ownRooms(bea)).length === 0);
    for (const [what, path, init] of routes) {
      const response = await ask(path(room), init);
      const is = { status: response.status, body: await response.text() };
      expect(is.status, what).toBe(404);
      expect(is, what).toEqual(await nowhere(path, init));
    }
    const refused = await upgrade(`/room/${room}?after=2`, bea.auth);
    const missing = await upgrade(`/room/${unique("nowhere")}?after=2`, bea.auth);
    expect(refused.status).toBe(404);
    expect(await refused.text()).toBe(await missing.text());
  });

  test("a retry of what was accepted before is refused like the rest", async () => {
    const { bea, room, remove } = await twoInARoom();
    const message = post("said before");
    expect((await ask(`/api/rooms/${room}/log`, json(message, bea.auth))).status).toBe(200);
    await remove();
    expect((await ask(`/api/rooms/${room}/log`, json(message, bea.auth))).status).toBe(404);
  });

  test("a half-open upgrade: verified before the removal, it comes in after it, and is refused", async () => {
    const { bea, room, remove } = await twoInARoom();
    const { id, handle, name } = bea;
    const handOver = {
      person: { id, handle, name },
      session: "s",
      community: "member" as const,
      at: Date.now(),
      request: "r",
    };
    const onTheWay = handOverUpgrade(new URLSearchParams({ room, after: "1" }), handOver);
    await remove();
    const response = await roomStub(room).fetch(onTheWay);
    expect(response.status).toBe(404);
    expect(response.webSocket).toBeNull();
  });

  test("a poll in flight: verified before the removal, it is read after it, and refused", async () => {
    const { bea, room, remove } = await twoInARoom();
    const { id, handle, name } = bea;
    const handOver = {
      person: { id, handle, name },
      session: "s",
      community: "member" as const,
      at: Date.now(),
      request: "r",
    };
    await remove();
    const stub = roomStub(room);
    expect(await stub.read(room, handOver, { cursor: { seq: 0 } })).toMatchObject({
      ok: false,
      failure: { code: "not_found" },
    });
    expect(await stub.post(room, handOver, JSON.stringify(post("late")))).toMatchObject({
      type: "rejected",
      code: "not_found",
    });
  });

  test("nor after the room slept or was moved", async () => {
    const { bea, room, remove } = await twoInARoom();
    const socket = await enter(room, bea);
    await socket.next("welcome");
    await remove();
    await socket.closed;
    await evictDurableObject(roomStub(room));
    expect((await upgrade(`/room/${room}`, bea.auth)).status).toBe(404);
  });

  test("bookmarks and inbox hold nothing of the room any more, and nothing new comes in", async () => {
    const { ada, bea, room, remove } = await twoInARoom();
    const inbox = await open("/inbox", bea.auth);
    await inbox.next("inbox");
    expect(
      (await ask(`/api/me/bookmarks/${room}/1`, { method: "PUT", headers: bea.auth })).status,
    ).toBe(204);
    await say(room, ada, `@${bea.handle} first`);
    await inbox.next("notice");
    await remove();
    await say(room, ada, `@${bea.handle} behind your back`);
    const stub = roomStub(room);
    await runDurableObjectAlarm(stub);
    for (const path of ["/api/me/inbox", "/api/me/bookmarks"]) {
      const text = await (await ask(path, { headers: bea.auth })).text();
      for (const secret of ["behind your back", "first", "welcome"])
        expect(text).not.toContain(secret);
    }
    expect(inbox.frames.filter((frame) => frame.type === "notice")).toHaveLength(1);
  });

  test("the room is no longer among one's own; let back in and entered, it is", async () => {
    const { bea, room, remove, lift } = await twoInARoom();
    expect((await ownRooms(bea)).map(({ name }) => name)).toEqual([room]);
    await remove();
    await until(async () => (await ownRooms(bea)).length === 0);
    expect((await lift()).status).toBe(200);
    const socket = await enter(room, bea);
    await socket.next("welcome");
    expect((await ownRooms(bea)).map(({ name }) => name)).toEqual([room]);
  });

  test("it ends by itself, and everything is there again", async () => {
    const { bea, room, remove } = await twoInARoom();
    await remove({ forMs: 1_000 });
    expect((await upgrade(`/room/${room}`, bea.auth)).status).toBe(404);
    await until(async () => (await upgrade(`/room/${room}`, bea.auth)).status === 101);
  });
});

describe("[O1] whose order counts", () => {
  test("a guest and a member call everything that is for moderators and owners, the whole table, over socket and HTTP: refused, and nobody notices", async () => {
    const [ada, guest, member, eve] = [
      await signUp("ada"),
      await signUp("guest"),
      await signUp("member"),
      await signUp("eve"),
    ];
    const password = { ...json({ password: "a garden of forking paths" }, member.auth) };
    const set = await ask("/api/me/password", { ...password, method: "PUT" });
    expect(set.status).toBe(204);
    const made = await ask(
      "/api/rooms",
      json(
        {
          private: true,
          title: "Plans",
          members: [guest.handle, member.handle],
          id: unique("room-id"),
        },
        ada.auth,
      ),
    );
    const { name: room } = (await made.json()) as { name: string };
    await say(room, ada, "welcome");
    const [{ seq }] = (await entriesOf(room, ada)).slice(-1) as [{ seq: number }];
    const get = (path: string, who: Visitor) =>
      ask(`/api/rooms/${room}/${path}`, { headers: who.auth });
    const asked = (path: string, body: object, who: Visitor) =>
      ask(`/api/rooms/${room}/${path}`, json({ id: unique("asked-id"), ...body }, who.auth));
    // `@here` is a word where one may not: nothing is refused. test/room/roles.test.ts has it.
    const ways: Record<ForModerators, (object | ((who: Visitor) => Promise<Response>))[]> = {
      writeReadOnly: [
        { type: "post", body: "psst" },
        { type: "topic", topic: "mine" },
      ],
      hurry: [{ type: "mode", slowMs: 0 }],
      deleteOthers: [{ type: "delete", seq }],
      mute: [
        { type: "mute", person: ada.id, on: true },
        { type: "mute", person: guest.id, on: false },
      ],
      remove: [
        { type: "remove", person: ada.id, on: true },
        { type: "remove", person: member.id, on: true, forMs: 60_000, reason: "spam" },
        { type: "remove", person: eve.id, on: false },
      ],
      seeRemoved: [(who) => get("removed", who)],
      audit: [(who) => get("audit", who)],
      mode: [
        { type: "mode", readOnly: false },
        { type: "mode", slowMs: 60_000 },
      ],
      add: [
        (who) => asked("members", { handle: eve.handle }, who),
        (who) => asked("invites", {}, who),
        (who) => get("invites", who),
        (who) =>
          ask(`/api/rooms/${room}/invites/${"a".repeat(26)}`, {
            method: "DELETE",
            headers: who.auth,
          }),
      ],
      archive: [{ type: "mode", archived: true }],
      deleteRoom: [(who) => ask(`/api/rooms/${room}`, { method: "DELETE", headers: who.auth })],
      role: [
        { type: "role", person: guest.id, role: "owner" },
        { type: "role", person: member.id, role: "moderator" },
        { type: "role", person: ada.id, role: "member" },
      ],
    };
    expect((await order(room, ada, { type: "mode", readOnly: true })).status).toBe(200);
    const before = await entriesOf(room, ada);
    const witness = await enter(room, ada);
    await witness.next("welcome");
    for (const who of [guest, member]) {
      const socket = await enter(room, who);
      await socket.next("welcome");
      for (const [act, all] of Object.entries(ways))
        for (const way of all) {
          const answer = await (typeof way === "function" ? way(who) : order(room, who, way));
          const what = `${who.handle} ${act} ${JSON.stringify(way)}`;
          expect([403, 404], what).toContain(answer.status);
          const { code } = (await answer.json()) as { code: string };
          expect(["forbidden", "read_only", "not_found"], what).toContain(code);
          if (typeof way === "function") continue;
          socket.send({ ...way, id: unique("order-id"), after: 0 });
          expect(await socket.next("rejected"), what).toMatchObject({ code });
        }
      socket.close();
    }
    expect(await entriesOf(room, ada)).toEqual(before);
    expect(witness.frames.filter((frame) => frame.type === "entries")).toEqual([]);
    expect(await (await get("members", ada)).text()).not.toContain(eve.handle);
  });

  test("the owner and a moderator of room A order nothing in room B", async () => {
    const { ada, bea, room } = await twoInARoom();
    const cem = await signUp("cem");
    await say(room, cem, "hello");
    await order(room, ada, { type: "role", person: cem.id, role: "moderator" });
    const other = await makeRoom(bea);
    await say(other, bea, "this is mine");
    for (const who of [ada, cem]) {
      await say(other, who, "just visiting");
      for (const fields of [
        { type: "remove", person: bea.id, on: true },
        { type: "mute", person: bea.id, on: true },
        { type: "mode", readOnly: true },
        { type: "delete", seq: 1 },
      ]) {
        const answer = await order(other, who, fields);
        expect(answer.status).toBe(fields.type === "delete" ? 404 : 403);
      }
      expect((await order(room, who, { type: "mode", slowMs: 1_000 })).status).toBe(200);
    }
  });

  test("in general, which nobody created, nobody orders anything", async () => {
    const ada = await signUp("ada");
    const bea = await signUp("bea");
    await say("general", bea, "hello");
    await say("general", ada, "hello");
    for (const fields of [
      { type: "remove", person: bea.id, on: true },
      { type: "mode", readOnly: true },
      { type: "role", person: ada.id, role: "owner" },
    ])
      expect((await order("general", ada, fields)).status).toBe(403);
  });

  test("a moderator sees who was removed, by whom and why", async () => {
    const { ada, bea, room, remove } = await twoInARoom();
    await remove({ reason: "spam", forMs: 60_000 });
    const response = await ask(`/api/rooms/${room}/removed`, { headers: ada.auth });
    const { removed } = (await response.json()) as RemovedAnswer;
    expect(removed).toMatchObject([{ person: { id: bea.id }, by: ada.id, reason: "spam" }]);
    const member = await ask(`/api/rooms/${room}/members/${bea.id}`, { headers: ada.auth });
    expect(await member.json()).toMatchObject({ role: "member", removed: { by: ada.id } });
  });
});

describe("[O13] a room that is deleted", () => {
  const end = (room: string, by: Visitor) =>
    ask(`/api/rooms/${room}`, { method: "DELETE", headers: by.auth });

  const statusOf = async (asked: Promise<Response>) => {
    const response = await asked;
    // What is not read keeps the room from being moved.
    await response.text();
    return response.status;
  };

  test("is gone for everybody, by every route: sockets close with 4504, lists forget it, its address stays taken", async () => {
    const { ada, bea, room } = await twoInARoom();
    const lobby = await open("/lobby", bea.auth);
    await lobby.next("rooms");
    const sockets = [await enter(room, ada), await enter(room, bea)];
    for (const socket of sockets) await socket.next("welcome");
    expect(await statusOf(end(room, bea))).toBe(403);
    expect(await statusOf(end(room, ada))).toBe(204);
    for (const socket of sockets) expect((await socket.closed).code).toBe(4504);
    expect(await lobby.next("gone")).toEqual({ type: "gone", room });
    for (const who of [ada, bea]) {
      const init = { headers: who.auth };
      const rooms = await (await ask("/api/rooms", init)).text();
      expect(rooms).not.toContain(room);
      await until(async () => !(await ownRooms(who)).some(({ name }) => name === room));
      for (const path of ["log", "log?after=0", "pins", "audit", `members/${bea.id}`])
        expect(await statusOf(ask(`/api/rooms/${room}/${path}`, init))).toBe(404);
      expect(await statusOf(order(room, who, { type: "post", body: "still here?" }))).toBe(404);
      expect(await statusOf(upgrade(`/room/${room}`, who.auth))).toBe(404);
      expect(await statusOf(end(room, who))).toBe(404);
    }
    const taken = await ask("/api/rooms", json({ name: room, id: unique("room-id") }, bea.auth));
    expect(taken.status).toBe(409);
    await evictDurableObject(roomStub(room));
    expect((await upgrade(`/room/${room}`, ada.auth)).status).toBe(404);
  });

  test("members who could not be told hear of it by the alarm", async () => {
    const { ada, bea, room } = await twoInARoom();
    const person = env.PERSON.get(env.PERSON.idFromName(bea.id));
    const mend = await runInDurableObject(person, (instance) => {
      const its = Object.getPrototypeOf(instance) as { leaveRoom: unknown };
      const { leaveRoom } = its;
      its.leaveRoom = () => Promise.reject(new Error("not now"));
      return () => void (its.leaveRoom = leaveRoom);
    });
    expect((await end(room, ada)).status).toBe(204);
    expect((await ownRooms(bea)).map(({ name }) => name)).toEqual([room]);
    mend();
    expect(await runDurableObjectAlarm(roomStub(room))).toBe(true);
    expect(await ownRooms(bea)).toEqual([]);
    expect(await runDurableObjectAlarm(roomStub(room))).toBe(false);
  });

  test("another site deletes none with a cookie", async () => {
    const { ada, room } = await twoInARoom();
    for (const origin of [{}, { Origin: "https://elsewhere.example" }]) {
      const headers = { Cookie: `session=${ada.token}`, ...origin };
      expect((await ask(`/api/rooms/${room}`, { method: "DELETE", headers })).status).toBe(403);
    }
    expect((await upgrade(`/room/${room}`, ada.auth)).status).toBe(101);
  });

  test("archived, it is listed as such, and restored it is not", async () => {
    const { ada, bea, room } = await twoInARoom();
    const lobby = await open("/lobby", bea.auth);
    await lobby.next("rooms");
    expect((await order(room, bea, { type: "mode", archived: true })).status).toBe(403);
    expect((await order(room, ada, { type: "mode", archived: true })).status).toBe(200);
    expect(await lobby.next("room")).toMatchObject({ room: { name: room, archived: true } });
    expect((await order(room, ada, { type: "mode", archived: false })).status).toBe(200);
    expect((await lobby.next("room")).room).not.toHaveProperty("archived");
  });
});
