// Private rooms on the platform [D1] to [D4]: who belongs to one reads it, and nobody else learns that it is there.
// Each way to find out has a test of its own name.

import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { MembersAnswer, RoomListed } from "../../src/protocol/http.ts";
import { handOverUpgrade } from "../../src/worker/hand-over.ts";
import {
  ask,
  enter,
  json,
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

const NOWHERE = `~${"q".repeat(26)}`;

async function make(by: Visitor, members: Visitor[] = [], more: object = {}) {
  const body = {
    private: true,
    title: "Plans",
    members: members.map(({ handle }) => handle),
    id: unique("room-id"),
    ...more,
  };
  const response = await ask("/api/rooms", json(body, by.auth));
  expect(response.status, await response.clone().text()).toBe(201);
  return ((await response.json()) as RoomListed).name;
}

function command(room: string, by: Visitor, fields: object): Promise<Response> {
  const body = { id: unique("command-id"), after: 0, ...fields };
  return ask(`/api/rooms/${room}/log`, json(body, by.auth));
}

async function say(room: string, by: Visitor, body: string): Promise<void> {
  expect((await command(room, by, { type: "post", body })).status).toBe(200);
}

function add(room: string, by: Visitor, fields: object): Promise<Response> {
  return ask(`/api/rooms/${room}/members`, json({ id: unique("add-id"), ...fields }, by.auth));
}

const namesOf = async (who: Visitor) => (await ownRooms(who)).map(({ name }) => name);

async function three() {
  const [ada, bea, eve] = [await signUp("ada"), await signUp("bea"), await signUp("eve")];
  return { ada, bea, eve, room: await make(ada, [bea]) };
}

describe("[D1] making one", () => {
  test("its members have it among their own at once, with its title; it is at an address of the server's", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const inbox = await open("/inbox", bea.auth);
    await inbox.next("inbox");
    const room = await make(ada, [bea]);
    expect(room).toMatch(/^~[a-z2-7]{26}$/);
    expect(await inbox.next("news")).toEqual({ type: "news", room });
    expect(await ownRooms(bea)).toMatchObject([
      { name: room, about: { kind: "private", title: "Plans" } },
    ]);
    expect(await namesOf(ada)).toEqual([room]);
    const socket = await enter(room, bea);
    expect(await socket.next("welcome")).toMatchObject({
      room: { kind: "private", title: "Plans" },
      role: "member",
    });
  });

  test("[T4] a retry after a lost answer gets the same room, also where its members changed since", async () => {
    const { ada, bea, eve } = await three();
    const id = unique("room-id");
    const first = await make(ada, [bea], { id });
    expect(await make(ada, [bea], { id })).toBe(first);
    expect(await make(ada, [eve], { id })).toBe(first);
    expect(await make(bea, [ada], { id })).not.toBe(first);
    expect(await namesOf(eve)).not.toContain(first);
  });

  test("cut between room and membership: the alarm brings it to its members", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const room = await make(ada, [bea]);
    // As if the process had ended before they were told.
    await runInDurableObject(roomStub(room), (_, state) => {
      state.storage.sql.exec("UPDATE belonging SET told = 0");
    });
    for (const { id } of [ada, bea])
      await runInDurableObject(env.PERSON.get(env.PERSON.idFromName(id)), (_, state) => {
        state.storage.sql.exec("DELETE FROM membership");
      });
    await evictDurableObject(roomStub(room));
    await command(room, ada, { type: "post", body: "wakes it" });
    await until(async () => {
      await runDurableObjectAlarm(roomStub(room));
      return (await namesOf(bea)).includes(room) && (await namesOf(ada)).includes(room);
    });
  });

  test("somebody who is not there cannot be brought in; an address of this form is nobody's to choose", async () => {
    const ada = await signUp("ada");
    const body = { private: true, title: "Plans", members: ["nobody-at-all"], id: unique("id-id") };
    expect((await ask("/api/rooms", json(body, ada.auth))).status).toBe(404);
    const chosen = { name: NOWHERE, id: unique("room-id") };
    expect((await ask("/api/rooms", json(chosen, ada.auth))).status).toBe(400);
  });
});

