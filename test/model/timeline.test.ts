// [L5] apply(snapshot, later entries) == later snapshot, whichever page the snapshot came from.
// The snapshots are the real room's pages of history; the entries are the real room's replay.

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { show, take, type Copy } from "../../src/client/copy.ts";
import { startAt } from "../../src/client/replica.ts";
import type { Timeline } from "../../src/client/state.ts";
import { NO_STRETCH } from "../../src/client/stretch.ts";
import { applyAll, merge, trim, whole } from "../../src/client/timeline.ts";
import type { HistoryQuery, UpFrame } from "../../src/protocol/commands.ts";
import type { Entry } from "../../src/protocol/entries.ts";
import { append } from "../../src/room/log.ts";
import { ada, bea, connect, only, openRoom, post, replies } from "../room/bench-room.ts";

const RUNS = 100 * Number(process.env["MODEL_RUNS"] ?? 1);
const options = { seed: 1, numRuns: RUNS };

const KINDS = [
  "post",
  "post",
  "post",
  "quote",
  "thread",
  "thread",
  "edit",
  "delete",
  "react",
  "unreact",
  "pin",
  "unpin",
  "bare",
  "topic",
  "mode",
  "mode",
  "role",
  "later",
] as const;

/** What people do, and an entry of a kind of a later version; `share` says to which message. */
const writings = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    who: fc.constantFrom(ada, bea),
  }),
  { maxLength: 80, size: "max" },
);
type Writing = typeof writings extends fc.Arbitrary<infer W> ? W : never;
const POST: Writing[number] = { kind: "post", share: 0, who: ada };

