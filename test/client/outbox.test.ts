import { describe, expect, it } from "vitest";
import type { Code } from "../../src/protocol/codes.ts";
import * as outbox from "../../src/client/outbox.ts";
import { memoryStorage, type RoomStorage } from "../../src/client/storage.ts";
import { itemOf, numbers, pending, setUp, shown } from "./set-up.ts";

const five = numbers(1, 5);

/** Refuses the message `body` the first `times`. */
function refusing(body: string, code: Code, times = 1, retryAfterMs?: number) {
  let left = times;
  return (command: { body: string }) => {
    if (command.body !== body || left === 0) return undefined;
    left -= 1;
    return { code, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  };
}

describe("the outbox by itself", () => {
  const items = five.map((body, i) => itemOf(`id-${i + 1}`, body, i));
  const all = outbox.adopt(outbox.EMPTY, items, true);
  const sentAll = items.reduce((box, { id }) => outbox.sent(box, id), all);
  const no = (id: string, code: Code, retryAfterMs = 100) =>
    ({ type: "rejected", id, code, message: "No.", retryAfterMs }) as const;
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

  it("[P5] holds the line, and resends from the held one on", () => {
    const held = outbox.refused(sentAll, no("id-3", "rate_limited", 700), 0.5);
    expect(held).toMatchObject({ waitMs: 700, outbox: { held: "id-3" } });
    expect(outbox.sendable(held.outbox)).toEqual([]);
    const free = outbox.release(held.outbox);
    expect(ids(outbox.sendable({ ...free, window: 9 }))).toEqual(["id-3", "id-4", "id-5"]);
  });

  it("[P5] a late answer to the first sending does not hold the second", () => {
    const held = outbox.refused(sentAll, no("id-3", "rate_limited"), 0.5);
    const again = ["id-3", "id-4", "id-5"].reduce(outbox.sent, outbox.release(held.outbox));
    const late = outbox.refused(again, no("id-4", "out_of_order"), 0.5);
    expect(late).toEqual({ outbox: again });
  });

  it("[P5] lets the line go where the one that held it got its answer", () => {
    const { outbox: held } = outbox.refused(sentAll, no("id-1", "overloaded"), 0.5);
    expect(outbox.accepted(held, "id-1", 7, 9).held).toBeUndefined();
    expect(outbox.remove(held, "id-1").held).toBeUndefined();
    expect(outbox.fail(held, "id-1", "internal", "").held).toBeUndefined();
    expect(outbox.remove(held, "id-2").held).toBe("id-1");
  });

  it("[P5] waits longer and longer where the server does not say", () => {
    const waits: (number | undefined)[] = [];
    let box = sentAll;
    for (let i = 0; i < 8; i++) {
      const { outbox: next, waitMs } = outbox.refused(box, no("id-1", "overloaded", 0), 1);
      waits.push(waitMs);
      box = outbox.sent(outbox.release(next), "id-1");
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000, 10_000]);
  });

  it("[P2] forgets with the connection what was sent on it", () => {
    const { outbox: held } = outbox.refused(sentAll, no("id-2", "overloaded"), 0.5);
    expect(ids(outbox.sendable(outbox.disconnected(held)))).toEqual(ids(items));
  });
});

