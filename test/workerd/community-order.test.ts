// Bans of the community on the platform: sessions end everywhere, and no way leads back in [O9] to [O11].
// The tests share one workspace: each begins with it as a fresh deployment has it.

import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import type {
  BansAnswer,
  CommunityAuditAnswer,
  CommunityMember,
} from "../../src/protocol/community-order.ts";
import {
  COMMUNITY_ROLES,
  mayInCommunity,
  type CommunityAct,
} from "../../src/protocol/community-roles.ts";
import type { InviteMade } from "../../src/protocol/http.ts";
import { handOverUpgrade } from "../../src/worker/hand-over.ts";
import {
  ask,
  enter,
  json,
  makeRoom,
  open,
  ORIGIN,
  post,
  signUp,
  unique,
  until,
  upgrade,
  type Visitor,
} from "./visitor.ts";

const workspace = env.WORKSPACE.get(env.WORKSPACE.idFromName("the one"));
const personStub = ({ id }: { id: string }) => env.PERSON.get(env.PERSON.idFromName(id));
const PASSWORD = "a garden of forking paths";

beforeEach(async () => {
  await workspace.secret();
  await runInDurableObject(workspace, (_, state) => {
    for (const table of ["role", "ban", "barred", "audit"])
      state.storage.sql.exec(`DELETE FROM ${table}`);
    state.storage.sql.exec("UPDATE community SET joining = 'anyone', first_person = NULL");
  });
});

const put = (path: string, body: unknown, auth: Record<string, string>) =>
  ask(path, { ...json(body, auth), method: "PUT" });
const get = (path: string, { auth }: Visitor) => ask(path, { headers: auth });
const banning = (by: Visitor, whom: { id: string }, terms: object = {}) =>
  put(`/api/community/bans/${whom.id}`, terms, by.auth);
const lifting = ({ auth }: Visitor, whom: { id: string }) =>
  ask(`/api/community/bans/${whom.id}`, { method: "DELETE", headers: auth });
const appointing = (by: Visitor, whom: { id: string }, role: string) =>
  put(`/api/community/roles/${whom.id}`, { role }, by.auth);
const whoAmI = async (visitor: Visitor) => (await get("/api/session", visitor)).status;
const signIn = ({ handle }: Visitor, password = PASSWORD) =>
  ask("/api/sign-in", json({ handle, password, token: true }));
const member = async (stem: string) => {
  const visitor = await signUp(stem);
  expect((await put("/api/me/password", { password: PASSWORD }, visitor.auth)).status).toBe(204);
  return visitor;
};

/** An owner, a moderator, and somebody to be banned. */
async function three() {
  const ada = await signUp("owner");
  expect((await ask("/api/community/owner", json({}, ada.auth))).status).toBe(201);
  const mod = await signUp("mod");
  expect((await appointing(ada, mod, "moderator")).status).toBe(204);
  return { ada, mod, bea: await member("bea") };
}

