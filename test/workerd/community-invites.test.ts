// Invites to the community on the platform [M5] [M6]: each way in which one does not hold has a test of its own name.
// The tests share one workspace: each begins with a community that takes in nobody else.

import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { CommunityAuditAnswer } from "../../src/protocol/community-order.ts";
import type { InviteMade, InvitesAnswer, RoomListed } from "../../src/protocol/http.ts";
import worker from "../../src/worker/index.ts";
import { ask, bindings, json, ORIGIN, signUp, unique, upgrade, type Visitor } from "./visitor.ts";

const workspace = env.WORKSPACE.get(env.WORKSPACE.idFromName("the one"));
const PATH = "/api/community/invites";
/** A token that was never made. */
const GUESS = "q".repeat(26);

const inWorkspace = (query: string, ...values: unknown[]) =>
  runInDurableObject(workspace, (_, { storage }) => storage.sql.exec(query, ...values).toArray());

beforeEach(async () => {
  await workspace.secret();
  for (const table of ["role", "ban", "barred", "audit", "invite", "invite_use"])
    await inWorkspace(`DELETE FROM ${table}`);
  await inWorkspace("UPDATE community SET joining = 'anyone', first_person = NULL");
});

const put = (path: string, body: unknown, auth: Record<string, string>) =>
  ask(path, { ...json(body, auth), method: "PUT" });
const joining = (by: Visitor, who: "anyone" | "invited") =>
  put("/api/community", { joining: who }, by.auth);
const appointing = (by: Visitor, whom: { id: string }, role: string) =>
  put(`/api/community/roles/${whom.id}`, { role }, by.auth);

/** An owner, a moderator and a member of a community that takes in whoever was invited. */
async function three() {
  const ada = await signUp("owner");
  expect((await ask("/api/community/owner", json({}, ada.auth))).status).toBe(201);
  const mod = await signUp("mod");
  expect((await appointing(ada, mod, "moderator")).status).toBe(204);
  const bea = await signUp("bea");
  expect((await joining(ada, "invited")).status).toBe(200);
  return { ada, mod, bea };
}

async function invite(by: Visitor, more: object = {}): Promise<InviteMade> {
  const response = await ask(PATH, json({ id: unique("invite-id"), ...more }, by.auth));
  expect(response.status, await response.clone().text()).toBe(201);
  return (await response.json()) as InviteMade;
}

async function listed(by: Visitor) {
  const response = await ask(PATH, { headers: by.auth });
  expect(response.status).toBe(200);
  return ((await response.json()) as InvitesAnswer).invites;
}

const look = (token: string) => ask(`/api/invites/${token}`);
const newHandle = () => unique("new").slice(-32);

/** Somebody becomes a person, with this invite or without. */
function join(token?: string, more: object = {}): Promise<Response> {
  const asked = { handle: newHandle(), id: unique("claim-id"), token: true, ...more };
  return ask("/api/session", json({ ...asked, ...(token !== undefined && { invite: token }) }));
}

async function statusOf(answer: Promise<Response>): Promise<number> {
  return (await answer).status;
}

/** To the letter what is answered of a token that was never made. */
async function expectNone(answer: Response, of: () => Promise<Response> = () => look(GUESS)) {
  const never = await of();
  expect([answer.status, await answer.text()]).toEqual([404, await never.text()]);
  expect(answer.headers.get("set-cookie")).toBeNull();
}

/** Neither looked at nor come by. */
async function expectVoid(token: string) {
  await expectNone(await look(token));
  await expectNone(await join(token), () => join(GUESS));
}

