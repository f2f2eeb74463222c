import { describe, expect, it } from "vitest";
import { byBeats, byLocks, type Beats, type Ownership } from "../../src/client/locks.ts";
import type { OutboxItem } from "../../src/client/outbox.ts";
import type { Platform } from "../../src/client/platform.ts";
import {
  createSharedStorage,
  type Shelf,
  type StoredCommand,
} from "../../src/client/shared-storage.ts";
import { memoryStorage, type RoomStorage, type SavedRoom } from "../../src/client/storage.ts";
import { bodyOf, itemOf, numbers, pending, setUp, shown } from "./set-up.ts";
import { createWorld, type World } from "./world.ts";

const item = (n: number): OutboxItem => itemOf(`command-${n}`, `m${n}`, n);

/** What a browser's disk is to its tabs. */
function memoryShelf(): Shelf {
  const rooms = new Map<string, SavedRoom>();
  const commands = new Map<string, StoredCommand>();
  return {
    room: (name) => Promise.resolve(rooms.get(name)),
    keepRoom(name, room) {
      if (room) rooms.set(name, room);
      else rooms.delete(name);
      return Promise.resolve();
    },
    commands: (room) => Promise.resolve([...commands.values()].filter((one) => one.room === room)),
    put(list) {
      for (const one of list) commands.set(`${one.room} ${one.id}`, structuredClone(one));
      return Promise.resolve();
    },
    remove(room, id) {
      commands.delete(`${room} ${id}`);
      return Promise.resolve();
    },
  };
}

/** Web Locks of one browser: what is held goes when its page does. */
function memoryLocks() {
  const held = new Set<string>();
  return {
    request: async (name: string, ...rest: unknown[]) => {
      const act = rest.at(-1) as (lock: object | null) => Promise<unknown>;
      if (held.has(name)) return act(null);
      held.add(name);
      try {
        return await act({ name });
      } finally {
        held.delete(name);
      }
    },
  } as unknown as LockManager;
}

function memoryBeats(): Beats {
  const beats = new Map<string, number>();
  return {
    get: (owner) => Promise.resolve(beats.get(owner)),
    set(owner, at) {
      if (at === undefined) beats.delete(owner);
      else beats.set(owner, at);
      return Promise.resolve();
    },
  };
}

interface Browser {
  world: World;
  /** A tab; `die` is a kill: nothing of it runs on, and nobody is told. */
  tab(room?: string): { storage: RoomStorage; die(): void };
}

function withLocks(): Browser {
  const world = createWorld();
  const shelf = memoryShelf();
  const locks = memoryLocks();
  return browser(world, shelf, () => byLocks(locks));
}

function withBeats(): Browser {
  const world = createWorld();
  const beats = memoryBeats();
  return browser(world, memoryShelf(), (platform) => byBeats(platform, beats));
}

function browser(world: World, shelf: Shelf, own: (platform: Platform) => Ownership): Browser {
  return {
    world,
    tab(room = "general") {
      let isDead = false;
      const setTimeout: Platform["setTimeout"] = (fn, ms) =>
        world.platform.setTimeout(() => {
          if (!isDead) fn();
        }, ms);
      const platform: Platform = { ...world.platform, setTimeout };
      return {
        storage: createSharedStorage({ platform, room, shelf, ownership: own(platform) }),
        die: () => (isDead = true),
      };
    },
  };
}

async function adopted(storage: RoomStorage): Promise<string[]> {
  const bodies: string[] = [];
  await storage.adopt((items) => bodies.push(...items.map(bodyOf)));
  return bodies;
}

describe.each([
  ["Web Locks", withLocks],
  ["beats, where there are none", withBeats],
])("an outbox shared by tabs, with %s", (_, make) => {
  it("[P1] commands of a tab that is there are left alone", async () => {
    const { world, tab } = make();
    const first = tab().storage;
    await first.putCommand(item(1));
    const second = tab().storage;
    const taken: string[] = [];
    await second.adopt((items) => taken.push(...items.map(bodyOf)));
    await world.advance(120_000);
    expect(taken).toEqual([]);
  });

  it("[P1] commands of a tab that was closed are taken over at once, in order, by one", async () => {
    const { world, tab } = make();
    const first = tab().storage;
    for (const n of [3, 1, 2]) await first.putCommand(item(n));
    first.close();
    await world.settle();
    expect(await adopted(tab().storage)).toEqual(["m3", "m1", "m2"]);
    expect(await adopted(tab().storage)).toEqual([]);
  });

  it("[P1] a tab that stays takes over when another one goes", async () => {
    const { world, tab } = make();
    const first = tab().storage;
    const second = tab().storage;
    const taken: string[] = [];
    await second.adopt((items) => taken.push(...items.map(bodyOf)));
    await first.putCommand(item(1));
    await first.putCommand(item(2));
    await world.advance(30_000);
    expect(taken).toEqual([]);
    first.close();
    await world.advance(16_000);
    expect(taken).toEqual(["m1", "m2"]);
  });

  it("keeps rooms apart, and what was removed removed", async () => {
    const { world, tab } = make();
    const general = tab("general").storage;
    const random = tab("random").storage;
    await general.putCommand(item(1));
    await general.putCommand(item(2));
    await random.putCommand(item(3));
    await general.removeCommand("command-1");
    general.close();
    random.close();
    await world.settle();
    expect(await adopted(tab("general").storage)).toEqual(["m2"]);
    expect(await adopted(tab("random").storage)).toEqual(["m3"]);
  });

  it("keeps a command's place when it is stored again", async () => {
    const { world, tab } = make();
    const first = tab().storage;
    await first.putCommand(item(1));
    await first.putCommand(item(2));
    await first.putCommand({ ...item(1), failure: { code: "forbidden", message: "No." } });
    first.close();
    await world.settle();
    expect(await adopted(tab().storage)).toEqual(["m1", "m2"]);
  });
});

