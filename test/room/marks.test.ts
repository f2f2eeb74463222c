// Read marks set back, of threads, and how far others have read: [H6] [L8].

import { describe, expect, test } from "vitest";
import type { SqlValue } from "../../src/lib/sql.ts";
import type { Effect } from "../../src/room/context.ts";
import { PendingMarks } from "../../src/room/marks.ts";
import { readSeqOf, writeMark } from "../../src/room/members.ts";
import { threadReadSeq } from "../../src/room/threads.ts";
import { ada, bea, connect, only, openRoom, person, post, replies } from "./bench-room.ts";

function withMessages(n: number) {
  const room = openRoom();
  for (const who of [ada, bea]) room.join(connect(who));
  for (let i = 1; i <= n; i++) room.act(connect(ada), post(`post-000${i}`, `m${i}`));
  return room;
}

const does = (effects: Effect[]) => effects.map((effect) => effect.do);
const welcome = (room: ReturnType<typeof openRoom>, who = bea) =>
  only(replies(room.join(connect(who)), "welcome"));

describe("what is left above a mark", () => {
  const left = { type: "read", by: bea.id, seq: 3, unread: 2, head: 5 };
  const charge = { do: "charge", bucket: "queries", tokens: 1 };

  test("[H6] [L8] is told to one's other devices, and to whoever asks", () => {
    const room = withMessages(5);
    const silent = room.act(connect(bea), { type: "read", seq: 3 });
    expect(silent).toContainEqual({ do: "echo", frame: left });
    expect(does(silent)).not.toContain("reply");
    const asked = room.act(connect(bea), { type: "read", seq: 3, count: true });
    expect(asked).toContainEqual({ do: "reply", frame: left });
    expect(asked).toContainEqual(charge);
  });

  test("[L8] is counted for nobody: alone, and not asking, one's mark costs no query", () => {
    const room = withMessages(5);
    room.devices.others = false;
    const asked: string[] = [];
    const { all } = room.sql;
    room.sql.all = <T extends object>(query: string, ...bound: SqlValue[]) => {
      asked.push(query);
      return all<T>(query, ...bound);
    };
    const counts = () => asked.splice(0).filter((query) => query.startsWith("SELECT n FROM log"));
    expect(does(room.act(connect(bea), { type: "read", seq: 3 }))).toEqual(["mark", "seen"]);
    expect(counts()).toEqual([]);
    const answered = room.act(connect(bea), { type: "read", seq: 3, count: true });
    expect(answered).toContainEqual({ do: "reply", frame: left });
    expect(counts()).toHaveLength(1);
    room.devices.others = true;
    expect(room.act(connect(bea), { type: "read", seq: 3 })).toContainEqual({
      do: "echo",
      frame: left,
    });
    expect(counts()).toHaveLength(1);
  });

  test("[H6] is told again where the mark does not rise, for a token, and not without", () => {
    const room = withMessages(5);
    const reader = connect(bea, { read: { seq: 3, due: 0 } });
    const again = { type: "read", seq: 3, count: true } as const;
    expect(room.act(reader, again)).toEqual([charge, { do: "reply", frame: left }]);
    room.wait.queries = 100;
    expect(room.act(reader, again)).toEqual([]);
    expect(does(room.act(connect(bea), again))).toEqual(["mark", "echo", "seen"]);
  });

  test("[H6] a mark of the turn before is told nothing", () => {
    const room = withMessages(5);
    room.act(connect(bea), { type: "unread", seq: 3 });
    expect(room.act(connect(bea), { type: "read", seq: 5, turn: 0, count: true })).toEqual([]);
  });
});

describe("unread from here", () => {
  test("sets the mark back, at once and for all of one's devices", () => {
    const room = withMessages(5);
    writeMark(room.sql, bea.id, 5);
    const effects = room.act(connect(bea), { type: "unread", seq: 3 });
    const frame = { type: "read", by: bea.id, seq: 2, turn: 1, unread: 3, head: 5, mentions: [] };
    expect(effects.slice(1)).toEqual([
      { do: "unmark" },
      { do: "reply", frame },
      { do: "echo", frame },
    ]);
    expect(welcome(room)).toMatchObject({ readSeq: 2, readTurn: 1, unread: 3 });
  });

  test("[H6] a mark of the turn before counts for nothing, one of this turn does", () => {
    const room = withMessages(5);
    room.act(connect(bea), { type: "unread", seq: 3 });
    expect(room.act(connect(bea), { type: "read", seq: 5, turn: 0 })).toEqual([]);
    expect(does(room.act(connect(bea), { type: "read", seq: 5, turn: 1 }))).toContain("mark");
    expect(does(room.act(connect(bea), { type: "read", seq: 5 }))).toContain("mark");
  });

  test("costs a token, as it writes rows; without one nothing is written", () => {
    const room = withMessages(5);
    const charge = { do: "charge", bucket: "queries", tokens: 1 };
    expect(room.act(connect(bea), { type: "unread", seq: 3 })).toContainEqual(charge);
    room.wait.queries = 100;
    expect(room.act(connect(bea), { type: "unread", seq: 1 })).toEqual([]);
    expect(readSeqOf(room.sql, bea.id)).toBe(2);
  });

  test("what is pending does not undo it", () => {
    const room = withMessages(5);
    const marks = new PendingMarks();
    marks.keep(bea.id, 5);
    room.act(connect(bea), { type: "unread", seq: 3 });
    marks.drop(bea.id);
    marks.write(room.sql);
    expect(readSeqOf(room.sql, bea.id)).toBe(2);
  });

  test("above the head or below the first message it is bounded", () => {
    const room = withMessages(2);
    room.act(connect(bea), { type: "unread", seq: 99 });
    expect(readSeqOf(room.sql, bea.id)).toBe(1);
    room.act(connect(bea), { type: "unread", seq: 0 });
    expect(readSeqOf(room.sql, bea.id)).toBe(0);
  });
});

