// Whom a message concerns: mentions, quotes and threads; counted for oneself, told to others once.

import { describe, expect, test } from "vitest";
import type { UpFrame } from "../../src/protocol/commands.ts";
import type { MessageEntry } from "../../src/protocol/entries.ts";
import type { Person } from "../../src/protocol/people.ts";
import type { Effect } from "../../src/room/context.ts";
import { advance } from "../../src/room/consumers.ts";
import { findMembers } from "../../src/room/members.ts";
import { noticesAfter, unreadMentions } from "../../src/room/notices.ts";
import { writeThreadMark } from "../../src/room/threads.ts";
import { ada, bea, connect, only, openRoom, person, replies } from "./bench-room.ts";

const cem = person("cem");
let ids = 0;
const post = (body: string, where: { thread?: number; replyTo?: number } = {}): UpFrame => ({
  type: "post",
  id: `note-${String(ids++).padStart(5, "0")}`,
  epoch: "epoch-1",
  after: 0,
  body,
  ...where,
});

function withMembers() {
  const room = openRoom();
  for (const who of [ada, bea, cem]) room.join(connect(who));
  const noted = (after = 0) =>
    noticesAfter(room.sql, after, 50).map(({ seq, person: whom, why }) => [seq, whom, why]);
  return { room, noted };
}

const publishedIn = (effects: Effect[]) =>
  effects.flatMap((effect) => (effect.do === "publish" ? effect.entries : []));
const notifies = (effects: Effect[]) => effects.some((effect) => effect.do === "notify");

describe("mentions", () => {
  test("are the members whose handles stand there, in the entry and in history", () => {
    const { room, noted } = withMembers();
    const effects = room.act(connect(ada), post("@bea and @nobody and `@cem`"));
    expect(only(publishedIn(effects))).toMatchObject({ mentions: { bea: bea.id } });
    expect(notifies(effects)).toBe(true);
    expect(noted()).toEqual([[1, bea.id, "mention"]]);
    const page = only(replies(room.act(connect(cem), { type: "history", ref: "r" }), "history"));
    expect(page.messages[0]?.mentions).toEqual({ bea: bea.id });
    expect(page.people).toHaveProperty(bea.id);
  });

  test("of oneself concern nobody", () => {
    const { room, noted } = withMembers();
    expect(notifies(room.act(connect(ada), post("@ada")))).toBe(false);
    expect(noted()).toEqual([]);
  });

  test("an edit takes them back and adds others, who are told", () => {
    const { room, noted } = withMembers();
    room.act(connect(ada), post("@bea"));
    const edit: UpFrame = {
      type: "edit",
      id: "edit-0001",
      epoch: "epoch-1",
      after: 0,
      seq: 1,
      body: "@cem",
    };
    const effects = room.act(connect(ada), edit);
    expect(only(publishedIn(effects))).toMatchObject({ mentions: { cem: cem.id } });
    expect(notifies(effects)).toBe(true);
    expect(noted()).toEqual([[1, cem.id, "mention"]]);
    expect(noted(1)).toEqual([[1, cem.id, "mention"]]);
  });

  test("an edit that mentions nobody leaves the author of what is quoted concerned", () => {
    const { room, noted } = withMembers();
    room.act(connect(bea), post("root"));
    room.act(connect(ada), post("@bea yes", { replyTo: 1 }));
    const id = "edit-0001";
    room.act(connect(ada), { type: "edit", id, epoch: "epoch-1", after: 0, seq: 2, body: "yes" });
    expect(noted()).toEqual([[2, bea.id, "reply"]]);
    expect(unreadMentions(room.sql, bea.id, 0)).toEqual([2]);
  });

  test("[L4] a deleted message concerns nobody any more", () => {
    const { room, noted } = withMembers();
    room.act(connect(ada), post("@bea"));
    room.act(connect(ada), {
      type: "delete",
      id: "delete-01",
      epoch: "epoch-1",
      after: 0,
      seq: 1,
    });
    expect(noted()).toEqual([]);
    expect(JSON.stringify(room.sql.all("SELECT * FROM log"))).not.toContain('bea"');
  });

  test("unread ones are counted apart, of the main timeline only", () => {
    const { room } = withMembers();
    room.act(connect(ada), post("@bea one"));
    room.act(connect(ada), post("two", { replyTo: 1 }));
    room.act(connect(cem), post("@bea three", { replyTo: 2 }));
    room.act(connect(ada), post("@bea four", { thread: 1 }));
    expect(unreadMentions(room.sql, bea.id, 0)).toEqual([1, 3]);
    expect(unreadMentions(room.sql, ada.id, 0)).toEqual([3]);
    expect(only(replies(room.join(connect(bea)), "welcome")).mentions).toEqual([1, 3]);
  });
});