describe("[M5] [M6] an invite to the community", () => {
  test("says where it leads without a session, and makes whoever has it a person", async () => {
    const { ada, mod } = await three();
    const { token } = await invite(mod, { forMs: 60_000, most: 2 });
    expect(token).toMatch(/^[a-z2-7]{26}$/);
    const found = await look(token);
    expect([found.status, await found.json()]).toEqual([
      200,
      { name: "Edgewise", by: { handle: mod.handle, name: mod.name } },
    ]);
    const handle = newHandle();
    const joined = await join(token, { handle, name: "New" });
    const { user } = (await joined.json()) as { user: Visitor };
    expect([joined.status, user.handle, user.name]).toEqual([200, handle, "New"]);
    const until = expect.any(Number);
    expect(await listed(ada)).toMatchObject([{ by: { id: mod.id }, uses: 1, most: 2, until }]);
  });

  test("is kept as a digest, and told to nobody again; no log line has it", async () => {
    const lines: string[] = [];
    const keep = (...words: unknown[]) => void lines.push(words.map(String).join(" "));
    const spies = [
      vi.spyOn(console, "log").mockImplementation(keep),
      vi.spyOn(console, "error").mockImplementation(keep),
    ];
    const { ada } = await three();
    const { token } = await invite(ada);
    await look(token);
    await join(token);
    for (const spy of spies) spy.mockRestore();
    expect(lines.join("\n")).toContain("/api/invites/:token");
    const rows = await Promise.all(
      ["invite", "invite_use", "audit"].map((table) => inWorkspace(`SELECT * FROM ${table}`)),
    );
    expect(JSON.stringify([rows, await listed(ada), lines])).not.toContain(token);
  });

  test("[T3] [T4] a retried request finds the same one; a retried joining uses it up once", async () => {
    const { ada } = await three();
    const id = unique("invite-id");
    const { token } = await invite(ada, { id, most: 1 });
    expect((await invite(ada, { id, most: 1 })).token).toBe(token);
    const mine = { handle: newHandle(), id: unique("claim-id") };
    const answers = await Promise.all([1, 2, 3].map(() => join(token, mine)));
    const bodies = await Promise.all(
      answers.map(async (each) => (await each.json()) as { user: Visitor }),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(bodies.map(({ user }) => user.id)).size).toBe(1);
    expect(await inWorkspace("SELECT uses FROM invite")).toEqual([{ uses: 1 }]);
    await expectVoid(token);
    expect(await statusOf(join(token, mine)), "a late retry").toBe(200);
    await expectNone(await join(token, { ...mine, handle: newHandle() }), () => join(GUESS));
  });

  test("cut between the place and the person: the retry comes in, and the place is taken once", async () => {
    const { ada } = await three();
    const { token } = await invite(ada, { most: 1 });
    const mine = { handle: newHandle(), id: unique("claim-id") };
    const stub = env.PERSON.get(env.PERSON.idFromName(ada.id));
    const mend = await runInDurableObject(stub, (instance) => {
      const its = Object.getPrototypeOf(instance) as { signUp: unknown };
      const { signUp: whole } = its;
      its.signUp = () => Promise.reject(new Error("cut"));
      return () => void (its.signUp = whole);
    });
    expect(await statusOf(join(token, mine))).toBe(500);
    mend();
    expect(await inWorkspace("SELECT uses FROM invite")).toEqual([{ uses: 1 }]);
    await expectVoid(token);
    expect(await statusOf(join(token, mine))).toBe(200);
    expect(await inWorkspace("SELECT uses FROM invite")).toEqual([{ uses: 1 }]);
  });

  test("used up: the last place goes to one of two at once", async () => {
    const { ada } = await three();
    const { token } = await invite(ada, { most: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => join(token)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404, 404]);
    for (const late of answers.filter(({ status }) => status === 404))
      await expectNone(late, () => join(GUESS));
    await expectVoid(token);
  });

  test("a handle that is taken costs no place", async () => {
    const { ada, bea } = await three();
    const { token } = await invite(ada, { most: 1 });
    const taken = await join(token, { handle: bea.handle });
    expect([taken.status, await taken.json()]).toMatchObject([409, { code: "name_taken" }]);
    expect(await statusOf(join(token))).toBe(200);
  });

  test("expired, by the server's time", async () => {
    const { ada } = await three();
    const { token } = await invite(ada, { forMs: 60_000 });
    expect(await statusOf(look(token))).toBe(200);
    await inWorkspace("UPDATE invite SET until = ?", Date.now() - 1);
    await expectVoid(token);
    expect(await listed(ada)).toEqual([]);
  });

  test("revoked, by another than who made it", async () => {
    const { ada, mod } = await three();
    const { token, id } = await invite(ada);
    const revoking = { method: "DELETE", headers: mod.auth };
    expect(await statusOf(ask(`${PATH}/${id}`, revoking))).toBe(204);
    await expectVoid(token);
    expect(await statusOf(ask(`${PATH}/${id}`, revoking))).toBe(404);
  });

  test("guessed or malformed: all alike", async () => {
    const { ada } = await three();
    await invite(ada);
    for (const token of ["x", GUESS.toUpperCase(), "%00", "~"]) await expectNone(await look(token));
    for (const token of ["", "x", "ü".repeat(64), GUESS.toUpperCase()])
      await expectNone(await join(token), () => join(GUESS));
    for (const token of ["x".repeat(65), 7, null, ["x"], "\0"]) {
      const answer = await ask("/api/session", json({ ...claim(), invite: token }));
      expect([answer.status, answer.headers.get("set-cookie")]).toEqual([400, null]);
    }
  });

  test("its maker demoted, banned or gone: it lets nobody in", async () => {
    const { ada, mod } = await three();
    const { token } = await invite(mod);
    await appointing(ada, mod, "member");
    await expectVoid(token);
    expect(await listed(ada)).toEqual([]);
    await appointing(ada, mod, "moderator");
    const { token: another } = await invite(mod);
    expect(await statusOf(put(`/api/community/bans/${mod.id}`, {}, ada.auth))).toBe(204);
    await expectVoid(another);
    const second = await signUpBy(ada, "second");
    await appointing(ada, second, "owner");
    const { token: theirs } = await invite(second);
    const leaving = json({ messages: "keep" }, second.auth);
    expect(await statusOf(ask("/api/me/leave", leaving))).toBe(204);
    await expectVoid(theirs);
  });

  test("of the community on a room, and of a room on the community: as one that was never made", async () => {
    const { ada, bea } = await three();
    const made = { private: true, title: "Plans", id: unique("room-id") };
    const room = (await (await ask("/api/rooms", json(made, ada.auth))).json()) as RoomListed;
    const wanted = json({ id: unique("invite-id") }, ada.auth);
    const toRoom = (await (
      await ask(`/api/rooms/${room.name}/invites`, wanted)
    ).json()) as InviteMade;
    await expectVoid(toRoom.token);
    await expectNone(await join(`${room.name}/${toRoom.token}`), () => join(GUESS));
    const { token } = await invite(ada);
    await expectNone(await ask(`/api/invites/${room.name}/${token}`));
    const coming = json({ id: unique("come-id") }, bea.auth);
    await expectNone(await ask(`/api/invites/${room.name}/${token}`, coming));
    expect((await upgrade(`/room/${room.name}`, bea.auth)).status).toBe(404);
  });

  test("without one nobody learns which handles there are", async () => {
    const { ada } = await three();
    const { token, id } = await invite(ada);
    await ask(`${PATH}/${id}`, { method: "DELETE", headers: ada.auth });
    for (const held of [undefined, GUESS, token]) {
      const free = await join(held);
      const taken = await join(held, { handle: ada.handle });
      expect([taken.status, await taken.text()]).toEqual([free.status, await free.text()]);
      expect(free.status).toBe(held === undefined ? 403 : 404);
      const again = { handle: ada.handle, id: unique("claim-id") };
      const [one, two] = [await join(held, again), await join(held, again)];
      expect([one.status, two.status]).toEqual([free.status, free.status]);
    }
  });

  test("where anyone may join it is not needed: one that does not hold is in nobody's way", async () => {
    const { ada } = await three();
    const { token } = await invite(ada, { most: 1 });
    await joining(ada, "anyone");
    expect(await statusOf(join(GUESS))).toBe(200);
    expect(await statusOf(join(token))).toBe(200);
    expect(await inWorkspace("SELECT uses FROM invite")).toEqual([{ uses: 1 }]);
    expect(await statusOf(join(token))).toBe(200);
    await joining(ada, "invited");
    await expectVoid(token);
  });

  test("is made and seen by moderators only, also by way of another site or with another's id", async () => {
    const { ada, mod, bea } = await three();
    const asAda = { by: ada.id, author: ada.id, person: ada.id, community: "owner" };
    for (const headers of [
      bea.auth,
      { Cookie: `session=${mod.token}` },
      { Cookie: `session=${mod.token}`, Origin: "http://evil.example" },
    ]) {
      const wanted = json({ id: unique("invite-id"), ...asAda }, headers);
      expect(await statusOf(ask(PATH, wanted))).toBe(403);
    }
    expect(await statusOf(ask(PATH, json({ id: unique("invite-id") })))).toBe(401);
    expect(await statusOf(ask(PATH, { headers: bea.auth }))).toBe(403);
    const own = { Cookie: `session=${mod.token}`, Origin: ORIGIN };
    expect(await statusOf(ask(PATH, json({ id: unique("invite-id"), ...asAda }, own)))).toBe(201);
    expect(await listed(ada)).toMatchObject([{ by: { id: mod.id } }]);
    for (const more of [{ most: 0 }, { most: 1.5 }, { most: 1_001 }, { forMs: 1 }, { id: "x" }])
      expect(await statusOf(ask(PATH, json({ id: unique("invite-id"), ...more }, ada.auth)))).toBe(
        400,
      );
  });

  test("[O11] who made, used and revoked it is in the audit log, each once", async () => {
    const { ada, mod } = await three();
    const { token, id } = await invite(mod, { most: 3 });
    const mine = { handle: newHandle(), id: unique("claim-id") };
    const { user } = (await (await join(token, mine)).json()) as { user: Visitor };
    await join(token, mine);
    await ask(`${PATH}/${id}`, { method: "DELETE", headers: ada.auth });
    const answer = await ask("/api/community/audit", { headers: mod.auth });
    const { entries, people } = (await answer.json()) as CommunityAuditAnswer;
    expect(entries.slice(0, 3)).toMatchObject([
      { kind: "invite", did: "revoke", by: ada.id, person: mod.id, invite: id },
      { kind: "invite", did: "use", by: user.id, person: mod.id, invite: id },
      { kind: "invite", did: "make", by: mod.id, invite: id, most: 3 },
    ]);
    expect(people[user.id]).toMatchObject({ handle: mine.handle });
  });
});

