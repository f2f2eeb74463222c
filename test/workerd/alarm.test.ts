// Nothing wakes a room for nothing [G6]: its alarm stands while something is owed, and no longer.

import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { Room } from "../../src/worker/objects/room.ts";
import {
  ask,
  bindings,
  enter,
  json,
  makeRoom,
  post,
  signUp,
  until,
  type Socket,
} from "./visitor.ts";

const stubOf = (room: string) => bindings.ROOM.get(bindings.ROOM.idFromName(room));
const inside = <R>(room: string, look: (room: Room, state: DurableObjectState) => R | Promise<R>) =>
  runInDurableObject(stubOf(room), look);
const alarmOf = (room: string) => inside(room, (_, { storage }) => storage.getAlarm());

async function read(socket: Socket, seq: number): Promise<void> {
  socket.send({ type: "read", seq });
  socket.send({ type: "who", ref: "done" });
  await socket.next("who");
}

async function leave(socket: Socket): Promise<void> {
  socket.close();
  await socket.closed;
}

/** Two people in a room, and a message that both of them have read; the mark of the second is not written yet. */
async function readByBoth() {
  const [ada, bea] = [await signUp("ada"), await signUp("bea")];
  const room = await makeRoom(ada);
  const [a, b] = [await enter(room, ada), await enter(room, bea)];
  await a.next("welcome");
  await b.next("welcome");
  a.send(post("one"));
  await a.next("accepted");
  await b.next("entries");
  await read(b, 1);
  expect(await alarmOf(room)).not.toBeNull();
  return { ada, bea, room, a, b };
}

describe("[G6] the alarm of a room", () => {
  test("is gone with what it was set for: who was the last to leave has a mark, and nothing wakes the room", async () => {
    const { bea, room, a, b } = await readByBoth();
    await leave(a);
    expect(await alarmOf(room), "the other one's mark").not.toBeNull();
    await leave(b);
    await until(async () => (await alarmOf(room)) === null);
    await evictDurableObject(stubOf(room), { webSockets: "close" });
    const back = await enter(room, bea);
    expect(await back.next("welcome")).toMatchObject({ readSeq: 1, unread: 0 });
    await leave(back);
    expect(await alarmOf(room)).toBeNull();
  });

  test("is gone, too, where the room slept meanwhile and knows of no alarm", async () => {
    const { room, a, b } = await readByBoth();
    await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
    await leave(a);
    await leave(b);
    await until(async () => (await alarmOf(room)) === null);
  });

  test("stands for those who left without having read it", async () => {
    const { room, a, b } = await readByBoth();
    a.send(post("two"));
    await a.next("accepted");
    await leave(b);
    await leave(a);
    expect(await alarmOf(room)).not.toBeNull();
  });

  test("stands while the directory does not know the room's title", async () => {
    const { room, a, b } = await readByBoth();
    await inside(room, (_, state) => void state.storage.sql.exec("UPDATE room SET announced = 0"));
    await leave(a);
    await leave(b);
    expect(await alarmOf(room)).not.toBeNull();
  });

  test("does not outlive the news of a new room", async () => {
    const ada = await signUp("ada");
    const room = await makeRoom(ada);
    await until(async () => (await alarmOf(room)) === null);
  });

  test("stands for a mark that somebody leaves without a socket", async () => {
    const { ada, room, a, b } = await readByBoth();
    await leave(b);
    await ask(`/api/rooms/${room}/log`, json(post("over http"), ada.auth));
    await leave(a);
    expect(await alarmOf(room)).not.toBeNull();
  });
});
