// Pictures of people and rooms in workerd: small, square, seen by whoever has a session [U8].
// The one before is gone from the bucket, and so is one that never came to be shown.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import type { Failure } from "../../src/protocol/codes.ts";
import type { MyRoom, RoomListed } from "../../src/protocol/http.ts";
import type { LogPage } from "../../src/room/poll.ts";
import { personOf, roomOf, workspaceOf } from "../../src/worker/env.ts";
import { bytesOf, noise, png, put } from "./file-samples.ts";
import { ask, bindings, enter, json, makeRoom, open, signUp, unique, until } from "./visitor.ts";

const ada = await signUp("ada");
const bea = await signUp("bea");

async function isThere(id: string): Promise<boolean> {
  return (await bindings.FILES?.head(`pictures/${id}`)) !== null;
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as Failure).code;
}

test("[U8] an avatar is shown to whoever has a session, for ever the same, and in one's rooms", async () => {
  const cyn = await signUp("cyn");
  const room = await makeRoom(ada, "avatars");
  const [hers, watching] = [await enter(room, cyn), await enter(room, bea)];
  await Promise.all([hers.next("welcome"), watching.next("welcome")]);
  const set = await put(cyn, "/api/me/avatar", png(64, 64));
  expect(set.status).toBe(200);
  const { avatar } = (await set.json()) as { avatar: string };
  await until(() =>
    watching.frames.some(
      (frame) => frame.type === "presence" && frame.people?.[cyn.id]?.avatar === avatar,
    ),
  );
  const session = await ask("/api/session", { headers: cyn.auth });
  expect(await session.json()).toMatchObject({ user: { id: cyn.id, avatar } });
  const seen = await ask(`/pictures/${avatar}`, { headers: bea.auth });
  expect(Object.fromEntries(seen.headers)).toMatchObject({
    "content-type": "image/png",
    "cache-control": "private, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
  });
  expect(new Uint8Array(await seen.arrayBuffer())).toEqual(png(64, 64));
  expect((await ask(`/pictures/${avatar}`)).status).toBe(401);

  const again = await put(cyn, "/api/me/avatar", png(32, 32));
  const { avatar: other } = (await again.json()) as { avatar: string };
  expect(other).not.toBe(avatar);
  expect([await isThere(avatar), await isThere(other)]).toEqual([false, true]);
  const gone = await ask("/api/me/avatar", { method: "DELETE", headers: cyn.auth });
  expect(gone.status).toBe(204);
  expect(await isThere(other)).toBe(false);
  const after = await ask("/api/session", { headers: cyn.auth });
  expect(await after.json()).toMatchObject({ user: { id: cyn.id, handle: cyn.handle } });
  hers.close();
  watching.close();
});

test("[U8] what is no small square picture is refused, and leaves nothing", async () => {
  const cyn = await signUp("cyn");
  const room = await makeRoom(cyn, "icons");
  const before = (await bindings.FILES?.list({ prefix: "pictures/" }))?.objects.length;
  const refused: [Uint8Array<ArrayBuffer>, string][] = [
    [png(64, 63), "bad_command"],
    [png(513, 513), "bad_command"],
    [png(0, 0), "bad_command"],
    [noise(100), "bad_command"],
    [bytesOf("<svg xmlns='http://www.w3.org/2000/svg'/>"), "bad_command"],
    [bytesOf("GIF89a", [9, 0, 9, 0, 0, 0, 0, 0x2c], noise(40)), "bad_command"],
    [png(9, 9, "<script>"), "bad_command"],
    [noise(0), "bad_command"],
    [bytesOf(png(9, 9), noise(512 * 1024)), "too_large"],
  ];
  for (const [bytes, code] of refused)
    for (const path of ["/api/me/avatar", `/api/rooms/${room}/icon`])
      expect(await codeOf(await put(cyn, path, bytes))).toBe(code);
  const init = { method: "PUT", body: png(9, 9) };
  expect((await ask("/api/me/avatar", init)).status).toBe(401);
  expect((await bindings.FILES?.list({ prefix: "pictures/" }))?.objects.length).toBe(before);
});

test("[U8] a room's icon is an entry, in its welcome and in the directory", async () => {
  const room = await makeRoom(ada, "icons");
  const [socket, lobby] = [await enter(room, bea), await open("/lobby", bea.auth)];
  await Promise.all([socket.next("welcome"), lobby.next("rooms")]);
  const set = await put(ada, `/api/rooms/${room}/icon`, png(64, 64));
  const { icon } = (await set.json()) as { icon: string };
  const { entries } = await socket.next("entries");
  expect(entries).toMatchObject([{ kind: "icon", by: ada.id, icon }]);
  await until(() =>
    lobby.frames.some((frame) => frame.type === "room" && frame.room.icon === icon),
  );
  expect((await (await enter(room, ada)).next("welcome")).room).toMatchObject({ icon });
  const seen = await ask(`/pictures/${icon}`, { headers: bea.auth });
  expect(new Uint8Array(await seen.arrayBuffer())).toEqual(png(64, 64));

  const mode = { type: "mode", id: unique("mode"), after: 0, readOnly: true };
  expect((await ask(`/api/rooms/${room}/log`, json(mode, ada.auth))).status).toBe(200);
  expect(await codeOf(await put(bea, `/api/rooms/${room}/icon`, png(64, 64)))).toBe("read_only");
  const none = { method: "DELETE", headers: ada.auth };
  expect((await ask(`/api/rooms/${room}/icon`, none)).status).toBe(204);
  await until(async () => !(await isThere(icon)));
  const log = await ask(`/api/rooms/${room}/log?after=0`, { headers: bea.auth });
  expect(
    ((await log.json()) as Extract<LogPage, { entries: unknown }>).entries.at(-1),
  ).toMatchObject({ kind: "icon", icon: "" });
  socket.close();
  lobby.close();
});

