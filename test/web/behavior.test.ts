import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hueOf, HUES, initialsOf } from "../../src/web/behavior/colour.ts";
import { draftsIn } from "../../src/web/behavior/drafts.ts";
import { find } from "../../src/web/behavior/find.ts";
import { GROUP_MS, markGroups } from "../../src/web/behavior/grouping.ts";
import { neighbour, orderRooms, rankOf } from "../../src/web/behavior/order.ts";
import { memoryStore } from "../../src/web/behavior/store.ts";
import {
  around,
  extend,
  hasAbove,
  lowerBound,
  ROWS_MOST,
  rowsOf,
  settle,
  TAIL,
  withContext,
} from "../../src/web/behavior/window.ts";
import { t } from "../../src/web/strings.ts";

describe("grouping", () => {
  const dayOf = (ts: number) => Math.floor(ts / 86_400_000);
  const at = (by: string, ts: number, seq = ts) => ({ by, ts, seq });

  it("groups by author within five minutes of the message above", () => {
    const later = 3 + 2 * GROUP_MS;
    const messages = [
      at("a", 1),
      at("a", 2),
      at("a", 2 + GROUP_MS),
      at("a", later),
      at("b", later),
    ];
    const first = markGroups(messages, { dayOf }).map((marks) => marks.first);
    expect(first).toEqual([true, false, false, true, true]);
  });
  it("gives each message the same marks wherever the window begins", () => {
    const messages = Array.from({ length: 40 }, (_, i) =>
      at("ab"[(i >> 3) & 1] ?? "", i * i * 9_999),
    );
    const all = markGroups(messages, { dayOf });
    for (let i = 1; i < messages.length; i++) {
      const part = markGroups(messages.slice(i), { dayOf, previous: messages[i - 1] });
      expect(part).toEqual(all.slice(i));
    }
  });
  it("opens a day with its first message", () => {
    const messages = [at("a", 86_399_999), at("a", 86_400_000), at("a", 86_400_001)];
    expect(markGroups(messages, { dayOf }).map((marks) => marks.day)).toEqual([true, true, false]);
  });
  it("draws the line once, above the first message of others after what was read", () => {
    const messages = [at("a", 1), at("me", 2), at("a", 3), at("b", 4)];
    const lines = (newAfter: number | undefined) =>
      markGroups(messages, { dayOf, newAfter, you: "me" }).map((marks) => marks.line);
    expect(lines(1)).toEqual([false, false, true, false]);
    expect(lines(0)).toEqual([true, false, false, false]);
    expect(lines(4)).toEqual([false, false, false, false]);
    expect(lines(undefined)).toEqual([false, false, false, false]);
  });
  it("draws no line where it stands above the window", () => {
    const marks = markGroups([at("a", 4)], { dayOf, newAfter: 2, previous: at("a", 3) });
    expect(marks[0]).toEqual({ line: false, day: false, first: false });
  });
});

describe("drafts", () => {
  it("are kept a room, and an empty one leaves nothing", () => {
    const store = memoryStore();
    const drafts = draftsIn(store);
    drafts.write("a", "hello");
    drafts.write("b", "there");
    expect([drafts.read("a"), drafts.read("b"), drafts.read("c")]).toEqual(["hello", "there", ""]);
    drafts.write("a", "");
    expect(store.keys()).toEqual(["draft:b"]);
  });
});

describe("the order of rooms", () => {
  const room = (name: string, unread = 0, mentions = 0) => ({
    name,
    title: name,
    unread,
    mentions,
  });
  const rooms = [room("b"), room("Room 10"), room("Room 9"), room("a", 2), room("c", 1)];
  const ordered = orderRooms(rooms, rankOf);

  it("is unread, then title", () => {
    expect(ordered.map((one) => one.name)).toEqual(["a", "c", "b", "Room 9", "Room 10"]);
  });
  it("is what mentions one, unread, then title", () => {
    const all = [...rooms, room("z", 1, 1), room("y", 0, 2)];
    const names = orderRooms(all, rankOf).map((one) => one.name);
    expect(names).toEqual(["y", "z", "a", "c", "b", "Room 9", "Room 10"]);
  });
  it("is walked in both directions, around the ends", () => {
    expect(neighbour(ordered, "a", 1, false)).toBe("c");
    expect(neighbour(ordered, "a", -1, false)).toBe("Room 10");
    expect(neighbour(ordered, "Room 10", 1, false)).toBe("a");
    expect(neighbour(ordered, "b", 1, true)).toBe("a");
    expect(neighbour(ordered, "b", -1, true)).toBe("c");
    expect(neighbour(ordered, undefined, 1, false)).toBe("a");
    expect(neighbour(ordered, undefined, -1, false)).toBe("Room 10");
    expect(neighbour([room("a")], "a", 1, false)).toBeUndefined();
    expect(neighbour([], undefined, -1, false)).toBeUndefined();
  });
});

