// The room's shell in workerd: commit before send, hibernation, presence, seats, bad frames.
// [L1] [L3] [L8] [P3] [P5] [C4] [C5] [F2] [H3] [H6] [T1] [T2]

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import { migrate } from "../../src/lib/sql.ts";
import { MIGRATIONS } from "../../src/room/schema.ts";
import type { Room } from "../../src/worker/objects/room.ts";
import { sqlOf } from "../../src/worker/objects/storage.ts";
import {
  ask,
  bindings,
  enter,
  json,
  makeRoom,
  post,
  signUp,
  unique,
  until,
  upgrade,
  type Socket,
  type Visitor,
} from "./visitor.ts";

const stubOf = (room: string) => bindings.ROOM.get(bindings.ROOM.idFromName(room));
const inside = <R>(room: string, look: (room: Room, state: DurableObjectState) => R | Promise<R>) =>
  runInDurableObject(stubOf(room), look);

async function twoInARoom() {
  const [ada, bea] = [await signUp("ada"), await signUp("bea")];
  const room = await makeRoom(ada);
  const [a, b] = [await enter(room, ada), await enter(room, bea)];
  await a.next("welcome");
  await b.next("welcome");
  const leave = () => [a, b].forEach((socket) => socket.close());
  return { ada, bea, room, a, b, leave };
}

