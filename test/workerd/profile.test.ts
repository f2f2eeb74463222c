// Display name and handle: [T14].

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { SessionAnswer } from "../../src/protocol/http.ts";
import {
  ask,
  bindings,
  enter,
  json,
  makeRoom,
  post,
  signUp,
  unique,
  type Visitor,
} from "./visitor.ts";

const change = ({ auth }: Visitor, body: object) =>
  ask("/api/me/profile", { ...json(body, auth), method: "PUT" });
const claim = (handle: string) =>
  ask("/api/session", json({ handle, id: unique("claim-id"), token: true }));
const handleStub = (handle: string) => bindings.HANDLE.get(bindings.HANDLE.idFromName(handle));

describe("one's profile", () => {
  test("[T14] a new name and handle are everywhere at once", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const room = await makeRoom(ada);
    const [own, other] = [await enter(room, ada), await enter(room, bea)];
    await Promise.all([own.next("welcome"), other.next("welcome")]);
    const handle = unique("countess");
    const answer = await change(ada, { name: "Countess", handle });
    expect(await answer.json()).toEqual({ user: { id: ada.id, handle, name: "Countess" } });
    const seen = async (): Promise<unknown> => {
      const { people = {} } = await other.next("presence");
      return people[ada.id]?.handle === handle ? people[ada.id] : seen();
    };
    expect(await seen()).toMatchObject({ handle, name: "Countess" });
    const me = await (await ask("/api/session", { headers: ada.auth })).json();
    expect(me).toMatchObject({ user: { handle } });
    own.close();
    other.close();
  });

  test("[T14] a taken handle is `name_taken` with a free suggestion, and nothing changes", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const answer = await change(ada, { handle: bea.handle, name: "Ada" });
    expect([answer.status, await answer.json()]).toEqual([
      409,
      expect.objectContaining({ code: "name_taken", suggestion: `${bea.handle}-2` }),
    ]);
    const me = await (await ask("/api/session", { headers: ada.auth })).json();
    expect(me).toMatchObject({ user: { handle: ada.handle, name: ada.name } });
  });

  test("[T14] the old handle is kept from others for 30 days, also where its alarm comes", async () => {
    const ada = await signUp("ada");
    const handle = unique("countess");
    await change(ada, { handle });
    expect((await claim(ada.handle)).status).toBe(409);
    const stub = handleStub(ada.handle);
    await runDurableObjectAlarm(stub);
    expect((await claim(ada.handle)).status).toBe(409);
    await runInDurableObject(
      stub,
      (_, state) => void state.storage.sql.exec("UPDATE claim SET kept_until = 1"),
    );
    await runDurableObjectAlarm(stub);
    const next = await claim(ada.handle);
    expect(next.status).toBe(200);
    expect(((await next.json()) as SessionAnswer).user.id).not.toBe(ada.id);
    await runDurableObjectAlarm(handleStub(handle));
    expect(await handleStub(handle).isFree()).toBe(false);
  });

  test("[T14] one takes the old handle back, and it stays one's own", async () => {
    const ada = await signUp("ada");
    const handle = unique("countess");
    await change(ada, { handle });
    expect((await change(ada, { handle: ada.handle })).status).toBe(200);
    await runDurableObjectAlarm(handleStub(ada.handle));
    expect(await handleStub(ada.handle).isFree()).toBe(false);
    expect((await claim(handle)).status).toBe(409);
  });

  test("[T14] a fourth change in 30 days is `rate_limited`, and lets go of what it claimed", async () => {
    const ada = await signUp("ada");
    for (let i = 0; i < 3; i++)
      expect((await change(ada, { handle: unique("other") })).status).toBe(200);
    const fourth = unique("fourth");
    const refused = await change(ada, { handle: fourth });
    expect([refused.status, await refused.json()]).toEqual([
      429,
      expect.objectContaining({ code: "rate_limited", retryAfterMs: expect.any(Number) }),
    ]);
    expect(await handleStub(fourth).isFree()).toBe(true);
  });

  test("[T14] a time zone is shown to whoever asks who one is, and taken away by none", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const card = async (id = ada.id) =>
      (await ask(`/api/people/${id}`, { headers: bea.auth })).json();
    const { id, handle, name } = ada;
    const person = { id, handle, name };
    expect(await card()).toEqual({ person });
    expect((await change(ada, { zone: "Asia/Tokyo" })).status).toBe(200);
    expect(await card()).toEqual({ person, zone: "Asia/Tokyo" });
    for (const zone of ["Mars/Olympus", "+25:00", "x".repeat(65), "Asia/Tokyo\n", 9])
      expect((await change(ada, { zone } as object)).status, String(zone)).toBe(400);
    expect((await change(ada, { zone: "" })).status).toBe(200);
    expect(await card()).toEqual({ person });
    for (const nobody of ["nobody", "a".repeat(26), "%00"])
      expect((await ask(`/api/people/${nobody}`, { headers: bea.auth })).status).toBe(404);
    expect((await ask(`/api/people/${ada.id}`)).status).toBe(401);
  });

  test("[T14] names that look alike stay apart: the handle, which cannot, tells who is who", async () => {
    const [ada, mallory] = [await signUp("ada"), await signUp("mallory")];
    const room = await makeRoom(ada);
    // Cyrillic letters, full-width ones, and a mark above: alike to the eye, or nearly.
    const names = ["Ada", "\u0410da", "\uff21da", "A\u0301da"];
    await change(ada, { name: "Ada" });
    for (const name of names) {
      expect((await change(mallory, { name })).status).toBe(200);
      const body = JSON.stringify(post(`I am ${name}`));
      await ask(`/api/rooms/${room}/log`, { method: "POST", body, headers: mallory.auth });
      const page = await ask(`/api/rooms/${room}/log`, { headers: ada.auth });
      const { messages, people } = (await page.json()) as {
        messages: { by: string }[];
        people: Record<string, { handle: string; name: string }>;
      };
      expect(messages.at(-1)?.by).toBe(mallory.id);
      expect(people[mallory.id]).toEqual({ handle: mallory.handle, name });
    }
    for (const handle of ["\u0430da", "\uff41da", "a\u0301da", "ada\u200b", "Ada "])
      expect((await change(mallory, { handle })).status, handle).toBe(400);
  });

  test("[T14] a bad handle or name changes nothing", async () => {
    const ada = await signUp("ada");
    for (const bad of [{ handle: "A b" }, { handle: "" }, { name: "" }, { name: "a\u202eb" }])
      expect((await change(ada, bad)).status, JSON.stringify(bad)).toBe(400);
  });
});