describe("the outbox", () => {
  it("[P1] a message is pending at once, and never nowhere on its way into the log", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.latency = () => 100;
    const seen: boolean[] = [];
    client.subscribe(() => seen.push([...shown(client), ...pending(client)].includes("hello")));
    const id = client.post("hello");
    expect(client.state.pending).toMatchObject([{ id, body: "hello" }]);
    await world.advance(1_000);
    expect(pending(client)).toEqual([]);
    expect(shown(client)).toEqual(["hello"]);
    expect(seen.every(Boolean)).toBe(true);
  });

  it("[P1] is not nowhere either where `accepted` comes before its entry", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.lose = (frame) => frame.type === "entries";
    client.post("hello");
    await world.advance(0);
    expect(pending(client)).toEqual(["hello"]);
    room.lose = undefined;
    await world.advance(30_000);
    expect(pending(client)).toEqual([]);
    expect(shown(client)).toEqual(["hello"]);
  });

  it("[P1] stores a command, with its cursor, before it first sends it", async () => {
    const { world, room, live } = setUp();
    const stored: unknown[] = [];
    let finish = () => {};
    const storage: RoomStorage = {
      ...memoryStorage(),
      putCommand: (item) => {
        stored.push(item);
        return new Promise((resolve) => (finish = resolve));
      },
    };
    room.say("before");
    const client = await live({ storage });
    const id = client.post("hello");
    await world.advance(60_000);
    expect(stored).toMatchObject([{ id, command: { epoch: "e1", after: 1, body: "hello" } }]);
    expect(room.commands).toEqual([]);
    finish();
    await world.advance(0);
    expect(room.commands).toMatchObject([{ id, epoch: "e1", after: 1, body: "hello" }]);
    expect(shown(client)).toEqual(["before", "hello"]);
  });

  it("[G5] one that is still being stored is not overtaken", async () => {
    const { world, room, live } = setUp();
    const finish: (() => void)[] = [];
    const storage: RoomStorage = {
      ...memoryStorage(),
      putCommand: () => new Promise((resolve) => finish.push(resolve)),
    };
    const client = await live({ storage });
    client.post("m1");
    client.post("m2");
    finish[1]?.();
    await world.advance(0);
    expect(room.bodies()).toEqual([]);
    finish[0]?.();
    await world.advance(0);
    expect(room.bodies()).toEqual(["m1", "m2"]);
  });

  it("a storage error: failed, and never shown as sent (fault 13)", async () => {
    const { world, room, live } = setUp();
    let isFull = true;
    const memory = memoryStorage();
    const storage: RoomStorage = {
      ...memory,
      putCommand: (item) => (isFull ? Promise.reject(new Error("Quota")) : memory.putCommand(item)),
    };
    const client = await live({ storage });
    const id = client.post("m1");
    await world.advance(60_000);
    expect(client.state.pending).toMatchObject([{ id, failure: { code: "storage" } }]);
    expect(room.commands).toEqual([]);
    isFull = false;
    client.post("m2");
    client.retry(id);
    await world.advance(0);
    expect(room.bodies()).toEqual(["m2", "m1"]);
    expect(client.state.pending).toEqual([]);
  });

  it("[P2] cut after the commit, before `accepted`: the retry is a duplicate (fault 1)", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.lose = (frame) => frame.type === "accepted" || frame.type === "entries";
    client.post("once");
    await world.advance(0);
    world.socket.cut();
    room.lose = undefined;
    await world.advance(2_000);
    expect(room.bodies()).toEqual(["once"]);
    expect(shown(client)).toEqual(["once"]);
    expect(pending(client)).toEqual([]);
  });

  it("[P2] cut before the commit: resent unchanged, exactly one row (fault 2)", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.latency = () => 100;
    for (const body of five) client.post(body);
    await world.advance(50);
    world.socket.cut();
    room.say("meanwhile");
    await world.advance(3_000);
    expect(room.bodies()).toEqual(["meanwhile", ...five]);
    expect(room.commands.every(({ after }) => after === 0)).toBe(true);
    expect(pending(client)).toEqual([]);
  });

  it("[P2] replays to the head before it resends", async () => {
    const { world, room, live } = setUp();
    const client = await live({ fromStart: true });
    world.socket.cut();
    client.post("mine");
    for (const body of numbers(1, 450)) room.say(body);
    await world.advance(2_000);
    expect(room.frames.map(({ type }) => type)).toEqual(["sync", "sync", "post"]);
    expect(shown(client)).toEqual([...numbers(1, 450), "mine"]);
  });

  it("[P1] one's own entry is the answer, too, where `accepted` is lost", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.lose = (frame) => frame.type === "accepted";
    client.post("hello");
    await world.advance(0);
    expect(pending(client)).toEqual([]);
    expect(shown(client)).toEqual(["hello"]);
  });

  it("[P2] after a reset it looks for all of it in the whole log", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    for (const body of five) room.say(body);
    room.upgrades = "refuse";
    room.http = false;
    world.socket.cut();
    client.post("mine");
    room.epoch = "e2";
    room.log = room.log.slice(0, 2);
    room.upgrades = "open";
    await world.advance(5_000);
    expect(room.commands).toMatchObject([{ epoch: "e2", after: 0 }]);
    expect(shown(client)).toEqual(["m1", "m2", "mine"]);
  });

  it("[P5] the third of five rate-limited: the order is kept (fault 8)", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.refuse = refusing("m3", "rate_limited", 2, 700);
    for (const body of five) client.post(body);
    await world.advance(600);
    expect(room.bodies()).toEqual(["m1", "m2"]);
    expect(pending(client)).toEqual(["m3", "m4", "m5"]);
    await world.advance(2_000);
    expect(room.bodies()).toEqual(five);
    expect(client.state.pending).toEqual([]);
  });

  it("[P5] the third of five refused for good: the next ones land (fault 9)", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.refuse = refusing("m3", "forbidden", Infinity);
    for (const body of five) client.post(body);
    await world.advance(60_000);
    expect(room.bodies()).toEqual(["m1", "m2", "m4", "m5"]);
    expect(client.state.pending).toMatchObject([{ body: "m3", failure: { code: "forbidden" } }]);
    // The two behind it come twice.
    expect(room.commands).toHaveLength(7);
  });

  it("[P5] [G5] one refused for good, whose author never heard, still comes before what was sent after it", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.refuse = refusing("m3", "forbidden", 1);
    room.lose = (frame) => frame.type === "rejected";
    for (const body of five) client.post(body);
    await world.advance(100);
    expect(room.commands.map(({ body }) => body)).toEqual(five);
    room.lose = undefined;
    world.socket.cut();
    await world.advance(5_000);
    expect(room.bodies()).toEqual(five);
    expect(pending(client)).toEqual([]);
  });

  it("[P5] [G5] the line of one refused for good goes on once that is stored as failed", async () => {
    const { world, room, live } = setUp();
    const inner = memoryStorage();
    let store = () => {};
    const putCommand: RoomStorage["putCommand"] = (item) =>
      item.failure
        ? new Promise((resolve) => (store = () => resolve(inner.putCommand(item))))
        : inner.putCommand(item);
    const client = await live({ storage: { ...inner, putCommand } });
    room.refuse = refusing("m1", "forbidden", Infinity);
    for (const body of numbers(1, 2)) client.post(body);
    await world.advance(200);
    expect(client.state.pending[0]).toMatchObject({ body: "m1", failure: { code: "forbidden" } });
    expect(room.bodies()).toEqual([]);
    store();
    await world.advance(3_000);
    expect(room.bodies()).toEqual(["m2"]);
  });

  it("[P5] one that always fails inside is given up after five, and the next ones land (fault 10)", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.refuse = refusing("m3", "internal", Infinity);
    for (const body of five) client.post(body);
    await world.advance(120_000);
    expect(room.bodies()).toEqual(["m1", "m2", "m4", "m5"]);
    expect(room.commands.filter(({ body }) => body === "m3")).toHaveLength(5);
    expect(room.frames.filter(({ type }) => type === "drop")).toHaveLength(1);
    room.refuse = undefined;
    client.retry(client.state.pending[0]?.id ?? "");
    await world.advance(0);
    expect(room.bodies()).toEqual(["m1", "m2", "m4", "m5", "m3"]);
    expect(client.state.pending).toEqual([]);
  });

  it("[P5] a long queue under a rate limit lands in order and without being resent again and again", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    let tokens = 30;
    room.refuse = () => {
      if (tokens < 1) return { code: "rate_limited", retryAfterMs: 200 };
      tokens -= 1;
      return undefined;
    };
    for (const body of numbers(1, 200)) client.post(body);
    for (let i = 0; i < 400; i++) {
      tokens = Math.min(30, tokens + 1);
      await world.advance(200);
    }
    expect(room.bodies()).toEqual(numbers(1, 200));
    expect(room.commands.length).toBeLessThan(700);
    expect(client.state.pending).toEqual([]);
  });

  it("[P4] an id that stands for another message: the retry takes a new one (fault 5)", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.refuse = refusing("hello", "id_conflict", 1);
    const id = client.post("hello");
    await world.advance(0);
    expect(client.state.pending).toMatchObject([{ id, failure: { code: "id_conflict" } }]);
    client.retry(id);
    await world.advance(0);
    expect(room.bodies()).toEqual(["hello"]);
    expect(room.commands[1]?.id).not.toBe(id);
  });

  it("a failed message is discarded when told so; a pending one is not", async () => {
    const { world, room, live } = setUp();
    const storage = memoryStorage();
    const client = await live({ storage });
    room.refuse = refusing("no", "forbidden", Infinity);
    const id = client.post("no");
    await world.advance(0);
    client.discard(id);
    room.blackhole = true;
    client.discard(client.post("yes"));
    expect(pending(client)).toEqual(["yes"]);
  });

  it("closed with 4506: what stands first in flight has failed", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.latency = () => 100;
    for (const body of numbers(1, 2)) client.post(body);
    await world.advance(10);
    world.socket.cut(4506);
    room.latency = undefined;
    expect(client.state.pending).toMatchObject([
      { body: "m1", failure: { code: "bad_command" } },
      { body: "m2" },
    ]);
    client.reconnect();
    await world.advance(100);
    expect(room.bodies()).toEqual(["m2"]);
  });

  it("takes a new connection where a command stays unanswered although pongs come", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.lose = (frame) => frame.type === "accepted" || frame.type === "entries";
    room.refuse = () => ({ code: "internal" });
    room.lose = (frame) => frame.type === "rejected";
    client.post("hello");
    await world.advance(19_000);
    expect(world.sockets).toHaveLength(1);
    room.lose = room.refuse = undefined;
    await world.advance(3_000);
    expect(world.sockets).toHaveLength(2);
    expect(room.bodies()).toEqual(["hello"]);
    expect(pending(client)).toEqual([]);
  });

  it("a line held by nothing we know of is left with the connection", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.refuse = () => (world.sockets.length > 1 ? undefined : { code: "out_of_order" });
    client.post("hello");
    await world.advance(60_000);
    expect(room.bodies()).toEqual(["hello"]);
    expect(pending(client)).toEqual([]);
  });

  it("[P1] tab killed with 50 queued: all sent in order after reopening (fault 11)", async () => {
    const { world, room, open, live } = setUp();
    const storage = memoryStorage();
    const killed = await live({ storage: storage.open() });
    room.upgrades = "refuse";
    room.http = false;
    world.socket.cut();
    for (const body of numbers(1, 50)) killed.post(body);
    await world.settle();
    killed.close();
    room.upgrades = "open";
    const client = open({ storage: storage.open() });
    client.post("m51");
    await world.advance(2_000);
    expect(room.bodies()).toEqual(numbers(1, 51));
    expect(client.state.pending).toEqual([]);
    const third = await live({ storage: storage.open() });
    expect(third.state.pending).toEqual([]);
  });

  it("does not send what another person left unsent in this browser", async () => {
    const { world, room, live } = setUp();
    const storage = memoryStorage();
    const page = storage.open();
    await page.putCommand({ ...itemOf("id-of-bobs", "bob's"), by: "b".repeat(26) });
    await page.putCommand({ ...itemOf("id-of-mine", "mine"), by: "a".repeat(26) });
    page.close();
    const client = await live({ storage: storage.open() });
    await world.advance(0);
    expect(room.bodies()).toEqual(["mine"]);
    expect(pending(client)).toEqual([]);
    client.close();
    const bob = await live({ storage: storage.open(), token: "bob" });
    expect(room.bodies()).toEqual(["mine", "bob's"]);
    bob.close();
  });

  it("refuses what is too long without asking", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    client.post("😀".repeat(8_001));
    client.post("😀".repeat(8_000));
    await world.advance(0);
    expect(client.state.pending).toMatchObject([{ failure: { code: "too_large" } }]);
    expect(room.commands).toHaveLength(1);
  });

  it("a duplicated tab with the same client id ends the older one, and both can go on (fault 34)", async () => {
    const { world, room, live } = setUp();
    const first = await live({ clientId: "same" });
    const second = await live({ clientId: "same" });
    await world.advance(60_000);
    expect(first.state.connection).toMatchObject({ name: "ended", code: "replaced" });
    expect(second.state.connection.name).toBe("live");
    expect(world.sockets).toHaveLength(2);
    second.post("here");
    await world.advance(0);
    expect(room.bodies()).toEqual(["here"]);
  });
});
