// What of the log concerns oneself: the same as the server's next `welcome` would say.

import { describe, expect, it } from "vitest";
import { mentionsAfter, threadsAfter } from "../../src/client/concern.ts";
import type { Entry, Message } from "../../src/protocol/entries.ts";

const YOU = "you";
const base = { ts: 1, id: "entry-00", by: "bob" };
const message = (seq: number, more: object = {}): Message => ({
  ...base,
  seq,
  kind: "message",
  body: "hi",
  ...more,
});
const nothing = () => undefined;
const after = (mentions: number[], entry: Entry, held?: Message) =>
  mentionsAfter(mentions, entry, YOU, () => held);

describe("mentions", () => {
  it("are messages of others in the main timeline that name or quote one", () => {
    expect(after([], message(5, { mentions: { you: YOU } }))).toEqual([5]);
    expect(after([], message(5, { quote: { by: YOU, body: "" } }))).toEqual([5]);
    expect(after([], message(5, { mentions: { ada: "ada" } }))).toEqual([]);
    expect(after([], message(5, { mentions: { you: YOU }, by: YOU }))).toEqual([]);
    expect(after([], message(5, { mentions: { you: YOU }, thread: 1 }))).toEqual([]);
  });

  it("come and go with an edit, and go with a deletion", () => {
    const edit = (mentions?: object) =>
      ({
        ...base,
        seq: 9,
        kind: "edit",
        target: 5,
        body: "x",
        ...(mentions && { mentions }),
      }) as Entry;
    expect(after([3], edit({ you: YOU }), message(5))).toEqual([3, 5]);
    expect(after([7], edit({ you: YOU }), message(5))).toEqual([5, 7]);
    expect(after([5], edit(), message(5, { mentions: { you: YOU } }))).toEqual([]);
    expect(after([5], edit(), message(5, { quote: { by: YOU, body: "" } }))).toEqual([5]);
    expect(after([3], edit({ you: YOU }))).toEqual([3]);
    expect(after([5], { ...base, seq: 9, kind: "delete", target: 5 } as Entry)).toEqual([]);
  });
});

describe("threads", () => {
  const known = new Map([[1, { root: 1, readSeq: 4, lastSeq: 4 }]]);

  it("hold something unread once somebody else writes in one that one takes part in", () => {
    expect(threadsAfter(known, message(6, { thread: 1 }), YOU, nothing).get(1)).toEqual({
      root: 1,
      readSeq: 4,
      lastSeq: 6,
    });
    expect(threadsAfter(known, message(6, { thread: 2 }), YOU, nothing)).toBe(known);
  });

  it("are one's own by writing, by being mentioned, or by having begun them", () => {
    const none = new Map();
    expect(threadsAfter(none, message(6, { thread: 2, by: YOU }), YOU, nothing).get(2)).toEqual({
      root: 2,
      readSeq: 6,
      lastSeq: 6,
    });
    const unread = { root: 2, readSeq: 0, lastSeq: 6 };
    const named = message(6, { thread: 2, mentions: { you: YOU } });
    expect(threadsAfter(none, named, YOU, nothing).get(2)).toEqual(unread);
    const begun = () => message(2, { by: YOU });
    expect(threadsAfter(none, message(6, { thread: 2 }), YOU, begun).get(2)).toEqual(unread);
  });

  it("lose what was deleted", () => {
    const gone = { ...base, seq: 9, kind: "delete", target: 8, thread: 1 };
    const left = { n: 1, lastSeq: 4, lastTs: 1 };
    const more = new Map([[1, { root: 1, readSeq: 4, lastSeq: 8 }]]);
    expect(threadsAfter(more, { ...gone, left } as Entry, YOU, nothing).get(1)?.lastSeq).toBe(4);
  });
});