describe("messages", () => {
  test("[L3] everybody receives the entry, its author gets `accepted` too", async () => {
    const { a, b, leave } = await twoInARoom();
    a.send(post("hello", "post-0001"));
    const [mine, theirs] = [await a.next("entries"), await b.next("entries")];
    expect(mine.entries).toEqual(theirs.entries);
    expect(await a.next("accepted")).toMatchObject({ id: "post-0001", seq: 1 });
    leave();
  });

  test("[L8] a post writes exactly one row", async () => {
    const { a, room, leave } = await twoInARoom();
    a.send(post("first"));
    await a.next("accepted");
    const before = await inside(room, (object) => object.rows.written);
    for (let i = 0; i < 10; i++) {
      a.send(post(`message ${i}`));
      await a.next("accepted");
    }
    expect(await inside(room, (object) => object.rows.written)).toBe(before + 10);
    leave();
  });

  test("[L1] a throw inside the transaction: no row, no frame, `internal`, and the next one lands", async () => {
    const { a, b, room, leave } = await twoInARoom();
    await inside(
      room,
      (_, state) =>
        void state.storage.sql.exec(
          "CREATE TRIGGER bug AFTER INSERT ON log BEGIN SELECT RAISE(ABORT, 'bug'); END",
        ),
    );
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    a.send(post("lost?", "post-0001"));
    expect(await a.next("rejected")).toMatchObject({ id: "post-0001", code: "internal" });
    expect(error).toHaveBeenCalledOnce();
    expect(error.mock.calls[0]?.[0]).not.toContain("lost?");
    error.mockRestore();
    await inside(room, (_, state) => void state.storage.sql.exec("DROP TRIGGER bug"));
    a.send(post("lost?", "post-0001"));
    expect(await a.next("accepted")).toMatchObject({ seq: 1 });
    expect((await b.next("entries")).entries).toHaveLength(1);
    expect(b.frames.filter(({ type }) => type === "entries")).toHaveLength(1);
    leave();
  });

  test.each(["hibernate", "close"] as const)(
    "[P3] eviction with `%s`: a retry is a duplicate, the log goes on",
    async (webSockets) => {
      const { ada, bea, room, a, leave } = await twoInARoom();
      a.send(post("one", "post-0001"));
      await a.next("accepted");
      await evictDurableObject(stubOf(room), { webSockets });
      const again = webSockets === "close" ? await enter(room, ada, "?after=0") : a;
      again.send(post("one", "post-0001"));
      expect(await again.next("accepted")).toMatchObject({ seq: 1, duplicate: true });
      again.send(post("two", "post-0002"));
      expect(await again.next("accepted")).toMatchObject({ seq: 2 });
      const late = await enter(room, bea, "?after=0");
      expect((await late.next("entries")).entries.map(({ seq }) => seq)).toEqual([1, 2]);
      late.close();
      again.close();
      leave();
    },
  );

  test("[P5] the held line survives hibernation", async () => {
    const { a, room, leave } = await twoInARoom();
    await inside(
      room,
      (_, state) =>
        void state.storage.sql.exec(
          "CREATE TRIGGER bug AFTER INSERT ON log BEGIN SELECT RAISE(ABORT, 'bug'); END",
        ),
    );
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    a.send(post("one", "post-0001"));
    await a.next("rejected");
    error.mockRestore();
    await inside(room, (_, state) => void state.storage.sql.exec("DROP TRIGGER bug"));
    await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
    a.send(post("two", "post-0002"));
    expect(await a.next("rejected")).toMatchObject({ id: "post-0002", code: "out_of_order" });
    a.send(post("one", "post-0001"));
    expect(await a.next("accepted")).toMatchObject({ seq: 1 });
    leave();
  });

  test.each([
    ["", "accepted"],
    ["?drops=1", "rejected"],
  ] as const)(
    "[P5] what comes after a refusal for good, on a connection with `%s`",
    async (query, type) => {
      const { ada, room, leave } = await twoInARoom();
      const socket = await enter(room, ada, query);
      await socket.next("welcome");
      socket.send({ type: "edit", id: "edit-0001", after: 0, seq: 9, body: "x" });
      expect(await socket.next("rejected")).toMatchObject({ id: "edit-0001", code: "not_found" });
      await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
      socket.send(post("one", "post-0001"));
      expect(await socket.next(type)).toMatchObject({ id: "post-0001" });
      socket.send({ type: "drop", id: "edit-0001" });
      socket.send(post("two", "post-0002"));
      expect(await socket.next("accepted")).toMatchObject({ id: "post-0002" });
      socket.close();
      leave();
    },
  );

  test("[T1] [T2] the same log over HTTP, and live on the sockets", async () => {
    const { bea, room, a, leave } = await twoInARoom();
    const command = { type: "post", id: "post-0001", body: "over http" };
    const path = `/api/rooms/${room}/log`;
    expect(await (await ask(path, json(command, bea.auth))).json()).toMatchObject({
      type: "accepted",
      seq: 1,
    });
    expect(await (await ask(path, json(command, bea.auth))).json()).toMatchObject({
      seq: 1,
      duplicate: true,
    });
    expect((await a.next("entries")).entries).toMatchObject([{ body: "over http", by: bea.id }]);
    const conflict = await ask(path, json({ ...command, body: "other" }, bea.auth));
    expect([conflict.status, ((await conflict.json()) as { code: string }).code]).toEqual([
      409,
      "id_conflict",
    ]);
    const page = await ask(`${path}?after=0`, { headers: bea.auth });
    const body = (await page.json()) as { epoch: string };
    expect(body).toMatchObject({
      head: 1,
      entries: [{ seq: 1 }],
      more: false,
      people: { [bea.id]: { handle: bea.handle } },
    });
    const etag = page.headers.get("etag") ?? "";
    expect(
      (await ask(`${path}?after=1`, { headers: { ...bea.auth, "If-None-Match": etag } })).status,
    ).toBe(304);
    expect((await ask(`${path}?after=1&epoch=other`, { headers: bea.auth })).status).toBe(409);
    expect((await ask(`${path}?after=x`, { headers: bea.auth })).status).toBe(400);
    const older = await ask(`${path}?before=2`, { headers: bea.auth });
    // Of another past it would be another page [H7].
    expect(older.headers.get("etag")).toContain(command.id);
    expect(await older.json()).toMatchObject({
      at: command.id,
      messages: [{ seq: 1 }],
      start: true,
    });
    expect((await ask(path, json({ type: "typing" }, bea.auth))).status).toBe(400);
    expect((await ask(path, { method: "POST", body: "nonsense", headers: bea.auth })).status).toBe(
      400,
    );
    leave();
  });

  test("[H3] the runtime answers `ping` with the head of the last commit", async () => {
    const { a, room, leave } = await twoInARoom();
    a.send(post("one"));
    await a.next("accepted");
    a.sendRaw("ping");
    expect((await a.next("pong")).text).toMatch(/^pong [a-z2-7]{26} 1$/);
    await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
    a.sendRaw("ping");
    expect((await a.next("pong")).text).toMatch(/ 1$/);
    leave();
  });
});