describe("one's own data", () => {
  test("[T15] is one JSON document: what is kept, and all that one wrote, as it is now", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const room = await makeRoom(ada);
    const say = async (who: Visitor, frame: object) => {
      const sent = { id: unique("command-id"), ...frame };
      const answer = await ask(`/api/rooms/${room}/log`, json(sent, who.auth));
      expect(answer.status).toBe(200);
      return ((await answer.json()) as { seq: number }).seq;
    };
    const kept = await say(ada, { type: "post", body: "first words" });
    const gone = await say(ada, { type: "post", body: "regretted words" });
    await say(bea, { type: "post", body: "words of another" });
    await say(ada, { type: "edit", seq: kept, body: "better words" });
    await say(ada, { type: "delete", seq: gone });
    const bookmark = await ask(`/api/me/bookmarks/${room}/${kept}`, {
      method: "PUT",
      headers: ada.auth,
    });
    expect(bookmark.status).toBe(204);

    const answer = await ask("/api/me/export", { headers: ada.auth });
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="edgewise-${ada.handle}.json"`,
    );
    const text = await answer.text();
    expect(JSON.parse(text)).toEqual({
      profile: { id: ada.id, handle: ada.handle, name: ada.name },
      sessions: [expect.objectContaining({ device: expect.any(String) })],
      passkeys: [],
      rooms: [{ room, level: "mentions" }],
      bookmarks: [{ room, seq: kept }],
      files: [],
      notices: [],
      messages: [
        {
          room,
          seq: kept,
          ts: expect.any(Number),
          body: "better words",
          editedTs: expect.any(Number),
        },
      ],
    });
    for (const foreign of ["words of another", "regretted", ada.token.split(".")[1] ?? "", "hash"])
      expect(text).not.toContain(foreign);
    expect((await ask("/api/me/export")).status).toBe(401);
  });
});
