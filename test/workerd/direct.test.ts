// Rooms between people, and blocking, on the platform [N3] [D5] [D6]: from both sides, and from neither.

import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { BlocksAnswer } from "../../src/protocol/http.ts";
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

function begin(by: Visitor, wanted: object): Promise<Response> {
  return ask("/api/me/direct", json(wanted, by.auth));
}

async function directOf(by: Visitor, other: Visitor): Promise<string> {
  const response = await begin(by, { handle: other.handle });
  expect(response.status).toBe(200);
  return ((await response.json()) as { name: string }).name;
}

function say(room: string, by: Visitor, body: string): Promise<Response> {
  return ask(`/api/rooms/${encodeURIComponent(room)}/log`, json(post(body), by.auth));
}

function block(by: Visitor, whom: Visitor, on = true): Promise<Response> {
  const method = on ? "PUT" : "DELETE";
  return ask(`/api/me/blocks/${whom.id}`, { method, headers: by.auth });
}

const two = async () => [await signUp("ada"), await signUp("bea")] as const;

describe("[N3] [D5] a direct room", () => {
  test("is the same from both sides and under each name of the other, and nobody else's", async () => {
    const [ada, bea] = await two();
    const eve = await signUp("eve");
    const room = await directOf(ada, bea);
    expect(await directOf(bea, ada)).toBe(room);
    expect(await (await begin(ada, { person: bea.id })).json()).toEqual({ name: room });
    const changed = { ...json({ handle: unique("bea-now") }, bea.auth), method: "PUT" };
    expect((await ask("/api/me/profile", changed)).status).toBe(200);
    expect(await (await begin(ada, { person: bea.id })).json()).toEqual({ name: room });
    expect(await directOf(eve, ada)).not.toBe(room);
    expect((await upgrade(`/room/${room}`, eve.auth)).status).toBe(404);
    expect((await say(room, eve, "may I?")).status).toBe(404);
  });

  test("`/room/@ada` leads to it on every route; nobody called so is `not_found`, and no handle is `bad_name`", async () => {
    const [ada, bea] = await two();
    const room = await directOf(ada, bea);
    const socket = await enter(`@${bea.handle}`, ada);
    expect(await socket.next("welcome")).toMatchObject({
      room: { name: room, kind: "direct", title: "", with: [{ id: bea.id }] },
      role: "member",
    });
    expect((await say(`@${bea.handle}`, ada, "hello")).status).toBe(200);
    const read = await ask(`/api/rooms/@${ada.handle}/log`, { headers: bea.auth });
    expect(await read.text()).toContain("hello");
    expect((await upgrade("/room/@nobody-at-all", ada.auth)).status).toBe(404);
    expect((await upgrade("/room/@No Body", ada.auth)).status).toBe(400);
  });

  test("`/room/@me` is for notes to oneself", async () => {
    const [ada, bea] = await two();
    expect((await say("@me", ada, "buy milk")).status).toBe(200);
    const log = (who: Visitor) => ask("/api/rooms/@me/log", { headers: who.auth });
    expect(await (await log(ada)).text()).toContain("buy milk");
    expect(await (await log(bea)).text()).not.toContain("buy milk");
  });

  test("the other hears of it with the first message, and at once, having never opened it", async () => {
    const [ada, bea] = await two();
    const inbox = await open("/inbox", bea.auth);
    await inbox.next("inbox");
    const room = await directOf(ada, bea);
    await runDurableObjectAlarm(roomStub(room));
    expect(await ownRooms(bea)).toEqual([]);
    expect((await say(room, ada, "are you there?")).status).toBe(200);
    expect(await inbox.next("news")).toEqual({ type: "news", room });
    expect(await ownRooms(bea)).toMatchObject([
      {
        name: room,
        unread: 1,
        level: "all",
        about: { kind: "direct", title: "", with: [{ id: ada.id, handle: ada.handle }] },
      },
    ]);
  });

  test("away, one is told once more after having read", async () => {
    const [ada, bea] = await two();
    const room = await directOf(ada, bea);
    await say(room, ada, "one");
    await until(async () => (await ownRooms(bea))[0]?.unread === 1);
    const inbox = await open("/inbox", bea.auth);
    await inbox.next("inbox");
    const socket = await enter(room, bea);
    await socket.next("welcome");
    socket.send({ type: "read", seq: 1 });
    socket.close();
    await socket.closed;
    await until(async () => {
      await runDurableObjectAlarm(roomStub(room));
      return (await ownRooms(bea))[0]?.unread === 0;
    });
    await say(room, ada, "two");
    expect(await inbox.next("news")).toEqual({ type: "news", room });
    expect((await ownRooms(bea))[0]?.unread).toBe(1);
  });

  test("a plain message writes one row there, too", async () => {
    const [ada, bea] = await two();
    const room = await directOf(ada, bea);
    await say(room, ada, "the first");
    const socket = await enter(room, ada);
    await socket.next("welcome");
    const before = (await roomStub(room).rows).written;
    socket.send(post("the second"));
    await socket.next("accepted");
    expect((await roomStub(room).rows).written - before).toBe(1);
  });

  test("it stays between the two: nobody is brought in, taken out or leaves, and it has no title", async () => {
    const [ada, bea] = await two();
    const eve = await signUp("eve");
    const room = await directOf(ada, bea);
    const wanted = json({ handle: eve.handle, id: unique("add-id") }, ada.auth);
    expect((await ask(`/api/rooms/${room}/members`, wanted)).status).toBe(403);
    for (const fields of [
      { type: "leave" },
      { type: "topic", title: "Ours" },
      { type: "remove", person: bea.id, on: true },
      { type: "role", person: ada.id, role: "owner" },
    ]) {
      const body = json({ id: unique("command-id"), after: 0, ...fields }, ada.auth);
      expect((await ask(`/api/rooms/${room}/log`, body)).status).toBe(403);
    }
  });

  test("[C2] a page from elsewhere begins none, and blocks nobody", async () => {
    const [ada, bea] = await two();
    const from = { Cookie: `session=${ada.token}`, Origin: "http://evil.example" };
    expect((await ask("/api/me/direct", json({ handle: bea.handle }, from))).status).toBe(403);
    const put = { method: "PUT", headers: from };
    expect((await ask(`/api/me/blocks/${bea.id}`, put)).status).toBe(403);
  });
});

