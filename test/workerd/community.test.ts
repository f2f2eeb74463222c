// The community over HTTP: its settings, its first owner, what its roles may [M1] [M2] [M3] [M4].
// The tests share one workspace: each begins with it as a fresh deployment has it.

import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Community, CommunityChange } from "../../src/protocol/community.ts";
import { digest } from "../../src/worker/random.ts";
import { ask, enter, json, makeRoom, open, post, signUp, unique, type Visitor } from "./visitor.ts";

const workspace = env.WORKSPACE.get(env.WORKSPACE.idFromName("the one"));
const personStub = ({ id }: { id: string }) => env.PERSON.get(env.PERSON.idFromName(id));

/** As the workspace is before anybody came. */
const afresh = () =>
  runInDurableObject(workspace, (_, state) => {
    state.storage.sql.exec("DELETE FROM role");
    state.storage.sql.exec("DELETE FROM spent_token");
    state.storage.sql.exec("DELETE FROM attempts");
    state.storage.sql.exec(
      "UPDATE community SET name = 'Edgewise', joining = 'anyone', making_rooms = 'anyone', first_person = NULL",
    );
  });

beforeEach(async () => {
  await workspace.secret();
  await afresh();
});

const put = (path: string, body: unknown, auth: Record<string, string>) =>
  ask(path, { ...json(body, auth), method: "PUT" });
const claim = (visitor: Visitor, fields: object = {}) =>
  ask("/api/community/owner", json(fields, visitor.auth));
const change = (visitor: Visitor, fields: CommunityChange) =>
  put("/api/community", fields, visitor.auth);
const communityNow = async () => (await (await ask("/api/community")).json()) as Community;
const roleOf = async ({ auth }: Visitor) => {
  const answer = await ask("/api/session", { headers: auth });
  return ((await answer.json()) as { role: string }).role;
};
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];
const appoint = (by: Visitor, whom: { id: string }, role: string) =>
  put(`/api/community/roles/${whom.id}`, { role }, by.auth);

/** Whoever came first, as the owner. */
async function owner(fields: CommunityChange = {}): Promise<Visitor> {
  const ada = await signUp("owner");
  expect((await claim(ada, fields)).status).toBe(201);
  return ada;
}

async function member(): Promise<Visitor> {
  const visitor = await signUp("member");
  const set = await put(
    "/api/me/password",
    { password: "a garden of forking paths" },
    visitor.auth,
  );
  expect(set.status).toBe(204);
  return visitor;
}

async function withToken<T>(token: string, run: () => Promise<T>): Promise<T> {
  const set = (value: string | undefined) =>
    runInDurableObject(workspace, (instance) => {
      const { env: bindings } = instance as unknown as {
        env: { SETUP_TOKEN?: string | undefined };
      };
      bindings.SETUP_TOKEN = value;
    });
  await set(token);
  try {
    return await run();
  } finally {
    await set(undefined);
  }
}

describe("[M1] the community's settings", () => {
  test("are there for everybody to read before anybody came, without a session", async () => {
    expect(await communityNow()).toEqual({
      name: "Edgewise",
      joining: "anyone",
      makingRooms: "anyone",
      owned: false,
    });
  });

  test("an owner changes them, and every lobby hears of it", async () => {
    const ada = await owner();
    const bea = await signUp("bea");
    const lobby = await open("/lobby", bea.auth);
    expect(await lobby.next("community")).toMatchObject({ community: { name: "Edgewise" } });
    const changed = await change(ada, { name: "  Tea Club " });
    expect([changed.status, await changed.json()]).toEqual([
      200,
      { name: "Tea Club", joining: "anyone", makingRooms: "anyone", owned: true },
    ]);
    expect(await lobby.next("community")).toMatchObject({ community: { name: "Tea Club" } });
    expect((await communityNow()).name).toBe("Tea Club");
  });

  test("nobody else does, and what is no change is refused", async () => {
    const ada = await owner();
    const bea = await member();
    expect(await codeOf(await change(bea, { name: "Mine" }))).toEqual([403, "forbidden"]);
    expect(await codeOf(await put("/api/community", { name: "Mine" }, {}))).toEqual([
      401,
      "unauthorized",
    ]);
    expect(await codeOf(await put("/api/community", { joining: "me" }, ada.auth))).toEqual([
      400,
      "bad_command",
    ]);
    expect((await communityNow()).name).toBe("Edgewise");
  });
});