describe("what a room is called", () => {
  it("a room that goes by its people is called after them, a long list cut", () => {
    expect(t.calledAfter([], 0)).toBe("");
    expect(t.calledAfter(["Ada"], 0)).toBe("Ada");
    expect(t.calledAfter(["Ada", "Bea"], 0)).toBe("Ada and Bea");
    expect(t.calledAfter(["Ada", "Bea", "Cem", "Dee"], 0)).toBe("Ada, Bea, Cem and Dee");
    expect(t.calledAfter(["Ada", "Bea", "Cem", "Dee"], 1)).toBe("Ada, Bea, Cem and 2 others");
    const eight = ["Ada", "Bea", "Cem", "Dee", "Eve", "Fay", "Gus", "Hal"];
    expect(t.calledAfter(eight, 12)).toBe("Ada, Bea, Cem and 17 others");
  });
});

describe("finding", () => {
  const all = ["General", "Tech Talk", "Énergie", "Random", "Agent"].map((word) => ({
    words: [word],
  }));
  const names = (query: string) => find(all, query, 10).map((item) => item.words[0]);
  it("puts what begins with the letters first, ignores accents and case", () => {
    expect(names("ge")).toEqual(["General", "Agent", "Énergie"]);
    expect(names("ener")).toEqual(["Énergie", "General"]);
    expect(names("tech ta")).toEqual(["Tech Talk"]);
    expect(names("ttalk")).toEqual(["Tech Talk"]);
    expect(names("zzz")).toEqual([]);
    expect(names("")).toHaveLength(5);
  });
});

describe("people without a picture", () => {
  it("have initials and a hue", () => {
    expect(["Ada Lovelace", "bob", "李雷", "a-b c", "😀", "Ö"].map(initialsOf)).toEqual([
      "AL",
      "B",
      "李",
      "AC",
      "😀",
      "Ö",
    ]);
    fc.assert(
      fc.property(
        fc.string(),
        (name) => hueOf(name) >= 0 && hueOf(name) < HUES && hueOf(name) === hueOf(name),
      ),
    );
  });
});

describe("the window of rows", () => {
  const stretch = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({ seq: from + i }));
  const seqs = (messages: { seq: number }[], window: Parameters<typeof rowsOf>[1]) => {
    const { start, end } = rowsOf(messages, window);
    return [messages[start]?.seq, messages[end - 1]?.seq];
  };

  it("begins at the newest", () => {
    expect(seqs(stretch(1, 1_000), TAIL)).toEqual([969, 1_000]);
    expect(rowsOf([], TAIL)).toEqual({ start: 0, end: 0 });
  });
  it("keeps its rows when older ones arrive", () => {
    const window = settle(stretch(101, 150), TAIL, true);
    expect(seqs(stretch(51, 150), settle(stretch(51, 150), window, false))).toEqual([119, 150]);
  });
  it("follows the newest, or lets it wait below", () => {
    const window = { from: 1, to: Infinity };
    expect(seqs(stretch(1, 400), settle(stretch(1, 400), window, true))).toEqual([101, 400]);
    expect(seqs(stretch(1, 400), settle(stretch(1, 400), window, false))).toEqual([1, 300]);
  });
  it("moves by steps and never holds too many", () => {
    const messages = stretch(1, 1_000);
    let window = settle(messages, TAIL, true);
    for (let i = 0; i < 41; i++) window = extend(messages, window, "older");
    expect(seqs(messages, window)).toEqual([1, 300]);
    for (let i = 0; i < 40; i++) window = extend(messages, window, "newer");
    expect(seqs(messages, window)).toEqual([701, 1_000]);
    expect(window.to).toBe(Infinity);
  });
  it("opens around one message", () => {
    const messages = stretch(1, 1_000);
    expect(seqs(messages, around(messages, 500) ?? TAIL)).toEqual([460, 539]);
    expect(around(messages, 1_001)).toBeUndefined();
  });
  it("falls back to the end where the stretch was replaced", () => {
    expect(seqs(stretch(5_000, 5_100), { from: 1, to: 300 })).toEqual([5_069, 5_100]);
  });
  it("holds at most so many rows whatever happens", () => {
    const step = fc.constantFrom("older", "newer", "grow", "prepend");
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, following) => {
        let from = 5_000;
        let to = 5_050;
        let window = TAIL;
        for (const one of steps) {
          if (one === "grow") to += 77;
          else if (one === "prepend") from -= 50;
          const messages = stretch(from, to);
          window = settle(messages, window, following);
          if (one === "older" || one === "newer") window = extend(messages, window, one);
          const { start, end } = rowsOf(messages, window);
          if (end - start > ROWS_MOST || end <= start) return false;
        }
        return true;
      }),
    );
  });
  it("leads up to the very first message, wherever its steps end", () => {
    for (let count = 2; count <= 200; count++) {
      const messages = stretch(1, count);
      let window = TAIL;
      let rows = withContext(rowsOf(messages, window), true);
      for (let step = 0; hasAbove(rows, true) && step < 100; step++) {
        window = extend(messages, window, "older");
        rows = withContext(rowsOf(messages, window), true);
      }
      expect([count, rows.start]).toEqual([count, 0]);
    }
    // Above what is loaded there is more to load, and the first waits for it.
    expect(hasAbove(withContext({ start: 0, end: 9 }, false), false)).toBe(false);
    expect(hasAbove({ start: 1, end: 9 }, true)).toBe(true);
  });
  it("finds by halves", () => {
    expect(lowerBound(stretch(10, 20), 15)).toBe(5);
    expect(lowerBound(stretch(10, 20), 1)).toBe(0);
    expect(lowerBound(stretch(10, 20), 99)).toBe(11);
  });
});
