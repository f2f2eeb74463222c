// Replies and threads: [L4] [L5] [L8] [P3] [P4], the count under a root, and who is concerned.

import { describe, expect, test } from "vitest";
import type { UpFrame } from "../../src/protocol/commands.ts";
import type { Entry, Message } from "../../src/protocol/entries.ts";
import type { Effect } from "../../src/room/context.ts";
import { threadReadSeq, threadsOf, writeThreadMark } from "../../src/room/threads.ts";
import { ada, bea, connect, only, openRoom, person, replies } from "./bench-room.ts";

const cem = person("cem");
const cursor = { epoch: "epoch-1", after: 0 };
let ids = 0;
const say = (body: string, where: { thread?: number; replyTo?: number } = {}): UpFrame => ({
  type: "post",
  id: `say-${String(ids++).padStart(5, "0")}`,
  ...cursor,
  body,
  ...where,
});
const change = (type: "edit" | "delete", seq: number, body = ""): UpFrame =>
  type === "edit"
    ? { type, id: `edit-${String(ids++).padStart(5, "0")}`, ...cursor, seq, body }
    : { type, id: `del-${String(ids++).padStart(5, "0")}`, ...cursor, seq };

function withRoot() {
  const room = openRoom();
  for (const who of [ada, bea, cem]) room.join(connect(who));
  room.act(connect(ada), say("the root"));
  const page = (where: { thread?: number } = {}): Message[] =>
    only(replies(room.act(connect(bea), { type: "history", ref: "r", ...where }), "history"))
      .messages;
  return { room, page };
}

const entryIn = (effects: Effect[]): Entry =>
  only(effects.flatMap((effect) => (effect.do === "publish" ? effect.entries : [])));
const codeIn = (effects: Effect[]) => only(replies(effects, "rejected")).code;
const welcomeOf = (room: ReturnType<typeof openRoom>, who = bea) =>
  only(replies(room.join(connect(who)), "welcome"));

describe("threads", () => {
  test("[L5] its messages stand under their root and not in the main timeline", () => {
    const { room, page } = withRoot();
    room.act(connect(bea), say("first", { thread: 1 }));
    room.act(connect(ada), say("second", { thread: 1 }));
    room.act(connect(ada), say("main"));
    expect(page().map(({ body }) => body)).toEqual(["the root", "main"]);
    expect(page({ thread: 1 }).map(({ body }) => body)).toEqual(["first", "second"]);
    expect(page()[0]?.replies).toEqual({ n: 2, lastSeq: 3, lastTs: 1_000 });
  });

  test("[L8] they are not counted as unread of the room", () => {
    const { room } = withRoot();
    const before = welcomeOf(room).unread;
    room.act(connect(ada), say("in the thread", { thread: 1 }));
    expect(welcomeOf(room).unread).toBe(before);
    room.act(connect(ada), say("in the room"));
    expect(welcomeOf(room).unread).toBe(before + 1);
  });

  test("each entry carries the count as of itself, so that a replay ends at the right one", () => {
    const { room } = withRoot();
    room.act(connect(bea), say("one", { thread: 1 }));
    const two = entryIn(room.act(connect(bea), say("two", { thread: 1 })));
    expect(two).toMatchObject({ thread: 1, count: 2 });
    const gone = entryIn(room.act(connect(bea), change("delete", two.seq)));
    expect(gone).toMatchObject({ thread: 1, left: { n: 1, lastSeq: 2, lastTs: 1_000 } });
  });

  test("[L4] the count falls with a deletion, also of the last one", () => {
    const { room, page } = withRoot();
    room.act(connect(bea), say("one", { thread: 1 }));
    room.act(connect(bea), change("delete", 2));
    expect(page()[0]).not.toHaveProperty("replies");
    expect(page({ thread: 1 })).toMatchObject([{ deleted: true, thread: 1 }]);
  });

  test("pages through a long thread, from either side", () => {
    const { room } = withRoot();
    for (let i = 1; i <= 30; i++) {
      room.act(connect(bea), say(`t${i}`, { thread: 1 }));
      room.act(connect(ada), say(`m${i}`));
    }
    const ask = (where: object) =>
      only(
        replies(
          room.act(connect(bea), { type: "history", ref: "r", thread: 1, limit: 10, ...where }),
          "history",
        ),
      );
    const newest = ask({});
    expect(newest.messages.map(({ body }) => body)).toEqual(
      Array.from({ length: 10 }, (_, i) => `t${i + 21}`),
    );
    expect(newest.start).toBe(false);
    const older = ask({ before: newest.messages[0]?.seq });
    expect(older.messages.at(-1)?.body).toBe("t20");
    const around = ask({ around: older.messages[5]?.seq });
    expect(around.messages).toHaveLength(10);
    expect(ask({ before: 4 })).toMatchObject({ messages: [{ body: "t1" }], start: true });
  });

  test("a root that is unknown, deleted, or in a thread itself is `not_found` alike", () => {
    const { room } = withRoot();
    room.act(connect(bea), say("in the thread", { thread: 1 }));
    room.act(connect(ada), say("soon gone"));
    room.act(connect(ada), change("delete", 3));
    for (const thread of [2, 3, 4, 99, 0])
      expect(codeIn(room.act(connect(bea), say("lost", { thread })))).toBe("not_found");
  });

  test("[P3] [P4] a retry is a duplicate; the same id in another thread is a conflict", () => {
    const { room } = withRoot();
    const command = say("once", { thread: 1 });
    room.act(connect(bea), command);
    expect(only(replies(room.act(connect(bea), command), "accepted"))).toMatchObject({
      seq: 2,
      duplicate: true,
    });
    const { thread: _, ...main } = command as { thread: number } & UpFrame;
    expect(codeIn(room.act(connect(bea), main as UpFrame))).toBe("id_conflict");
  });

  test("unread for those who take part, and for nobody else", () => {
    const { room } = withRoot();
    room.act(connect(bea), say("one", { thread: 1 }));
    expect(threadsOf(room.sql, ada.id)).toEqual([{ root: 1, readSeq: 0, lastSeq: 2 }]);
    expect(threadsOf(room.sql, bea.id)).toEqual([{ root: 1, readSeq: 2, lastSeq: 2 }]);
    expect(threadsOf(room.sql, cem.id)).toEqual([]);
    writeThreadMark(room.sql, 1, ada.id, 2);
    writeThreadMark(room.sql, 1, cem.id, 2);
    expect(threadsOf(room.sql, ada.id)).toEqual([{ root: 1, readSeq: 2, lastSeq: 2 }]);
    expect(threadReadSeq(room.sql, 1, cem.id)).toBeUndefined();
    room.act(connect(ada), say("two", { thread: 1 }));
    expect(welcomeOf(room, bea).threads).toEqual([{ root: 1, readSeq: 2, lastSeq: 3 }]);
  });
});

