import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/protocol/entries.ts";
import { numbers, setUp, shown } from "./set-up.ts";

const syncs = (frames: { type: string }[]) => frames.filter(({ type }) => type === "sync").length;

describe("following the log", () => {
  it("[C3] [L5] shows the newest page, then what comes", async () => {
    const { room, live } = setUp();
    for (const body of numbers(1, 60)) room.say(body);
    const client = await live();
    expect(client.state).toMatchObject({ head: 60, room: { name: "general", title: "General" } });
    expect(client.state.timeline).toMatchObject({ atHead: true, start: false });
    expect(shown(client)).toEqual(numbers(11, 60));
    room.say("m61");
    expect(shown(client)).toEqual(numbers(11, 61));
  });

  it("an empty room has a start and reaches the head", async () => {
    const { room, live } = setUp();
    const client = await live();
    expect(client.state.timeline).toEqual({ messages: [], start: true, atHead: true });
    room.say("first");
    expect(shown(client)).toEqual(["first"]);
  });

  it("[L2] a dropped middle frame is asked for (fault 15)", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.lose = (frame) => frame.type === "entries" && frame.entries[0]?.seq === 2;
    for (const body of numbers(1, 4)) room.say(body);
    room.lose = undefined;
    expect(shown(client)).toEqual(["m1"]);
    await world.advance(0);
    expect(shown(client)).toEqual(numbers(1, 4));
    expect(syncs(room.frames)).toBe(1);
  });

  it("[H3] a dropped last frame in a quiet room is repaired by the next pong (fault 16)", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.lose = (frame) => frame.type === "entries";
    room.say("quiet");
    room.lose = undefined;
    await world.advance(27_500 + 1_900);
    await world.advance(200);
    expect(shown(client)).toEqual(["quiet"]);
    await world.advance(120_000);
    expect(syncs(room.frames)).toBe(1);
  });

  it("[H3] a pong that is only early does not make it ask", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    world.socket.deliver("pong e1 1");
    await world.advance(1_500);
    room.say("there it is");
    await world.advance(10_000);
    expect(shown(client)).toEqual(["there it is"]);
    expect(syncs(room.frames)).toBe(0);
  });

  it("[L2] duplicated and late frames change nothing (fault 17)", async () => {
    const { world, room, live } = setUp();
    const heard: Entry[] = [];
    const client = await live({ onEntries: (entries) => heard.push(...entries) });
    for (const body of numbers(1, 5)) room.say(body);
    for (const entry of [...room.log].reverse()) room.send({ type: "entries", entries: [entry] });
    room.send({ type: "entries", entries: room.log });
    await world.advance(10_000);
    expect(shown(client)).toEqual(numbers(1, 5));
    expect(heard.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(syncs(room.frames)).toBe(0);
  });

  it.each([1_000, 180_000, 30 * 86_400_000])(
    "[G4] away for %i ms: receives exactly what was missed (fault 18)",
    async (ms) => {
      const { world, room, live } = setUp();
      const client = await live({ fromStart: true });
      for (const body of numbers(1, 5)) room.say(body);
      room.upgrades = "refuse";
      room.http = false;
      world.socket.cut();
      for (const body of numbers(6, 500)) room.say(body);
      // A month of back-off adds nothing that its last hour would not.
      await world.advance(Math.min(ms, 3_600_000));
      room.upgrades = "open";
      await world.advance(60_000);
      expect(shown(client)).toEqual(numbers(1, 500));
    },
  );

  it("[L6] pulls 10,000 missed entries page by page while others go on talking (fault 19)", async () => {
    const { world, room, open } = setUp();
    for (const body of numbers(1, 10_000)) room.say(body);
    room.latency = () => 20;
    const told: Entry[] = [];
    const client = open({ fromStart: true, onEntries: (entries) => told.push(...entries) });
    for (let i = 10_001; i <= 10_300; i++) {
      await world.advance(10);
      room.say(`m${i}`);
    }
    await world.advance(100);
    expect(client.state.connection.name).toBe("live");
    expect(told).toEqual(room.log);
    expect(syncs(room.frames)).toBeLessThan(60);
  });

  it("[L6] a cut in the middle of a replay goes on where it was (fault 20)", async () => {
    const { world, room, open } = setUp();
    for (const body of numbers(1, 1_000)) room.say(body);
    let pages = 0;
    room.lose = (frame) => {
      if (frame.type !== "entries") return false;
      pages += 1;
      if (pages === 3) queueMicrotask(() => world.socket.cut());
      return pages === 3;
    };
    const client = open({ fromStart: true });
    await world.settle();
    expect(client.state.connection.name).toBe("waiting");
    expect(client.state.head).toBe(400);
    await world.advance(2_000);
    expect(world.socket.url).toContain("after=400");
    expect(shown(client)).toEqual(numbers(1, 1_000));
  });

  it("[L6] says `live` only when the replay has reached the head, and pages of history wait for it", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    world.socket.cut();
    for (const body of numbers(1, 500)) room.say(body);
    room.latency = () => 50;
    const older = client.jumpTo({ date: 0 });
    const names: string[] = [];
    client.subscribe(() => names.push(client.state.connection.name));
    await world.advance(2_000);
    await older;
    expect([...new Set(names)]).toEqual(["waiting", "connecting", "replaying", "live"]);
    expect(room.frames.map(({ type }) => type).filter((type) => type !== "read")).toEqual([
      "history",
      "sync",
      "sync",
      "history",
    ]);
  });

  it("[L2] a reconnect with nothing missed redelivers nothing (fault 21)", async () => {
    const { world, room, live } = setUp();
    const heard: Entry[] = [];
    const client = await live({ onEntries: (entries) => heard.push(...entries) });
    room.say("once");
    const before = client.state.timeline;
    world.socket.cut();
    await world.advance(2_000);
    expect(client.state.connection.name).toBe("live");
    expect(heard).toHaveLength(1);
    expect(client.state.timeline).toBe(before);
  });

  it("[L6] gives up a connection whose replay page never comes", async () => {
    const { world, room, live } = setUp();
    const client = await live({ fromStart: true });
    world.socket.cut();
    room.say("missed");
    room.lose = (frame) => frame.type === "entries";
    await world.advance(25_000);
    room.lose = undefined;
    expect(client.state.connection.name).toBe("replaying");
    await world.advance(10_000);
    expect(shown(client)).toEqual(["missed"]);
  });

  it.each(["below", "above"])(
    "[L7] a room rolled back with its head %s the cursor: starts over, nothing doubled (fault 28)",
    async (where) => {
      const { world, room, live } = setUp();
      const client = await live();
      for (const body of numbers(1, 10)) room.say(body);
      await world.advance(0);
      world.socket.cut();
      room.log = room.log.slice(0, 5);
      if (where === "above") for (let i = 1; i <= 20; i++) room.say(`other ${i}`);
      await world.advance(2_000);
      expect(client.state.connection.name).toBe("live");
      expect(shown(client)).toEqual(room.bodies());
      room.say("on");
      expect(shown(client)).toEqual(room.bodies());
    },
  );

  it.each(["socket", "http"] as const)(
    "[L7] rolled back and written anew with the same command at the cursor: starts over, by %s (fault 28)",
    async (way) => {
      const { world, room, live } = setUp();
      const client = await live();
      for (const body of numbers(1, 10)) room.say(body);
      await world.advance(0);
      const last = room.log[9]!;
      room.log = room.log.slice(0, 5);
      for (let i = 1; i <= 4; i++) room.say(`other ${i}`);
      room.log = [...room.log, { ...last, ts: last.ts + 60_000 }];
      if (way === "http") room.upgrades = "refuse";
      world.socket.cut();
      await world.advance(20_000);
      expect(client.state.connection.name).toBe(way === "http" ? "polling" : "live");
      expect(shown(client)).toEqual(room.bodies());
    },
  );

  it("[L7] another epoch discards everything and goes on from there", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    for (const body of numbers(1, 10)) room.say(body);
    room.epoch = "e2";
    room.log = [];
    world.socket.deliver("pong e2 0");
    await world.advance(3_000);
    expect(client.state).toMatchObject({ head: 0, timeline: { messages: [], start: true } });
    room.say("new world");
    expect(shown(client)).toEqual(["new world"]);
    world.socket.cut();
    await world.advance(2_000);
    expect(world.socket.url).toContain("epoch=e2&after=1");
  });

  it("[L7] more than 1,000 behind it starts over from the newest page", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.say("m1");
    world.socket.cut();
    for (const body of numbers(2, 1_500)) room.say(body);
    await world.advance(2_000);
    expect(client.state).toMatchObject({ head: 1_500, connection: { name: "live" } });
    expect(shown(client)).toEqual(numbers(1_451, 1_500));
    expect(syncs(room.frames)).toBe(1);
    room.say("m1501");
    expect(shown(client)).toEqual(numbers(1_451, 1_501));
    await client.loadOlder();
    expect(shown(client)).toEqual(numbers(1_401, 1_501));
  });

  it("followed from its first entry on, it tells each one once and shows the newest", async () => {
    const { room, live } = setUp();
    for (const body of numbers(1, 2_500)) room.say(body);
    const told: Entry[] = [];
    const client = await live({ fromStart: true, onEntries: (entries) => told.push(...entries) });
    expect(told.map(({ seq }) => seq)).toEqual(numbers(1, 2_500).map((_, i) => i + 1));
    expect(client.state.timeline).toMatchObject({ atHead: true, start: false });
    expect(shown(client)).toEqual(numbers(1_501, 2_500));
    await client.loadOlder();
    expect(shown(client)).toEqual(numbers(1_451, 2_450));
  });

  it("clocks off by a day change nothing (fault 30)", async () => {
    const { world, room, live } = setUp();
    const { now } = world.platform;
    world.platform.now = () => now() - 86_400_000;
    const client = await live();
    room.say("from tomorrow");
    client.post("from yesterday");
    await world.advance(0);
    expect(shown(client)).toEqual(["from tomorrow", "from yesterday"]);
  });
});