describe("[D6] blocking", () => {
  test("whoever is blocked begins no direct room, to the letter as with a handle that is nobody's", async () => {
    const [ada, bea] = await two();
    expect((await block(bea, ada)).status).toBe(204);
    const [blocked, nobody] = await Promise.all([
      begin(ada, { handle: bea.handle }),
      begin(ada, { handle: "nobody-at-all" }),
    ]);
    expect([blocked.status, await blocked.text()]).toEqual([404, await nobody.text()]);
    expect((await upgrade(`/room/@${bea.handle}`, ada.auth)).status).toBe(404);
    const answer = await ask("/api/me/blocks", { headers: bea.auth });
    expect(((await answer.json()) as BlocksAnswer).people).toMatchObject([{ id: ada.id }]);
    expect((await block(bea, ada, false)).status).toBe(204);
    expect((await begin(ada, { handle: bea.handle })).status).toBe(200);
  });

  test("in a room that is there they cannot write, and are not told why; nor can who blocked; unblocked, both can", async () => {
    const [ada, bea] = await two();
    const room = await directOf(ada, bea);
    await say(room, ada, "before");
    expect((await block(bea, ada)).status).toBe(204);
    const refused = await say(room, ada, "after");
    expect(refused.status).toBe(403);
    expect(await refused.text()).not.toMatch(/block/i);
    expect(await (await say(room, bea, "and mine")).text()).toMatch(/unblock/i);
    const socket = await enter(room, ada);
    await socket.next("welcome");
    socket.send({ type: "react", id: unique("react-id"), after: 0, seq: 1, emoji: "🎉", on: true });
    expect(await socket.next("rejected")).toMatchObject({ code: "forbidden" });
    expect((await block(bea, ada, false)).status).toBe(204);
    for (const who of [ada, bea]) expect((await say(room, who, "again")).status).toBe(200);
  });

  test("their mentions do not notify, and they bring one into no room", async () => {
    const [ada, bea] = await two();
    const name = unique("room");
    await ask("/api/rooms", json({ name, id: unique("room-id") }, ada.auth));
    expect((await say(name, bea, "here")).status).toBe(200);
    const inbox = await open("/inbox", bea.auth);
    await inbox.next("inbox");
    await block(bea, ada);
    await say(name, ada, `@${bea.handle} hello`);
    await runDurableObjectAlarm(roomStub(name));
    const listed = await (await ask("/api/me/inbox", { headers: bea.auth })).text();
    expect(listed).not.toContain("hello");
    expect(inbox.frames.filter(({ type }) => type === "notice")).toEqual([]);
    const group = { private: true, members: [bea.handle], id: unique("room-id") };
    const [refused, nobody] = await Promise.all([
      ask("/api/rooms", json(group, ada.auth)),
      ask("/api/rooms", json({ ...group, members: ["nobody-at-all"] }, ada.auth)),
    ]);
    const words = (await refused.text()).replace(bea.handle, "nobody-at-all");
    expect([refused.status, words]).toEqual([404, await nobody.text()]);
  });

  test("their mentions count nowhere, others' do; and who is blocked is mentioned as before", async () => {
    const [ada, bea] = await two();
    const cem = await signUp("cem");
    const room = await makeRoom(cem);
    for (const who of [ada, bea]) expect((await say(room, who, "here")).status).toBe(200);
    await block(bea, ada);
    const inbox = await open("/inbox", bea.auth);
    await inbox.next("inbox");
    await say(room, ada, `@${bea.handle} you blocked me`);
    await say(room, cem, `@${bea.handle} and I did not`);
    expect(await inbox.next("notice")).toMatchObject({ by: cem.id, unread: 1 });
    await runDurableObjectAlarm(roomStub(room));
    const mentionsOf = async (who: Visitor) => {
      const socket = await enter(room, who);
      const { mentions } = await socket.next("welcome");
      socket.close();
      return mentions;
    };
    expect(await mentionsOf(bea)).toEqual([4]);
    expect(inbox.frames.filter(({ type }) => type === "notice")).toHaveLength(1);
    await say(room, bea, `@${ada.handle} I did`);
    expect(await mentionsOf(ada)).toEqual([5]);
    await block(bea, ada, false);
    await say(room, ada, `@${bea.handle} again`);
    expect(await inbox.next("notice")).toMatchObject({ by: ada.id, unread: 2 });
    expect(await mentionsOf(bea)).toEqual([6]);
  });

  test("the room hears of it after a crash, and an older word changes nothing", async () => {
    const [ada, bea] = await two();
    const room = await directOf(ada, bea);
    await block(bea, ada);
    const person = env.PERSON.get(env.PERSON.idFromName(bea.id));
    // As if the room had not been reached.
    await runInDurableObject(roomStub(room), (_, state) => {
      state.storage.sql.exec("DELETE FROM refusal");
    });
    await runInDurableObject(person, async (_, state) => {
      state.storage.sql.exec("UPDATE block SET told = 0");
      await state.storage.setAlarm(Date.now() + 60_000);
    });
    await runDurableObjectAlarm(person);
    expect((await say(room, ada, "after")).status).toBe(403);
    await block(bea, ada, false);
    await roomStub(room).refuse(bea.id, true, 1);
    expect((await say(room, ada, "again")).status).toBe(200);
  });

  test("nobody blocks oneself, or whom there is not", async () => {
    const [ada] = await two();
    expect((await block(ada, ada)).status).toBe(404);
    const put = { method: "PUT", headers: ada.auth };
    for (const id of ["q".repeat(26), "nobody"])
      expect((await ask(`/api/me/blocks/${id}`, put)).status).toBe(404);
  });
});
