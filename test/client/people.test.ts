import { describe, expect, it } from "vitest";
import { changed, isStale } from "../../src/client/presence.ts";
import { BOB, ME } from "./fake-room.ts";
import { setUp } from "./set-up.ts";

describe("presence", () => {
  it("lists who joins and leaves, each once", () => {
    const one = { online: ["a"], onlineCount: 1 };
    const two = changed(one, { type: "presence", joined: ["b"], left: [], onlineCount: 2 });
    const again = changed(two, { type: "presence", joined: ["b"], left: [], onlineCount: 2 });
    expect(again).toEqual({ online: ["a", "b"], onlineCount: 2 });
    const none = changed(again, { type: "presence", joined: [], left: ["a", "x"], onlineCount: 1 });
    expect(none).toEqual({ online: ["b"], onlineCount: 1 });
  });

  it("takes the count alone above 100, and knows when the list could be whole again", () => {
    const many = { online: ["a", "b"], onlineCount: 101 };
    const more = changed(many, { type: "presence", joined: [], left: [], onlineCount: 150 });
    expect(more).toEqual({ online: ["a", "b"], onlineCount: 150 });
    expect(isStale(more, 100)).toBe(false);
    expect(isStale({ ...more, onlineCount: 99 }, 100)).toBe(true);
  });

  it("asks who is there where the list is not whole", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.send({ type: "presence", joined: [], left: [], onlineCount: 2 });
    await world.advance(0);
    expect(client.state).toMatchObject({ online: [ME.id, BOB.id], onlineCount: 2 });
    expect(client.state.people.get(BOB.id)).toEqual({ handle: "bob", name: "Bob" });
  });

  it("keeps the names that frames told", async () => {
    const { room, live } = setUp();
    const client = await live();
    const people = { [BOB.id]: { handle: "bob", name: "Bob" } };
    room.send({ type: "presence", joined: [BOB.id], left: [], onlineCount: 2, people });
    expect(client.state.online).toEqual([ME.id, BOB.id]);
    expect(client.state.people.get(BOB.id)?.name).toBe("Bob");
    expect(client.state.people.get(ME.id)?.name).toBe("Ada");
  });
});

describe("typing", () => {
  const typing = { type: "typing", by: BOB.id } as const;

  it("is taken from `presence` in a large room, one's own left out", async () => {
    const { room, live } = setUp();
    const client = await live();
    const people = { [BOB.id]: { handle: "bob", name: "Bob" } };
    const both = { joined: [], left: [], onlineCount: 200, typing: [ME.id, BOB.id] };
    room.send({ type: "presence", ...both, people });
    expect(client.state.typing).toEqual([BOB.id]);
    expect(client.state.people.get(BOB.id)?.name).toBe("Bob");
  });

  it("is shown for 5 s, or until their message comes, or they leave", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.send(typing);
    expect(client.state.typing).toEqual([BOB.id]);
    await world.advance(3_000);
    room.send(typing);
    await world.advance(4_900);
    expect(client.state.typing).toEqual([BOB.id]);
    await world.advance(200);
    expect(client.state.typing).toEqual([]);
    room.send(typing);
    room.say("there");
    expect(client.state.typing).toEqual([]);
    room.send(typing);
    room.send({ type: "presence", joined: [], left: [BOB.id], onlineCount: 1 });
    expect(client.state.typing).toEqual([]);
  });

  it("does not show oneself, and ends with the connection", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.send({ type: "typing", by: ME.id });
    expect(client.state.typing).toEqual([]);
    room.send(typing);
    world.socket.cut();
    expect(client.state.typing).toEqual([]);
  });

  it("says so at most once in 3 s, and only where it is heard", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    const said = () => room.frames.filter(({ type }) => type === "typing").length;
    for (let i = 0; i < 60; i++) {
      client.typing();
      await world.advance(100);
    }
    expect(said()).toBe(2);
    world.socket.cut();
    client.typing();
    await world.advance(2_000);
    client.typing();
    await world.advance(100);
    expect(said()).toBe(3);
  });
});

