// Edit, delete, react: [L4] [L5] [L8] [P3] [P4], and who may.

import { describe, expect, test } from "vitest";
import type { UpFrame } from "../../src/protocol/commands.ts";
import type { Entry } from "../../src/protocol/entries.ts";
import type { Effect } from "../../src/room/context.ts";
import { historyPage } from "../../src/room/history.ts";
import { messagesFrom } from "../../src/room/log.ts";
import { ada, bea, connect, only, openRoom, person, post, replies } from "./bench-room.ts";

const cursor = { epoch: "epoch-1", after: 0 };
const edit = (id: string, seq: number, body: string): UpFrame => ({
  type: "edit",
  id,
  ...cursor,
  seq,
  body,
});
const del = (id: string, seq: number): UpFrame => ({ type: "delete", id, ...cursor, seq });
const react = (id: string, seq: number, emoji: string, on = true): UpFrame => ({
  type: "react",
  id,
  ...cursor,
  seq,
  emoji,
  on,
});

function withMessage(body = "original") {
  const room = openRoom();
  room.join(connect(ada));
  room.join(connect(bea));
  room.act(connect(ada), post("post-0001", body));
  const history = (who = bea) =>
    only(replies(room.act(connect(who), { type: "history", ref: "r" }), "history")).messages;
  const replay = () =>
    only(replies(room.act(connect(bea), { type: "sync", epoch: "epoch-1", after: 0 }), "entries"))
      .entries;
  return { room, history, replay };
}

const publishedIn = (effects: Effect[]): Entry[] =>
  effects.flatMap((effect) => (effect.do === "publish" ? effect.entries : []));
const codeIn = (effects: Effect[]) => only(replies(effects, "rejected")).code;

describe("edit", () => {
  test("[L4] the new body is everywhere, the old one nowhere", () => {
    const { room, history, replay } = withMessage("the old secret");
    room.clock.now = 9_000;
    const effects = room.act(connect(ada), edit("edit-0001", 1, "the new words"));
    expect(publishedIn(effects)).toEqual([
      {
        seq: 2,
        ts: 9_000,
        by: ada.id,
        kind: "edit",
        id: "edit-0001",
        target: 1,
        body: "the new words",
      },
    ]);
    expect(history()).toMatchObject([{ seq: 1, body: "the new words", editedTs: 9_000 }]);
    expect(replay()).toMatchObject([
      { body: "the new words" },
      { kind: "edit", target: 1, body: "the new words" },
    ]);
    room.act(connect(ada), edit("edit-0002", 1, "the newest words"));
    expect(replay().map((entry) => "body" in entry && entry.body)).toEqual(
      Array(3).fill("the newest words"),
    );
    for (const table of ["log", "member", "room"])
      expect(JSON.stringify(room.sql.all(`SELECT * FROM ${table}`))).not.toContain("old secret");
  });

  test("only one's own, and foreign, deleted and unknown targets are `not_found` alike", () => {
    const { room } = withMessage();
    room.act(connect(ada), post("post-0002", "gone"));
    room.act(connect(ada), del("delete-01", 2));
    const messages = [
      room.act(connect(bea), edit("edit-0001", 1, "x")),
      room.act(connect(ada), edit("edit-0002", 2, "x")),
      room.act(connect(ada), edit("edit-0003", 3, "x")),
      room.act(connect(ada), edit("edit-0004", 99, "x")),
      room.act(connect(bea), del("delete-02", 1)),
      room.act(connect(ada), del("delete-03", 2)),
      room.act(connect(ada), react("react-001", 2, "👍")),
      room.act(connect(ada), react("react-002", 3, "👍")),
    ].map((effects) => only(replies(effects, "rejected")));
    expect(new Set(messages.map(({ code, message }) => `${code} ${message}`)).size).toBe(1);
    expect(messages[0]?.code).toBe("not_found");
  });

  test("[L7] a `seq` of another epoch names no message here", () => {
    const { room } = withMessage();
    const stale = { ...edit("edit-0001", 1, "x"), epoch: "epoch-0" } as UpFrame;
    expect(codeIn(room.act(connect(ada), stale))).toBe("not_found");
  });

  test("[L8] the same body makes no entry", () => {
    const { room } = withMessage("same");
    const effects = room.act(connect(ada), edit("edit-0001", 1, "same"));
    expect(publishedIn(effects)).toEqual([]);
    expect(only(replies(effects, "accepted")).seq).toBe(1);
  });

  test("[P3] [P4] a retry is a duplicate, also when it was edited or deleted since; another body is a conflict", () => {
    const { room } = withMessage();
    room.act(connect(ada), edit("edit-0001", 1, "one"));
    expect(
      only(replies(room.act(connect(ada), edit("edit-0001", 1, "one")), "accepted")),
    ).toMatchObject({ seq: 2, duplicate: true });
    expect(codeIn(room.act(connect(ada), edit("edit-0001", 1, "other")))).toBe("id_conflict");
    expect(codeIn(room.act(connect(ada), del("edit-0001", 1)))).toBe("id_conflict");
    room.act(connect(ada), edit("edit-0002", 1, "two"));
    expect(
      only(replies(room.act(connect(ada), edit("edit-0001", 1, "one")), "accepted")).duplicate,
    ).toBe(true);
    expect(
      only(replies(room.act(connect(ada), post("post-0001", "original")), "accepted")).duplicate,
    ).toBe(true);
    room.act(connect(ada), del("delete-01", 1));
    expect(
      only(replies(room.act(connect(ada), edit("edit-0002", 1, "two")), "accepted")).duplicate,
    ).toBe(true);
    expect(
      only(replies(room.act(connect(ada), post("post-0001", "original")), "accepted")).duplicate,
    ).toBe(true);
    expect(only(replies(room.act(connect(ada), del("delete-01", 1)), "accepted")).duplicate).toBe(
      true,
    );
  });
});

