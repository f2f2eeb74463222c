// Answers of a log that was rolled back since, on whichever way they come: nothing of them joins the log that is.
// In each, `m` is of the past that was given up, `b` of the one that holds.

import { describe, expect, it } from "vitest";
import { numbers, pending, setUp, shown } from "./set-up.ts";

type Answer = Response | undefined;

async function polling() {
  const parts = setUp();
  const { world, room } = parts;
  for (const body of numbers(1, 3)) room.say(body);
  room.upgrades = "refuse";
  const client = parts.open();
  await world.advance(5_000);
  expect(client.state.connection.name).toBe("polling");
  return {
    ...parts,
    client,
    /** Says `m4` to `m6`, and takes them back. */
    rollBack: () => (room.log = room.log.slice(0, 3)),
    sayB: () => ["b4", "b5", "b6"].map((body) => room.say(body)),
    /** Answers the next request for this at once, but the answer is on its way until one lets it come. */
    hold(field: "after" | "around" | "post"): () => Promise<void> {
      const answer = world.onFetch!;
      let come: () => void = () => {};
      world.onFetch = (method, url, ...rest) => {
        const answered = answer(method, url, ...rest);
        if (method === "POST" ? field !== "post" : !url.searchParams.has(field)) return answered;
        world.onFetch = answer;
        return new Promise<Answer>((resolve) => (come = () => resolve(answered)));
      };
      return () => (come(), world.settle());
    },
    /** The socket that it tries by itself, before the server has seen it. */
    async nextSocket() {
      const { onUpgrade } = world;
      const { length } = world.sockets;
      world.onUpgrade = undefined;
      while (world.sockets.length === length) await world.advance(100);
      world.onUpgrade = onUpgrade;
      room.upgrades = "open";
      const { socket } = world;
      return { socket, accept: () => onUpgrade?.(socket) };
    },
  };
}

const OF_B = [...numbers(1, 3), "b4", "b5", "b6"];

describe("a rollback while answers are on their way [H7] [G4]", () => {
  it("[H7] a page of messages that comes late joins no log but its own", async () => {
    const { world, room, client, rollBack, sayB, hold } = await polling();
    for (const body of numbers(4, 6)) room.say(body);
    const come = hold("around");
    const jump = client.jumpTo({ seq: 5 });
    await world.settle();
    rollBack();
    sayB();
    client.wake();
    await world.settle();
    expect(shown(client)).toEqual(OF_B);
    await come();
    await world.advance(1_000);
    await jump;
    expect(shown(client)).toEqual(OF_B);
  });

  it("[H7] a page whose entries were rolled back is asked for anew with the next news", async () => {
    const { world, room, client, rollBack, hold } = await polling();
    for (const body of numbers(4, 6)) room.say(body);
    const come = hold("around");
    const jump = client.jumpTo({ seq: 5 });
    await world.settle();
    rollBack();
    await come();
    await world.advance(1_000);
    await jump;
    expect(shown(client)).toEqual(numbers(1, 3));
    const asked = world.requests.length;
    await world.advance(1_000);
    expect(world.requests.length - asked).toBeLessThan(2);
  });

  it("[H7] entries that come after a socket are not taken", async () => {
    const { world, room, client, rollBack, sayB, hold } = await polling();
    for (const body of numbers(4, 6)) room.say(body);
    const come = hold("after");
    client.wake();
    await world.settle();
    rollBack();
    room.upgrades = "open";
    client.reconnect();
    await world.advance(100);
    expect(client.state.connection.name).toBe("live");
    await come();
    expect(shown(client)).toEqual(numbers(1, 3));
    sayB();
    expect(shown(client)).toEqual(OF_B);
  });

  it("[H7] entries that were asked for with another cursor are not taken", async () => {
    const { world, room, client, rollBack, hold } = await polling();
    for (const body of numbers(4, 5)) room.say(body);
    const come = hold("after");
    client.wake();
    await world.settle();
    rollBack();
    room.upgrades = "open";
    client.reconnect();
    await world.advance(100);
    room.upgrades = "refuse";
    world.socket.cut();
    // What asks whether the server is there brings news, too.
    room.say("b4");
    await world.advance(2_000);
    expect(shown(client)).toEqual([...numbers(1, 3), "b4"]);
    expect(client.state.connection.name).not.toBe("live");
    await come();
    expect(shown(client)).toEqual([...numbers(1, 3), "b4"]);
    for (const body of ["b5", "b6"]) room.say(body);
    await world.advance(60_000);
    expect(shown(client)).toEqual(OF_B);
  });

  it("[H7] a socket that was asked for before the polls went on is given up for one with their cursor", async () => {
    const { world, room, client, rollBack, sayB, nextSocket } = await polling();
    const { accept } = await nextSocket();
    for (const body of numbers(4, 6)) room.say(body);
    client.wake();
    await world.settle();
    expect(client.state.head).toBe(6);
    rollBack();
    accept();
    await world.advance(2_000);
    expect(client.state).toMatchObject({ connection: { name: "live" }, head: 3 });
    sayB();
    await world.advance(100);
    expect(shown(client)).toEqual(OF_B);
  });

  it("[H7] [L8] what is unread is counted once, where the polls went ahead of a welcome", async () => {
    const { world, room, client, nextSocket } = await polling();
    const { accept } = await nextSocket();
    room.latency = () => 1_000;
    accept();
    for (const body of numbers(4, 5)) room.say(body);
    client.wake();
    await world.settle();
    expect(client.state.head).toBe(5);
    room.latency = undefined;
    await world.advance(5_000);
    expect(client.state).toMatchObject({ connection: { name: "live" }, unread: 5 });
  });

  it("[H7] [G2] `accepted` of a log that was rolled back does not keep a command from being sent again", async () => {
    const { world, room, client, rollBack, hold } = await polling();
    for (const body of numbers(4, 5)) room.say(body);
    client.wake();
    await world.settle();
    const come = hold("post");
    client.post("mine");
    await world.settle();
    expect(room.bodies()).toEqual([...numbers(1, 5), "mine"]);
    rollBack();
    client.wake();
    await world.settle();
    expect(client.state.head).toBe(3);
    await come();
    await world.advance(5_000);
    expect(room.bodies()).toEqual([...numbers(1, 3), "mine"]);
    expect(pending(client)).toEqual([]);
  });
});