function open() {
  const room = openRoom();
  const reader = connect(bea);
  for (const who of [ada, bea]) room.join(connect(who));
  let count = 0;
  return {
    write(log: Writing): void {
      for (const { kind, share, who } of log) {
        count += 1;
        room.clock.now += 10;
        const id = `command-${count}`;
        const seq = Math.ceil(share * count);
        const command = { id, epoch: "epoch-1", after: 0, seq };
        const by = connect(who);
        const body = `${kind} ${count} ${share > 0.5 ? "@ada" : ""}`;
        if (kind === "post") room.act(by, post(id, body));
        else if (kind === "quote") room.act(by, { ...post(id, body), replyTo: seq } as UpFrame);
        else if (kind === "thread") room.act(by, { ...post(id, body), thread: seq } as UpFrame);
        else if (kind === "edit") room.act(by, { type: "edit", ...command, body });
        else if (kind === "pin" || kind === "unpin")
          room.act(by, { type: "pin", ...command, on: kind === "pin" });
        else if (kind === "bare") room.act(by, { type: "preview", ...command, on: share > 0.5 });
        else if (kind === "delete") room.act(by, { type: "delete", ...command });
        else if (kind === "topic")
          room.act(connect(ada), { type: "topic", ...command, topic: body });
        else if (kind === "mode")
          for (let i = 0; i < (share > 0.9 ? 30 : 1); i++)
            room.act(connect(ada), {
              type: "mode",
              ...command,
              id: `${id}-${i}`,
              slowMs: count + i,
            });
        else if (kind === "role")
          room.act(connect(ada), {
            type: "role",
            ...command,
            person: bea.id,
            role: share > 0.5 ? "moderator" : "member",
          });
        else if (kind === "later") append(room.sql, room.clock.now, { author: who.id, kind, id });
        else room.act(by, { type: "react", ...command, emoji: "🎉", on: kind === "react" });
      }
    },
    page(where: Partial<HistoryQuery> = {}) {
      const asked = { type: "history", ref: "r", limit: 1_000, ...where } as const;
      const { messages, ...page } = only(replies(room.act(reader, asked), "history"));
      return { ...page, messages: messages.map(whole) };
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
  const property = fc.property(writings, writings, (earlier, later) => {
    const room = open();
    room.write(earlier);
    const snapshot = room.page();
    room.write(later);
    expect(applyAll(timelineOf(snapshot), room.after(snapshot.head), bea.id)).toEqual(
      timelineOf(room.page()),
    );
  });
  fc.assert(property, options);
});

test("[L5] the same holds in a thread, and of the message under which it stands", () => {
  const property = fc.property(writings, writings, fc.nat({ max: 60 }), (earlier, later, seq) => {
    const room = open();
    room.write([POST, ...earlier]);
    const root = room.page().messages.at(seq % room.page().messages.length)!.seq;
    const snapshot = room.page({ thread: root });
    room.write(later);
    const thread: Timeline = { ...timelineOf(snapshot), thread: root };
    expect(applyAll(thread, room.after(snapshot.head), bea.id)).toEqual({
      ...timelineOf(room.page({ thread: root })),
      thread: root,
    });
  });
  fc.assert(property, options);
});

test("[L5] a client that came in the middle shows what a page of now shows", () => {
  const where = fc.record({ around: fc.nat({ max: 160 }), limit: fc.integer({ min: 1, max: 60 }) });
  const property = fc.property(
    writings,
    fc.array(writings, { maxLength: 4 }),
    fc.array(where, { maxLength: 6 }),
    (earlier, parts, places) => {
      const room = open();
      room.write(earlier);
      const newest = room.page({ limit: 20 });
      let copy: Copy = {
        replica: startAt({ epoch: "epoch-1", seq: newest.head }),
        stretch: NO_STRETCH,
        viewer: bea.id,
      };
      copy = shown(copy, show(copy, newest, "newest"));
      for (const part of parts) {
        room.write(part);
        copy = take(copy, room.after(copy.replica.cursor.seq), false).copy;
        isStretch(copy.stretch.timeline, room.page().messages);
        expect(copy.stretch.timeline.atHead).toBe(true);
      }
      for (const place of places) {
        const elsewhere = shown(copy, show(copy, room.page(place), "elsewhere"));
        isStretch(elsewhere.stretch.timeline, room.page().messages);
      }
    },
  );
  fc.assert(property, options);
});

test("[L5] a page that is older than the cursor is brought up to it", () => {
  const property = fc.property(
    writings,
    writings,
    fc.integer({ min: 1, max: 60 }),
    (earlier, later, limit) => {
      const room = open();
      room.write(earlier);
      const page = room.page({ around: 1, limit });
      const start = startAt({ epoch: "epoch-1", seq: page.head });
      room.write(later);
      const copy = take(
        { replica: start, stretch: NO_STRETCH, viewer: bea.id },
        room.after(page.head),
        false,
      ).copy;
      isStretch(shown(copy, show(copy, page, "elsewhere")).stretch.timeline, room.page().messages);
    },
  );
  fc.assert(property, options);
});

test("[L5] pages that border on each other join without a hole", () => {
  const property = fc.property(writings, fc.integer({ min: 1, max: 40 }), (log, limit) => {
    const room = open();
    room.write([...log, POST]);
    let timeline = timelineOf(room.page({ limit }));
    while (!timeline.start) {
      const before = timeline.messages[0]!.seq;
      timeline = merge(timeline, { ...timelineOf(room.page({ before, limit })), atHead: false }, 0);
    }
    expect(timeline).toEqual(timelineOf(room.page()));
  });
  fc.assert(property, options);
});

test("[L5] paged to and fro, trimmed at either end, it shows what the room shows", () => {
  const moves = fc.array(
    fc.oneof(
      fc.record({ go: fc.constantFrom("older" as const, "newer" as const) }),
      fc.record({ part: writings }),
    ),
    { maxLength: 12 },
  );
  const property = fc.property(writings, moves, (earlier, walk) => {
    const room = open();
    room.write([...earlier, POST]);
    const first = room.page({ limit: 10 });
    const replica = startAt({ epoch: "epoch-1", seq: first.head });
    let copy = shown(
      { replica, stretch: NO_STRETCH, viewer: bea.id },
      show({ replica, stretch: NO_STRETCH, viewer: bea.id }, first, "newest"),
    );
    const keep = (end: "oldest" | "newest") => {
      const timeline = trim(copy.stretch.timeline, 20, end);
      copy = { ...copy, stretch: { ...copy.stretch, timeline } };
      expect(timeline.messages.length).toBeLessThanOrEqual(20);
      isStretch(timeline, room.page().messages);
    };
    for (const move of walk) {
      const { messages } = copy.stretch.timeline;
      if ("part" in move) {
        room.write(move.part);
        copy = take(copy, room.after(copy.replica.cursor.seq), false).copy;
        keep("oldest");
      } else if (move.go === "older") {
        const before = messages[0]?.seq ?? 0;
        copy = shown(copy, show(copy, room.page({ before, limit: 10 }), "older"));
        keep("newest");
      } else {
        const around = messages.at(-1)?.seq ?? 0;
        copy = shown(copy, show(copy, room.page({ around, limit: 20 }), "newer"));
        keep("oldest");
      }
    }
  });
  fc.assert(property, options);
});

function shown(copy: Copy, next: ReturnType<typeof show>): Copy {
  if (!next || next === "stale")
    throw new Error(`A page was not shown at ${copy.replica.cursor.seq}.`);
  return next;
}

/** `messages` are all of `all` from the first to the last of them. */
function isStretch({ messages, atHead, start }: Timeline, all: Timeline["messages"]): void {
  const [first, last] = [messages[0]?.seq ?? 0, messages.at(-1)?.seq ?? 0];
  expect(messages).toEqual(all.filter(({ seq }) => seq >= first && seq <= last));
  if (atHead) expect(last).toBe(all.at(-1)?.seq ?? 0);
  if (start && messages.length > 0) expect(first).toBe(all[0]?.seq);
}