describe("presence", () => {
  test("three tabs count once, also after hibernation, and the last one to go is `left`", async () => {
    const { ada, bea, room, a, b } = await twoInARoom();
    const more = [await enter(room, bea), await enter(room, bea)];
    expect((await more[1]?.next("welcome"))?.onlineCount).toBe(2);
    await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
    a.send({ type: "who", ref: "w" });
    expect((await a.next("who")).people.map(({ id }) => id).toSorted()).toEqual(
      [ada.id, bea.id].toSorted(),
    );
    for (const socket of [b, ...more]) socket.close();
    for (;;) {
      const change = await a.next("presence");
      if (change.left.length > 0) {
        expect(change).toMatchObject({ left: [bea.id], onlineCount: 1 });
        break;
      }
    }
    a.close();
  });

  test("typing reaches the others, not oneself, at most once in 3 s", async () => {
    const { ada, a, b, leave } = await twoInARoom();
    a.send({ type: "typing" });
    expect((await b.next("typing")).by).toBe(ada.id);
    expect(a.frames.some(({ type }) => type === "typing")).toBe(false);
    leave();
  });
});

describe("read marks", () => {
  test("[H6] [L8] kept with the socket, echoed to one's other devices, written behind in one row", async () => {
    const { bea, room, a, b, leave } = await twoInARoom();
    const device = await enter(room, bea);
    await device.next("welcome");
    for (let i = 0; i < 3; i++) a.send(post(`message ${i}`));
    await b.next("entries");
    await until(() => b.frames.filter(({ type }) => type === "entries").length === 3);
    const before = await inside(room, (object) => object.rows.written);
    for (const seq of [1, 2, 3]) b.send({ type: "read", seq });
    expect(await device.next("read")).toMatchObject({ by: bea.id, seq: 1 });
    await until(() => device.frames.filter(({ type }) => type === "read").length === 3);
    expect(await inside(room, (object) => object.rows.written)).toBe(before);
    await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
    expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
    const back = await enter(room, bea);
    expect(await back.next("welcome")).toMatchObject({ readSeq: 3, unread: 0 });
    for (const socket of [device, back]) socket.close();
    leave();
  });

  test("[H6] a mark is not lost with its socket", async () => {
    const { bea, room, a, b } = await twoInARoom();
    a.send(post("one"));
    await b.next("entries");
    b.send({ type: "read", seq: 1 });
    b.send({ type: "who", ref: "w" });
    await b.next("who");
    b.close();
    await b.closed;
    a.close();
    await evictDurableObject(stubOf(room), { webSockets: "close" });
    const back = await enter(room, bea);
    expect(await back.next("welcome")).toMatchObject({ readSeq: 1, unread: 0 });
    back.close();
  });

  test("[H6] a mark is not lost, and one is said to be gone, where the closing socket wakes the room", async () => {
    const { bea, room, a, b } = await twoInARoom();
    a.send(post("one"));
    await b.next("entries");
    b.send({ type: "read", seq: 1 });
    b.send({ type: "who", ref: "w" });
    await b.next("who");
    await until(() => a.frames.some((f) => f.type === "presence" && bea.id in (f.reads ?? {})));
    await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
    b.close();
    await until(() => a.frames.some((f) => f.type === "presence" && f.left.includes(bea.id)));
    await evictDurableObject(stubOf(room), { webSockets: "close" });
    const back = await enter(room, bea);
    expect(await back.next("welcome")).toMatchObject({ readSeq: 1, unread: 0 });
    back.close();
  });

  test("[L8] one's own messages are read, also where the room died before it wrote so", async () => {
    const ada = await signUp("ada");
    const room = await makeRoom(ada);
    const path = `/api/rooms/${room}/log`;
    for (let i = 0; i < 3; i++) await ask(path, json(post(`message ${i}`), ada.auth));
    await evictDurableObject(stubOf(room), { webSockets: "close" });
    const back = await enter(room, ada);
    expect(await back.next("welcome")).toMatchObject({ head: 3, readSeq: 3, unread: 0 });
    back.close();
  });

  test("[H6] a mark that was set back stays so, also above a message of one's own, where the room dies", async () => {
    const { ada, room, a, leave } = await twoInARoom();
    for (let i = 0; i < 3; i++) a.send(post(`message ${i}`));
    await until(() => a.frames.filter(({ type }) => type === "accepted").length === 3);
    a.send({ type: "unread", seq: 2 });
    await a.next("read");
    await evictDurableObject(stubOf(room), { webSockets: "close" });
    const back = await enter(room, ada);
    expect(await back.next("welcome")).toMatchObject({ head: 3, readSeq: 1, unread: 2 });
    back.close();
    leave();
  });

  test("[H6] a room from before goes on with the marks that it has", async () => {
    const ada = await signUp("ada");
    const name = unique("old").toLowerCase();
    const before = MIGRATIONS.findIndex((step) => step.some((line) => line.includes("mark_page")));
    await inside(name, (_, { storage }) => {
      const sql = sqlOf(storage);
      migrate(sql, MIGRATIONS.slice(0, before));
      sql.all(
        "INSERT INTO room (name, title, topic, epoch, created_ts, created_by, created_id, announced) VALUES (?, 'Old', '', 'e', 0, '', '', 1)",
        name,
      );
      sql.all(
        "INSERT INTO member (id, handle, name, joined_ts, read_seq, read_turn) VALUES (?, 'ada', 'Ada', 0, 1, 1)",
        ada.id,
      );
      for (const seq of [1, 2, 3])
        sql.all(
          "INSERT INTO log VALUES (?1, ?1, 0, ?2, 'message', ?1, NULL, NULL, NULL, 'x')",
          seq,
          ada.id,
        );
      sql.all("INSERT INTO consumer (name, seq) VALUES ('authors', 3)");
    });
    await evictDurableObject(stubOf(name), { webSockets: "close" });
    const back = await enter(name, ada);
    expect(await back.next("welcome")).toMatchObject({ head: 3, readSeq: 1, unread: 2 });
    back.close();
  });

  test("[L8] a batch of marks is one row; then waking reads no entries", async () => {
    const { ada, room, leave } = await twoInARoom();
    const path = `/api/rooms/${room}/log`;
    const write = async () => await ask(path, json(post("a message"), ada.auth));
    const readOnWaking = async () => {
      await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
      return inside(room, (object) => object.rows.read);
    };
    const atAlarm = async () => {
      const later = Date.now() + 120_000;
      const clock = vi.spyOn(Date, "now").mockImplementation(() => later);
      await runDurableObjectAlarm(stubOf(room));
      clock.mockRestore();
    };
    await write();
    await atAlarm();
    const least = await readOnWaking();
    const written = await inside(room, (object) => object.rows.written);
    for (let i = 0; i < 20; i++) await write();
    await atAlarm();
    // The messages, and the marks with how far they are written.
    expect(await inside(room, (object) => object.rows.written)).toBe(written + 20 + 1);
    expect(await readOnWaking()).toBe(least);
    await write();
    expect(await readOnWaking()).toBeGreaterThan(least);
    leave();
  });

  test("[H6] a mark that was written long ago is nothing to do on waking", async () => {
    const { room, a, b, leave } = await twoInARoom();
    a.send(post("one"));
    await b.next("entries");
    b.send({ type: "read", seq: 1 });
    b.send({ type: "who", ref: "w" });
    await b.next("who");
    const later = Date.now() + 120_000;
    const clock = vi.spyOn(Date, "now").mockImplementation(() => later);
    await runDurableObjectAlarm(stubOf(room));
    await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
    a.send(post("two"));
    await until(() => a.frames.filter(({ type }) => type === "accepted").length === 2);
    const due = () => inside(room, (_, state) => state.storage.getAlarm());
    await until(async () => (await due()) !== null);
    expect(await due()).toBeGreaterThan(later);
    clock.mockRestore();
    leave();
  });
});

