// Marks of threads in the attachment: what memory alone would lose is written before it can be [H6].

import { expect, test } from "vitest";
import { perform, type Means, type Seat } from "../../src/worker/objects/perform.ts";

function bench() {
  const marked: { thread: number | undefined; hasSocket: boolean }[] = [];
  const seat = { kept: { read: null } } as unknown as Seat;
  const means = {
    now: 1_000,
    sockets: { remember: (_: Seat, memory: object) => Object.assign(seat.kept, memory) },
    duties: {
      mark(_: string, { thread }: { thread?: number }, hasSocket: boolean, now: number) {
        marked.push({ thread, hasSocket });
        return now + (hasSocket ? 60_000 : 5_000);
      },
    },
  } as unknown as Means;
  const mark = (thread: number, seq: number) =>
    perform(means, { person: "ada", seat }, [{ do: "mark", seq, thread }]);
  return { marked, seat, means, mark };
}

test("[H6] a lower mark of a thread does not replace a higher one", () => {
  const { seat, mark } = bench();
  mark(7, 20);
  mark(7, 12);
  expect(seat.kept.threads).toEqual({ 7: 20 });
});

test("[H6] a mark that the attachment has no room for is written while memory lasts", () => {
  const { seat, marked, mark } = bench();
  for (const thread of [50, 40, 30, 20, 10, 5]) mark(thread, 60);
  expect(marked.map(({ hasSocket }) => hasSocket)).toEqual([true, true, true, true, true, false]);
  expect(Object.keys(seat.kept.threads ?? {})).toHaveLength(5);
});

test("[L8] marks that were due and are written make room for others", () => {
  const { seat, marked, means, mark } = bench();
  for (const thread of [50, 40, 30, 20, 10]) mark(thread, 60);
  means.now += 60_000;
  mark(5, 70);
  expect(marked.at(-1)?.hasSocket).toBe(true);
  expect(seat.kept.threads).toEqual({ 5: 70 });
});
