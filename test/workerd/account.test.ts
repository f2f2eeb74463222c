// A handle that is one's own: passwords, recovery codes, signing in, sessions: [T11] [T12] [C5].

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import type { AccountAnswer, CodesAnswer, SessionsAnswer } from "../../src/protocol/account.ts";
import type { SessionAnswer } from "../../src/protocol/http.ts";
import worker from "../../src/worker/index.ts";
import {
  ask,
  bindings,
  enter,
  json,
  makeRoom,
  open,
  ORIGIN,
  signUp,
  unique,
  until,
  type Visitor,
} from "./visitor.ts";

const PASSWORD = "a garden of forking paths";

const put = (path: string, body: unknown, auth: Record<string, string>) =>
  ask(path, { ...json(body, auth), method: "PUT" });
const remove = (path: string, auth: Record<string, string>) =>
  ask(path, { method: "DELETE", headers: auth });
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];
const personStub = ({ id }: { id: string }) => bindings.PERSON.get(bindings.PERSON.idFromName(id));

async function withPassword(stem = "ada"): Promise<Visitor> {
  const visitor = await signUp(stem);
  expect((await put("/api/me/password", { password: PASSWORD }, visitor.auth)).status).toBe(204);
  return visitor;
}

function trySignIn(handle: string, proof: object, headers: Record<string, string> = {}) {
  return ask("/api/sign-in", json({ handle, ...proof }, headers));
}

/** Another session of the same person. */
async function signedIn({ handle }: Visitor, proof: object = { password: PASSWORD }) {
  const response = await trySignIn(handle, { ...proof, token: true }, { "User-Agent": "bot/1" });
  expect(response.status).toBe(200);
  const { user, token = "" } = (await response.json()) as SessionAnswer;
  return { ...user, token, auth: { Authorization: `Bearer ${token}` } };
}

async function accountOf({ auth }: Visitor): Promise<AccountAnswer> {
  return (await ask("/api/me/account", { headers: auth })).json();
}

async function codesOf({ auth }: Visitor): Promise<string[]> {
  const made = await ask("/api/me/codes", json(undefined, auth));
  expect(made.status).toBe(201);
  return ((await made.json()) as CodesAnswer).codes;
}

async function sessionsOf({ auth }: Visitor): Promise<SessionsAnswer["sessions"]> {
  const answer = await ask("/api/me/sessions", { headers: auth });
  return ((await answer.json()) as SessionsAnswer).sessions;
}

/** As if the last proof were long ago. */
function forgetProof(visitor: Visitor): Promise<void> {
  return runInDurableObject(
    personStub(visitor),
    (_, state) => void state.storage.sql.exec("UPDATE session SET proved_ts = 0"),
  );
}

