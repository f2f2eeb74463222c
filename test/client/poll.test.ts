import { describe, expect, it } from "vitest";
import { createOverHttp } from "../../src/client/over-http.ts";
import { memoryStorage } from "../../src/client/storage.ts";
import { ME } from "./fake-room.ts";
import { itemOf, numbers, pending, setUp, shown } from "./set-up.ts";

const gets = (requests: { method: string; path: string }[]) =>
  requests.filter(({ method, path }) => method === "GET" && path.includes("/log")).length;

async function polling(seed = 1) {
  const parts = setUp(seed);
  for (const body of numbers(1, 3)) parts.room.say(body);
  parts.room.upgrades = "refuse";
  const client = parts.open();
  await parts.world.advance(5_000);
  return { ...parts, client };
}

describe("polling [H5] [T2]", () => {
  it("begins after 3 failed upgrades and shows the room without a socket", async () => {
    const { world, room, client } = await polling();
    expect(client.state.connection.name).toBe("polling");
    expect(world.sockets).toHaveLength(3);
    expect(shown(client)).toEqual(numbers(1, 3));
    expect(client.state).toMatchObject({ you: { handle: "ada" }, room: { title: "General" } });
    room.say("m4");
    await world.advance(15_000);
    expect(shown(client)).toEqual(numbers(1, 4));
  });

  it("[P1] what failed and had got in all the same does not stand twice", async () => {
    const { room, world, open } = setUp();
    const storage = memoryStorage();
    const failure = { code: "not_found", message: "You are no longer in this room." } as const;
    const { id } = room.say("mine", ME.id);
    await storage.putCommand({ ...itemOf(id, "mine"), failure });
    storage.close();
    room.upgrades = "refuse";
    const client = open({ storage: storage.open() });
    await world.advance(5_000);
    expect(client.state.connection.name).toBe("polling");
    expect(shown(client)).toEqual(["mine"]);
    expect(pending(client)).toEqual([]);
  });

  it("begins after one upgrade that hangs for 10 s", async () => {
    const { world, room, open } = setUp();
    room.upgrades = "hang";
    const client = open();
    await world.advance(9_900);
    expect(client.state.connection.name).toBe("connecting");
    await world.advance(200);
    expect(client.state.connection.name).toBe("polling");
    expect(world.sockets).toHaveLength(1);
  });

  it("does not begin where HTTP gets through as little", async () => {
    const { world, room, open } = setUp();
    room.upgrades = "refuse";
    room.http = false;
    const client = open();
    await world.advance(300_000);
    expect(client.state.connection.name).toBe("waiting");
  });

  it("begins once what it needs has come, however often or long that failed to load", async () => {
    const { world, room, open } = setUp();
    room.upgrades = "refuse";
    room.say("m1");
    let tries = 0;
    const client = open({
      loadOverHttp: () => {
        tries += 1;
        if (tries === 1) return Promise.reject(new TypeError("Failed to fetch"));
        return tries === 2 ? new Promise(() => {}) : Promise.resolve(createOverHttp);
      },
    });
    await world.advance(14_000);
    expect(tries).toBe(2);
    expect(client.state.connection.name).not.toBe("polling");
    await world.advance(60_000);
    expect(tries).toBe(3);
    expect(client.state.connection.name).toBe("polling");
    expect(shown(client)).toEqual(["m1"]);
  });

  it("asks every 2 s while things happen, slowing down to 15 s, and hurries again", async () => {
    const { world, room, client } = await polling();
    for (let i = 4; i < 24; i++) {
      room.say(`m${i}`);
      await world.advance(2_000);
    }
    expect(gets(world.requests)).toBeGreaterThan(18);
    await world.advance(120_000);
    const before = gets(world.requests);
    await world.advance(150_000);
    expect(gets(world.requests) - before).toBeLessThan(18);
    client.wake();
    const { length } = shown(client);
    room.say("late");
    await world.advance(15_000 * 1.1);
    expect(shown(client)).toHaveLength(length + 1);
    expect(world.requests.some(({ headers }) => headers["if-none-match"] !== undefined)).toBe(true);
  });

  it("[T1] posts one command at a time, in order, and once", async () => {
    const { world, room, client } = await polling();
    for (const body of numbers(4, 9)) client.post(body);
    await world.advance(100);
    expect(room.bodies()).toEqual(numbers(1, 9));
    expect(shown(client)).toEqual(numbers(1, 9));
    expect(pending(client)).toEqual([]);
  });

  it("[P5] waits where a command is put off, and gives up what is refused for good", async () => {
    const { world, room, client } = await polling();
    let left = 1;
    room.refuse = ({ body }) => {
      if (body === "m5") return { code: "forbidden" };
      if (body === "m4" && left-- > 0) return { code: "rate_limited", retryAfterMs: 3_000 };
      return undefined;
    };
    for (const body of numbers(4, 6)) client.post(body);
    await world.advance(2_900);
    expect(room.bodies()).toEqual(numbers(1, 3));
    await world.advance(200);
    expect(room.bodies()).toEqual([...numbers(1, 4), "m6"]);
    expect(client.state.pending).toMatchObject([{ body: "m5", failure: { code: "forbidden" } }]);
  });

  it("[L5] pages through history", async () => {
    const { world, room, open, client } = await polling();
    for (let i = 4; i <= 150; i++) room.say(`m${i}`);
    const other = open();
    await world.advance(5_000);
    expect(shown(other)).toEqual(numbers(101, 150));
    const older = other.loadOlder();
    await world.settle();
    await older;
    expect(shown(other)).toEqual(numbers(51, 150));
    expect(shown(client)).toEqual(numbers(1, 150));
  });

  it("does not wait for who is here, which only a socket tells", async () => {
    const { client } = await polling();
    expect(await client.who()).toEqual([]);
  });

  it("[L7] starts over where its cursor is void", async () => {
    const { world, room, client } = await polling();
    room.epoch = "e2";
    room.log = room.log.slice(0, 1);
    await world.advance(20_000);
    expect(shown(client)).toEqual(["m1"]);
    room.say("on");
    await world.advance(20_000);
    expect(shown(client)).toEqual(["m1", "on"]);
  });

  it("pulls what is more than a page at once", async () => {
    const { world, room, client } = await polling();
    for (let i = 4; i <= 900; i++) room.say(`m${i}`);
    await world.advance(16_000);
    expect(shown(client)).toEqual(numbers(1, 900));
  });

  it("is back on the socket within 60 s, with the same cursor and outbox", async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { world, room, client } = await polling(seed);
      await world.advance(seed * 1_000);
      room.upgrades = "open";
      client.post("m4");
      await world.advance(60_000);
      expect(client.state.connection.name).toBe("live");
      expect(shown(client)).toEqual(numbers(1, 4));
      const asked = gets(world.requests);
      await world.advance(60_000);
      expect(gets(world.requests)).toBe(asked);
    }
  });

  it("[L6] pulls on where the polls went ahead of the page that the socket begins with", async () => {
    const { world, room, client } = await polling();
    room.pageSize = 5;
    const { onUpgrade } = world;
    world.onUpgrade = undefined;
    const { length } = world.sockets;
    while (world.sockets.length === length) await world.advance(100);
    const { socket } = world;
    for (let i = 4; i <= 30; i++) room.say(`m${i}`);
    client.wake();
    await world.settle();
    expect(client.state.head).toBe(30);
    room.say("m31");
    room.upgrades = "open";
    world.onUpgrade = onUpgrade;
    onUpgrade?.(socket);
    await world.advance(500);
    expect(client.state.connection.name).toBe("live");
    expect(shown(client)).toEqual(numbers(1, 31));
  });

  it("waits like any other where the polls fail, too, and says so", async () => {
    const { world, room, client } = await polling();
    room.http = false;
    await world.advance(40_000);
    expect(client.state.connection.name).toBe("waiting");
    client.post("m4");
    room.http = true;
    await world.advance(90_000);
    expect(client.state.connection.name).toBe("polling");
    expect(room.bodies()).toEqual(numbers(1, 4));
  });

  it("[C2] ends where the session does", async () => {
    const { world, client } = await polling();
    world.onFetch = () =>
      Response.json({ code: "unauthorized", message: "Sign in." }, { status: 401 });
    await world.advance(20_000);
    expect(client.state.connection).toMatchObject({ name: "ended", code: "unauthorized" });
    const { length } = world.requests;
    await world.advance(60_000);
    expect(world.requests).toHaveLength(length);
  });

  it("a transport that flips every 2 s loses and doubles nothing (fault 31)", async () => {
    const { world, room, live } = setUp(7);
    const client = await live({ fromStart: true });
    const said: string[] = [];
    for (let i = 1; i <= 120; i++) {
      if (i % 2 === 0) {
        room.upgrades = room.upgrades === "open" ? "refuse" : "open";
        if (room.upgrades === "refuse") world.socket.cut();
      }
      client.post(`mine ${i}`);
      said.push(`mine ${i}`);
      room.say(`other ${i}`);
      await world.advance(1_000);
    }
    room.upgrades = "open";
    await world.advance(90_000);
    expect(shown(client)).toEqual(room.bodies());
    expect(room.bodies().filter((body) => body.startsWith("mine"))).toEqual(said);
    expect(pending(client)).toEqual([]);
  });
});