describe("delete", () => {
  test("[L4] leaves a tombstone and nothing of the content anywhere", () => {
    const { room, history, replay } = withMessage("the secret");
    room.act(connect(ada), edit("edit-0001", 1, "a later secret"));
    room.act(connect(bea), react("react-001", 1, "👍"));
    room.act(connect(ada), del("delete-01", 1));
    const tombstone = {
      seq: 1,
      ts: 1_000,
      by: ada.id,
      kind: "message",
      id: "post-0001",
      deleted: true,
    };
    expect(history()).toEqual([tombstone]);
    expect(replay()[0]).toEqual(tombstone);
    expect(replay()[1]).not.toHaveProperty("body");
    expect(replay().at(-1)).toMatchObject({ kind: "delete", target: 1 });
    for (const table of ["log", "reaction"])
      expect(JSON.stringify(room.sql.all(`SELECT * FROM ${table}`))).not.toMatch(/secret/);
    expect(room.sql.all("SELECT * FROM reaction")).toEqual([]);
  });
});

describe("reactions", () => {
  test("are counted, with who and whether oneself, in the order in which they came", () => {
    const { room, history } = withMessage();
    room.act(connect(bea), react("react-001", 1, "🎉"));
    room.act(connect(ada), react("react-002", 1, "👍"));
    room.act(connect(ada), react("react-003", 1, "🎉"));
    expect(history()[0]?.reactions).toEqual([
      { emoji: "🎉", n: 2, mine: true, some: [bea.id, ada.id] },
      { emoji: "👍", n: 1, mine: false, some: [ada.id] },
    ]);
    room.act(connect(bea), react("react-004", 1, "🎉", false));
    expect(history()[0]?.reactions?.[0]).toMatchObject({ emoji: "👍" });
    expect(history(ada)[0]?.reactions).toContainEqual({
      emoji: "🎉",
      n: 1,
      mine: true,
      some: [ada.id],
    });
  });

  test("[L8] adding twice, or taking back what is not there, makes no entry", () => {
    const { room } = withMessage();
    expect(publishedIn(room.act(connect(bea), react("react-001", 1, "👍", false)))).toEqual([]);
    room.act(connect(bea), react("react-002", 1, "👍"));
    expect(publishedIn(room.act(connect(bea), react("react-003", 1, "👍")))).toEqual([]);
  });

  test("at most 20 different ones; a twenty-first is `forbidden`, one that is there is not", () => {
    const { room } = withMessage();
    const emoji = [..."😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓😔"];
    emoji
      .slice(0, 20)
      .forEach((each, i) => room.act(connect(ada), react(`react-${i}`.padEnd(9, "_"), 1, each)));
    expect(codeIn(room.act(connect(ada), react("react-021", 1, emoji[20] ?? "")))).toBe(
      "forbidden",
    );
    expect(replies(room.act(connect(bea), react("react-022", 1, "😀")), "accepted")).toHaveLength(
      1,
    );
  });

  test("[L5] toggled 10,000 times a page of history stays as small, and as cheap to find", () => {
    const { room, history } = withMessage();
    const before = JSON.stringify(history());
    for (let i = 0; i < 10_000; i++)
      room.act(connect(bea), {
        ...react(`react-${i}`.padEnd(9, "_"), 1, "👍", i % 2 === 0),
        epoch: "epoch-1",
        after: i + 1,
      } as UpFrame);
    expect(JSON.stringify(history())).toBe(before);
    room.act(connect(ada), { ...post("post-0002", "after the storm"), after: 10_001 } as UpFrame);
    let read = 0;
    const sql = {
      all: <T extends object>(query: string, ...bindings: (string | number | null)[]) => {
        const rows = room.sql.all<T>(query, ...bindings);
        read += rows.length;
        return rows;
      },
    };
    const page = historyPage(sql, { limit: 50 }, bea.id);
    expect(page.messages.map(({ seq }) => seq)).toEqual([1, 10_002]);
    expect(page.start).toBe(true);
    expect(read).toBeLessThan(200);
    expect(messagesFrom(room.sql, 2, 50).map(({ seq }) => seq)).toEqual([10_002]);
    expect(messagesFrom(room.sql, 1, 50).map(({ seq }) => seq)).toEqual([1, 10_002]);
  });

  test("[P4] a retry is a duplicate, the other way round a conflict", () => {
    const { room } = withMessage();
    room.act(connect(bea), react("react-001", 1, "👍"));
    expect(
      only(replies(room.act(connect(bea), react("react-001", 1, "👍")), "accepted")).duplicate,
    ).toBe(true);
    expect(codeIn(room.act(connect(bea), react("react-001", 1, "👍", false)))).toBe("id_conflict");
  });

  test("ten people are named, all are counted", () => {
    const { room, history } = withMessage();
    for (let i = 0; i < 15; i++)
      room.act(connect(person(`p${String.fromCharCode(97 + i)}`)), react("react-001", 1, "👍"));
    expect(history()[0]?.reactions?.[0]).toMatchObject({ n: 15, mine: false });
    expect(history()[0]?.reactions?.[0]?.some).toHaveLength(10);
  });
});