describe("[D4] to everybody else it is as if it were not there", () => {
  test("by name: every route answers to the letter what it answers of a room that never was", async () => {
    const { ada, bea, eve, room } = await three();
    await say(room, ada, "the secret plan");
    const get = { headers: eve.auth };
    const put = { ...get, method: "PUT" };
    const routes: [string, (name: string) => string, () => RequestInit][] = [
      ["poll", (name) => `/api/rooms/${name}/log?after=0`, () => get],
      ["page", (name) => `/api/rooms/${name}/log`, () => get],
      ["pins", (name) => `/api/rooms/${name}/pins`, () => get],
      ["threads", (name) => `/api/rooms/${name}/threads`, () => get],
      ["people", (name) => `/api/rooms/${name}/people?find=a`, () => get],
      ["member", (name) => `/api/rooms/${name}/members/${bea.id}`, () => get],
      ["members", (name) => `/api/rooms/${name}/members`, () => get],
      ["removed", (name) => `/api/rooms/${name}/removed`, () => get],
      ["post", (name) => `/api/rooms/${name}/log`, () => json(post("hello"), eve.auth)],
      ["garbage", (name) => `/api/rooms/${name}/log`, () => json({ type: "none" }, eve.auth)],
      [
        "leave",
        (name) => `/api/rooms/${name}/log`,
        () => json({ type: "leave", id: "leave-id-1" }, eve.auth),
      ],
      [
        "add oneself",
        (name) => `/api/rooms/${name}/members`,
        () => json({ handle: eve.handle, id: unique("add-id") }, eve.auth),
      ],
      [
        "level",
        (name) => `/api/me/rooms/${name}`,
        () => ({ ...json({ level: "all" }, eve.auth), method: "PUT" }),
      ],
      ["bookmark", (name) => `/api/me/bookmarks/${name}/1`, () => put],
    ];
    for (const [what, path, init] of routes) {
      const [is, never] = await Promise.all([ask(path(room), init()), ask(path(NOWHERE), init())]);
      expect(is.status, what).toBe(404);
      expect(never.status, what).toBe(404);
      const text = await is.text();
      expect(text.replace(/"id":"[^"]*",/, ""), what).toBe(
        (await never.text()).replace(/"id":"[^"]*",/, ""),
      );
      expect(text, what).not.toContain("Plans");
    }
    const [refused, missing] = await Promise.all([
      upgrade(`/room/${room}?after=0`, eve.auth),
      upgrade(`/room/${NOWHERE}?after=0`, eve.auth),
    ]);
    expect([refused.status, await refused.text()]).toEqual([404, await missing.text()]);
    expect(await namesOf(eve)).toEqual([]);
  });

  test("by time: neither writes, nor reads more than a few rows, for whoever does not belong to it", async () => {
    const { ada, eve, room } = await three();
    for (let i = 0; i < 20; i++) await say(room, ada, `plan ${i}`);
    const rows = async (name: string) => {
      const before = { ...(await roomStub(name).rows) };
      expect((await ask(`/api/rooms/${name}/log`, { headers: eve.auth })).status).toBe(404);
      const after = { ...(await roomStub(name).rows) };
      return [after.written - before.written, after.read - before.read] as const;
    };
    const [written, read] = await rows(room);
    expect(written).toBe(0);
    expect(read).toBeLessThan(60);
    expect((await rows(NOWHERE))[0]).toBe(0);
  });

  test("by the lobby: neither its list nor its news name it, nor does any room's people", async () => {
    const { ada, room, eve } = await three();
    const lobby = await open("/lobby", eve.auth);
    const { rooms } = await lobby.next("rooms");
    expect(JSON.stringify(rooms)).not.toContain(room);
    expect((await command(room, ada, { type: "topic", title: "Hidden" })).status).toBe(200);
    const open1 = { name: unique("open"), id: unique("room-id") };
    await ask("/api/rooms", json(open1, ada.auth));
    expect((await lobby.next("room")).room.name).toBe(open1.name);
    const list = await (await ask("/api/rooms", { headers: eve.auth })).text();
    expect(list).not.toContain("Hidden");
    expect(JSON.stringify(lobby.frames)).not.toContain("Hidden");
  });

  test("by mention, inbox, unread count and bookmark: nothing of it reaches whoever is not in it", async () => {
    const { ada, eve, room } = await three();
    const inbox = await open("/inbox", eve.auth);
    await inbox.next("inbox");
    await say(room, ada, `@${eve.handle} knows nothing of this`);
    await runDurableObjectAlarm(roomStub(room));
    for (const path of ["/api/me/inbox", "/api/me/bookmarks", "/api/me/rooms", "/api/me/export"]) {
      const text = await (await ask(path, { headers: eve.auth })).text();
      expect(text, path).not.toContain("knows nothing");
      expect(text, path).not.toContain(room);
    }
    expect(inbox.frames.filter(({ type }) => type !== "inbox")).toEqual([]);
  });
});

