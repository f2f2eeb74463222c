// Passkeys, against an authenticator in software that can lie: [T13].

import { runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";
import type { AccountAnswer } from "../../src/protocol/account.ts";
import type { SessionAnswer } from "../../src/protocol/http.ts";
import { isOurs, newChallenge } from "../../src/worker/challenges.ts";
import { toBase64Url } from "../../src/worker/base64url.ts";
import { makeAuthenticator, type Authenticator, type Lies } from "./authenticator.ts";
import { ask, bindings, json, ORIGIN, signUp, type Visitor } from "./visitor.ts";

type CreationOptions = Parameters<Authenticator["register"]>[0];

async function optionsFor(visitor: Visitor): Promise<CreationOptions> {
  const answer = await ask("/api/me/passkeys/options", json(undefined, visitor.auth));
  expect(answer.status).toBe(200);
  return answer.json();
}

async function register(visitor: Visitor, authenticator: Authenticator, lies: Lies = {}) {
  const passkey = await authenticator.register(await optionsFor(visitor), lies);
  return ask("/api/me/passkeys", json({ passkey }, visitor.auth));
}

async function signInOptions(): Promise<{ challenge: string }> {
  return (await ask("/api/sign-in/options", json(undefined))).json();
}

async function signIn(authenticator: Authenticator, lies: Lies = {}): Promise<Response> {
  const passkey = await authenticator.sign(await signInOptions(), lies);
  return ask("/api/sign-in", json({ passkey, token: true }));
}

async function withPasskey(stem = "ada") {
  const visitor = await signUp(stem);
  const authenticator = await makeAuthenticator(ORIGIN);
  expect((await register(visitor, authenticator)).status).toBe(204);
  return { visitor, authenticator };
}

const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];
const refused = [401, "unauthorized"];

async function accountOf({ auth }: Visitor): Promise<AccountAnswer> {
  return (await ask("/api/me/account", { headers: auth })).json();
}

describe("a passkey", () => {
  test("[T13] makes the handle one's own, and signs in without a word typed", async () => {
    const { visitor, authenticator } = await withPasskey();
    const answer = await signIn(authenticator);
    expect(answer.status).toBe(200);
    const { user, token = "" } = (await answer.json()) as SessionAnswer;
    expect(user).toMatchObject({ id: visitor.id, handle: visitor.handle });
    const auth = { Authorization: `Bearer ${token}` };
    expect(await (await ask("/api/session", { headers: auth })).json()).toMatchObject({
      account: true,
    });
    expect((await accountOf(visitor)).passkeys).toMatchObject([{ id: authenticator.id }]);
  });

  test("[T13] there may be several, and each signs in", async () => {
    const { visitor, authenticator } = await withPasskey();
    const second = await makeAuthenticator(ORIGIN);
    expect((await register(visitor, second)).status).toBe(204);
    for (const each of [authenticator, second]) expect((await signIn(each)).status).toBe(200);
  });

  test("[T13] is called as one likes, by a name that is one, and by nobody else", async () => {
    const { visitor, authenticator } = await withPasskey();
    const other = await withPasskey();
    const rename = (id: string, name: unknown, { auth } = visitor) =>
      ask(`/api/me/passkeys/${id}`, { ...json({ name }, auth), method: "PUT" });
    expect((await rename(authenticator.id, "  The old laptop ")).status).toBe(204);
    for (const bad of ["", " ", "x".repeat(65), "a\u202eb", "a\nb", 7, undefined])
      expect((await rename(authenticator.id, bad)).status, String(bad)).toBe(400);
    expect((await rename(authenticator.id, "Mine", other.visitor)).status).toBe(404);
    expect((await rename("nothing", "Mine")).status).toBe(404);
    expect((await accountOf(visitor)).passkeys).toMatchObject([{ name: "The old laptop" }]);
  });

  test("[T13] is removed with a fresh proof, the last way in never", async () => {
    const { visitor, authenticator } = await withPasskey();
    const remove = (id: string) =>
      ask(`/api/me/passkeys/${id}`, { method: "DELETE", headers: visitor.auth });
    expect(await codeOf(await remove(authenticator.id))).toEqual([403, "forbidden"]);
    const second = await makeAuthenticator(ORIGIN);
    await register(visitor, second);
    expect((await remove(authenticator.id)).status).toBe(204);
    expect((await remove(authenticator.id)).status).toBe(404);
    expect(await codeOf(await signIn(authenticator))).toEqual(refused);
    expect((await signIn(second)).status).toBe(200);
  });

  test("[T13] proves who one is where a change needs that", async () => {
    const { visitor, authenticator } = await withPasskey();
    const stub = bindings.PERSON.get(bindings.PERSON.idFromName(visitor.id));
    await runInDurableObject(
      stub,
      (_, state) => void state.storage.sql.exec("UPDATE session SET proved_ts = 0"),
    );
    const set = () =>
      ask("/api/me/password", {
        ...json({ password: "a garden of forking paths" }, visitor.auth),
        method: "PUT",
      });
    expect((await set()).status).toBe(403);
    expect((await register(visitor, await makeAuthenticator(ORIGIN))).status).toBe(403);
    const passkey = await authenticator.sign(await signInOptions());
    expect((await ask("/api/me/proof", json({ passkey }, visitor.auth))).status).toBe(204);
    expect((await set()).status).toBe(204);
  });

  test("[T13] a refused one leaves a guest a guest", async () => {
    const guest = await signUp("guest");
    const answer = await register(guest, await makeAuthenticator(ORIGIN), {
      origin: "http://evil.test",
    });
    expect(await codeOf(answer)).toEqual([403, "forbidden"]);
    expect(await accountOf(guest)).toMatchObject({ passkeys: [], hasPassword: false });
  });
});