describe("consumers", () => {
  type MyRooms = { rooms: { name: string; unread: number; level: string }[] };
  const unreadOf = async (visitor: Visitor, room: string) => {
    const { rooms } = (await (
      await ask("/api/me/rooms", { headers: visitor.auth })
    ).json()) as MyRooms;
    return rooms.find(({ name }) => name === room);
  };

  test("[T6] one who is away learns of unread messages, at least once, also after a failed delivery", async () => {
    const { bea, room, a, b } = await twoInARoom();
    b.close();
    await b.closed;
    expect(await unreadOf(bea, room)).toEqual({ name: room, unread: 0, level: "mentions" });
    for (let i = 0; i < 3; i++) a.send(post(`message ${i}`));
    await until(() => a.frames.filter(({ type }) => type === "accepted").length === 3);
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const failing = vi.spyOn(bindings.PERSON, "get").mockImplementation(() => {
      throw new Error("out of reach");
    });
    await runDurableObjectAlarm(stubOf(room));
    failing.mockRestore();
    error.mockRestore();
    expect((await unreadOf(bea, room))?.unread).toBe(0);
    await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
    expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
    expect((await unreadOf(bea, room))?.unread).toBe(3);
    const back = await enter(room, bea);
    back.send({ type: "read", seq: 3 });
    back.send({ type: "who", ref: "w" });
    await back.next("who");
    expect((await unreadOf(bea, room))?.unread).toBe(0);
    back.close();
    a.close();
  });

  test("[G6] where all are present, or know, an entry arms no alarm but that of the mark", async () => {
    const { room, a, b, leave } = await twoInARoom();
    const due = () =>
      inside(room, async (_, state) => (await state.storage.getAlarm()) ?? Infinity);
    a.send(post("all are here"));
    await a.next("accepted");
    expect(await due()).toBeGreaterThan(Date.now() + 10_000);
    b.close();
    await b.closed;
    a.send(post("one left"));
    await until(() => a.frames.filter(({ type }) => type === "accepted").length === 2);
    expect(await due()).toBeLessThan(Date.now() + 10_000);
    await runDurableObjectAlarm(stubOf(room));
    await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
    a.send(post("who left knows"));
    await until(() => a.frames.filter(({ type }) => type === "accepted").length === 3);
    expect(await due()).toBeGreaterThan(Date.now() + 10_000);
    leave();
  });

  test("[G6] nothing is armed where nothing is left to do", async () => {
    const { room, a, leave } = await twoInARoom();
    a.send(post("one"));
    await a.next("accepted");
    const later = Date.now() + 120_000;
    const clock = vi.spyOn(Date, "now").mockImplementation(() => later);
    await runDurableObjectAlarm(stubOf(room));
    clock.mockRestore();
    expect(await inside(room, (_, state) => state.storage.getAlarm())).toBeNull();
    leave();
  });

  test("[T6] the notification level is one's own, and only for rooms one has been in", async () => {
    const { bea, room, leave } = await twoInARoom();
    const put = (name: string, body: object) =>
      ask(`/api/me/rooms/${name}`, { ...json(body, bea.auth), method: "PUT" });
    expect((await put(room, { level: "nothing" })).status).toBe(204);
    expect((await unreadOf(bea, room))?.level).toBe("nothing");
    expect((await put(room, { level: "loud" })).status).toBe(400);
    expect((await put(unique("nowhere"), { level: "all" })).status).toBe(404);
    leave();
  });

  test("[C2] asking for a room that does not exist makes it none of one's own", async () => {
    const ada = await signUp();
    const room = unique("nowhere");
    await upgrade(`/room/${room}`, ada.auth);
    expect(await unreadOf(ada, room)).toBeUndefined();
  });
});