describe("[D2] [D3] coming and going", () => {
  test("a moderator adds by handle and everybody sees it in order; who is added has the room at once", async () => {
    const { ada, bea, eve, room } = await three();
    const witness = await enter(room, bea);
    await witness.next("welcome");
    const inbox = await open("/inbox", eve.auth);
    await inbox.next("inbox");
    expect((await add(room, bea, { handle: eve.handle })).status).toBe(403);
    expect((await add(room, ada, { handle: eve.handle })).status).toBe(200);
    expect((await witness.next("entries")).entries).toMatchObject([
      { kind: "member", by: ada.id, person: eve.id, on: true },
    ]);
    expect(await inbox.next("news")).toMatchObject({ room });
    expect(await namesOf(eve)).toEqual([room]);
    const answer = await ask(`/api/rooms/${room}/members`, { headers: eve.auth });
    const { members, more } = (await answer.json()) as MembersAnswer;
    expect(new Map(members.map(({ person, role }) => [person.id, role]))).toEqual(
      new Map([
        [ada.id, "owner"],
        [bea.id, "member"],
        [eve.id, "member"],
      ]),
    );
    expect(more).toBe(false);
  });

  test("a retried addition is one entry", async () => {
    const { ada, eve, room } = await three();
    const again = { handle: eve.handle, id: unique("add-id") };
    const answers = await Promise.all([add(room, ada, again), add(room, ada, again)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const log = await ask(`/api/rooms/${room}/log?after=0`, { headers: ada.auth });
    const { entries } = (await log.json()) as { entries: { person?: string }[] };
    expect(entries.filter(({ person }) => person === eve.id)).toHaveLength(1);
  });

  test("no frame of a client adds anybody", async () => {
    const { ada, eve, room } = await three();
    const who = { id: eve.id, handle: eve.handle, name: "Eve" };
    const response = await command(room, ada, { type: "add", who });
    expect(await response.json()).toMatchObject({ code: "bad_command" });
  });

  test("leaving: sockets in every tab close with 4504 after that entry, and the room is gone from the list", async () => {
    const { ada, bea, room } = await three();
    const tabs = [await enter(room, bea, "?client=tab-1"), await enter(room, bea, "?client=tab-2")];
    for (const tab of tabs) await tab.next("welcome");
    expect((await command(room, bea, { type: "leave" })).status).toBe(200);
    for (const tab of tabs) expect((await tab.closed).code).toBe(4504);
    await say(room, ada, "among ourselves");
    for (const tab of tabs) expect(JSON.stringify(tab.frames)).not.toContain("among ourselves");
    await until(async () => (await namesOf(bea)).length === 0);
    expect((await upgrade(`/room/${room}?after=1`, bea.auth)).status).toBe(404);
    expect((await ask(`/api/rooms/${room}/log?after=1`, { headers: bea.auth })).status).toBe(404);
    expect((await add(room, ada, { person: bea.id })).status).toBe(200);
    await until(async () => (await namesOf(bea)).includes(room));
  });

  test("[O13] the last member leaves: the room and everything in it is gone, from storage and from every route", async () => {
    const { ada, bea, room } = await three();
    const made = await ask(
      `/api/rooms/${room}/invites`,
      json({ id: unique("invite-id") }, ada.auth),
    );
    const { token } = (await made.json()) as { token: string };
    await say(room, ada, "a secret of ours");
    expect((await command(room, bea, { type: "leave" })).status).toBe(200);
    expect((await ask(`/api/invites/${room}/${token}`)).status).toBe(200);
    const tab = await enter(room, ada);
    await tab.next("welcome");
    const leaving = { type: "leave", id: unique("leave-id") };
    expect((await command(room, ada, leaving)).status).toBe(200);
    expect((await tab.closed).code).toBe(4504);
    await until(async () => (await namesOf(ada)).length === 0);
    const left = await runInDurableObject(roomStub(room), (_, { storage: { sql } }) =>
      ["log", "member", "belonging", "invite", "role", "notice"].flatMap((table) =>
        sql.exec(`SELECT * FROM ${table}`).toArray(),
      ),
    );
    expect(left).toEqual([]);
    expect((await ask(`/api/invites/${room}/${token}`)).status).toBe(404);
    await evictDurableObject(roomStub(room));
    for (const who of [ada, bea]) {
      expect((await upgrade(`/room/${room}?after=1`, who.auth)).status).toBe(404);
      expect((await command(room, who, leaving)).status).toBe(404);
      expect((await add(room, who, { person: bea.id })).status).toBe(404);
    }
    expect(await runDurableObjectAlarm(roomStub(room))).toBe(false);
  });

  test("[O13] members who could not be told that it ended hear of it by the alarm", async () => {
    const { ada, bea, room } = await three();
    await command(room, bea, { type: "leave" });
    await until(async () => (await namesOf(bea)).length === 0);
    const person = env.PERSON.get(env.PERSON.idFromName(ada.id));
    const mend = await runInDurableObject(person, (instance) => {
      const its = Object.getPrototypeOf(instance) as { belong: unknown };
      const { belong } = its;
      its.belong = () => Promise.reject(new Error("not now"));
      return () => void (its.belong = belong);
    });
    expect((await command(room, ada, { type: "leave" })).status).toBe(200);
    expect(await namesOf(ada)).toEqual([room]);
    mend();
    expect(await runDurableObjectAlarm(roomStub(room))).toBe(true);
    expect(await namesOf(ada)).toEqual([]);
  });

  test("removed: the old cursor, the half-open upgrade and the poll in flight get nothing", async () => {
    const { ada, bea, room } = await three();
    const { id, handle, name } = bea;
    const person = { id, handle, name };
    const handOver = {
      person,
      session: "s",
      at: Date.now(),
      request: "r",
      community: "member",
    } as const;
    const onTheWay = handOverUpgrade(new URLSearchParams({ room, after: "1" }), handOver);
    expect((await command(room, ada, { type: "remove", person: bea.id, on: true })).status).toBe(
      200,
    );
    await say(room, ada, "behind your back");
    const late = await roomStub(room).fetch(onTheWay);
    expect([late.status, await late.text()]).toEqual([404, expect.stringContaining("not_found")]);
    expect(await roomStub(room).read(room, handOver, { cursor: { seq: 1 } })).toMatchObject({
      ok: false,
      failure: { code: "not_found" },
    });
    await until(async () => (await namesOf(bea)).length === 0);
    // That the removal is lifted lets nobody in: here one belongs, or not.
    await command(room, ada, { type: "remove", person: bea.id, on: false });
    expect((await upgrade(`/room/${room}`, bea.auth)).status).toBe(404);
  });

  test("added, removed and added again while their own object is away: the last word counts", async () => {
    const { ada, bea, room } = await three();
    const person = env.PERSON.get(env.PERSON.idFromName(bea.id));
    const about = { kind: "private", title: "Plans", topic: "" } as const;
    await command(room, ada, { type: "remove", person: bea.id, on: true });
    await until(async () => (await namesOf(bea)).length === 0);
    // A word from before that comes late.
    await person.belong({ room, seq: 1, isIn: true, about, unreadSeq: 0 });
    await person.rememberRoom(room, "no-session");
    expect(await namesOf(bea)).toEqual([]);
    await add(room, ada, { person: bea.id });
    await until(async () => (await namesOf(bea)).includes(room));
    await person.leaveRoom(room, Date.now() + 1_000);
    expect(await namesOf(bea)).toEqual([room]);
  });

  test("[C2] a page from elsewhere makes no room and brings nobody in", async () => {
    const { ada, eve, room } = await three();
    const from = { Cookie: `session=${ada.token}`, Origin: "http://evil.example" };
    const made = { private: true, title: "Plans", id: unique("room-id") };
    expect((await ask("/api/rooms", json(made, from))).status).toBe(403);
    const wanted = json({ handle: eve.handle, id: unique("add-id") }, from);
    expect((await ask(`/api/rooms/${room}/members`, wanted)).status).toBe(403);
    expect((await ask(`/api/rooms/${room}/log`, json(post("x"), from))).status).toBe(403);
  });
});

describe("[D8] a group", () => {
  test("has no title; its members are told the others, and anew where one is called otherwise", async () => {
    const [ada, bea, cem] = [await signUp("ada"), await signUp("bea"), await signUp("cem")];
    const room = await make(ada, [bea, cem], { title: undefined });
    const [mine] = await ownRooms(bea);
    expect(mine).toMatchObject({ name: room, about: { title: "", with: [{}, {}] } });
    const changed = { ...json({ name: "Cem the Second" }, cem.auth), method: "PUT" };
    expect((await ask("/api/me/profile", changed)).status).toBe(200);
    await until(async () => JSON.stringify(await ownRooms(bea)).includes("Cem the Second"));
    expect((await command(room, cem, { type: "leave" })).status).toBe(200);
    await until(async () => (await ownRooms(bea))[0]?.about?.with?.length === 1);
    expect(await namesOf(cem)).toEqual([]);
  });

  test("everybody has it at once, and hears of what is said without having opened it, once until they have read", async () => {
    const [ada, bea, cem] = [await signUp("ada"), await signUp("bea"), await signUp("cem")];
    const inboxes = await Promise.all([bea, cem].map((who) => open("/inbox", who.auth)));
    for (const inbox of inboxes) await inbox.next("inbox");
    const room = await make(ada, [bea, cem], { title: undefined });
    for (const inbox of inboxes) expect(await inbox.next("news")).toEqual({ type: "news", room });
    for (const who of [bea, cem])
      expect(await ownRooms(who)).toMatchObject([{ name: room, unread: 0, level: "all" }]);
    await say(room, ada, "hello you two");
    for (const inbox of inboxes) expect(await inbox.next("news")).toEqual({ type: "news", room });
    for (const who of [bea, cem]) expect(await ownRooms(who)).toMatchObject([{ unread: 1 }]);
    await say(room, ada, "and again");
    await runDurableObjectAlarm(roomStub(room));
    for (const inbox of inboxes)
      expect(inbox.frames.filter(({ type }) => type === "news")).toHaveLength(2);
  });

  test("whoever cannot be brought in is named, blocked or nobody alike, and nothing was made", async () => {
    const [ada, bea, cem] = [await signUp("ada"), await signUp("bea"), await signUp("cem")];
    await ask(`/api/me/blocks/${ada.id}`, { method: "PUT", headers: cem.auth });
    for (const handle of [cem.handle, "nobody-at-all"]) {
      const members = [bea.handle, handle];
      const body = json({ private: true, members, id: unique("room-id") }, ada.auth);
      const response = await ask("/api/rooms", body);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: "not_found", handle });
    }
    for (const who of [ada, bea, cem]) expect(await ownRooms(who)).toEqual([]);
  });
});