describe("reading", () => {
  const reads = (frames: { type: string }[]) => frames.filter(({ type }) => type === "read").length;

  it("counts what others write; one's own messages are never unread, and read what is before", async () => {
    const { world, room, live } = setUp();
    room.say("one");
    const client = await live();
    expect(client.state).toMatchObject({ unread: 1, readSeq: 0 });
    room.say("two");
    expect(client.state.unread).toBe(2);
    client.post("mine");
    await world.advance(0);
    expect(client.state).toMatchObject({ unread: 0, readSeq: 3 });
    room.say("from my phone", ME.id);
    expect(client.state).toMatchObject({ unread: 0, readSeq: 4 });
    room.add("wave");
    expect(client.state.unread).toBe(0);
    await world.advance(2_000);
    expect(reads(room.frames)).toBe(0);
  });

  it("marks up to the head or a message, never back, at most once a second", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    for (const body of ["a", "b", "c", "d"]) room.say(body);
    client.markRead(2);
    expect(client.state).toMatchObject({ readSeq: 2, unread: 2 });
    client.markRead(1);
    expect(client.state.readSeq).toBe(2);
    client.markRead(3);
    client.markRead();
    client.markRead(99);
    expect(client.state).toMatchObject({ readSeq: 4, unread: 0 });
    await world.advance(0);
    expect(room.readSeq).toBe(2);
    await world.advance(1_000);
    expect(room.readSeq).toBe(4);
    expect(reads(room.frames)).toBe(2);
  });

  it("[H6] sends the mark again after welcome where it is ahead", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    for (const body of ["a", "b", "c"]) room.say(body);
    world.socket.cut();
    client.markRead();
    room.say("d");
    await world.advance(2_000);
    expect(room.readSeq).toBe(3);
    expect(client.state).toMatchObject({ readSeq: 3, unread: 1 });
  });

  it("takes the welcome's word after a reset", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    for (const body of ["a", "b", "c"]) room.say(body);
    client.markRead();
    await world.advance(1_000);
    room.epoch = "e2";
    room.log = room.log.slice(0, 2);
    room.readSeq = 1;
    world.socket.cut();
    await world.advance(3_000);
    expect(client.state).toMatchObject({ readSeq: 1, unread: 1 });
    expect(room.readSeq).toBe(1);
  });

  it("[L7] takes the welcome's word where its own mark is above the head", async () => {
    const { world, room, live } = setUp();
    for (const body of ["a", "b", "c"]) room.say(body);
    room.readSeq = 3;
    room.lose = ({ type }) => type === "entries";
    const client = await live({ fromStart: true });
    expect(client.state).toMatchObject({ head: 0, readSeq: 3 });
    room.lose = undefined;
    room.log = [];
    room.readSeq = 0;
    room.say("new");
    world.socket.cut();
    await world.advance(2_000);
    expect(client.state).toMatchObject({ head: 1, readSeq: 0, unread: 1 });
  });

  it("follows one's other devices, and nobody else", async () => {
    const { room, live } = setUp();
    const client = await live();
    for (const body of ["a", "b"]) room.say(body);
    room.send({ type: "read", by: BOB.id, ...room.left(2) });
    expect(client.state.unread).toBe(2);
    room.send({ type: "read", by: ME.id, ...room.left(1) });
    expect(client.state).toMatchObject({ readSeq: 1, unread: 1 });
  });

  describe("[L8] where the messages in between are not at hand", () => {
    /** Live, but no page of history ever comes. */
    async function bare(said: number) {
      const made = setUp();
      made.room.lose = ({ type }) => type === "history";
      for (let i = 0; i < said; i++) made.room.say(`m${i}`);
      const client = await made.live();
      expect(client.state.timeline.messages).toEqual([]);
      return { ...made, client };
    }

    it("[H6] asks what is left above a mark that the server had not heard of", async () => {
      const { world, room, client } = await bare(5);
      world.socket.cut();
      client.markRead();
      room.say("a");
      room.say("b");
      await world.advance(2_000);
      expect(room.readSeq).toBe(5);
      expect(client.state).toMatchObject({ readSeq: 5, unread: 2 });
      room.say("c");
      expect(client.state.unread).toBe(3);
    });

    it("asks again where the answer is lost, and no more once it has come", async () => {
      const { world, room, client } = await bare(5);
      const asked = () => room.frames.filter((frame) => frame.type === "read").length;
      room.lose = ({ type }) => type === "history" || type === "read";
      client.markRead(3);
      await world.advance(5_900);
      expect(client.state).toMatchObject({ readSeq: 3, unread: 5 });
      expect(asked()).toBe(2);
      room.lose = ({ type }) => type === "history";
      await world.advance(100);
      expect(client.state).toMatchObject({ readSeq: 3, unread: 2 });
      await world.advance(60_000);
      expect(asked()).toBe(3);
    });

    it("takes the word of what another device has read", async () => {
      const { room, client } = await bare(5);
      room.send({ type: "read", by: ME.id, ...room.left(4) });
      expect(client.state).toMatchObject({ readSeq: 4, unread: 1 });
      // An answer from before changes nothing.
      room.send({ type: "read", by: ME.id, ...room.left(2) });
      expect(client.state).toMatchObject({ readSeq: 4, unread: 1 });
    });

    it("asks nothing where it knows: at the head, or with all of it on show", async () => {
      const { world, room, live } = setUp();
      for (const body of ["a", "b", "c"]) room.say(body);
      const client = await live();
      client.markRead(2);
      expect(client.state.unread).toBe(1);
      client.markRead();
      await world.advance(1_000);
      world.socket.cut();
      await world.advance(2_000);
      expect(room.readSeq).toBe(3);
      expect(room.frames).not.toContainEqual(expect.objectContaining({ count: true }));
    });
  });

  it("[L8] counts what a replay still brings once, whatever is read or told in the midst of it", async () => {
    for (const told of [false, true]) {
      const { world, room, live } = setUp();
      const client = await live();
      for (const body of ["a", "b"]) room.say(body);
      world.socket.cut();
      room.pageSize = 2;
      for (const body of ["c", "d", "e", "f"]) room.say(body);
      room.latency = () => 500;
      for (let i = 0; i < 100 && client.state.head < 4; i++) await world.advance(100);
      expect(client.state).toMatchObject({ connection: { name: "replaying" }, unread: 6 });
      if (told) {
        room.say("g");
        room.send({ type: "read", by: ME.id, ...room.left(4) });
      } else client.markRead();
      await world.advance(3_000);
      expect(world.sockets).toHaveLength(2);
      expect(client.state).toMatchObject({ head: room.log.length, readSeq: 4 });
      expect(client.state.unread).toBe(room.log.length - 4);
    }
  });

  it("counts what was missed once", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    room.say("a");
    world.socket.cut();
    room.say("b");
    room.say("c");
    await world.advance(2_000);
    expect(client.state.unread).toBe(3);
  });

  it("draws the line where one had read up to, until one leaves", async () => {
    const { room, live, open, world } = setUp();
    room.say("a");
    room.readSeq = 1;
    room.say("b");
    const client = open();
    client.enter();
    await world.advance(0);
    expect(client.state.newAfter).toBe(1);
    client.markRead();
    room.say("c");
    expect(client.state.newAfter).toBe(1);
    client.markRead();
    client.leave();
    expect(client.state).not.toHaveProperty("newAfter");
    client.enter();
    expect(client.state).not.toHaveProperty("newAfter");
    client.leave();
    room.say("d");
    client.enter();
    expect(client.state.newAfter).toBe(3);
    expect((await live()).state).not.toHaveProperty("newAfter");
  });
});