describe("slow readers", () => {
  test("[H4] probed after 1 MiB, closed 4008 after 4 MiB without a frame; any frame resets; others go on", async () => {
    const { bea, room, a, b, leave } = await twoInARoom();
    const body = "x".repeat(8_000);
    const flood = async (count: number) => {
      for (let i = 0; i < count; i++) a.send(post(body));
      await until(() => a.frames.filter(({ type }) => type === "accepted").length >= sent + count);
      sent += count;
    };
    let sent = 0;
    await flood(150);
    await b.next("probe");
    b.send({ type: "received" });
    await flood(400);
    expect(b.frames.filter(({ type }) => type === "probe")).toHaveLength(2);
    const slow = b.closed;
    await flood(150);
    expect((await slow).code).toBe(4008);
    for (;;) if ((await a.next("presence")).left.includes(bea.id)) break;
    const back = await enter(room, bea, "?after=690");
    expect((await back.next("entries")).entries.at(-1)?.seq).toBe(700);
    back.close();
    leave();
  });

  test("[H4] who pings and reads nothing is closed after 16 MiB; who answers the probes goes on", async () => {
    const { room, a, b, leave } = await twoInARoom();
    const c = await enter(room, await signUp("cyd"));
    const count = ({ frames }: Socket, wanted: string) =>
      frames.filter(({ type }) => type === wanted).length;
    const answered = new Map([a, c].map((socket) => [socket, 0]));
    let closed = 0;
    void b.closed.then(({ code }) => (closed = code));
    let sent = 0;
    while (closed === 0 && sent < 1_000) {
      for (let i = 0; i < 25; i++) a.send(post("€".repeat(8_000)));
      sent += 25;
      await until(() => count(a, "accepted") === sent && count(c, "entries") === sent);
      for (const socket of [a, b, c])
        if (socket.raw.readyState === WebSocket.OPEN) socket.sendRaw("ping");
      for (const [socket, before] of answered) {
        const probes = count(socket, "probe");
        for (let i = before; i < probes; i++) socket.send({ type: "received" });
        answered.set(socket, probes);
      }
    }
    expect(closed).toBe(4008);
    expect(count(b, "probe")).toBe(1);
    expect(count(c, "probe")).toBeGreaterThan(10);
    expect(count(c, "entries")).toBe(sent);
    c.close();
    leave();
  });
});

