// Leaving for good, through all objects that have to know [T16].

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import type { RoomListed } from "../../src/protocol/http.ts";
import { Room } from "../../src/worker/objects/room.ts";
import {
  ask,
  bindings,
  enter,
  json,
  makeRoom,
  open,
  ORIGIN,
  post,
  signUp,
  unique,
  until,
  type Visitor,
} from "./visitor.ts";

const PASSWORD = "a garden of forking paths";
const workspace = bindings.WORKSPACE.get(bindings.WORKSPACE.idFromName("the one"));
const personStub = (id: string) => bindings.PERSON.get(bindings.PERSON.idFromName(id));
const roomStub = (name: string) => bindings.ROOM.get(bindings.ROOM.idFromName(name));

const leave = (visitor: Visitor, messages = "keep", headers = {}) =>
  leaveWith(visitor, { messages }, headers);
const leaveWith = ({ auth }: Visitor, body: unknown, headers = {}) =>
  ask("/api/me/leave", json(body, { ...auth, ...headers }));
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];
const say = async (room: string, { auth }: Visitor, body: string) => {
  const said = await ask(`/api/rooms/${room}/log`, json(post(body), auth));
  expect(said.status).toBe(200);
  return ((await said.json()) as { seq: number }).seq;
};
const pageOf = async (room: string, { auth }: Visitor) =>
  (await (await ask(`/api/rooms/${room}/log`, { headers: auth })).json()) as {
    messages: { seq: number; by: string; body?: string; deleted?: boolean }[];
    people: Record<string, { handle: string; name: string }>;
  };
const setPassword = async ({ auth }: Visitor) => {
  const asked = { ...json({ password: PASSWORD }, auth), method: "PUT" };
  expect((await ask("/api/me/password", asked)).status).toBe(204);
};

/** What any object still stores of a person, as one text. */
const stored = (stub: DurableObjectStub) =>
  runInDurableObject(stub, (_, { storage }) => {
    const tables = storage.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray();
    return JSON.stringify(
      tables.map(({ name }) => storage.sql.exec(`SELECT * FROM ${name}`).toArray()),
    );
  });