describe("listeners", () => {
  it("hear of changes once per microtask, and not after they left", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    let calls = 0;
    const stop = client.subscribe(() => (calls += 1));
    const before = client.state;
    for (const body of ["a", "b", "c"]) room.say(body);
    expect(calls).toBe(0);
    await world.settle();
    expect(calls).toBe(1);
    expect(client.state).not.toBe(before);
    expect(before.timeline.messages).toEqual([]);
    stop();
    room.say("d");
    await world.settle();
    expect(calls).toBe(1);
  });
});

describe("what concerns oneself", () => {
  it("is what welcome tells, and then what comes, until it is read", async () => {
    const { room, live } = setUp();
    const client = await live();
    room.say("one");
    room.send({
      type: "entries",
      entries: [
        {
          seq: 2,
          ts: 2,
          by: BOB.id,
          kind: "message",
          id: "mention-1",
          body: "@me",
          mentions: { me: ME.id },
        },
      ],
    });
    expect(client.state.mentions).toEqual([2]);
    client.markRead();
    expect(client.state.mentions).toEqual([]);
  });

  it("[H6] a mark set back holds, whatever was read here before", async () => {
    const { world, room, live } = setUp();
    const client = await live();
    for (const body of ["a", "b", "c"]) room.say(body);
    client.markRead();
    await world.advance(1_000);
    const left = { unread: 2, mentions: [2] };
    room.send({ type: "read", by: ME.id, seq: 1, head: 3, turn: 1, ...left });
    expect(client.state).toMatchObject({ readSeq: 1, ...left });
    client.markRead(2);
    await world.advance(1_000);
    expect(room.frames.findLast(({ type }) => type === "read")).toMatchObject({ seq: 2, turn: 1 });
  });

  it("hears how far others have read", async () => {
    const { room, live } = setUp();
    const client = await live();
    room.send({ type: "presence", joined: [], left: [], onlineCount: 1, reads: { [BOB.id]: 3 } });
    room.send({ type: "presence", joined: [], left: [], onlineCount: 1, reads: { [BOB.id]: 2 } });
    expect(client.state.reads?.get(BOB.id)).toBe(3);
  });
});