describe("[M2] the first owner", () => {
  test("who came first is offered it, and becomes it with what they say", async () => {
    const ada = await signUp("first");
    const bea = await signUp("second");
    const [hers, theirs] = [await open("/lobby", ada.auth), await open("/lobby", bea.auth)];
    expect(await hers.next("community")).toMatchObject({ setUp: "freely" });
    expect(await theirs.next("community")).not.toHaveProperty("setUp");
    expect(await codeOf(await claim(bea))).toEqual([403, "forbidden"]);
    const claimed = await claim(ada, { name: "Tea Club", makingRooms: "members" });
    expect([claimed.status, await claimed.json()]).toEqual([
      201,
      { name: "Tea Club", joining: "anyone", makingRooms: "members", owned: true },
    ]);
    expect(await hers.next("community")).not.toHaveProperty("setUp");
    expect(await roleOf(ada)).toBe("owner");
  });

  test("two first persons at once: exactly one owner", async () => {
    const people = await Promise.all(["a", "b", "c", "d"].map((stem) => signUp(stem)));
    const statuses = await Promise.all(people.map(async (each) => (await claim(each)).status));
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 403, 403, 403]);
    const again = await Promise.all(people.map(async (each) => (await claim(each)).status));
    expect(again).toEqual([403, 403, 403, 403]);
    const roles = await Promise.all(people.map(roleOf));
    expect(roles.filter((role) => role === "owner")).toHaveLength(1);
  });

  test("with SETUP_TOKEN only who has it, whoever came first", async () => {
    const [ada, bea] = [await signUp("first"), await signUp("second")];
    await withToken("a long secret", async () => {
      const lobby = await open("/lobby", ada.auth);
      expect(await lobby.next("community")).toMatchObject({ setUp: "token" });
      expect(await codeOf(await claim(ada))).toEqual([403, "forbidden"]);
      for (const token of ["", "a long secre", "a long secret ", "A LONG SECRET"])
        expect(await codeOf(await claim(ada, { token })), token).toEqual([403, "forbidden"]);
      expect((await claim(bea, { token: "a long secret" })).status).toBe(201);
      expect(await codeOf(await claim(ada, { token: "a long secret" }))).toEqual([
        403,
        "forbidden",
      ]);
    });
    expect([await roleOf(ada), await roleOf(bea)]).toEqual(["guest", "owner"]);
  });

  test("two with the token at once: exactly one owner", async () => {
    const people = await Promise.all(["a", "b", "c"].map((stem) => signUp(stem)));
    await withToken("a long secret", async () => {
      const tries = people.map(
        async (each) => (await claim(each, { token: "a long secret" })).status,
      );
      expect((await Promise.all(tries)).toSorted((a, b) => a - b)).toEqual([201, 403, 403]);
    });
  });

  test("tries with a wrong token end, and no token is kept in clear", async () => {
    const ada = await signUp("guesser");
    await withToken("a long secret", async () => {
      for (let i = 0; i < 10; i++)
        expect((await claim(ada, { token: `guess ${i}` })).status).toBe(403);
      const late = await claim(ada, { token: "a long secret" });
      expect([late.status, late.headers.get("retry-after")]).toEqual([429, "30"]);
    });
    await afresh();
    await withToken("a long secret", async () => {
      expect((await claim(ada, { token: "a long secret" })).status).toBe(201);
    });
    const kept = await runInDurableObject(workspace, (_, { storage }) =>
      storage.sql.exec("SELECT digest FROM spent_token").toArray(),
    );
    expect(kept).toEqual([{ digest: await digest("a long secret") }]);
  });

  test("a stranger takes over no community that runs already", async () => {
    await runInDurableObject(workspace, (_, { storage }) =>
      storage.sql.exec("UPDATE community SET first_person = ''"),
    );
    const mallory = await signUp("mallory");
    const lobby = await open("/lobby", mallory.auth);
    expect(await lobby.next("community")).not.toHaveProperty("setUp");
    expect(await codeOf(await claim(mallory))).toEqual([403, "forbidden"]);
    expect((await communityNow()).owned).toBe(false);
  });
});