describe("[O9] banned from the community", () => {
  test("sockets of every kind close with 4501 within a second, and no session is left", async () => {
    const { mod, bea } = await three();
    const room = await makeRoom(bea);
    const again = (await (await signIn(bea)).json()) as { token: string };
    const other = { Authorization: `Bearer ${again.token}` };
    const sockets = [
      await enter(room, bea),
      await open(`/room/${room}`, other),
      await open("/lobby", bea.auth),
      await open("/inbox", other),
    ];
    const started = Date.now();
    expect((await banning(mod, bea, { reason: "spam" })).status).toBe(204);
    for (const socket of sockets) expect((await socket.closed).code).toBe(4501);
    expect(Date.now() - started).toBeLessThan(1_000);
    for (const auth of [bea.auth, other]) {
      expect((await ask("/api/session", { headers: auth })).status).toBe(401);
      expect((await ask(`/api/rooms/${room}/log`, { headers: auth })).status).toBe(401);
      expect((await ask(`/api/rooms/${room}/log`, json(post("late"), auth))).status).toBe(401);
      for (const path of [`/room/${room}`, "/lobby", "/inbox"])
        expect((await upgrade(path, auth)).status).toBe(401);
    }
  });

  test("no way leads back in: password, recovery code, or the claim that made the person, tried again", async () => {
    const { mod, bea } = await three();
    const guest = { handle: unique("guest").slice(-32), id: unique("claim-id"), token: true };
    const claim = () => ask("/api/session", json(guest));
    const { user } = (await (await claim()).json()) as { user: Visitor };
    const codes = await ask("/api/me/codes", json({}, bea.auth));
    const { codes: all } = (await codes.json()) as { codes: string[] };
    for (const whom of [bea, user]) await banning(mod, whom, { reason: "spam", forMs: 3_600_000 });
    for (const answer of [
      await signIn(bea),
      await ask("/api/sign-in", json({ handle: bea.handle, code: all[0] })),
      await claim(),
    ]) {
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({
        code: "forbidden",
        message: expect.stringMatching(/It ends in 60 minutes\. Reason: spam$/),
        until: expect.any(Number),
      });
      expect(answer.headers.get("set-cookie")).toBeNull();
    }
    // Nobody else learns of it.
    expect((await signIn(bea, "another password")).status).toBe(401);
  });

  test("a hand-over on its way: verified before the ban, it is refused in a room, the lobby and the inbox", async () => {
    const { mod, bea } = await three();
    const room = await makeRoom(bea);
    const socket = await enter(room, bea);
    await socket.next("welcome");
    const verified = await runInDurableObject(personStub(bea), (_, state) =>
      state.storage.sql.exec("SELECT id FROM session").one(),
    );
    const { id, handle, name } = bea;
    const handOver = {
      person: { id, handle, name },
      session: verified["id"] as string,
      community: "member" as const,
      at: Date.now(),
      request: "r",
    };
    const onTheWay = () => handOverUpgrade(new URLSearchParams({ room }), handOver);
    expect((await banning(mod, bea)).status).toBe(204);
    for (const stub of [env.ROOM.get(env.ROOM.idFromName(room)), workspace, personStub(bea)])
      expect((await stub.fetch(onTheWay())).status).toBe(401);
  });

  test("one that the person could not be told of is told by the alarm, and not twice", async () => {
    const { mod, bea } = await three();
    const mend = await runInDurableObject(personStub(bea), (instance) => {
      const its = Object.getPrototypeOf(instance) as { ban: unknown };
      const { ban } = its;
      its.ban = () => Promise.reject(new Error("not now"));
      return () => void (its.ban = ban);
    });
    expect((await banning(mod, bea)).status).toBe(204);
    expect(await whoAmI(bea)).toBe(200);
    mend();
    expect(await runDurableObjectAlarm(workspace)).toBe(true);
    expect(await whoAmI(bea)).toBe(401);
    expect(await runDurableObjectAlarm(workspace)).toBe(false);
  });

  test("lifted, one signs in as before; it also ends by itself", async () => {
    const { mod, ada, bea } = await three();
    await banning(mod, bea, {});
    expect((await lifting(ada, bea)).status).toBe(204);
    expect((await signIn(bea)).status).toBe(200);
    await banning(mod, bea, { forMs: 1_000 });
    expect((await signIn(bea)).status).toBe(403);
    await until(async () => (await signIn(bea)).status === 200);
  });

  test("by role: every act is for those whom the table names, and refused to all others alike", async () => {
    const { ada, mod, bea } = await three();
    const guest = await signUp("guest");
    const cyd = await member("cyd");
    const by = { guest, member: bea, moderator: mod, owner: ada };
    const inviting = ({ auth }: Visitor) =>
      ask("/api/community/invites", json({ id: unique("invite-id") }, auth));
    const acts = {
      invite: [
        inviting,
        (who: Visitor) => get("/api/community/invites", who),
        async (who: Visitor) => {
          const { id } = (await (await inviting(ada)).json()) as InviteMade;
          const path = `/api/community/invites/${id}`;
          return ask(path, { method: "DELETE", headers: who.auth });
        },
      ],
      ban: [
        (who: Visitor) => banning(who, cyd),
        (who: Visitor) => lifting(who, cyd),
        (who: Visitor) => get("/api/community/bans", who),
        (who: Visitor) => get(`/api/community/people/${cyd.handle}`, who),
      ],
      audit: [(who: Visitor) => get("/api/community/audit", who)],
      changeSettings: [(who: Visitor) => put("/api/community", { joining: "anyone" }, who.auth)],
      appoint: [(who: Visitor) => appointing(who, cyd, "member")],
    } satisfies Record<
      Exclude<CommunityAct, "moderateOpenRooms" | "ownOpenRooms">,
      ((who: Visitor) => Promise<Response>)[]
    >;
    for (const [act, ways] of Object.entries(acts))
      for (const role of COMMUNITY_ROLES)
        for (const [i, way] of ways.entries()) {
          const answer = await way(by[role]);
          const may = mayInCommunity(role, act as keyof typeof acts);
          expect(answer.ok ? "done" : answer.status, `${role} ${act} ${i}`).toBe(
            may ? "done" : 403,
          );
        }
    // Whether there is such a person is not for everybody to know.
    const nobody = { id: "a".repeat(26) };
    expect((await banning(bea, nobody)).status).toBe(403);
    expect((await banning(mod, nobody)).status).toBe(404);
    expect((await get("/api/community/people/no-such-handle", bea)).status).toBe(403);
    expect((await get("/api/community/people/no-such-handle", mod)).status).toBe(404);
  });

  test("moderators see who is banned, by whom, until when and why, and find people by handle", async () => {
    const { mod, bea } = await three();
    await banning(mod, bea, { reason: "spam", forMs: 60_000, address: true });
    const answer = (await (await get("/api/community/bans", mod)).json()) as BansAnswer;
    const is = { by: mod.id, reason: "spam", until: expect.any(Number), address: true };
    expect(answer.bans).toMatchObject([{ ...is, person: { id: bea.id, handle: bea.handle } }]);
    expect(answer.people[mod.id]).toMatchObject({ handle: mod.handle });
    const found = await get(`/api/community/people/${bea.handle.toUpperCase()}`, mod);
    const known = (await found.json()) as CommunityMember;
    expect(known).toMatchObject({ person: { id: bea.id }, role: "member", ban: is });
  });

  test("another site changes nothing with a cookie: neither a ban nor its lifting", async () => {
    const { mod, bea } = await three();
    const cookie = { Cookie: `session=${mod.token}` };
    for (const headers of [cookie, { ...cookie, Origin: "https://elsewhere.example" }]) {
      expect((await put(`/api/community/bans/${bea.id}`, {}, headers)).status).toBe(403);
      const lift = { method: "DELETE", headers };
      expect((await ask(`/api/community/bans/${bea.id}`, lift)).status).toBe(403);
    }
    expect(await whoAmI(bea)).toBe(200);
    const own = { ...cookie, Origin: ORIGIN };
    expect((await put(`/api/community/bans/${bea.id}`, {}, own)).status).toBe(204);
  });
});