describe("beats", () => {
  it("[P1] a killed tab leaves its commands after 20 s of silence", async () => {
    const { world, tab } = withBeats();
    const killed = tab();
    await killed.storage.putCommand(item(1));
    await world.advance(60_000);
    killed.die();
    expect(await adopted(tab().storage)).toEqual([]);
    await world.advance(20_000);
    expect(await adopted(tab().storage)).toEqual(["m1"]);
  });
});

describe("two tabs, one outbox (fault 12)", () => {
  it.each([
    ["Web Locks", withLocks],
    ["beats", withBeats],
  ])("[P1] [G2] with %s: each message once, each tab's in order", async (_, make) => {
    const { world, tab } = make();
    const { room, open } = setUpIn(world);
    room.upgrades = "refuse";
    room.http = false;
    const first = open({ storage: tab().storage });
    const second = open({ storage: tab().storage });
    await world.advance(1_000);
    for (let i = 1; i <= 10; i++) {
      first.post(`a${i}`);
      second.post(`b${i}`);
    }
    await world.advance(5_000);
    first.close();
    await world.advance(60_000);
    // The other tab's come after one's own: they are another client's, and later here.
    expect(pending(second)).toEqual([...ten("b"), ...ten("a")]);
    room.upgrades = "open";
    second.reconnect();
    await world.advance(5_000);
    const sent = room.commands.map(({ body }) => body);
    expect(sent).toEqual([...ten("b"), ...ten("a")]);
    expect(pending(second)).toEqual([]);
  });

  const ten = (tab: string) => Array.from({ length: 10 }, (_, i) => `${tab}${i + 1}`);

  function setUpIn(world: World) {
    const parts = setUp();
    // The tabs' clock and the room's are one.
    parts.world.platform = world.platform;
    world.onUpgrade = parts.world.onUpgrade;
    world.onFetch = parts.world.onFetch;
    return { ...parts, world };
  }
});

describe("the cached room", () => {
  it("is shown before the network answers, offline too, and brought up to date", async () => {
    const { world, room, live, open } = setUp();
    const storage = memoryStorage();
    const client = await live({ storage: storage.open() });
    for (const body of numbers(1, 5)) room.say(body);
    client.post("mine");
    await world.advance(2_000);
    client.close();
    room.upgrades = "refuse";
    room.http = false;
    for (const body of numbers(6, 8)) room.say(body);
    const again = open({ storage: storage.open() });
    await world.advance(60_000);
    expect(again.state).toMatchObject({
      room: { title: "General" },
      you: { handle: "ada" },
      head: 6,
    });
    expect(shown(again)).toEqual([...numbers(1, 5), "mine"]);
    again.post("offline");
    expect(pending(again)).toEqual(["offline"]);
    room.upgrades = "open";
    again.reconnect();
    await world.advance(100);
    expect(world.socket.url).toContain("epoch=e1&after=6");
    expect(shown(again)).toEqual(room.bodies());
    expect(room.frames.filter(({ type }) => type === "history")).toHaveLength(1);
  });

  it("holds the newest 200 messages", async () => {
    const { world, room, live, open } = setUp();
    for (const body of numbers(1, 300)) room.say(body);
    const storage = memoryStorage();
    const client = await live({ storage: storage.open() });
    for (let i = 0; i < 6; i++) await client.loadOlder();
    await world.advance(2_000);
    client.close();
    const again = open({ storage: storage.open() });
    await world.advance(0);
    expect(shown(again)).toEqual(numbers(101, 300));
  });

  it("stays as it was while one reads old messages", async () => {
    const { world, room, live, open } = setUp();
    for (const body of numbers(1, 300)) room.say(body);
    const storage = memoryStorage();
    const client = await live({ storage: storage.open() });
    await world.advance(2_000);
    await client.jumpTo({ seq: 20 });
    room.say("m301");
    await world.advance(2_000);
    client.close();
    const again = open({ storage: storage.open() });
    await world.advance(0);
    expect(shown(again)).toEqual(numbers(251, 301));
  });

  it("[L7] is forgotten with a reset", async () => {
    const { world, room, live } = setUp();
    const storage = memoryStorage();
    const client = await live({ storage });
    room.say("old");
    await world.advance(2_000);
    expect((await storage.loadRoom())?.messages).toHaveLength(1);
    room.epoch = "e2";
    room.log = [];
    world.socket.cut();
    await world.advance(3_000);
    expect((await storage.loadRoom())?.cursor.epoch).toBe("e2");
    expect(shown(client)).toEqual([]);
  });

  it("a storage that hangs or throws does not keep the room closed", async () => {
    const { world, room, live } = setUp();
    room.say("hello");
    const never = new Promise<never>(() => {});
    const hanging = await live({
      storage: { ...memoryStorage(), loadRoom: () => never, adopt: () => never },
    });
    await world.advance(5_000);
    expect(shown(hanging)).toEqual(["hello"]);
    const broken = () => Promise.reject(new Error("Broken"));
    const client = await live({
      storage: {
        ...memoryStorage(),
        loadRoom: broken,
        adopt: broken,
        saveRoom: broken,
        removeCommand: broken,
      },
    });
    client.post("on");
    await world.advance(5_000);
    expect(shown(client)).toEqual(["hello", "on"]);
    expect(pending(client)).toEqual([]);
  });
});