describe("what is easily lost", () => {
  test("[L8] one's own message over HTTP is read, also after the object slept", async () => {
    const ada = await signUp();
    const room = await makeRoom(ada);
    await ask(`/api/rooms/${room}/log`, json(post("hi"), ada.auth));
    const later = Date.now() + 6_000;
    const clock = vi.spyOn(Date, "now").mockImplementation(() => later);
    await runDurableObjectAlarm(stubOf(room));
    clock.mockRestore();
    await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
    const a = await enter(room, ada);
    expect(await a.next("welcome")).toMatchObject({ readSeq: 1, unread: 0 });
    a.close();
  });

  test("[T1] title and topic can be set over HTTP, and a refusal names the command", async () => {
    const ada = await signUp();
    const room = await makeRoom(ada);
    const path = `/api/rooms/${room}/log`;
    const topic = { type: "topic", id: unique("topic-id"), topic: "Tea" };
    expect((await ask(path, json(topic, ada.auth))).status).toBe(200);
    const bad = await ask(path, json({ ...topic, topic: 7 }, ada.auth));
    expect(await bad.json()).toMatchObject({ type: "rejected", id: topic.id, code: "bad_command" });
  });

  test("[H3] `welcome` counts nobody who fell silent", async () => {
    const { ada, room } = await twoInARoom();
    const later = Date.now() + 200_000;
    const clock = vi.spyOn(Date, "now").mockImplementation(() => later);
    const back = await enter(room, ada);
    expect((await back.next("welcome")).onlineCount).toBe(1);
    clock.mockRestore();
    back.close();
  });
});

