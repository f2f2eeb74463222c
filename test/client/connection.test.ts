import { describe, expect, it } from "vitest";
import { setUp, shown } from "./set-up.ts";
import { createWorld } from "./world.ts";
import { createFakeRoom } from "./fake-room.ts";
import { openRoom } from "../../src/client/room.ts";

const pings = (sent: string[]) => sent.filter((text) => text === "ping").length;

describe("connecting", () => {
  it("[C1] offers its version and sends its cursor and client id", async () => {
    const { world, room, live } = setUp();
    room.say("one");
    const client = await live({ clientId: "page-load-1" });
    expect(world.socket.protocols).toEqual(["edgewise.v1"]);
    expect(world.socket.url).toBe(
      "ws://localhost:8787/room/general?client=page-load-1&attempt=1000000&drops=1",
    );
    world.socket.cut();
    await world.advance(1_000);
    const { searchParams } = new URL(world.socket.url);
    const { attempt, ...query } = Object.fromEntries(searchParams);
    expect(query).toEqual({
      epoch: "e1",
      after: "1",
      at: "server-1",
      atTs: "5000001",
      client: "page-load-1",
      drops: "1",
    });
    expect(Number(attempt)).toBeGreaterThan(1_000_000);
    expect(client.state.connection.name).toBe("live");
  });

  it("[C1] escapes the room's name and uses wss over https", async () => {
    const world = createWorld();
    createFakeRoom(world);
    openRoom({
      origin: "https://chat.example",
      room: "@ada",
      platform: world.platform,
      clientId: "c",
    });
    await world.settle();
    expect(world.socket.url).toBe(
      "wss://chat.example/room/%40ada?client=c&attempt=1000000&drops=1",
    );
  });

  it("[C4] counts its upgrades, also while the clock is set back", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    const attempts: number[] = [];
    const { now } = world.platform;
    world.platform.now = () => now() - attempts.length * 3_600_000;
    for (let i = 0; i < 3; i++) {
      attempts.push(Number(new URL(world.socket.url).searchParams.get("attempt")));
      world.socket.cut();
      client.wake();
      await world.settle();
    }
    expect(attempts[1]).toBe((attempts[0] ?? 0) + 1);
    expect(attempts[2]).toBe((attempts[0] ?? 0) + 2);
    expect(room.upgrades).toBe("open");
  });

  it("[C2] sends a token where it has one, and no header where it has none", async () => {
    const { world, live } = setUp();
    await live();
    expect(world.socket.headers).toBeUndefined();
    await live({ token: "secret" });
    expect(world.socket.headers).toEqual({ Authorization: "Bearer secret" });
  });

  it.each([
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not_found"],
  ])("learns over HTTP why an upgrade was refused: %i ends with %s", async (status, code) => {
    const { world, room, open } = setUp();
    room.upgrades = "refuse";
    world.onFetch = () => Response.json({ code, message: "Because." }, { status });
    const client = open();
    await world.settle();
    expect(client.state.connection).toEqual({ name: "ended", code, message: "Because." });
    const tries = world.sockets.length;
    await world.advance(120_000);
    expect(world.sockets).toHaveLength(tries);
  });

  it.each([
    [4501, "unauthorized"],
    [4502, "version"],
    [4503, "replaced"],
    [4504, "removed"],
    [4505, "replaced"],
    [4506, "bad_command"],
    [4999, "forbidden"],
  ])("does not reconnect by itself after %i", async (close, code) => {
    const { world, live } = setUp();
    const client = await live();
    world.socket.cut(close);
    expect(client.state.connection).toMatchObject({ name: "ended", code });
    await world.advance(120_000);
    expect(world.sockets).toHaveLength(1);
    client.reconnect();
    await world.advance(0);
    expect(client.state.connection.name).toBe("live");
  });

  it.each([1006, 1000, 4008, 4009, 4012])("reconnects after %i", async (close) => {
    const { world, live } = setUp();
    const client = await live();
    world.socket.cut(close);
    expect(client.state.connection.name).toBe("waiting");
    await world.advance(1_000);
    expect(client.state.connection.name).toBe("live");
  });

  it("says when it tries again, and tries at once when told so", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.upgrades = "refuse";
    room.http = false;
    world.socket.cut();
    await world.advance(60_000);
    const { connection } = client.state;
    expect(connection.name).toBe("waiting");
    if (connection.name === "waiting") expect(connection.retryAt).toBeGreaterThan(world.now - 1);
    room.upgrades = "open";
    client.reconnect();
    await world.settle();
    expect(client.state.connection.name).toBe("live");
  });

  it("ends nothing that a fresh `reconnect` overtook", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.upgrades = "refuse";
    let answer: (response: Response) => void = () => {};
    const late = new Promise<Response>((resolve) => (answer = resolve));
    world.platform.fetch = () => late;
    world.socket.cut();
    await world.advance(1_000);
    room.upgrades = "open";
    client.reconnect();
    await world.advance(0);
    answer(Response.json({ code: "unauthorized", message: "" }, { status: 401 }));
    await world.advance(100);
    expect(client.state.connection.name).toBe("live");
  });
});