describe("safety of invites to the community", () => {
  test("guesses are counted for each address, looked at or joined by", async () => {
    const { ada } = await three();
    await invite(ada);
    const asked: string[] = [];
    const spent = (which: string) => ({
      limit: ({ key }: { key: string }) =>
        Promise.resolve({ success: (asked.push(`${which} ${key}`), false) }),
    });
    const limited = {
      ...bindings,
      RATE_LIMIT: "on",
      JOIN_LIMIT: spent("join"),
      SESSION_LIMIT: spent("session"),
    };
    const from = { "CF-Connecting-IP": "192.0.2.7" };
    for (const [path, init] of [
      [`/api/invites/${GUESS}`, { headers: from }],
      ["/api/session", json({ ...claim(), invite: GUESS }, from)],
    ] as const) {
      const refused = await worker.fetch(new Request(`${ORIGIN}${path}`, init), limited);
      expect([refused.status, await refused.json()]).toMatchObject([429, { code: "rate_limited" }]);
    }
    expect(asked).toEqual(["join 192.0.2.7", "session 192.0.2.7"]);
  });
});

const claim = () => ({ handle: newHandle(), id: unique("claim-id"), token: true });

/** Somebody new where only who was invited joins. */
async function signUpBy(by: Visitor, stem: string): Promise<Visitor> {
  await joining(by, "anyone");
  const visitor = await signUp(stem);
  await joining(by, "invited");
  return visitor;
}
