// What a million messages cost, from the counters of the room itself: rows written and read, alarms, frames.
// Counted is one minute of a room: people write, everybody reads along, and the marks are written once.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import type { Room } from "../../../src/worker/objects/room.ts";
import { bindings, enter, makeRoom, post, signUp, type Socket } from "../../workerd/visitor.ts";
import { dollars, type Minute } from "./prices.ts";

const READERS = [2, 20, 200, 2_000];
/** Messages a minute. */
const PACES = [6, 60, 600, 6_000];
const COUNTED = 40;
/** The client sends its mark at most once a second, and once for each message. */
const MARKS_A_MINUTE = 60;

interface Counted {
  perMessage: { written: number; read: number };
  marks: { written: number; read: number };
  alarms: number;
}

const counted = new Map<number, Counted>();

const stubOf = (room: string) => bindings.ROOM.get(bindings.ROOM.idFromName(room));
const rowsOf = (room: string) =>
  runInDurableObject(stubOf(room), (object: Room) => ({ ...object.rows }));

async function atAlarm(room: string, inMs: number): Promise<void> {
  const then = Date.now() + inMs;
  const clock = vi.spyOn(Date, "now").mockImplementation(() => then);
  await runDurableObjectAlarm(stubOf(room));
  clock.mockRestore();
}

test.each(READERS)("%i readers", async (readers) => {
  const owner = await signUp("owner");
  const room = await makeRoom(owner);
  const all: Socket[] = [];
  for (let i = 0; i < readers; i++) {
    const socket = await enter(room, i === 0 ? owner : await signUp("reader"));
    await socket.next("welcome");
    all.push(socket);
  }
  const [speaker] = all as [Socket];
  const say = async () => {
    speaker.send(post("A message of some words, as people write them."));
    return (await speaker.next("accepted")).seq;
  };
  let seq = 0;
  for (let i = 0; i < 5; i++) seq = await say();
  // Nothing is pending when the minute begins, so that it sets its own alarm.
  await atAlarm(room, 61_000);

  const alarms = await runInDurableObject(stubOf(room), (_, state) =>
    vi.spyOn(state.storage, "setAlarm"),
  );
  const before = await rowsOf(room);
  for (let i = 0; i < COUNTED; i++) seq = await say();
  const said = await rowsOf(room);
  for (const socket of all) socket.send({ type: "read", seq });
  for (const socket of all) {
    socket.send({ type: "who", ref: "done" });
    await socket.next("who");
  }
  const marked = await rowsOf(room);
  await atAlarm(room, 122_000);
  const written = await rowsOf(room);
  const set = alarms.mock.calls.length;
  alarms.mockRestore();

  const perMessage = {
    written: (said.written - before.written) / COUNTED,
    read: (said.read - before.read) / COUNTED,
  };
  expect(perMessage.written).toBe(1);
  expect(set).toBe(1);
  const pages = Math.ceil(readers / 500);
  expect(written.written - marked.written).toBeGreaterThanOrEqual(pages);
  expect(written.written - marked.written).toBeLessThanOrEqual(pages + 1);
  counted.set(readers, {
    perMessage,
    marks: { written: written.written - said.written, read: written.read - said.read },
    alarms: set,
  });
  for (const socket of all) socket.close();
});

test("the table", () => {
  const lines = [
    "| readers | messages a minute | rows written | rows read | frames in | awake, s | $ a million messages |",
    "|---:|---:|---:|---:|---:|---:|---:|",
  ];
  for (const [readers, { perMessage, marks, alarms }] of counted)
    for (const pace of PACES) {
      const minute: Minute = {
        rowsWritten: pace * perMessage.written + marks.written + alarms,
        rowsRead: pace * perMessage.read + marks.read,
        frames: pace + readers * Math.min(pace, MARKS_A_MINUTE),
        alarms,
        awakeSeconds: Math.min(60, pace),
      };
      const per = (value: number) => (value / pace).toFixed(2);
      lines.push(
        `| ${readers} | ${pace} | ${per(minute.rowsWritten)} | ${per(minute.rowsRead)} | ${per(minute.frames)} | ${per(minute.awakeSeconds)} | ${((dollars(minute) / pace) * 1e6).toFixed(2)} |`,
      );
    }
  console.log(`\n${lines.join("\n")}\n`);
});