describe("WebAuthn", () => {
  let ada: Awaited<ReturnType<typeof withPasskey>>;
  let eve: Awaited<ReturnType<typeof withPasskey>>;
  beforeAll(async () => {
    [ada, eve] = [await withPasskey("ada"), await withPasskey("eve")];
  });

  const WRONG: [string, Lies][] = [
    ["wrong origin", { origin: "http://evil.test" }],
    ["wrong origin: another port", { origin: `${ORIGIN}:81` }],
    ["wrong rpId", { rpId: "evil.test" }],
    ["nobody verified", { unverified: true }],
    ["made for a registration", { type: "webauthn.create" }],
    ["a challenge of one's own making", { challenge: toBase64Url(new Uint8Array(56)) }],
    ["no challenge at all", { challenge: "" }],
  ];

  test.each(WRONG)("signing in: %s is refused", async (_, lies) =>
    expect(await codeOf(await signIn(ada.authenticator, lies))).toEqual(refused),
  );

  test.each(WRONG.filter(([name]) => name !== "made for a registration"))(
    "a new passkey: %s is refused",
    async (_, lies) => {
      const guest = await signUp("guest");
      const answer = await register(guest, await makeAuthenticator(ORIGIN), lies);
      expect(await codeOf(answer)).toEqual([403, "forbidden"]);
    },
  );

  test("replayed challenge: the same answer twice, and another answer to the same", async () => {
    const options = await signInOptions();
    const passkey = await ada.authenticator.sign(options);
    const send = (body: object) => ask("/api/sign-in", json({ passkey: body, token: true }));
    expect((await send(passkey)).status).toBe(200);
    expect(await codeOf(await send(passkey))).toEqual(refused);
    expect(await codeOf(await send(await ada.authenticator.sign(options)))).toEqual(refused);
  });

  test("replayed challenge: one for a new passkey serves one session and one passkey", async () => {
    const [one, other] = [await signUp("one"), await signUp("other")];
    const options = await optionsFor(one);
    const passkey = await (await makeAuthenticator(ORIGIN)).register(options);
    const send = (visitor: Visitor, body: object) =>
      ask("/api/me/passkeys", json({ passkey: body }, visitor.auth));
    expect((await send(other, passkey)).status).toBe(403);
    expect((await send(one, passkey)).status).toBe(204);
    const second = await (await makeAuthenticator(ORIGIN)).register(options);
    expect((await send(one, second)).status).toBe(403);
    // Neither does one for signing in.
    const third = await (
      await makeAuthenticator(ORIGIN)
    ).register({ ...options, ...(await signInOptions()) });
    expect((await send(one, third)).status).toBe(403);
  });

  test("an expired, forged or shortened challenge is not ours", async () => {
    const challenge = await newChallenge(bindings, "sign-in");
    const text = toBase64Url(challenge);
    expect(await isOurs(bindings, "sign-in", text)).toBe(true);
    expect(await isOurs(bindings, "passkey a b", text)).toBe(false);
    const changed = (at: number) => toBase64Url(challenge.map((b, i) => (i === at ? b ^ 1 : b)));
    for (const at of [3, 10, 30, 55])
      expect(await isOurs(bindings, "sign-in", changed(at)), `${at}`).toBe(false);
    for (const wrong of ["", text.slice(1), `${text}AA`, `${text}=`])
      expect(await isOurs(bindings, "sign-in", wrong)).toBe(false);
    const now = Date.now;
    try {
      Date.now = () => now() + 5 * 60_000 + 1_000;
      expect(await isOurs(bindings, "sign-in", text)).toBe(false);
    } finally {
      Date.now = now;
    }
  });

  test("another person's credential signs nobody in: by its id, or for another person", async () => {
    const adasHandle = toBase64Url(new TextEncoder().encode(ada.visitor.id));
    for (const lies of [
      { userHandle: adasHandle },
      { id: ada.authenticator.id },
      { userHandle: adasHandle, id: ada.authenticator.id },
      { userHandle: toBase64Url(new TextEncoder().encode("nobody")) },
    ])
      expect(await codeOf(await signIn(eve.authenticator, lies))).toEqual(refused);
    const passkey = await eve.authenticator.sign(await signInOptions());
    const proof = await ask("/api/me/proof", json({ passkey }, ada.visitor.auth));
    expect(await codeOf(proof)).toEqual([403, "forbidden"]);
  });

  test("a counter that goes back is refused, and one that stays", async () => {
    const { authenticator } = await withPasskey("bea");
    expect((await signIn(authenticator, { counter: 9 })).status).toBe(200);
    for (const counter of [8, 9, 0])
      expect(await codeOf(await signIn(authenticator, { counter }))).toEqual(refused);
    expect((await signIn(authenticator, { counter: 10 })).status).toBe(200);
  });

  test("a signature over something else is refused", async () => {
    const passkey = await ada.authenticator.sign(await signInOptions());
    const other = await ada.authenticator.sign(await signInOptions());
    const mixed = {
      ...passkey,
      response: { ...passkey.response, signature: other.response.signature },
    };
    expect(await codeOf(await ask("/api/sign-in", json({ passkey: mixed })))).toEqual(refused);
  });
});
