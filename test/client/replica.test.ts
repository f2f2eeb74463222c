import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entry, MessageEntry } from "../../src/protocol/entries.ts";
import { show, take, type Copy } from "../../src/client/copy.ts";
import { appliedAfter, awaitPage, identify, receive, startAt } from "../../src/client/replica.ts";
import { NO_STRETCH, WHOLE_STRETCH } from "../../src/client/stretch.ts";
import { applyAll, BEGINNING, countAbove, merge, trim } from "../../src/client/timeline.ts";

function entry(seq: number, kind = "message"): Entry {
  const base = { seq, ts: seq, by: seq % 3 === 0 ? "ada" : "bob", id: `id-${seq}` };
  return kind === "message" ? { ...base, kind, body: `m${seq}` } : { ...base, kind };
}
const entries = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => entry(from + i));
const messages = (from: number, to: number) => entries(from, to) as MessageEntry[];
const seqs = (list: readonly { seq: number }[]) => list.map(({ seq }) => seq);
const at = (seq: number) => startAt({ epoch: "e", seq, at: `id-${seq}` });

describe("the replica", () => {
  it("[L2] applies what continues it and drops what it has", () => {
    const { replica, fresh, sync } = receive(at(5), entries(4, 8), false);
    expect(seqs(fresh)).toEqual([6, 7, 8]);
    expect(replica.cursor).toEqual({ epoch: "e", seq: 8, at: "id-8", atTs: 8 });
    expect(sync).toBe(false);
  });

  it("[L2] renders nothing beyond a gap and asks for what is missing, once", () => {
    const first = receive(at(5), [entry(7)], false);
    expect(first).toMatchObject({ fresh: [], sync: true, caughtUp: false });
    const second = receive(awaitPage(first.replica), [entry(8)], false);
    expect(second).toMatchObject({ fresh: [], sync: false, caughtUp: false });
    const third = receive(second.replica, entries(6, 9), false);
    expect(seqs(third.fresh)).toEqual([6, 7, 8, 9]);
    expect(third).toMatchObject({ sync: false, caughtUp: true });
  });

  it("[L6] pulls the next page until one is the last", () => {
    const first = receive(awaitPage(at(0)), entries(1, 200), true);
    expect(first).toMatchObject({ sync: true, caughtUp: false });
    const last = receive(awaitPage(first.replica), entries(201, 300), false);
    expect(last).toMatchObject({ sync: false, caughtUp: true });
  });

  it("[L6] pulls on where all of a page had come another way", () => {
    const ahead = { ...at(250), awaiting: 0 };
    expect(receive(ahead, entries(1, 200), true)).toMatchObject({ fresh: [], sync: true });
  });

  it("[L6] does not pull twice for a page that came twice", () => {
    const first = receive(awaitPage(at(0)), entries(1, 200), true);
    const twice = receive(awaitPage(first.replica), entries(1, 200), true);
    expect(twice).toMatchObject({ fresh: [], sync: false, caughtUp: false });
  });

  it("an empty page is an answer, too", () => {
    expect(receive(awaitPage(at(5)), [], false)).toMatchObject({ sync: false, caughtUp: true });
  });

  it("[L7] learns the id at its cursor from a page", () => {
    const unknown = startAt({ epoch: "e", seq: 5 });
    expect(identify(unknown, messages(1, 5)).cursor.at).toBe("id-5");
    expect(identify(unknown, messages(1, 4)).cursor.at).toBeUndefined();
  });

  it("knows which entries it applied above a page's head, or that it does not", () => {
    const { replica } = receive(at(5), entries(6, 9), false);
    expect(seqs(appliedAfter(replica, 7) ?? [])).toEqual([8, 9]);
    expect(appliedAfter(replica, 9)).toEqual([]);
    expect(appliedAfter(replica, 4)).toBeUndefined();
  });

  it("[G3] [G4] is a prefix of the log whatever comes, and reaches the head by asking", () => {
    const frame = fc.record({
      from: fc.integer({ min: 1, max: 40 }),
      length: fc.integer({ min: 0, max: 10 }),
      more: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 30 }), (frames) => {
        let copy: Copy = { replica: awaitPage(at(0)), stretch: WHOLE_STRETCH };
        const arrived: Entry[] = [];
        const give = (list: Entry[], more: boolean) => {
          const taken = take(copy, list, more);
          arrived.push(...taken.fresh);
          copy = taken.sync
            ? { ...taken.copy, replica: awaitPage(taken.copy.replica) }
            : taken.copy;
        };
        for (const { from, length, more } of frames)
          give(entries(from, Math.min(40, from + length - 1)), more);
        for (let i = 0; i < 40; i++) {
          const { seq } = copy.replica.cursor;
          give(entries(seq + 1, Math.min(40, seq + 3)), seq + 3 < 40);
        }
        expect(seqs(arrived)).toEqual(seqs(entries(1, 40)));
        expect(copy.stretch.timeline.messages).toEqual(entries(1, 40));
      }),
      { numRuns: 300 },
    );
  });
});