test("[U8] [D4] of a room that is not open its members are told, and of a new picture of whom one writes to", async () => {
  const [cyn, dan] = [await signUp("cyn"), await signUp("dan")];
  const own = async () => {
    const answer = await ask("/api/me/rooms", { headers: dan.auth });
    return ((await answer.json()) as { rooms: MyRoom[] }).rooms;
  };
  const body = { private: true, title: "Plans", members: [dan.handle], id: unique("room-id") };
  const made = await ask("/api/rooms", json(body, cyn.auth));
  const { name } = (await made.json()) as RoomListed;
  const set = await put(cyn, `/api/rooms/${name}/icon`, png(64, 64));
  const { icon } = (await set.json()) as { icon: string };
  await until(async () => (await own()).some(({ about }) => about?.icon === icon));
  const none = { method: "DELETE", headers: cyn.auth };
  expect((await ask(`/api/rooms/${name}/icon`, none)).status).toBe(204);
  await until(async () => (await own()).every(({ about }) => about?.icon === undefined));

  const found = await ask("/api/me/direct", json({ person: dan.id }, cyn.auth));
  const { name: direct } = (await found.json()) as { name: string };
  const hello = { type: "post", id: unique("post"), after: 0, body: "hello" };
  expect((await ask(`/api/rooms/${direct}/log`, json(hello, cyn.auth))).status).toBe(200);
  const { avatar } = (await (await put(cyn, "/api/me/avatar", png(64, 64))).json()) as {
    avatar: string;
  };
  await until(async () =>
    (await own()).some(
      ({ name: room, about }) => room === direct && about?.with?.[0]?.avatar === avatar,
    ),
  );
});

test("[U8] a picture that never came to be shown goes by alarm", async () => {
  const cyn = await signUp("cyn");
  const room = await makeRoom(cyn, "lost");
  const ids = ["a".repeat(26), "b".repeat(26)] as const;
  await personOf(bindings, cyn.id).expectAvatar(ids[0]);
  const person = { id: cyn.id, handle: cyn.handle, name: cyn.name };
  const handOver = { person, session: "none", at: Date.now(), request: "test" };
  await roomOf(bindings, room).expectIcon(room, { ...handOver, community: "member" }, ids[1]);
  for (const id of ids) await bindings.FILES?.put(`pictures/${id}`, png(9, 9));
  for (const stub of [personOf(bindings, cyn.id), roomOf(bindings, room)]) {
    await runInDurableObject(stub, (_: unknown, { storage }) => {
      storage.sql.exec("UPDATE picture SET ts = 1");
    });
    expect(await runDurableObjectAlarm(stub)).toBe(true);
  }
  expect(await Promise.all(ids.map(isThere))).toEqual([false, false]);
});

test("[U8] the community's icon is its owners' to set, and everybody in the lobby and at the door sees it", async () => {
  const workspace = workspaceOf(bindings);
  const lobby = await open("/lobby", bea.auth);
  await lobby.next("community");
  const heard = (icon: string | undefined) =>
    until(() => {
      const frames = lobby.frames.filter((frame) => frame.type === "community");
      return frames.at(-1)?.community.icon === icon;
    });
  expect(await codeOf(await put(bea, "/api/community/icon", png(64, 64)))).toBe("forbidden");
  await runInDurableObject(workspace, (_: unknown, { storage }) => {
    storage.sql.exec(
      "INSERT INTO role (person, role, turn, told) VALUES (?, 'owner', 1, 1)",
      ada.id,
    );
  });
  const set = await put(ada, "/api/community/icon", png(64, 64));
  const { icon } = (await set.json()) as { icon: string };
  await heard(icon);
  expect(await (await ask("/api/community")).json()).toMatchObject({ icon });
  expect((await ask(`/pictures/${icon}`, { headers: bea.auth })).status).toBe(200);
  // Whoever sees its name sees its picture, a session or none, but no other picture.
  const stranger = await ask(`/pictures/${icon}`, { headers: { cookie: "session=none" } });
  expect(new Uint8Array(await stranger.arrayBuffer())).toEqual(png(64, 64));
  expect((await ask(`/pictures/${"a".repeat(26)}`)).status).toBe(401);
  const gone = await ask("/api/community/icon", { method: "DELETE", headers: ada.auth });
  expect(gone.status).toBe(204);
  await heard(undefined);
  expect(await isThere(icon)).toBe(false);
  expect((await ask(`/pictures/${icon}`)).status).toBe(401);
  lobby.close();
});
