// Sessions, origins and cookies: [N2] [C2] [T3] [T5].

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import worker from "../../src/worker/index.ts";
import {
  ask,
  bindings,
  enter,
  json,
  makeRoom,
  ORIGIN,
  signUp,
  unique,
  upgrade,
} from "./visitor.ts";

const claim = (fields: object, headers = {}) =>
  ask("/api/session", json({ id: unique("claim-id"), ...fields }, headers));
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

describe("claiming a handle", () => {
  test("[T3] sets a cookie that scripts cannot read, and names the person", async () => {
    const handle = unique("ada");
    const response = await claim({ handle, name: "Ada Lovelace" });
    expect(await response.json()).toEqual({
      user: { id: expect.stringMatching(/^[a-z2-7]{26}$/), handle, name: "Ada Lovelace" },
    });
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^session=\S+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const me = await ask("/api/session", { headers: { Cookie: cookie.split(";")[0] ?? "" } });
    expect(await me.json()).toMatchObject({ user: { handle } });
  });

  test("[T3] over https the cookie is `__Host-` and Secure", async () => {
    const { exports } = await import("cloudflare:workers");
    const request = new Request(
      "https://edgewise.test/api/session",
      json({ handle: unique("ada"), id: unique("claim-id") }),
    );
    const cookie = (await exports.default.fetch(request)).headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(
      /^__Host-session=\S+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test("[T3] [N2] a taken handle is `name_taken` with a free suggestion", async () => {
    const handle = unique("ada");
    await claim({ handle });
    const response = await claim({ handle });
    expect(response.status).toBe(409);
    const body = (await response.json()) as { code: string; suggestion: string };
    expect(body).toMatchObject({ code: "name_taken", suggestion: `${handle}-2` });
    expect((await claim({ handle: body.suggestion })).status).toBe(200);
  });

  test("[T3] the same `id` gets the same person, so a lost answer costs nothing", async () => {
    const fields = { handle: unique("ada"), id: unique("claim-id"), token: true };
    const [one, two] = await Promise.all([claim(fields), claim(fields)]);
    const answers = (await Promise.all([one.json(), two.json()])) as {
      user: { id: string };
      token: string;
    }[];
    expect(answers[0]?.user).toEqual(answers[1]?.user);
    for (const answer of answers) {
      const me = await ask("/api/session", {
        headers: { Authorization: `Bearer ${answer.token}` },
      });
      expect(me.status).toBe(200);
    }
  });

  test.each([
    "",
    "a".repeat(33),
    "has space",
    "../etc",
    "a/b",
    "Ada",
    "a\u0000b",
    "a\u202eb",
    "a\u200bb",
    {},
    null,
    7,
  ])("[N2] bad handle %j is refused", async (handle) =>
    expect(await codeOf(await claim({ handle }))).toEqual([400, "bad_command"]),
  );

  test.each(["", "  ", "x".repeat(65), "a\u202eb", "a\u200bb", "a\nb", {}])(
    "[N2] bad display name %j is refused",
    async (name) =>
      expect(await codeOf(await claim({ handle: unique("ada"), name }))).toEqual([
        400,
        "bad_command",
      ]),
  );

  test("bodies that are no JSON object, and too large ones", async () => {
    for (const body of ["", "x", "[]", "null", "7"])
      expect(await codeOf(await ask("/api/session", { method: "POST", body }))).toEqual([
        400,
        "bad_command",
      ]);
    const large = JSON.stringify({ handle: "ada", name: "x".repeat(200_000) });
    expect(await codeOf(await ask("/api/session", { method: "POST", body: large }))).toEqual([
      413,
      "too_large",
    ]);
  });

  test("[T3] sessions are limited per address, with a time to come back", async () => {
    const asked: string[] = [];
    const spent = (allowed: boolean) => ({
      ...bindings,
      RATE_LIMIT: "on",
      SESSION_LIMIT: {
        limit: ({ key }: { key: string }) =>
          Promise.resolve({ success: (asked.push(key), allowed) }),
      },
    });
    const request = () =>
      new Request(
        `${ORIGIN}/api/session`,
        json(
          { handle: unique("ada"), id: unique("claim-id") },
          { "CF-Connecting-IP": "192.0.2.7" },
        ),
      );
    const refused = await worker.fetch(request(), spent(false));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
    expect(await refused.json()).toMatchObject({ code: "rate_limited", retryAfterMs: 60_000 });
    expect((await worker.fetch(request(), spent(true))).status).toBe(200);
    expect(asked).toEqual(["192.0.2.7", "192.0.2.7"]);
    expect((await worker.fetch(request(), { ...spent(false), RATE_LIMIT: "off" })).status).toBe(
      200,
    );
  });

  test("a claim that no person followed is let go by its alarm", async () => {
    const handle = unique("ghost");
    const stub = bindings.HANDLE.get(bindings.HANDLE.idFromName(handle));
    await stub.claim({ handle, person: "nobody", request: "request-1" });
    expect(await stub.isFree()).toBe(false);
    await runDurableObjectAlarm(stub);
    expect(await stub.isFree()).toBe(true);
  });

  test("a claim that was followed stays after its alarm", async () => {
    const ada = await signUp();
    const stub = bindings.HANDLE.get(bindings.HANDLE.idFromName(ada.handle));
    await runDurableObjectAlarm(stub);
    expect(await stub.isFree()).toBe(false);
  });
});

describe("who asks", () => {
  test("[C2] none, forged, truncated, swapped and foreign tokens are all `unauthorized`", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const secret = ada.token.split(".")[1] ?? "";
    const tokens = [
      "",
      "x",
      ada.token.slice(0, -1),
      `${ada.token}a`,
      `${bea.id}.${secret}`,
      `${"a".repeat(26)}.${secret}`,
      `${ada.id}.${"a".repeat(52)}`,
      `${ada.id}.`,
    ];
    for (const token of tokens) {
      const response = await upgrade("/room/general", { Authorization: `Bearer ${token}` });
      expect(await codeOf(response)).toEqual([401, "unauthorized"]);
    }
    expect(await codeOf(await upgrade("/room/general", {}))).toEqual([401, "unauthorized"]);
    expect(await codeOf(await ask("/api/rooms"))).toEqual([401, "unauthorized"]);
  });

  test("[C2] a cookie works only from an origin that may use it", async () => {
    const ada = await signUp();
    const cookie = { Cookie: `session=${ada.token}` };
    for (const Origin of [
      "http://evil.test",
      "null",
      `${ORIGIN}.evil.test`,
      "http://edgewise.test:81",
      "https://edgewise.test",
      "",
    ])
      expect(await codeOf(await upgrade("/room/general", { ...cookie, Origin }))).toEqual([
        403,
        "forbidden",
      ]);
    expect(await codeOf(await upgrade("/room/general", cookie))).toEqual([403, "forbidden"]);
    const own = await upgrade("/room/general", { ...cookie, Origin: ORIGIN });
    expect(own.status).toBe(101);
    own.webSocket?.accept();
    own.webSocket?.close();
    const evil = { ...cookie, Origin: "http://evil.test" };
    expect(
      (await ask("/api/rooms", json({ name: unique("x"), id: unique("room-id") }, evil))).status,
    ).toBe(403);
    expect((await ask("/api/session", { method: "DELETE", headers: evil })).status).toBe(403);
    expect(
      (
        await ask(
          "/api/session",
          json({ handle: unique("eve"), id: unique("claim-id") }, { Origin: "http://evil.test" }),
        )
      ).status,
    ).toBe(403);
  });

  test("[T3] nobody signed in is an answer, a bad token is an error", async () => {
    const nobody = await ask("/api/session");
    expect([nobody.status, await nobody.json()]).toEqual([200, {}]);
    const bad = await ask("/api/session", { headers: { Cookie: "session=nonsense" } });
    expect(await codeOf(bad)).toEqual([401, "unauthorized"]);
  });

  test("asking a stranger's object stores nothing", async () => {
    const id = "b".repeat(26);
    await ask("/api/session", { headers: { Authorization: `Bearer ${id}.${"a".repeat(52)}` } });
    const stub = bindings.PERSON.get(bindings.PERSON.idFromName(id));
    const tables = await runInDurableObject(stub, (_, state) =>
      state.storage.sql.exec("SELECT name FROM sqlite_master").toArray(),
    );
    expect(tables).toEqual([]);
  });

  test("[C5] signing out closes the session's sockets and ends its token, others live on", async () => {
    const ada = await signUp();
    const room = await makeRoom(ada);
    const socket = await enter(room, ada);
    const bea = await signUp("bea");
    const other = await enter(room, bea);
    await other.next("welcome");
    expect((await ask("/api/session", { method: "DELETE", headers: ada.auth })).status).toBe(204);
    expect((await socket.closed).code).toBe(4501);
    expect((await ask("/api/session", { headers: ada.auth })).status).toBe(401);
    other.send({ type: "who", ref: "w" });
    expect((await other.next("who")).people.map(({ id }) => id)).toEqual([bea.id]);
    other.close();
  });

  test("a session survives the object's eviction", async () => {
    const ada = await signUp();
    await evictDurableObject(bindings.PERSON.get(bindings.PERSON.idFromName(ada.id)));
    expect((await ask("/api/session", { headers: ada.auth })).status).toBe(200);
  });

  test("signing out keeps the handle for 30 days from its last use", async () => {
    const ada = await signUp();
    const stub = bindings.PERSON.get(bindings.PERSON.idFromName(ada.id));
    await runInDurableObject(
      stub,
      (_, state) => void state.storage.sql.exec("UPDATE person SET created_ts = 0"),
    );
    await ask("/api/session", { method: "DELETE", headers: ada.auth });
    await runDurableObjectAlarm(stub);
    expect(await bindings.HANDLE.get(bindings.HANDLE.idFromName(ada.handle)).isFree()).toBe(false);
  });

  test("a handle that never posted is freed 30 days after its last use; one that posted is kept", async () => {
    const [idle, busy] = [await signUp("idle"), await signUp("busy")];
    const room = await makeRoom(busy);
    (await enter(room, idle)).close();
    await ask(
      `/api/rooms/${room}/log`,
      json({ type: "post", id: unique("post-id"), body: "hi" }, busy.auth),
    );
    for (const visitor of [idle, busy]) {
      const stub = bindings.PERSON.get(bindings.PERSON.idFromName(visitor.id));
      await runInDurableObject(
        stub,
        (_, state) => void state.storage.sql.exec("UPDATE person SET used_ts = 0"),
      );
      await runDurableObjectAlarm(stub);
    }
    const free = (handle: string) =>
      bindings.HANDLE.get(bindings.HANDLE.idFromName(handle)).isFree();
    expect(await free(idle.handle)).toBe(true);
    expect(await free(busy.handle)).toBe(false);
  });
});