describe("told", () => {
  test("the author of what is quoted, and a mention before all", () => {
    const { room, noted } = withMembers();
    room.act(connect(ada), post("root"));
    room.act(connect(bea), post("answer", { replyTo: 1 }));
    room.act(connect(bea), post("@ada answer", { replyTo: 1 }));
    expect(noted()).toEqual([
      [2, ada.id, "reply"],
      [3, ada.id, "mention"],
    ]);
  });

  test("whoever takes part in a thread, once until they have read it", () => {
    const { room, noted } = withMembers();
    room.act(connect(ada), post("root"));
    room.act(connect(bea), post("one", { thread: 1 }));
    room.act(connect(bea), post("two", { thread: 1 }));
    expect(noted()).toEqual([[2, ada.id, "thread"]]);
    writeThreadMark(room.sql, 1, ada.id, 3);
    room.act(connect(bea), post("three", { thread: 1 }));
    expect(noted(2)).toEqual([[4, ada.id, "thread"]]);
  });

  test("whoever is mentioned in a thread takes part in it from then on", () => {
    const { room, noted } = withMembers();
    room.act(connect(ada), post("root"));
    room.act(connect(ada), post("@cem look", { thread: 1 }));
    writeThreadMark(room.sql, 1, cem.id, 2);
    room.act(connect(bea), post("yes", { thread: 1 }));
    expect(noted(2)).toEqual(
      expect.arrayContaining([
        [3, ada.id, "thread"],
        [3, cem.id, "thread"],
      ]),
    );
  });

  test("a page of notices holds all of one entry, so that the cursor skips none", () => {
    const { room } = withMembers();
    const many = Array.from({ length: 12 }, (_, i) => person(`p${i}`));
    for (const who of many) room.join(connect(who));
    room.act(connect(ada), post(many.map(({ handle }) => `@${handle}`).join(" ")));
    room.act(connect(ada), post("@bea"));
    expect(noticesAfter(room.sql, 0, 5)).toHaveLength(12);
    advance(room.sql, "notices", 1);
    expect(noticesAfter(room.sql, 1, 5)).toHaveLength(1);
  });
});

test("members are found by the beginning of their handle or of a word of their name", () => {
  const { room } = withMembers();
  const lovelace = { ...person("al"), name: "Ada Lovelace", status: { emoji: "🎈" } };
  room.join(connect(lovelace));
  expect(findMembers(room.sql, 0, "lov", 5)).toEqual([lovelace]);
  expect(findMembers(room.sql, 0, "BE", 5).map(({ id }) => id)).toEqual([bea.id]);
  expect(findMembers(room.sql, 0, "%", 5)).toEqual([]);
  expect(findMembers(room.sql, 0, "_", 5)).toEqual([]);
  expect(findMembers(room.sql, 0, "", 2)).toHaveLength(2);
});

describe("[T17] @here", () => {
  const crowd = Array.from({ length: 60 }, (_, i) => person(`crowd${i}`));
  const calling = (people: readonly Person[]) => {
    const room = openRoom();
    for (const who of [ada, bea, ...people]) room.join(connect(who));
    const call = (who: Person, body: string, id = `here-${Math.random().toString(36).slice(2)}`) =>
      only(
        room
          .act(connect(who), { type: "post", id, after: 0, body })
          .filter((effect) => effect.do === "publish"),
      ).entries[0] as MessageEntry;
    return { room, call };
  };

  test("mentions whoever is present, its author not, and nobody who is away", () => {
    const { room, call } = calling([person("cyd"), person("dee")]);
    for (const who of [ada, bea, person("cyd")]) room.online.set(who.id, who);
    const entry = call(bea, "tea is ready, @here");
    expect(entry.mentions).toEqual({ ada: ada.id, cyd: person("cyd").id });
    expect(noticesAfter(room.sql, 0, 10).map((notice) => [notice.person, notice.why])).toEqual([
      [ada.id, "mention"],
      [person("cyd").id, "mention"],
    ]);
    expect(call(bea, "in code it is no call: `@here`").mentions).toBeUndefined();
    expect(call(bea, "nor is @hereabouts").mentions).toBeUndefined();
  });

  test("in a room of more than 50 a member calls nobody, a moderator 100 at most", () => {
    const { room, call } = calling(crowd);
    for (const who of [ada, bea, ...crowd]) room.online.set(who.id, who);
    expect(call(bea, "@here").mentions).toBeUndefined();
    expect(Object.keys(call(ada, "@here").mentions ?? {})).toHaveLength(61);
    for (let i = 0; i < 60; i++) room.online.set(person(`more${i}`).id, person(`more${i}`));
    expect(Object.keys(call(ada, "@here").mentions ?? {})).toHaveLength(100);
  });

  test("an edit calls nobody anew, and keeps whom it called while the word stands", () => {
    const { room, call } = calling([]);
    for (const who of [ada, bea]) room.online.set(who.id, who);
    const said = call(bea, "@here");
    room.online.set(person("cyd").id, person("cyd"));
    let count = 0;
    const edit = (body: string) =>
      only(
        room
          .act(connect(bea), {
            type: "edit",
            id: `edit-here-${count++}`,
            after: 0,
            seq: said.seq,
            body,
          })
          .filter((effect) => effect.do === "publish"),
      ).entries[0] as MessageEntry;
    expect(edit("@here again").mentions).toEqual({ ada: ada.id });
    expect(edit("never mind").mentions).toBeUndefined();
    expect(edit("@here after all").mentions).toBeUndefined();
  });

  test("where somebody is called so, it is them", () => {
    const { room, call } = calling([person("here")]);
    for (const who of [ada, bea]) room.online.set(who.id, who);
    expect(call(bea, "@here").mentions).toEqual({ here: person("here").id });
  });
});
