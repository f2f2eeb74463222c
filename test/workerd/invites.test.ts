// Invite links on the platform [D7]: each way in which one does not hold has a test of its own name.

import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { InviteMade, InvitesAnswer, RoomListed } from "../../src/protocol/http.ts";
import {
  ask,
  enter,
  json,
  post,
  roomStub,
  signUp,
  unique,
  upgrade,
  type Visitor,
} from "./visitor.ts";

async function privateRoom(by: Visitor, title = "Plans"): Promise<string> {
  const made = { private: true, title, id: unique("room-id") };
  const response = await ask("/api/rooms", json(made, by.auth));
  return ((await response.json()) as RoomListed).name;
}

async function invite(room: string, by: Visitor, more: object = {}): Promise<InviteMade> {
  const body = json({ id: unique("invite-id"), ...more }, by.auth);
  const response = await ask(`/api/rooms/${room}/invites`, body);
  expect(response.status, await response.clone().text()).toBe(201);
  return (await response.json()) as InviteMade;
}

const look = (room: string, token: string) => ask(`/api/invites/${room}/${token}`);

function come(room: string, token: string, who: Visitor, id = unique("come-id")) {
  return ask(`/api/invites/${room}/${token}`, json({ id }, who.auth));
}

async function listed(room: string, by: Visitor) {
  const response = await ask(`/api/rooms/${room}/invites`, { headers: by.auth });
  return ((await response.json()) as InvitesAnswer).invites;
}

function order(room: string, by: Visitor, fields: object): Promise<Response> {
  return ask(`/api/rooms/${room}/log`, json({ id: unique("order"), after: 0, ...fields }, by.auth));
}

async function three() {
  const [ada, bea, eve] = [await signUp("ada"), await signUp("bea"), await signUp("eve")];
  const room = await privateRoom(ada);
  return { ada, bea, eve, room };
}

/** What is answered of a token that was never made. */
const GUESS = "q".repeat(26);
async function expectNone(response: Response) {
  const never = await look(`~${GUESS}`, GUESS);
  expect([response.status, await response.text()]).toEqual([404, await never.text()]);
}