describe("replies", () => {
  test("carry the quoted words as they are now, and none once they are gone", () => {
    const { room, page } = withRoot();
    const reply = entryIn(room.act(connect(bea), say("indeed", { replyTo: 1 })));
    expect(reply).toMatchObject({ replyTo: 1, quote: { by: ada.id, body: "the root" } });
    room.act(connect(ada), change("edit", 1, "other words"));
    expect(page()[1]?.quote?.body).toBe("other words");
    room.act(connect(ada), change("delete", 1));
    expect(page()[1]).toMatchObject({ body: "indeed", replyTo: 1 });
    expect(page()[1]).not.toHaveProperty("quote");
    expect(JSON.stringify(page())).not.toContain("words");
  });

  test("a quote has at most 200 code points", () => {
    const { room } = withRoot();
    room.act(connect(ada), say("🎈".repeat(300)));
    const reply = entryIn(room.act(connect(bea), say("indeed", { replyTo: 2 })));
    expect(reply).toMatchObject({ quote: { body: "🎈".repeat(200) } });
  });

  test("what is quoted is there, and of the same timeline or thread", () => {
    const { room } = withRoot();
    room.act(connect(bea), say("in the thread", { thread: 1 }));
    expect(codeIn(room.act(connect(bea), say("no", { replyTo: 2 })))).toBe("not_found");
    expect(codeIn(room.act(connect(bea), say("no", { replyTo: 77 })))).toBe("not_found");
    for (const replyTo of [1, 2])
      expect(entryIn(room.act(connect(ada), say("yes", { thread: 1, replyTo })))).toMatchObject({
        replyTo,
      });
  });

  test("[P4] the same id with another quote is a conflict", () => {
    const { room } = withRoot();
    const command = say("indeed", { replyTo: 1 });
    room.act(connect(bea), command);
    const { replyTo: _, ...plain } = command as { replyTo: number } & UpFrame;
    expect(codeIn(room.act(connect(bea), plain as UpFrame))).toBe("id_conflict");
  });
});