describe("[M3] roles in the community", () => {
  test("an owner appoints, and what was appointed is known at once, in rooms too", async () => {
    const ada = await owner();
    const bea = await member();
    const general = await enter("general", bea);
    expect(await general.next("welcome")).toMatchObject({ role: "member" });
    expect((await appoint(ada, bea, "moderator")).status).toBe(204);
    expect(await general.next("standing")).toEqual({ type: "standing", role: "moderator" });
    expect(await roleOf(bea)).toBe("moderator");
    general.send({ type: "mode", id: unique("slow-mode"), after: 0, slowMs: 1_000 });
    expect((await general.next("accepted")).type).toBe("accepted");
    general.send({ type: "mode", id: unique("slow-mode"), after: 0, slowMs: 0 });
    await general.next("accepted");
    expect((await appoint(ada, bea, "member")).status).toBe(204);
    expect(await general.next("standing")).toEqual({ type: "standing", role: "member" });
    general.send({ type: "mode", id: unique("slow-mode"), after: 0, slowMs: 1_000 });
    expect(await general.next("rejected")).toMatchObject({ code: "forbidden" });
    const listed = await ask("/api/community/roles", { headers: bea.auth });
    expect(await listed.json()).toEqual({
      roles: [{ person: { id: ada.id, handle: ada.handle, name: ada.name }, role: "owner" }],
    });
  });

  test("a verified request carries the role: it needs no socket, and asks nobody else", async () => {
    const ada = await owner();
    const room = await makeRoom(await member());
    const path = `/api/rooms/${room}/log`;
    const said = await ask(
      path,
      json({ type: "mode", id: unique("mode-id"), readOnly: true }, ada.auth),
    );
    expect(said.status).toBe(200);
    const stranger = await signUp("stranger");
    expect((await ask(path, json(post("hello"), stranger.auth))).status).toBe(403);
  });

  test("who was not told before a crash is told by alarm", async () => {
    const ada = await owner();
    const bea = await member();
    await runInDurableObject(workspace, async (_, { storage }) => {
      storage.sql.exec("UPDATE community SET turn = turn + 1");
      storage.sql.exec(
        "INSERT INTO role (person, role, turn) SELECT ?, 'moderator', turn FROM community",
        bea.id,
      );
      await storage.setAlarm(Date.now() + 30_000);
    });
    expect(await roleOf(bea)).toBe("member");
    expect(await runDurableObjectAlarm(workspace)).toBe(true);
    expect(await roleOf(bea)).toBe("moderator");
    expect(await runDurableObjectAlarm(workspace), "nothing is left to do").toBe(false);
    expect((await appoint(ada, bea, "member")).status).toBe(204);
    expect(await roleOf(bea)).toBe("member");
  });

  test("only owners appoint, only people, and the last owner stays", async () => {
    const ada = await owner();
    const bea = await member();
    await appoint(ada, bea, "moderator");
    expect(await codeOf(await appoint(bea, bea, "owner"))).toEqual([403, "forbidden"]);
    expect(await codeOf(await appoint(bea, { id: "nobody" }, "owner"))).toEqual([403, "forbidden"]);
    expect(await codeOf(await appoint(ada, ada, "member"))).toEqual([403, "forbidden"]);
    for (const id of ["nobody", "a".repeat(26), "%20", ada.handle])
      expect((await appoint(ada, { id }, "owner")).status, id).toBe(404);
    expect((await appoint(ada, bea, "king")).status).toBe(400);
  });

  test("a guest who was appointed is not forgotten for want of use", async () => {
    const ada = await owner();
    await runInDurableObject(personStub(ada), async (instance, state) => {
      state.storage.sql.exec("UPDATE person SET used_ts = 0");
      await instance.alarm();
      expect(await state.storage.getAlarm()).toBeNull();
    });
    expect(await roleOf(ada)).toBe("owner");
  });
});