describe("[D7] an invite", () => {
  test("says where it leads without a session, and lets in who has it, by an entry of their own", async () => {
    const { ada, bea, room } = await three();
    const { token } = await invite(room, ada);
    expect(token).toMatch(/^[a-z2-7]{26}$/);
    const found = await look(room, token);
    expect(await found.json()).toMatchObject({ title: "Plans", by: { handle: ada.handle } });
    const witness = await enter(room, ada);
    await witness.next("welcome");
    expect(await (await come(room, token, bea)).json()).toEqual({ name: room });
    expect((await witness.next("entries")).entries).toMatchObject([
      { kind: "member", by: bea.id, person: bea.id, on: true },
    ]);
    expect((await order(room, bea, { type: "post", body: "here I am" })).status).toBe(200);
    expect(await listed(room, ada)).toMatchObject([{ uses: 1, by: { id: ada.id } }]);
  });

  test("is kept as a digest, and told to nobody again", async () => {
    const { ada, room } = await three();
    const { token } = await invite(room, ada);
    const rows = await runInDurableObject(roomStub(room), (_, state) =>
      JSON.stringify(state.storage.sql.exec("SELECT * FROM invite").toArray()),
    );
    expect(rows).not.toContain(token);
    expect(JSON.stringify(await listed(room, ada))).not.toContain(token);
  });

  test("[T4] a retried request finds the same one; a retried coming uses it up once", async () => {
    const { ada, bea, room } = await three();
    const id = unique("invite-id");
    const { token } = await invite(room, ada, { id });
    expect((await invite(room, ada, { id })).token).toBe(token);
    expect(await listed(room, ada)).toHaveLength(1);
    const answers = await Promise.all([
      come(room, token, bea, "the-same-id"),
      come(room, token, bea, "the-same-id"),
      come(room, token, bea),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await listed(room, ada))[0]?.uses).toBe(1);
    const log = await ask(`/api/rooms/${room}/log?after=0`, { headers: ada.auth });
    const { entries } = (await log.json()) as { entries: unknown[] };
    expect(entries).toHaveLength(1);
  });

  test("of room A on room B: as one that was never made", async () => {
    const { ada, bea, room } = await three();
    const other = await privateRoom(ada, "Other plans");
    const { token } = await invite(room, ada);
    await expectNone(await look(other, token));
    await expectNone(await come(other, token, bea));
    expect((await upgrade(`/room/${other}`, bea.auth)).status).toBe(404);
  });

  test("used up: the last place goes to one of two at once, and whoever had one comes again", async () => {
    const { ada, bea, eve, room } = await three();
    const { token } = await invite(room, ada, { most: 1 });
    const answers = await Promise.all([come(room, token, bea), come(room, token, eve)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404]);
    const [inside, outside] = answers[0]?.status === 200 ? [bea, eve] : [eve, bea];
    await expectNone(await look(room, token));
    expect((await order(room, inside, { type: "leave" })).status).toBe(200);
    expect((await come(room, token, inside)).status).toBe(200);
    await expectNone(await come(room, token, outside));
  });

  test("expired, by the server's time", async () => {
    const { ada, bea, room } = await three();
    const { token } = await invite(room, ada, { forMs: 60_000 });
    expect((await look(room, token)).status).toBe(200);
    await runInDurableObject(roomStub(room), (_, state) => {
      state.storage.sql.exec("UPDATE invite SET until = ?", Date.now() - 1);
    });
    await expectNone(await look(room, token));
    await expectNone(await come(room, token, bea));
    expect(await listed(room, ada)).toEqual([]);
  });

  test("revoked", async () => {
    const { ada, bea, room } = await three();
    const { token, id } = await invite(room, ada);
    const path = `/api/rooms/${room}/invites/${id}`;
    expect((await ask(path, { method: "DELETE", headers: ada.auth })).status).toBe(204);
    await expectNone(await come(room, token, bea));
    expect((await ask(path, { method: "DELETE", headers: ada.auth })).status).toBe(404);
  });

  test("guessed, malformed, or of a room that anybody may enter: all alike", async () => {
    const { ada, bea, room } = await three();
    await invite(room, ada);
    for (const token of [GUESS, "x", "A".repeat(300), "%00"]) {
      await expectNone(await look(room, token));
      await expectNone(await come(room, token, bea));
    }
    await expectNone(await look("general", GUESS));
    await expectNone(await come("general", GUESS, bea));
    const open = { name: unique("open"), id: unique("room-id") };
    await ask("/api/rooms", json(open, ada.auth));
    const wanted = json({ id: unique("invite-id") }, ada.auth);
    expect((await ask(`/api/rooms/${open.name}/invites`, wanted)).status).toBe(403);
  });

  test("an old one lets nobody back in who was removed, and holds no more once who made it is gone or appointed less", async () => {
    const { ada, bea, eve, room } = await three();
    const { token } = await invite(room, ada);
    await come(room, token, bea);
    await order(room, ada, { type: "remove", person: bea.id, on: true });
    await expectNone(await come(room, token, bea));
    const { token: second } = await invite(room, ada);
    await come(room, second, eve);
    await order(room, ada, { type: "role", person: eve.id, role: "moderator" });
    const { token: ofEve } = await invite(room, eve);
    await order(room, ada, { type: "role", person: eve.id, role: "member" });
    await expectNone(await look(room, ofEve));
  });

  test("members make, see and revoke none; and to outsiders there is no such room", async () => {
    const { ada, bea, eve, room } = await three();
    const { token, id } = await invite(room, ada);
    await come(room, token, bea);
    for (const [who, status] of [
      [bea, 403],
      [eve, 404],
    ] as const) {
      const path = `/api/rooms/${room}/invites`;
      const wanted = json({ id: unique("invite-id") }, who.auth);
      expect((await ask(path, wanted)).status).toBe(status);
      expect((await ask(path, { headers: who.auth })).status).toBe(status);
      const gone = { method: "DELETE", headers: who.auth };
      expect((await ask(`${path}/${id}`, gone)).status).toBe(status);
    }
  });

  test("[C2] a page from elsewhere makes none, and takes nobody in", async () => {
    const { ada, bea, room } = await three();
    const { token } = await invite(room, ada);
    const from = (who: Visitor) => ({
      Cookie: `session=${who.token}`,
      Origin: "http://evil.example",
    });
    const wanted = json({ id: unique("invite-id") }, from(ada));
    expect((await ask(`/api/rooms/${room}/invites`, wanted)).status).toBe(403);
    const coming = json({ id: unique("come-id") }, from(bea));
    expect((await ask(`/api/invites/${room}/${token}`, coming)).status).toBe(403);
    expect((await ask(`/api/rooms/${room}/log`, json(post("x"), bea.auth))).status).toBe(404);
  });
});
