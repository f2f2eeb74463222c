// [L5] apply(snapshot, later entries) == later snapshot, whichever page the snapshot came from.
// The snapshots are the real room's pages of history; the entries are the real room's replay.

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { show, take, type Copy } from "../../src/client/copy.ts";
import { startAt } from "../../src/client/replica.ts";
import type { Timeline } from "../../src/client/state.ts";
import { applyAll, merge, NOTHING } from "../../src/client/timeline.ts";
import type { HistoryQuery } from "../../src/protocol/commands.ts";
import type { Entry } from "../../src/protocol/entries.ts";
import { append } from "../../src/room/log.ts";
import { ada, bea, connect, only, openRoom, post, replies } from "../room/bench-room.ts";

const RUNS = 100 * Number(process.env["MODEL_RUNS"] ?? 1);
const options = { seed: 1, numRuns: RUNS };

/** Messages, and entries of a kind of a later version. */
const kinds = fc.array(fc.constantFrom("post", "post", "post", "topic"), {
  maxLength: 80,
  size: "max",
});

function open() {
  const room = openRoom();
  const reader = connect(bea);
  let count = 0;
  return {
    write(log: readonly string[]): void {
      for (const kind of log) {
        count += 1;
        room.clock.now += 10;
        const id = `command-${count}`;
        if (kind === "post") room.act(connect(count % 2 ? ada : bea), post(id, `body ${count}`));
        else append(room.sql, room.clock.now, { author: ada.id, kind, id, body: "" });
      }
    },
    page(where: Partial<HistoryQuery> = {}) {
      const asked = { type: "history", ref: "r", limit: 1_000, ...where } as const;
      return only(replies(room.act(reader, asked), "history"));
    },
    after(seq: number): Entry[] {
      const asked = { type: "sync", epoch: "epoch-1", after: seq } as const;
      return only(replies(room.act(reader, asked), "entries")).entries;
    },
  };
}

function timelineOf({ messages, start }: Pick<Timeline, "messages" | "start">): Timeline {
  return { messages, start, atHead: true };
}

test("[L5] a snapshot and the later entries make the later snapshot", () => {
  const property = fc.property(kinds, kinds, (earlier, later) => {
    const room = open();
    room.write(earlier);
    const snapshot = room.page();
    room.write(later);
    expect(applyAll(timelineOf(snapshot), room.after(snapshot.head))).toEqual(
      timelineOf(room.page()),
    );
  });
  fc.assert(property, options);
});

test("[L5] a client that came in the middle shows what a page of now shows", () => {
  const where = fc.record({ around: fc.nat({ max: 160 }), limit: fc.integer({ min: 1, max: 60 }) });
  const property = fc.property(
    kinds,
    fc.array(kinds, { maxLength: 4 }),
    fc.array(where, { maxLength: 6 }),
    (earlier, parts, places) => {
      const room = open();
      room.write(earlier);
      const newest = room.page({ limit: 20 });
      let copy: Copy = {
        replica: startAt({ epoch: "epoch-1", seq: newest.head }),
        timeline: NOTHING,
        newest: Infinity,
      };
      copy = shown(copy, show(copy, newest, "newest"));
      for (const part of parts) {
        room.write(part);
        copy = take(copy, room.after(copy.replica.cursor.seq), false).copy;
        isStretch(copy.timeline, room.page().messages);
        expect(copy.timeline.atHead).toBe(true);
      }
      for (const place of places) {
        const elsewhere = shown(copy, show(copy, room.page(place), "elsewhere"));
        isStretch(elsewhere.timeline, room.page().messages);
      }
    },
  );
  fc.assert(property, options);
});

test("[L5] a page that is older than the cursor is brought up to it", () => {
  const property = fc.property(
    kinds,
    kinds,
    fc.integer({ min: 1, max: 60 }),
    (earlier, later, limit) => {
      const room = open();
      room.write(earlier);
      const page = room.page({ around: 1, limit });
      const start = startAt({ epoch: "epoch-1", seq: page.head });
      room.write(later);
      const copy = take(
        { replica: start, timeline: NOTHING, newest: Infinity },
        room.after(page.head),
        false,
      ).copy;
      isStretch(shown(copy, show(copy, page, "elsewhere")).timeline, room.page().messages);
    },
  );
  fc.assert(property, options);
});

test("[L5] pages that border on each other join without a hole", () => {
  const property = fc.property(kinds, fc.integer({ min: 1, max: 40 }), (log, limit) => {
    const room = open();
    room.write([...log, "post"]);
    let timeline = timelineOf(room.page({ limit }));
    while (!timeline.start) {
      const before = timeline.messages[0]!.seq;
      timeline = merge(timeline, { ...timelineOf(room.page({ before, limit })), atHead: false }, 0);
    }
    expect(timeline).toEqual(timelineOf(room.page()));
  });
  fc.assert(property, options);
});

function shown(copy: Copy, next: ReturnType<typeof show>): Copy {
  if (!next || next === "stale")
    throw new Error(`A page was not shown at ${copy.replica.cursor.seq}.`);
  return next;
}

/** `messages` are all of `whole` from the first to the last of them. */
function isStretch({ messages, atHead, start }: Timeline, whole: Timeline["messages"]): void {
  const [first, last] = [messages[0]?.seq ?? 0, messages.at(-1)?.seq ?? 0];
  expect(messages).toEqual(whole.filter(({ seq }) => seq >= first && seq <= last));
  if (atHead) expect(last).toBe(whole.at(-1)?.seq ?? 0);
  if (start && messages.length > 0) expect(first).toBe(whole[0]?.seq);
}