describe("a password", () => {
  test("[T11] makes the handle one's own: the same person on any device", async () => {
    const ada = await withPassword();
    const phone = await signedIn(ada);
    expect(phone).toMatchObject({ id: ada.id, handle: ada.handle });
    expect(phone.token).not.toBe(ada.token);
    for (const { auth } of [ada, phone])
      expect(await (await ask("/api/session", { headers: auth })).json()).toMatchObject({
        user: { id: ada.id },
        account: true,
      });
    const guest = await signUp("guest");
    expect(await (await ask("/api/session", { headers: guest.auth })).json()).toMatchObject({
      account: false,
    });
  });

  test("[T11] is the same however a keyboard composes its characters", async () => {
    const ada = await signUp();
    await put("/api/me/password", { password: "Zürich im Frühling" }, ada.auth);
    const other = "Zürich im Frühling".normalize("NFD");
    expect((await trySignIn(ada.handle, { password: other })).status).toBe(200);
  });

  test("[T11] is kept as a salted hash: two people with the same one share nothing", async () => {
    const [ada, bea] = [await withPassword("ada"), await withPassword("bea")];
    const rows = await Promise.all(
      [ada, bea].map((visitor) =>
        runInDurableObject(personStub(visitor), (_, state) =>
          state.storage.sql.exec("SELECT salt, hash FROM password").one(),
        ),
      ),
    );
    expect(rows[0]?.["salt"]).not.toBe(rows[1]?.["salt"]);
    expect(rows[0]?.["hash"]).not.toBe(rows[1]?.["hash"]);
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
  });

  test("[T11] must not contain the handle", async () => {
    const ada = await signUp("adalovelace");
    const set = await put("/api/me/password", { password: `My ${ada.handle}` }, ada.auth);
    expect(await codeOf(set)).toEqual([400, "bad_command"]);
  });

  test("[T11] is changed only with a fresh proof, and that ends all other sessions", async () => {
    const ada = await withPassword();
    const phone = await signedIn(ada);
    await forgetProof(ada);
    const next = { password: "another garden altogether" };
    expect(await accountOf(ada)).toMatchObject({ proved: false });
    expect(await codeOf(await put("/api/me/password", next, ada.auth))).toEqual([403, "forbidden"]);
    expect(await codeOf(await ask("/api/me/codes", json(undefined, ada.auth)))).toEqual([
      403,
      "forbidden",
    ]);
    const proof = (password: string) => ask("/api/me/proof", json({ password }, ada.auth));
    expect(await codeOf(await proof("wrong"))).toEqual([403, "forbidden"]);
    expect(await codeOf(await put("/api/me/password", next, ada.auth))).toEqual([403, "forbidden"]);
    expect((await proof(PASSWORD)).status).toBe(204);
    expect((await put("/api/me/password", next, ada.auth)).status).toBe(204);
    expect((await ask("/api/session", { headers: phone.auth })).status).toBe(401);
    expect((await ask("/api/session", { headers: ada.auth })).status).toBe(200);
    expect((await trySignIn(ada.handle, { password: PASSWORD })).status).toBe(401);
    expect((await trySignIn(ada.handle, next)).status).toBe(200);
  });

  test("[T11] keeps the handle for good: it is not freed for want of use", async () => {
    const [ada, guest] = [await withPassword(), await signUp("guest")];
    for (const visitor of [ada, guest]) {
      await runInDurableObject(
        personStub(visitor),
        (_, state) => void state.storage.sql.exec("UPDATE person SET used_ts = 0"),
      );
      await runDurableObjectAlarm(personStub(visitor));
    }
    const isFree = (handle: string) =>
      bindings.HANDLE.get(bindings.HANDLE.idFromName(handle)).isFree();
    expect([await isFree(ada.handle), await isFree(guest.handle)]).toEqual([false, true]);
  });
});

describe("recovery codes", () => {
  test("[T11] sign in once each, however they are written, and let one set a new password", async () => {
    const ada = await withPassword();
    const codes = await codesOf(ada);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
    const [code = ""] = codes;
    const found = await signedIn(ada, { code: ` ${code.toUpperCase().replaceAll("-", " ")}` });
    expect(await codeOf(await trySignIn(ada.handle, { code }))).toEqual([401, "unauthorized"]);
    expect(await accountOf(ada)).toMatchObject({ codes: 9 });
    const password = "remembered this time";
    expect((await put("/api/me/password", { password }, found.auth)).status).toBe(204);
    expect((await trySignIn(ada.handle, { password })).status).toBe(200);
  });

  test("[T11] of somebody else, and the ones before the last, are worth nothing", async () => {
    const [ada, bea] = [await withPassword("ada"), await withPassword("bea")];
    const [[old = ""], [foreign = ""]] = [await codesOf(ada), await codesOf(bea)];
    await codesOf(ada);
    for (const code of [old, foreign])
      expect((await trySignIn(ada.handle, { code })).status).toBe(401);
  });

  test("[T11] are not for guests, who have nothing to recover", async () => {
    const guest = await signUp("guest");
    expect((await ask("/api/me/codes", json(undefined, guest.auth))).status).toBe(403);
  });
});