describe("[O10] addresses", () => {
  test("from where somebody banned came, nobody joins or signs in; kept is a digest, and no address", async () => {
    const { mod } = await three();
    const from = (address: string, path: string, body: object) =>
      ask(path, json(body, { "cf-connecting-ip": address }));
    const join = (address: string) =>
      from(address, "/api/session", {
        handle: unique("new").slice(-32),
        id: unique("claim-id"),
        token: true,
      });
    const joined = await join("2001:db8:7:7::1");
    const { user } = (await joined.json()) as { user: Visitor };
    const cyd = await member("cyd");
    await banning(mod, user, { address: true });
    for (const answer of [
      await join("2001:db8:7:7:ffff::2"),
      await from("2001:db8:7:7::3", "/api/sign-in", { handle: cyd.handle, password: PASSWORD }),
    ])
      expect(answer.status).toBe(403);
    expect((await join("2001:db8:7:8::1")).status).toBe(200);
    for (const stub of [workspace, personStub(user)]) {
      const tables = await runInDurableObject(stub as typeof workspace, (_, state) => {
        const { sql } = state.storage;
        const names = sql.exec("SELECT name FROM sqlite_master WHERE type = 'table'").toArray();
        return names
          .map(({ name }) => name as string)
          .filter((name) => !name.startsWith("_cf"))
          .map((name) => JSON.stringify(sql.exec(`SELECT * FROM "${name}"`).toArray()));
      });
      expect(tables.join()).not.toContain("2001:db8");
    }
    await lifting(mod, user);
    expect((await join("2001:db8:7:7::4")).status).toBe(200);
  });
});

describe("[O11] the audit log", () => {
  test("has claims, settings, roles and bans, each once, with who did it", async () => {
    const { ada, mod, bea } = await three();
    await appointing(ada, mod, "moderator");
    await put("/api/community", { name: "Tea Club" }, ada.auth);
    await banning(mod, bea, { reason: "spam" });
    await lifting(mod, bea);
    const answer = await get("/api/community/audit", mod);
    const { entries, people } = (await answer.json()) as CommunityAuditAnswer;
    expect(entries).toMatchObject([
      { kind: "ban", by: mod.id, person: bea.id, on: false },
      { kind: "ban", by: mod.id, person: bea.id, on: true, reason: "spam" },
      { kind: "settings", by: ada.id, name: "Tea Club" },
      { kind: "role", by: ada.id, person: mod.id, role: "moderator" },
      { kind: "claim", by: ada.id },
    ]);
    expect(Object.keys(people).toSorted()).toEqual([ada.id, bea.id, mod.id].toSorted());
  });
});