describe("the timeline", () => {
  it("counts a kind it does not know and otherwise ignores it", () => {
    const { replica, fresh } = receive(at(0), [entry(1), entry(2, "wave"), entry(3)], false);
    expect(replica.cursor.seq).toBe(3);
    expect(seqs(applyAll(BEGINNING, fresh).messages)).toEqual([1, 3]);
  });

  it("[L5] apply(snapshot, later entries) == later snapshot, for any page and any cursor", () => {
    const kinds = fc.array(fc.constantFrom("message", "message", "wave"), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        kinds,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 20 }),
        (log, a, b, limit) => {
          const all = log.map((kind, i) => entry(i + 1, kind));
          const isMessage = (one: Entry): one is MessageEntry => one.kind === "message";
          const snapshot = (head: number) => all.slice(0, head).filter(isMessage).slice(-limit);
          const head = a % (log.length + 1);
          const cursor = head + (b % (log.length - head + 1));
          const { replica } = receive(
            startAt({ epoch: "e", seq: head }),
            all.slice(head, cursor),
            false,
          );
          const copy = show(
            { replica, stretch: NO_STRETCH },
            { head, messages: snapshot(head), start: false },
            "newest",
          );
          if (!copy || copy === "stale") throw new Error("It joins.");
          const later = all.slice(0, cursor).filter(isMessage);
          const [first] = copy.stretch.timeline.messages;
          expect(copy.stretch.timeline.messages).toEqual(
            later.filter(({ seq }) => seq >= (first?.seq ?? 0)),
          );
          expect(copy.stretch.timeline.atHead).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("a page newer than the cursor waits, one that is too old is asked for again", () => {
    const copy: Copy = { replica: at(5), stretch: NO_STRETCH };
    expect(
      show(copy, { head: 6, messages: messages(1, 6), start: true }, "newest"),
    ).toBeUndefined();
    expect(show(copy, { head: 4, messages: messages(1, 4), start: true }, "newest")).toBe("stale");
  });

  it("joins older and newer pages without a double", () => {
    const middle = { messages: messages(11, 20), start: false, atHead: false };
    const older = merge(middle, { messages: messages(1, 10), start: true, atHead: false }, 30);
    expect(older).toMatchObject({ start: true, atHead: false });
    const newer = merge(older, { messages: messages(15, 30), start: false, atHead: false }, 30);
    expect(seqs(newer.messages)).toEqual(seqs(messages(1, 30)));
    expect(newer).toMatchObject({ start: true, atHead: true });
  });

  it("appends nothing where it does not reach the head", () => {
    const away = { messages: messages(1, 5), start: true, atHead: false };
    expect(applyAll(away, messages(9, 10))).toBe(away);
  });

  it("keeps the newest when trimmed, and knows that older ones exist", () => {
    const whole = { messages: messages(1, 10), start: true, atHead: true };
    expect(trim(whole, 3, "oldest")).toEqual({
      messages: messages(8, 10),
      start: false,
      atHead: true,
    });
    expect(trim(whole, 10, "oldest")).toBe(whole);
  });

  it("trimmed at the newest end, it appends nothing any more", () => {
    const whole = { messages: messages(1, 10), start: true, atHead: true };
    const trimmed = trim(whole, 4, "newest");
    expect(trimmed).toEqual({ messages: messages(1, 4), start: true, atHead: false });
    expect(applyAll(trimmed, messages(11, 12))).toBe(trimmed);
  });

  it("is never trimmed where one reads, and knows which ends it has lost", () => {
    const some = fc.record({
      length: fc.integer({ min: 0, max: 40 }),
      most: fc.integer({ min: 11, max: 30 }),
      from: fc.integer({ min: 1, max: 40 }),
      rows: fc.integer({ min: 1, max: 10 }),
      follows: fc.boolean(),
      end: fc.constantFrom("oldest" as const, "newest" as const),
    });
    fc.assert(
      fc.property(some, ({ length, most, from, rows, follows, end }) => {
        const whole = { messages: messages(1, length), start: true, atHead: true };
        const view = follows
          ? { from: Math.max(1, length - rows + 1), to: Infinity }
          : { from: Math.min(from, length), to: Math.min(from + rows - 1, length) };
        const trimmed = trim(whole, most, end, view);
        const [first, last] = [trimmed.messages[0]?.seq ?? 0, trimmed.messages.at(-1)?.seq ?? 0];
        expect(trimmed.messages).toHaveLength(Math.min(length, most));
        expect(trimmed.messages).toEqual(length === 0 ? [] : messages(first, last));
        expect(trimmed.start).toBe(first <= 1);
        expect(trimmed.atHead).toBe(last === length);
        // The row above the first one says whether that opens a group.
        expect(first).toBeLessThanOrEqual(Math.max(Math.min(1, length), view.from - 1));
        expect(last).toBeGreaterThanOrEqual(Math.min(view.to, length));
      }),
      { numRuns: 500 },
    );
  });

  it("counts the messages of others above a mark where it reaches that far", () => {
    const some = { messages: messages(5, 10), start: false, atHead: true };
    expect(countAbove(some, 6, "ada")).toBe(3);
    expect(countAbove(some, 2, "ada")).toBeUndefined();
    expect(countAbove({ ...some, start: true }, 2, "ada")).toBe(4);
  });
});