describe("signing in", () => {
  test("enumeration: unknown handle, handle without a password and wrong password answer alike", async () => {
    const [ada, guest] = [await withPassword(), await signUp("guest")];
    const answers = [];
    for (const handle of [ada.handle, guest.handle, "nobody-at-all"])
      for (const proof of [{ password: "wrong" }, { code: "aaaa-aaaa-aaaa-aaaa" }]) {
        const response = await trySignIn(handle, proof);
        const headers = Object.fromEntries(response.headers);
        delete headers["request-id"];
        answers.push(JSON.stringify([response.status, headers, await response.json()]));
      }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("401,{");
  });

  test("enumeration: asking for a handle that is nobody's stores nothing for good", async () => {
    const handle = unique("ghost");
    const env = { ...bindings, RATE_LIMIT: "on", SIGN_IN_LIMIT: undefined as never };
    const request = new Request(
      `${ORIGIN}/api/sign-in`,
      json({ handle, password: "a wrong password" }),
    );
    expect((await worker.fetch(request, env)).status).toBe(401);
    const stub = bindings.HANDLE.get(bindings.HANDLE.idFromName(handle));
    expect(await stub.isFree()).toBe(true);
    await runInDurableObject(
      stub,
      (_, state) => void state.storage.sql.exec("UPDATE attempts SET at = 0"),
    );
    await runDurableObjectAlarm(stub);
    const tables = await runInDurableObject(stub, (_, state) =>
      state.storage.sql.exec("SELECT name FROM sqlite_master").toArray(),
    );
    expect(tables).toEqual([]);
  });

  test("1,000 sign-in attempts a minute: some ten are looked at, the others wait; nobody else notices", async () => {
    const [ada, bea] = [await withPassword("ada"), await withPassword("bea")];
    const env = { ...bindings, RATE_LIMIT: "on", SIGN_IN_LIMIT: undefined as never };
    const attempt = async (password: string) =>
      worker.fetch(
        new Request(`${ORIGIN}/api/sign-in`, json({ handle: ada.handle, password })),
        env,
      );
    const before = Date.now();
    const statuses = new Map<number, number>();
    for (let i = 0; i < 20; i++) {
      const some = await Promise.all(Array.from({ length: 50 }, (_, n) => attempt(`wrong ${n}`)));
      for (const response of some) {
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        if (response.status !== 429) continue;
        const { code, retryAfterMs } = (await response.json()) as Record<string, unknown>;
        expect([code, Number(retryAfterMs) > 0 && Number(retryAfterMs) <= 30_000]).toEqual([
          "rate_limited",
          true,
        ]);
        expect(Number(response.headers.get("retry-after"))).toBeLessThanOrEqual(30);
      }
    }
    const looked = 10 + Math.floor((Date.now() - before) / 30_000);
    expect(statuses.get(401)).toBeLessThanOrEqual(looked);
    expect((statuses.get(401) ?? 0) + (statuses.get(429) ?? 0)).toBe(1_000);
    // The right one waits like the others, or it could be found by asking on.
    expect((await attempt(PASSWORD)).status).toBe(429);
    expect((await trySignIn(bea.handle, { password: PASSWORD })).status).toBe(200);
    expect((await ask("/api/session", { headers: ada.auth })).status).toBe(200);
  });

  test("[T11] tries are limited per address, too", async () => {
    const env = {
      ...bindings,
      RATE_LIMIT: "on",
      SIGN_IN_LIMIT: { limit: () => Promise.resolve({ success: false }) },
    };
    const body = json({ handle: unique("ada"), password: PASSWORD });
    const refused = await worker.fetch(new Request(`${ORIGIN}/api/sign-in`, body), env);
    expect(await refused.json()).toMatchObject({ code: "rate_limited", retryAfterMs: 60_000 });
  });

  test("session fixation: signing in takes no token from whoever asks, and gives a new one", async () => {
    const ada = await withPassword();
    const planted = `${ada.id}.${"a".repeat(52)}`;
    const headers = { Cookie: `session=${planted}`, Origin: ORIGIN };
    const response = await trySignIn(ada.handle, { password: PASSWORD }, headers);
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(
      /^session=[a-z2-7.]{79}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(cookie).not.toContain(planted);
    expect(await response.json()).not.toHaveProperty("token");
    const asPlanted = { Authorization: `Bearer ${planted}` };
    expect((await ask("/api/session", { headers: asPlanted })).status).toBe(401);
  });

  test("cookie flags: over https `__Host-` and Secure", async () => {
    const ada = await withPassword();
    const body = json({ handle: ada.handle, password: PASSWORD });
    const request = new Request("https://edgewise.test/api/sign-in", body);
    expect((await worker.fetch(request, bindings)).headers.get("set-cookie")).toMatch(
      /^__Host-session=\S+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });
});

describe("sessions", () => {
  test("[T12] are listed with device and last use, one's own marked", async () => {
    const ada = await withPassword();
    const phone = await signedIn(ada);
    const listed = await sessionsOf(phone);
    expect(listed).toHaveLength(2);
    expect(listed.find(({ current }) => current)).toMatchObject({ device: "bot" });
    for (const { createdTs, usedTs } of listed)
      expect(Math.abs(Date.now() - createdTs) + Math.abs(Date.now() - usedTs)).toBeLessThan(60_000);
    expect(JSON.stringify(listed)).not.toContain(ada.token.split(".")[1]);
  });

  test("[C5] [T12] one that is revoked closes its sockets with 4501 within a second, everywhere", async () => {
    const ada = await withPassword();
    const rooms = [await makeRoom(ada), await makeRoom(ada)];
    const phone = await signedIn(ada);
    const paths = [...rooms.map((room) => `/room/${room}`), "/inbox", "/lobby"];
    const lost = await Promise.all(paths.map((path) => open(path, phone.auth)));
    const kept = await enter(rooms[0] ?? "", ada);
    await kept.next("welcome");
    const other = (await sessionsOf(ada)).find(({ current }) => !current);
    const before = Date.now();
    expect((await remove(`/api/me/sessions/${other?.id}`, ada.auth)).status).toBe(204);
    const closed = await Promise.all(lost.map((socket) => socket.closed));
    expect(Date.now() - before).toBeLessThan(1_000);
    expect(closed.map(({ code }) => code)).toEqual([4501, 4501, 4501, 4501]);
    expect((await ask("/api/session", { headers: phone.auth })).status).toBe(401);
    kept.send({ type: "who", ref: "w" });
    expect((await kept.next("who")).people.map(({ id }) => id)).toEqual([ada.id]);
    kept.close();
  });

  test("[C5] [T12] all others at once", async () => {
    const ada = await withPassword();
    const others = [await signedIn(ada), await signedIn(ada)];
    const sockets = await Promise.all(others.map(({ auth }) => open("/inbox", auth)));
    expect((await remove("/api/me/sessions", ada.auth)).status).toBe(204);
    const closed = await Promise.all(sockets.map((socket) => socket.closed));
    expect(closed.map(({ code }) => code)).toEqual([4501, 4501]);
    expect(await sessionsOf(ada)).toHaveLength(1);
    for (const { auth } of others)
      expect((await ask("/api/session", { headers: auth })).status).toBe(401);
  });

  test("[C5] an upgrade that was on its way into a new room when its session ended closes with 4501", async () => {
    const ada = await withPassword();
    const room = await makeRoom(await signUp("bea"));
    const phone = await signedIn(ada);
    const slow = {
      idFromName: (name: string) => bindings.ROOM.idFromName(name),
      get(id: DurableObjectId) {
        const stub = bindings.ROOM.get(id);
        return {
          async fetch(request: Request) {
            const response = await stub.fetch(request);
            await remove("/api/me/sessions", ada.auth);
            return response;
          },
          endSession: (session: string) => stub.endSession(session),
        };
      },
    };
    const request = new Request(`${ORIGIN}/room/${room}`, {
      headers: { Upgrade: "websocket", ...phone.auth },
    });
    const response = await worker.fetch(request, { ...bindings, ROOM: slow as never });
    const socket = response.webSocket as WebSocket;
    const closed = new Promise<number>((resolve) =>
      socket.addEventListener("close", ({ code }) => resolve(code)),
    );
    socket.accept();
    expect(await closed).toBe(4501);
  });

  test("ids of others: another person's session is not found, and goes on", async () => {
    const [ada, eve] = [await withPassword("ada"), await withPassword("eve")];
    const [session] = await sessionsOf(ada);
    expect(await codeOf(await remove(`/api/me/sessions/${session?.id}`, eve.auth))).toEqual([
      404,
      "not_found",
    ]);
    for (const id of ["x", ada.id, `${session?.id}%00`, "a".repeat(26)])
      expect((await remove(`/api/me/sessions/${id}`, eve.auth)).status).toBe(404);
    expect((await ask("/api/session", { headers: ada.auth })).status).toBe(200);
  });

  test("tokens: expired and revoked ones are `unauthorized` everywhere", async () => {
    const ada = await withPassword();
    const [expired, revoked] = [await signedIn(ada), await signedIn(ada)];
    await ask("/api/session", { method: "DELETE", headers: revoked.auth });
    const [old] = (await sessionsOf(expired)).filter(({ current }) => current);
    await runInDurableObject(personStub(ada), (_, state) =>
      state.storage.sql.exec("UPDATE session SET used_ts = 0 WHERE id = ?", old?.id).toArray(),
    );
    await evictDurableObject(personStub(ada));
    for (const { auth } of [expired, revoked])
      for (const path of ["/api/session", "/api/me/account", "/api/me/sessions", "/api/rooms"])
        expect(await codeOf(await ask(path, { headers: auth })), path).toEqual([
          401,
          "unauthorized",
        ]);
  });
});

describe("safety", () => {
  test("CSRF: no state change with a cookie from elsewhere, or from nowhere, by any route", async () => {
    const ada = await withPassword();
    const changing = worker.routes.filter(
      ({ method }) => !["GET", "ALL", "HEAD", "OPTIONS"].includes(method),
    );
    const paths = new Set(changing.map(({ method, path }) => `${method} ${path}`));
    expect(paths.size).toBeGreaterThan(12);
    const unowned = ["POST /api/session", "POST /api/sign-in", "POST /api/sign-in/options"];
    for (const each of paths) {
      const [method = "", path = ""] = each.split(" ");
      const real = path
        .replace(/:name/, "general")
        .replace(/:seq(\{.*?\})?$/, "1")
        .replace(/:(id|invite)(\{.*\})?$/, "a".repeat(26));
      const body = JSON.stringify({
        handle: ada.handle,
        password: PASSWORD,
        id: unique("some-id"),
      });
      const origins = unowned.includes(each)
        ? ["http://evil.test"]
        : ["http://evil.test", "null", undefined];
      for (const Origin of origins) {
        const headers = { Cookie: `session=${ada.token}`, ...(Origin && { Origin }) };
        const response = await ask(real, { method, headers, ...(method !== "DELETE" && { body }) });
        expect([each, Origin, response.status]).toEqual([each, Origin, 403]);
        expect(response.headers.get("set-cookie")).toBeNull();
      }
    }
    expect(await accountOf(ada)).toMatchObject({ hasPassword: true });
  });

  test("nothing secret in logs: no password, code, token or hash", async () => {
    const lines: string[] = [];
    const keep = (...words: unknown[]) => void lines.push(words.map(String).join(" "));
    const spies = [
      vi.spyOn(console, "log").mockImplementation(keep),
      vi.spyOn(console, "error").mockImplementation(keep),
    ];
    const ada = await withPassword();
    const codes = await codesOf(ada);
    const phone = await signedIn(ada);
    await trySignIn(ada.handle, { password: "a wrong secret" });
    await trySignIn(ada.handle, { code: codes[0] });
    await ask("/api/me/proof", json({ password: PASSWORD }, phone.auth));
    await until(() => lines.some((line) => line.includes("/api/me/proof")));
    for (const spy of spies) spy.mockRestore();
    const all = lines.join("\n");
    const kept = await runInDurableObject(personStub(ada), (_, state) =>
      state.storage.sql.exec("SELECT hash FROM password UNION SELECT hash FROM session").toArray(),
    );
    const secrets = [
      PASSWORD,
      "a wrong secret",
      ...codes,
      ...kept.map(({ hash }) => hash as string),
    ];
    for (const { token } of [ada, phone]) secrets.push(token.split(".")[1] ?? "");
    expect(lines.length).toBeGreaterThan(5);
    for (const secret of secrets) expect(all).not.toContain(secret);
  });
});
