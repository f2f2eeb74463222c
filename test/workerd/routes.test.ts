// Routes: names, rooms, the lobby, headers and errors: [N1] [C1] [C2] [T4] [T5].

import { listDurableObjectIds } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { ask, bindings, enter, json, makeRoom, open, signUp, unique, upgrade } from "./visitor.ts";

const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

describe("names", () => {
  test("[N1] bad room names are `bad_name` before any object is touched", async () => {
    const ada = await signUp();
    const before = (await listDurableObjectIds(bindings.ROOM)).length;
    const names = [
      "a".repeat(65),
      "has space",
      "a%2Fb",
      "..%2Fx",
      "a%00b",
      "a%E2%80%AEb",
      "a%E2%80%8Bb",
      "-a",
      "~abc",
      "@a b",
      "%ff",
    ];
    for (const name of names) {
      expect(await codeOf(await upgrade(`/room/${name}`, ada.auth)), name).toEqual([
        400,
        "bad_name",
      ]);
      expect(
        await codeOf(await ask(`/api/rooms/${name}/log`, { headers: ada.auth })),
        name,
      ).toEqual([400, "bad_name"]);
    }
    for (const name of ["", "a b", "../x", "a/b", "\u202e"]) {
      const made = await ask("/api/rooms", json({ name, id: unique("room-id") }, ada.auth));
      expect(await codeOf(made), name).toEqual([400, "bad_name"]);
    }
    expect((await listDurableObjectIds(bindings.ROOM)).length).toBe(before);
  });

  test("[N1] a name is normalised: the same room under each spelling", async () => {
    const ada = await signUp();
    const room = await makeRoom(ada);
    const socket = await enter(room.toUpperCase(), ada);
    expect((await socket.next("welcome")).room.name).toBe(room);
    socket.close();
  });

  test("[C2] a room that does not exist is `not_found`, and asking does not make it", async () => {
    const ada = await signUp();
    const room = unique("nowhere");
    expect(await codeOf(await upgrade(`/room/${room}`, ada.auth))).toEqual([404, "not_found"]);
    expect(await codeOf(await ask(`/api/rooms/${room}/log`, { headers: ada.auth }))).toEqual([
      404,
      "not_found",
    ]);
    expect(await codeOf(await upgrade(`/room/${room}`, ada.auth))).toEqual([404, "not_found"]);
    const { rooms } = (await (await ask("/api/rooms", { headers: ada.auth })).json()) as {
      rooms: { name: string }[];
    };
    expect(rooms.map(({ name }) => name)).not.toContain(room);
  });
});

describe("rooms", () => {
  test("[T4] general is there from the start", async () => {
    const ada = await signUp();
    const { rooms } = (await (await ask("/api/rooms", { headers: ada.auth })).json()) as {
      rooms: { name: string }[];
    };
    expect(rooms.map(({ name }) => name)).toContain("general");
    const socket = await enter("general", ada);
    expect(await socket.next("welcome")).toMatchObject({
      room: { name: "general", title: "General" },
    });
    socket.close();
  });

  test("[T4] nobody can make general their own before its first visitor", async () => {
    const ada = await signUp();
    const room = { name: "general", title: "Mine now", id: unique("room-id") };
    expect(await codeOf(await ask("/api/rooms", json(room, ada.auth)))).toEqual([
      409,
      "room_exists",
    ]);
  });

  test("[T4] created once: 201, the same retry 201, another 409 `room_exists`", async () => {
    const ada = await signUp();
    const room = {
      name: unique("tea"),
      title: "Tea & talk",
      topic: "Leaves",
      id: unique("room-id"),
    };
    const [one, two] = await Promise.all([1, 2].map(() => ask("/api/rooms", json(room, ada.auth))));
    expect([one?.status, two?.status]).toEqual([201, 201]);
    expect(await one?.json()).toEqual(await two?.json());
    const other = await ask("/api/rooms", json({ ...room, id: unique("room-id") }, ada.auth));
    expect(await codeOf(other)).toEqual([409, "room_exists"]);
  });

  test("[T4] a bad title, topic or id makes no room", async () => {
    const ada = await signUp();
    const good = { name: unique("x"), id: unique("room-id") };
    for (const bad of [
      { title: "" },
      { title: "x".repeat(81) },
      { title: "a\u202eb" },
      { topic: {} },
      { topic: "x".repeat(251) },
      { id: "short" },
      { name: 7 },
    ])
      expect(await codeOf(await ask("/api/rooms", json({ ...good, ...bad }, ada.auth)))).toEqual([
        400,
        "bad_command",
      ]);
    expect(await codeOf(await upgrade(`/room/${good.name}`, ada.auth))).toEqual([404, "not_found"]);
  });

  test("[T4] the lobby lists the rooms first, then each new one, to everybody", async () => {
    const [ada, bea] = [await signUp("ada"), await signUp("bea")];
    const lobbies = [await open("/lobby", ada.auth), await open("/lobby", bea.auth)];
    for (const lobby of lobbies)
      expect((await lobby.next("rooms")).rooms.map(({ name }) => name)).toContain("general");
    const name = await makeRoom(ada);
    for (const lobby of lobbies) {
      for (;;) if ((await lobby.next("room")).room.name === name) break;
      lobby.close();
    }
  });

  test("a client id that is none is passed over", async () => {
    const ada = await signUp();
    const lobby = await open(`/lobby?client=${"x".repeat(17_000)}`, ada.auth);
    await lobby.next("rooms");
    lobby.close();
  });

  test("the lobby answers `ping` and closes with its session", async () => {
    const ada = await signUp();
    const lobby = await open("/lobby", ada.auth);
    lobby.sendRaw("ping");
    expect((await lobby.next("pong")).text).toBe("pong lobby 0");
    await ask("/api/session", { method: "DELETE", headers: ada.auth });
    expect((await lobby.closed).code).toBe(4501);
  });
});