describe("marks of threads", () => {
  test("are kept apart, rise only, and are of those who take part", () => {
    const room = withMessages(1);
    room.act(connect(bea), { ...post("post-0002", "in the thread"), thread: 1 } as never);
    const effects = room.act(connect(ada), { type: "read", seq: 2, thread: 1 });
    expect(effects[0]).toEqual({ do: "mark", seq: 2, thread: 1 });
    const marks = new PendingMarks();
    marks.keep(ada.id, 2, 1);
    marks.keep(ada.id, 1, 1);
    marks.keep(ada.id, 1);
    expect(marks.threadSeqOf(ada.id, 1)).toBe(2);
    marks.write(room.sql);
    expect(threadReadSeq(room.sql, 1, ada.id)).toBe(2);
  });
});

test("a mark of a thread that is not written yet stands in the next `welcome`", () => {
  const room = withMessages(1);
  room.act(connect(bea), { ...post("post-0002", "in the thread"), thread: 1 } as never);
  const marks = new PendingMarks();
  marks.keep(ada.id, 2, 1);
  const joined = room.join(connect(ada), { pendingThreads: marks.threadsOf(ada.id) });
  const { threads } = only(replies(joined, "welcome"));
  expect(threads).toEqual([{ root: 1, readSeq: 2, lastSeq: 2 }]);
});

test("[H6] nothing is kept of threads that one has no part in, or has read so far", () => {
  const room = withMessages(2);
  room.act(connect(bea), { ...post("post-0003", "in the thread"), thread: 1 } as never);
  for (const thread of [2, 3, 99, Number.MAX_SAFE_INTEGER])
    expect(room.act(connect(ada), { type: "read", seq: 3, thread })).toEqual([]);
  expect(room.act(connect(bea), { type: "read", seq: 3, thread: 1 })).toEqual([]);
  expect(does(room.act(connect(ada), { type: "read", seq: 3, thread: 1 }))).toContain("mark");
});

describe("seen by", () => {
  test("a small room tells how far the others have read", () => {
    const room = withMessages(3);
    writeMark(room.sql, ada.id, 3);
    expect(welcome(room).reads).toEqual({ [ada.id]: 3 });
    expect(does(room.act(connect(bea), { type: "read", seq: 2 }))).toContain("seen");
    const pendingReads = new Map([[ada.id, 9]]);
    const joined = only(replies(room.join(connect(bea), { pendingReads }), "welcome"));
    expect(joined.reads).toEqual({ [ada.id]: 9 });
  });

  test("a room of more than 50 members does not", () => {
    const room = withMessages(1);
    for (let i = 0; i < 49; i++) room.join(connect(person(`p${i}`)));
    expect(welcome(room)).not.toHaveProperty("reads");
    expect(does(room.act(connect(bea), { type: "read", seq: 1 }))).not.toContain("seen");
  });
});

test("[L8] 50 readers of 1,000 messages within a minute write at most one row each", () => {
  const room = openRoom();
  const readers = Array.from({ length: 50 }, (_, i) => person(`r${i}`));
  for (const who of readers) room.join(connect(who));
  const marks = new PendingMarks();
  for (let i = 1; i <= 1_000; i++) {
    room.fill(1);
    for (const who of readers)
      for (const effect of room.act(connect(who), { type: "read", seq: i }))
        if (effect.do === "mark") marks.keep(who.id, effect.seq);
  }
  const changes = () => room.sql.all<{ n: number }>("SELECT total_changes() AS n")[0]?.n ?? 0;
  const before = changes();
  marks.write(room.sql);
  expect(changes() - before).toBe(50);
  for (const who of readers) expect(readSeqOf(room.sql, who.id)).toBe(1_000);
});