describe("history [L5]", () => {
  async function busy() {
    const parts = setUp();
    for (let i = 1; i <= 300; i++) {
      parts.room.say(`m${i}`);
      if (i % 3 === 0) parts.room.add("wave");
    }
    return { ...parts, client: await parts.live() };
  }

  it("loads older pages of 50 down to the start, one at a time", async () => {
    const { world, room, client } = await busy();
    void client.loadOlder();
    void client.loadOlder();
    await world.settle();
    expect(shown(client)).toEqual(numbers(201, 300));
    for (let i = 0; i < 10; i++) await client.loadOlder();
    expect(shown(client)).toEqual(numbers(1, 300));
    expect(client.state.timeline.start).toBe(true);
    expect(room.frames.filter(({ type }) => type === "history")).toHaveLength(6);
  });

  it("jumps to a message or a date, and walks back to the newest", async () => {
    const { room, client } = await busy();
    await client.jumpTo({ date: 5_000_000 + 100 });
    expect(client.state.timeline.atHead).toBe(false);
    expect(shown(client)).toContain("m76");
    const seq = room.log.find((entry) => "body" in entry && entry.body === "m20")?.seq ?? 0;
    await client.jumpTo({ seq });
    expect(shown(client)).toEqual(numbers(1, 50));
    room.say("m301");
    expect(shown(client)).toEqual(numbers(1, 50));
    for (let i = 0; i < 10; i++) await client.loadNewer();
    expect(shown(client)).toEqual(numbers(1, 301));
    expect(client.state.timeline.atHead).toBe(true);
    room.say("m302");
    expect(shown(client)).toEqual(numbers(1, 302));
  });

  it("jumps to what is on show without asking, and to the newest with one page", async () => {
    const { room, client } = await busy();
    const asked = room.frames.length;
    await client.jumpTo({ seq: client.state.timeline.messages[3]?.seq ?? 0 });
    await client.jumpToNewest();
    await client.loadNewer();
    expect(room.frames).toHaveLength(asked);
    await client.jumpTo({ seq: 1 });
    await client.jumpToNewest();
    expect(shown(client)).toEqual(numbers(251, 300));
    expect(client.state.timeline.atHead).toBe(true);
  });

  it("asks again after a cut, and throws away what was asked before a jump", async () => {
    const { world, room, client } = await busy();
    room.latency = () => 100;
    const older = client.loadOlder();
    await world.advance(50);
    world.socket.cut();
    room.latency = undefined;
    await world.advance(2_000);
    await older;
    expect(shown(client)).toEqual(numbers(201, 300));
    room.latency = () => 100;
    const late = client.loadOlder();
    const jump = client.jumpTo({ seq: 1 });
    await world.advance(1_000);
    await Promise.all([late, jump]);
    expect(shown(client)[0]).toBe("m1");
    expect(shown(client)).toHaveLength(50);
  });

  it("keeps what came while a page was on its way", async () => {
    const { world, room, client } = await busy();
    room.latency = () => 100;
    const jump = client.jumpTo({ seq: 1 });
    const back = jump.then(() => client.jumpToNewest());
    for (let i = 301; i <= 320; i++) {
      await world.advance(20);
      room.say(`m${i}`);
    }
    await world.advance(1_000);
    await back;
    expect(shown(client).slice(-50)).toEqual(numbers(271, 320));
    expect(client.state.timeline.atHead).toBe(true);
  });

  it("trims a room that one leaves, which `loadOlder` makes up for", async () => {
    const { client } = await busy();
    for (let i = 0; i < 10; i++) await client.loadOlder();
    client.leave();
    expect(shown(client)).toEqual(numbers(101, 300));
    await client.loadOlder();
    expect(shown(client)).toEqual(numbers(51, 300));
  });

  describe("of 1,000 messages at most", () => {
    async function long() {
      const parts = setUp();
      for (const body of numbers(1, 2_500)) parts.room.say(body);
      return { ...parts, client: await parts.live() };
    }

    it("pages older and newer through all of it, trimming the other end", async () => {
      const { room, client } = await long();
      for (let i = 0; i < 60 && !client.state.timeline.start; i++) {
        await client.loadOlder();
        expect(shown(client).length).toBeLessThanOrEqual(1_000);
      }
      expect(client.state.timeline).toMatchObject({ start: true, atHead: false });
      expect(shown(client)).toEqual(numbers(1, 1_000));
      room.say("m2501");
      expect(shown(client)).toEqual(numbers(1, 1_000));
      for (let i = 0; i < 60 && !client.state.timeline.atHead; i++) {
        await client.loadNewer();
        expect(shown(client).length).toBeLessThanOrEqual(1_000);
      }
      expect(client.state.timeline).toMatchObject({ start: false, atHead: true });
      expect(shown(client)).toEqual(numbers(1_502, 2_501));
      room.say("m2502");
      expect(shown(client)).toEqual(numbers(1_503, 2_502));
    });

    it("live messages push the oldest out, but never what one reads", async () => {
      const { room, client } = await long();
      for (let i = 0; i < 19; i++) await client.loadOlder();
      expect(shown(client)).toEqual(numbers(1_501, 2_500));
      client.markRead();
      client.see({ from: 1_504, to: 1_700 });
      for (const body of numbers(2_501, 2_510)) room.say(body);
      expect(shown(client)).toEqual(numbers(1_503, 2_502));
      expect(client.state.timeline).toMatchObject({ start: false, atHead: false });
      expect(client.state.unread).toBe(10);
      await client.jumpToNewest();
      expect(shown(client)).toEqual(numbers(2_461, 2_510));
      expect(client.state.timeline.atHead).toBe(true);
    });

    it("a page that comes when one is back at the newest pushes nothing out there", async () => {
      const { world, room, client } = await long();
      for (let i = 0; i < 19; i++) await client.loadOlder();
      client.see({ from: 1_502, to: 1_700 });
      room.latency = () => 100;
      const late = client.loadOlder();
      client.see({ from: 2_421, to: Infinity });
      await world.advance(1_000);
      await late;
      expect(shown(client)).toEqual(numbers(1_501, 2_500));
      expect(client.state.timeline.atHead).toBe(true);
    });
  });
});