describe("every response", () => {
  test("[T5] carries a request id and the security headers; errors carry code and message only", async () => {
    for (const path of ["/api/health", "/api/nothing", "/api/rooms", "/lobby", "/room/general"]) {
      const response = await ask(path);
      expect(response.headers.get("request-id"), path).toMatch(/^[a-z2-7]{26}$/);
      expect(response.headers.get("x-content-type-options"), path).toBe("nosniff");
      expect(response.headers.get("content-security-policy"), path).toContain(
        "frame-ancestors 'none'",
      );
      expect(response.headers.get("content-security-policy"), path).not.toContain("unsafe");
    }
    const error = (await (await ask("/api/nothing")).json()) as object;
    expect(Object.keys(error).toSorted()).toEqual(["code", "message"]);
  });

  test("[N1] [T5] names come first, and an upgrade carries its request id, too", async () => {
    expect(await codeOf(await ask("/api/rooms/bad%20name/log"))).toEqual([400, "bad_name"]);
    const ada = await signUp();
    const response = await upgrade("/room/general", ada.auth);
    expect(response.headers.get("request-id")).toMatch(/^[a-z2-7]{26}$/);
    response.webSocket?.accept();
    response.webSocket?.close();
  });

  test("[C1] without `Upgrade` a room's address serves the page", async () => {
    const page = await ask("/room/general");
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(page.status).toBe(200);
    expect((await ask("/room/bad%20name")).status).toBe(400);
  });

  test("[C1] an address at which nothing can be serves the page, too, and no upgrade", async () => {
    for (const path of ["/room/", "/room/general/", "/invite/", "/invite/a/b/c"]) {
      const page = await ask(path);
      expect([path, page.status]).toEqual([path, 404]);
      expect(page.headers.get("content-type")).toContain("text/html");
    }
    const ada = await signUp();
    expect((await upgrade("/room/general/", ada.auth)).status).toBe(404);
  });

  test("[C1] `edgewise.v1` is echoed, none means version 1, an unknown one closes 4502", async () => {
    const ada = await signUp();
    const offer = (protocol: string) =>
      upgrade("/room/general", { ...ada.auth, "Sec-WebSocket-Protocol": protocol });
    const known = await offer("edgewise.v1");
    expect(known.headers.get("sec-websocket-protocol")).toBe("edgewise.v1");
    known.webSocket?.accept();
    known.webSocket?.close();
    const unknown = (await offer("edgewise.v9")).webSocket;
    const closed = new Promise((resolve) =>
      unknown?.addEventListener("close", ({ code }) => resolve(code)),
    );
    unknown?.accept();
    expect(await closed).toBe(4502);
    const none = await enter("general", ada);
    expect((await none.next("welcome")).version).toBe(1);
    none.close();
  });
});