describe("seats", () => {
  test("[C4] the same page load replaces its socket: 4505; the eleventh closes the oldest: 4503", async () => {
    const ada = await signUp();
    const room = await makeRoom(ada);
    const first = await enter(room, ada, "?client=page-0001");
    const second = await enter(room, ada, "?client=page-0001");
    expect((await first.closed).code).toBe(4505);
    const more = [];
    for (let i = 0; i < 10; i++) more.push(await enter(room, ada));
    expect((await second.closed).code).toBe(4503);
    more[0]?.send(post("still here"));
    await more[9]?.next("entries");
    for (const socket of more) socket.close();
  });

  test("[C4] an upgrade that comes after its successor is closed with 4505, and replaces nothing", async () => {
    const ada = await signUp();
    const room = await makeRoom(ada);
    const second = await enter(room, ada, "?client=page-0001&attempt=2");
    const late = await enter(room, ada, "?client=page-0001&attempt=1");
    expect((await late.closed).code).toBe(4505);
    second.send(post("still here", "post-0001"));
    expect(await second.next("accepted")).toMatchObject({ id: "post-0001", seq: 1 });
    // Also after the room has slept: the attempt is kept with the socket.
    await evictDurableObject(stubOf(room));
    expect((await (await enter(room, ada, "?client=page-0001&attempt=1")).closed).code).toBe(4505);
    const third = await enter(room, ada, "?client=page-0001&attempt=3");
    expect((await second.closed).code).toBe(4505);
    third.close();
  });

  test("[C5] frames from a replaced socket count for nothing", async () => {
    const ada = await signUp();
    const room = await makeRoom(ada);
    await enter(room, ada, "?client=page-0001");
    const [old] = await inside(room, (_, state) => state.getWebSockets());
    const second = await enter(room, ada, "?client=page-0001");
    await second.next("welcome");
    await inside(room, (object) => {
      if (old) object.webSocketMessage(old, JSON.stringify(post("from the dead", "post-dead")));
    });
    second.send(post("alive", "post-0001"));
    expect(await second.next("accepted")).toMatchObject({ id: "post-0001", seq: 1 });
    second.close();
  });

  test("[C5] a hand-over older than 10 s is refused", async () => {
    const ada = await signUp();
    const room = await makeRoom(ada);
    const person = { id: ada.id, handle: ada.handle, name: ada.name };
    const stale = {
      person,
      session: "s",
      community: "member" as const,
      at: Date.now() - 11_000,
      request: "r",
    };
    expect(await stubOf(room).post(room, stale, JSON.stringify(post("late")))).toMatchObject({
      code: "overloaded",
    });
    const fresh = { ...stale, at: Date.now() };
    expect(await stubOf(room).post(room, fresh, JSON.stringify(post("now")))).toMatchObject({
      type: "accepted",
    });
    await stubOf(room).endSession("s");
    expect(await stubOf(room).post(room, fresh, JSON.stringify(post("after")))).toMatchObject({
      code: "unauthorized",
    });
  });
});

describe("bad frames", () => {
  const rejected: [string, object][] = [
    ["an unknown type", { type: "shout", id: "frame-0001" }],
    ["no type", { id: "frame-0001" }],
    ["an object for a body", { ...post("x", "frame-0001"), body: {} }],
    ["no body", { type: "post", id: "frame-0001" }],
    ["an empty body", post("", "frame-0001")],
    ["a blank body", post(" \n\t", "frame-0001")],
    ["8,001 code points", post("😀".repeat(8_001), "frame-0001")],
    ["NUL", post("a\0b", "frame-0001")],
    ["a cursor of a wrong type", { ...post("x", "frame-0001"), after: "0" }],
    ["more than 128 KiB", { ...post("x", "frame-0001"), padding: "x".repeat(140_000) }],
  ];

  test.each(rejected)(
    "[F1] [F2] %s: rejected, nothing stored, the socket lives",
    async (_, frame) => {
      const { a, b, leave } = await twoInARoom();
      a.send(frame);
      const answer = await a.next("rejected");
      expect(answer).toMatchObject({ id: "frame-0001", message: expect.any(String) });
      expect(["bad_command", "too_large"]).toContain(answer.code);
      a.send(post("fine"));
      expect(await a.next("accepted")).toMatchObject({ seq: 1 });
      expect((await b.next("entries")).entries).toHaveLength(1);
      leave();
    },
  );

  test("[F3] a lone surrogate is rejected", async () => {
    const { a, leave } = await twoInARoom();
    a.sendRaw('{"type":"post","id":"frame-0001","body":"\\ud800"}');
    expect(await a.next("rejected")).toMatchObject({ id: "frame-0001", code: "bad_command" });
    leave();
  });

  test.each([
    ["binary", new Uint8Array([1, 2, 3]).buffer],
    ["no JSON", "hello"],
    ["a list", "[]"],
  ])("[F2] %s closes with 4506, others are unaffected", async (_, raw) => {
    const { a, b, leave } = await twoInARoom();
    a.sendRaw(raw);
    expect((await a.closed).code).toBe(4506);
    b.send(post("fine"));
    expect(await b.next("accepted")).toMatchObject({ seq: 1 });
    leave();
  });

  test("text is stored and returned byte-exact", async () => {
    const { a, b, leave } = await twoInARoom();
    const body = "<script>alert(1)</script> é é 👩‍👩‍👧 \u200f \r\n\t end ";
    a.send(post(body, unique("post-id")));
    expect((await b.next("entries")).entries).toMatchObject([{ body }]);
    leave();
  });
});