describe("[T16] leaving for good", () => {
  test("ends every session and socket at once, and nothing of the person is stored any more", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const room = await makeRoom(ada);
    await setPassword(bea);
    await say(room, bea, "I was here");
    const sockets = [
      await enter(room, bea),
      await open("/lobby", bea.auth),
      await open("/inbox", bea.auth),
    ];
    const left = await leave(bea);
    expect([left.status, left.headers.get("set-cookie")]).toEqual([
      204,
      expect.stringMatching(/^session=; Max-Age=0/),
    ]);
    for (const socket of sockets) expect((await socket.closed).code).toBe(4501);
    for (const path of [
      "/api/session",
      "/api/me/account",
      "/api/me/export",
      `/api/rooms/${room}/log`,
    ])
      expect((await ask(path, { headers: bea.auth })).status, path).toBe(401);
    expect(await codeOf(await leave(bea))).toEqual([401, "unauthorized"]);
    const again = json({ handle: bea.handle, password: PASSWORD });
    expect(await codeOf(await ask("/api/sign-in", again))).toEqual([401, "unauthorized"]);
    await until(async () => (await stored(personStub(bea.id) as never)) === "[]");
    const { people, messages } = await pageOf(room, ada);
    expect(messages).toMatchObject([{ by: bea.id, body: "I was here" }]);
    expect(people[bea.id]).toEqual({ handle: "", name: "Former member" });
    expect(await stored(roomStub(room) as never)).not.toContain(bea.handle);
  });

  test("those in the room see it live: another name, and what was erased goes as by deleting", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const room = await makeRoom(ada);
    const watcher = await enter(room, ada);
    await watcher.next("welcome");
    for (const body of ["one", "two", "three"]) await say(room, bea, body);
    await say(room, ada, "of ada");
    expect((await leave(bea, "erase")).status).toBe(204);
    await until(() =>
      watcher.frames.some(
        (frame) => frame.type === "presence" && frame.people?.[bea.id]?.name === "Former member",
      ),
    );
    const deleted = () =>
      watcher.frames.flatMap((frame) =>
        frame.type === "entries" ? frame.entries.filter(({ kind }) => kind === "delete") : [],
      );
    await until(() => deleted().length === 3);
    expect(deleted()).toMatchObject([1, 2, 3].map((target) => ({ target, by: bea.id })));
    const { messages } = await pageOf(room, ada);
    expect(messages.map(({ body, deleted: gone }) => body ?? gone)).toEqual([
      true,
      true,
      true,
      "of ada",
    ]);
    expect(await stored(roomStub(room) as never)).not.toMatch(/:"(one|two|three)"/);
  });

  test("a room that sleeps is erased by its alarms, also when it falls between two steps", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const room = await makeRoom(ada);
    await say(room, bea, "the first");
    await runInDurableObject(roomStub(room), (_, { storage }) => {
      for (let seq = 2; seq <= 250; seq++)
        storage.sql.exec(
          "INSERT INTO log (seq, n, ts, author, kind, id, body) VALUES (?, ?, ?, ?, 'message', ?, 'hers')",
          ...[seq, seq, Date.now(), bea.id, `filled-${seq}`],
        );
    });
    await evictDurableObject(roomStub(room), { webSockets: "close" });
    expect((await leave(bea, "erase")).status).toBe(204);
    const left = async () =>
      ((await stored(roomStub(room) as never)).match(/"hers"|"the first"/g) ?? []).length;
    expect(await left()).toBe(250);
    const counts: number[] = [];
    while ((await left()) > 0) {
      await evictDurableObject(roomStub(room), { webSockets: "close" });
      // It may have gone off by itself.
      await runDurableObjectAlarm(roomStub(room));
      counts.push(await left());
    }
    expect(counts.at(-1)).toBe(0);
    expect([250, 150, 50, 0]).toEqual(expect.arrayContaining(counts));
  });

  test("a room that cannot be reached hears of it later", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const room = await makeRoom(ada);
    await say(room, bea, "still here");
    const depart = vi.spyOn(Room.prototype, "depart");
    depart.mockRejectedValueOnce(new Error("injected"));
    expect((await leave(bea)).status).toBe(204);
    expect(depart).toHaveBeenCalledOnce();
    expect((await pageOf(room, ada)).people[bea.id]?.name).toBe(bea.name);
    expect(await runDurableObjectAlarm(personStub(bea.id))).toBe(true);
    expect((await pageOf(room, ada)).people[bea.id]?.name).toBe("Former member");
    expect(await stored(personStub(bea.id) as never)).toBe("[]");
    expect(await runDurableObjectAlarm(personStub(bea.id))).toBe(false);
  });

  test("what was verified before is refused after it: no command lands, and no old name comes back", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const room = await makeRoom(ada);
    await say(room, bea, "the last word");
    const { id, handle, name } = bea;
    const person = { id, handle, name };
    const handOver = {
      person,
      session: "s",
      community: "guest" as const,
      at: Date.now(),
      request: "r",
    };
    await leave(bea);
    const stub = roomStub(room);
    expect(await stub.post(room, handOver, JSON.stringify(post("late")))).toMatchObject({
      code: "unauthorized",
    });
    expect(await stub.read(room, handOver, { cursor: { seq: 0 } })).toMatchObject({ ok: false });
    await stub.changeProfile(person, "guest");
    expect((await pageOf(room, ada)).people[id]?.name).toBe("Former member");
  });

  test("the handle is nobody's for 30 days, not by a retry either, and then anybody's", async () => {
    const handle = unique("bea");
    const claim = (request: string) =>
      ask("/api/session", json({ handle, id: request, token: true }));
    const made = (await (await claim("the-first-request")).json()) as { token: string };
    const auth = { Authorization: `Bearer ${made.token}` };
    expect((await ask("/api/me/leave", json({ messages: "keep" }, auth))).status).toBe(204);
    for (const request of ["the-first-request", "another-request"])
      expect(await codeOf(await claim(request)), request).toEqual([409, "name_taken"]);
    const stub = bindings.HANDLE.get(bindings.HANDLE.idFromName(handle));
    await runInDurableObject(stub, (_, { storage }) =>
      storage.sql.exec("UPDATE claim SET kept_until = 1"),
    );
    expect((await claim("another-request")).status).toBe(200);
  });

  test("whoever has an account shows once more who they are; the cookie needs the page's own origin", async () => {
    const bea = await signUp("bea");
    await setPassword(bea);
    await runInDurableObject(personStub(bea.id), (_, { storage }) =>
      storage.sql.exec("UPDATE session SET proved_ts = 0"),
    );
    expect(await codeOf(await leave(bea))).toEqual([403, "forbidden"]);
    const cookie = { Cookie: `session=${bea.token}`, Authorization: "" };
    for (const origin of ["https://evil.test", "null", `${ORIGIN}.evil.test`])
      expect(await codeOf(await leave(bea, "keep", { ...cookie, Origin: origin }))).toEqual([
        403,
        "forbidden",
      ]);
    expect((await ask("/api/me/proof", json({ password: PASSWORD }, bea.auth))).status).toBe(204);
    expect((await leave(bea)).status).toBe(204);
  });

  test.each([
    {},
    { messages: "" },
    { messages: "all" },
    { messages: true },
    { messages: ["erase"] },
    "erase",
    null,
  ])("%j is no choice", async (body) => {
    const bea = await signUp("bea");
    expect(await codeOf(await leaveWith(bea, body))).toEqual([400, "bad_command"]);
    expect((await ask("/api/session", { headers: bea.auth })).status).toBe(200);
  });

  test("the last owner of the community stays until there is another", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    await runInDurableObject(workspace, (_, { storage }) => {
      storage.sql.exec("DELETE FROM role");
      storage.sql.exec("UPDATE community SET first_person = ?", ada.id);
    });
    expect((await ask("/api/community/owner", json({}, ada.auth))).status).toBe(201);
    expect(await codeOf(await leave(ada))).toEqual([403, "forbidden"]);
    expect((await ask("/api/session", { headers: ada.auth })).status).toBe(200);
    const path = `/api/community/roles/${bea.id}`;
    const made = { ...json({ role: "owner" }, ada.auth), method: "PUT" };
    expect((await ask(path, made)).status).toBe(204);
    expect((await leave(ada)).status).toBe(204);
    const roles = await ask("/api/community/roles", { headers: bea.auth });
    expect(await roles.json()).toMatchObject({ roles: [{ person: { id: bea.id } }] });
  });

  test("a room outlives whoever made it", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const room = await makeRoom(ada);
    await enter(room, bea);
    await leave(ada, "erase");
    await say(room, bea, "going on");
    const { rooms } = (await (await ask("/api/rooms", { headers: bea.auth })).json()) as {
      rooms: RoomListed[];
    };
    expect(rooms.map(({ name }) => name)).toContain(room);
  });
});