describe("staying connected", () => {
  it("[H1] pings right after welcome, then every 25 s +-10 %", async () => {
    const { world, live } = setUp();
    await live();
    expect(pings(world.socket.sent)).toBe(1);
    await world.advance(22_400);
    expect(pings(world.socket.sent)).toBe(1);
    await world.advance(5_200);
    expect(pings(world.socket.sent)).toBe(2);
    await world.advance(600_000);
    expect(world.sockets).toHaveLength(1);
    expect(pings(world.socket.sent)).toBeGreaterThan(20);
  });

  it("[H1] pings at once when woken, but not twice", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.blackhole = true;
    client.wake();
    client.wake();
    expect(pings(world.socket.sent)).toBe(2);
    await world.advance(10_001);
    expect(world.socket.isClosedByClient || world.sockets.length > 1).toBe(true);
  });

  it("[H1] finds a blackholed connection within 40 s", async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { world, room, live } = setUp(seed);
      const client = await live();
      await world.advance(7_000 * seed);
      room.blackhole = true;
      await world.advance(40_000);
      expect(client.state.connection.name).not.toBe("live");
      room.blackhole = false;
      room.say("back");
      await world.advance(60_000);
      expect(shown(client)).toEqual(["back"]);
    }
  });

  it("[H2] begins the back-off anew only after a connection that held", async () => {
    const { world, room, live } = setUp();
    await live();
    room.lose = (frame) => {
      if (frame.type !== "welcome") return false;
      const { socket } = world;
      queueMicrotask(() => socket.cut(4012));
      return false;
    };
    world.socket.cut();
    await world.advance(60_000);
    expect(world.sockets.length).toBeLessThan(20);
  });

  it("[H2] spreads 2,000 clients over the time the server asks for", async () => {
    const times: number[] = [];
    for (let seed = 1; seed <= 2_000; seed += 20) {
      const { world, room, live } = setUp(seed);
      room.spreadMs = 20_000;
      const client = await live();
      await world.advance(2_000);
      world.socket.cut(4012);
      const { connection } = client.state;
      if (connection.name === "waiting") times.push(connection.retryAt - connection.since);
    }
    expect(times).toHaveLength(100);
    for (let quarter = 0; quarter < 4; quarter++) {
      const share = times.filter((ms) => ms >= quarter * 5_000 && ms < (quarter + 1) * 5_000);
      expect(share.length).toBeGreaterThan(12);
      expect(share.length).toBeLessThan(40);
    }
  });

  it("[H4] answers a probe", async () => {
    const { world, room, live } = setUp();
    await live();
    room.send({ type: "probe" });
    expect(world.socket.sent).toContain('{"type":"received"}');
  });

  it("listens to its newest socket only", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    const old = world.socket;
    const heard = old.onmessage;
    old.cut();
    await world.advance(1_000);
    const entry = { seq: 1, ts: 1, by: "x", id: "late", kind: "message", body: "late" };
    heard?.({ data: JSON.stringify({ type: "entries", entries: [entry] }) });
    expect(shown(client)).toEqual([]);
    room.say("on time");
    expect(shown(client)).toEqual(["on time"]);
  });

  it("does nothing after `close`", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    client.close();
    expect(client.state.connection.name).toBe("closed");
    room.say("unheard");
    client.wake();
    client.reconnect();
    await world.advance(100_000);
    expect(world.sockets).toHaveLength(1);
    expect(shown(client)).toEqual([]);
  });
});