describe("[M4] who may join and who may make rooms", () => {
  test("a community by invitation takes in nobody else, and says so whoever asks for which handle", async () => {
    const ada = await owner({ joining: "invited" });
    const answers = [];
    for (const handle of [unique("new"), ada.handle]) {
      const response = await ask("/api/session", json({ handle, id: unique("claim-id") }));
      answers.push([response.status, await response.text(), response.headers.get("set-cookie")]);
    }
    expect(answers[0]).toEqual([403, expect.stringContaining("invited"), null]);
    expect(answers[1]).toEqual(answers[0]);
    expect(await roleOf(ada), "who is in stays in").toBe("owner");
    await change(ada, { joining: "anyone" });
    await signUp("welcome");
  });

  test.each([
    ["anyone", [201, 201, 201, 201]],
    ["members", [403, 201, 201, 201]],
    ["moderators", [403, 403, 201, 201]],
  ] as const)(
    "%s may make rooms: guest, member, moderator, owner",
    async (makingRooms, expected) => {
      const ada = await owner({ makingRooms });
      const [guest, bea, cyd] = [await signUp("guest"), await member(), await member()];
      await appoint(ada, cyd, "moderator");
      const statuses = [];
      for (const { auth } of [guest, bea, cyd, ada]) {
        const asked = json({ name: unique("room"), id: unique("room-id") }, auth);
        statuses.push((await ask("/api/rooms", asked)).status);
      }
      expect(statuses).toEqual(expected);
    },
  );
});

describe("safety of the community", () => {
  test("nothing secret in logs: no set-up token, right or wrong, and no digest of it", async () => {
    const lines: string[] = [];
    const keep = (...words: unknown[]) => void lines.push(words.map(String).join(" "));
    const spies = [
      vi.spyOn(console, "log").mockImplementation(keep),
      vi.spyOn(console, "error").mockImplementation(keep),
    ];
    const ada = await signUp("ada");
    await withToken("the-right-token", async () => {
      await claim(ada, { token: "a-wrong-token" });
      expect((await claim(ada, { token: "the-right-token" })).status).toBe(201);
    });
    for (const spy of spies) spy.mockRestore();
    const all = lines.join("\n");
    expect(all).toContain("/api/community/owner");
    for (const secret of ["the-right-token", "a-wrong-token", await digest("the-right-token")])
      expect(all).not.toContain(secret);
  });

  test("ids of others: no field of a body makes one somebody else, or more than one is", async () => {
    const ada = await owner();
    const bea = await member();
    const asAda = {
      person: ada.id,
      by: ada.id,
      id: ada.id,
      user: ada,
      role: "owner",
      community: "owner",
    };
    expect(await codeOf(await put("/api/community", { name: "Mine", ...asAda }, bea.auth))).toEqual(
      [403, "forbidden"],
    );
    expect(await codeOf(await claim(bea, asAda))).toEqual([403, "forbidden"]);
    const path = `/api/community/roles/${bea.id}`;
    expect(await codeOf(await put(path, { ...asAda, role: "owner" }, bea.auth))).toEqual([
      403,
      "forbidden",
    ]);
    const left = await ask("/api/me/leave", json({ messages: "keep", ...asAda }, bea.auth));
    expect(left.status).toBe(204);
    expect([await roleOf(ada), (await communityNow()).name]).toEqual(["owner", "Edgewise"]);
  });
});
