// Read marks set back, of threads, and how far others have read: [H6] [L8].

import { describe, expect, test } from "vitest";
import type { SqlValue } from "../../src/lib/sql.ts";
import type { Effect } from "../../src/room/context.ts";
import { PendingMarks } from "../../src/room/marks.ts";
import { absentees } from "../../src/room/absent.ts";
import { migrate } from "../../src/lib/sql.ts";
import { head } from "../../src/room/log.ts";
import { authorsWrittenTo } from "../../src/room/mark-pages.ts";
import { admit, readSeqOf, receipts, writeMark } from "../../src/room/members.ts";
import { MIGRATIONS } from "../../src/room/schema.ts";
import { threadReadSeq } from "../../src/room/threads.ts";
import { openSql } from "../sqlite.ts";
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
    marks.write(room.sql, head(room.sql).seq);
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
    marks.write(room.sql, head(room.sql).seq);
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

/** Marks of these people, written as one batch; the rows that it took. */
function writeTogether({ sql }: ReturnType<typeof openRoom>, ids: readonly string[], seq: number) {
  const changes = () => sql.all<{ n: number }>("SELECT total_changes() AS n")[0]?.n ?? 0;
  const marks = new PendingMarks();
  for (const id of ids) marks.keep(id, seq);
  const before = changes();
  marks.write(sql, head(sql).seq);
  return changes() - before;
}

function crowdOf(n: number) {
  const room = openRoom();
  const crowd = Array.from({ length: n }, (_, i) => person(`p${i}-`));
  for (const who of crowd) admit(room.sql, 0, who);
  room.fill(10);
  return { room, ids: crowd.map(({ id }) => id) };
}

describe("[L8] marks that are written together", () => {
  test("are a row for 500 people, on the same page for good", () => {
    const { room, ids } = crowdOf(1_200);
    expect(writeTogether(room, ids, 3)).toBe(3);
    expect(new Set(ids.map((id) => readSeqOf(room.sql, id)))).toEqual(new Set([3]));
    expect(writeTogether(room, ids, 7)).toBe(3);
    expect(writeTogether(room, ids.slice(600, 900), 9)).toBe(1);
    expect(writeTogether(room, ids, 7), "nothing rises").toBe(0);
    const seqs = room.sql.all<{ seqs: string }>("SELECT seqs FROM mark_page");
    const sizes = seqs.map((page) => Object.keys(JSON.parse(page.seqs) as object).length);
    expect(sizes).toEqual([500, 500, 200]);
    expect(readSeqOf(room.sql, ids[700] ?? "")).toBe(9);
    expect(readSeqOf(room.sql, ids[100] ?? "")).toBe(7);
  });

  test("say with the same row how far authors are written", () => {
    const { room, ids } = crowdOf(20);
    expect(authorsWrittenTo(room.sql)).toBe(0);
    expect(writeTogether(room, ids, 3)).toBe(1);
    expect(authorsWrittenTo(room.sql)).toBe(10);
    room.fill(1);
    expect(writeTogether(room, [], 0)).toBe(1);
    expect(authorsWrittenTo(room.sql)).toBe(11);
    expect(readSeqOf(room.sql, ids[0] ?? "")).toBe(3);
  });

  test("rise above what stands in one's own row, and the reverse", () => {
    const { room, ids } = crowdOf(3);
    const [one = "", two = ""] = ids;
    writeTogether(room, ids, 3);
    writeMark(room.sql, one, 8);
    expect(writeTogether(room, ids, 5)).toBe(1);
    expect([one, two].map((id) => readSeqOf(room.sql, id))).toEqual([8, 5]);
    writeMark(room.sql, two, 4);
    expect(readSeqOf(room.sql, two)).toBe(5);
  });

  test("are set back one by one", () => {
    const room = withMessages(5);
    writeTogether(room, [ada.id, bea.id], 5);
    room.act(connect(bea), { type: "unread", seq: 3 });
    expect([ada, bea].map(({ id }) => readSeqOf(room.sql, id))).toEqual([5, 2]);
    expect(welcome(room)).toMatchObject({ readSeq: 2, readTurn: 1, unread: 3 });
    writeTogether(room, [bea.id], 4);
    expect(welcome(room)).toMatchObject({ readSeq: 4, unread: 1 });
  });

  test("are seen by the others, and who has read is not told that something is unread", () => {
    const room = withMessages(3);
    expect(absentees(room.sql, 0, new Set(), 9)).toEqual([ada.id, bea.id].toSorted());
    writeTogether(room, [ada.id], 3);
    writeTogether(room, [bea.id], 2);
    expect(receipts(room.sql, bea.id)).toEqual({ [ada.id]: 3 });
    expect(absentees(room.sql, 0, new Set(), 9)).toEqual([bea.id]);
    writeTogether(room, [bea.id], 3);
    expect(absentees(room.sql, 0, new Set(), 9)).toEqual([]);
  });

  test("of who was told before is above that once they have read again", () => {
    const room = withMessages(3);
    room.sql.all("UPDATE member SET told_seq = 2");
    expect(absentees(room.sql, 0, new Set(), 9)).toEqual([]);
    writeTogether(room, [bea.id], 2);
    expect(absentees(room.sql, 0, new Set(), 9)).toEqual([bea.id]);
  });

  test("are of members only", () => {
    const room = withMessages(1);
    expect(writeTogether(room, ["nobody"], 1), "how far authors are written").toBe(1);
    expect(readSeqOf(room.sql, "nobody")).toBe(0);
  });

  test("of a room from before are what they were", () => {
    const sql = openSql();
    const before = MIGRATIONS.findIndex((step) => step.some((line) => line.includes("mark_page")));
    migrate(sql, MIGRATIONS.slice(0, before));
    sql.all("INSERT INTO member VALUES ('ada', 'ada', 'Ada', 0, 7, 0, 1, NULL, NULL)");
    sql.all("INSERT INTO consumer (name, seq) VALUES ('authors', 9), ('inbox', 4)");
    migrate(sql, MIGRATIONS);
    expect([readSeqOf(sql, "ada"), authorsWrittenTo(sql)]).toEqual([7, 9]);
    expect(sql.all("SELECT name FROM consumer")).toEqual([{ name: "inbox" }]);
    const unused = openSql();
    migrate(unused, MIGRATIONS);
    expect(authorsWrittenTo(unused)).toBe(0);
  });
});

test("[H6] what an attachment still holds is pending only as far as it is not written", () => {
  const room = withMessages(3);
  const marks = new PendingMarks();
  writeTogether(room, [ada.id, bea.id], 2);
  marks.keep(ada.id, 2);
  marks.forgetWritten(room.sql);
  expect(marks.isEmpty).toBe(true);
  marks.keep(ada.id, 2);
  marks.keep(bea.id, 3);
  marks.forgetWritten(room.sql);
  expect([marks.seqOf(ada.id), marks.seqOf(bea.id)]).toEqual([0, 3]);
});

test("[L8] 50 readers of 1,000 messages within a minute write one row", () => {
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
  marks.write(room.sql, head(room.sql).seq);
  expect(changes() - before).toBe(1);
  for (const who of readers) expect(readSeqOf(room.sql, who.id)).toBe(1_000);
});
