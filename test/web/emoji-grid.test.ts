// The rows of the emoji grid, and where the keys lead in it.

import { describe, expect, test } from "vitest";
import {
  cellAt,
  firstCell,
  rowsOf,
  step,
  type Place,
} from "../../src/web/behavior/emoji/layout.ts";
import type { Emoji } from "../../src/web/behavior/emoji/read.ts";

const one = (emoji: string): Emoji => ({
  emoji,
  name: emoji,
  codes: [emoji],
  keywords: [],
  group: 0,
  tones: false,
});
const some = (letters: string) => [...letters].map(one);
/** a b c / d / (title) / e f g / h i */
const rows = rowsOf(
  [
    { title: "", emoji: some("abcd") },
    { title: "Two", emoji: some("efghi") },
    { title: "Empty", emoji: [] },
  ],
  3,
);
const placeOf = (letter: string): Place => {
  for (const [row, found] of rows.entries())
    if ("cells" in found)
      for (const [column, cell] of found.cells.entries())
        if (cell.emoji === letter) return { row, column };
  throw new Error(letter);
};
const lead = (from: string, key: string, toEnds = false) => {
  const place = step(rows, placeOf(from), key, 2, toEnds);
  return place && cellAt(rows, place)?.emoji;
};

describe("the grid of emoji", () => {
  test("has a row for a title that is there, and as many emoji in the others as fit", () => {
    expect(rows.map((row) => ("title" in row ? row.title : row.cells.length))).toEqual([
      3,
      1,
      "Two",
      3,
      2,
    ]);
    expect(rows.map(({ section }) => section)).toEqual([0, 0, 1, 1, 1]);
    expect(firstCell(rows)).toEqual({ row: 0, column: 0 });
    expect(firstCell(rows, 2)).toEqual({ row: 3, column: 0 });
    expect(firstCell(rows, 9)).toBeUndefined();
  });

  test("has full rows only where that is asked for, and one at least", () => {
    const counts = (letters: string) =>
      rowsOf([{ title: "", emoji: some(letters), full: true }], 3).map((row) =>
        "cells" in row ? row.cells.length : 0,
      );
    expect(counts("abcdefgh")).toEqual([3, 3]);
    expect(counts("ab")).toEqual([2]);
  });

  test.each([
    ["a", "ArrowRight", "b"],
    ["c", "ArrowRight", "d"],
    ["d", "ArrowRight", "e"],
    ["i", "ArrowRight", undefined],
    ["b", "ArrowLeft", "a"],
    ["e", "ArrowLeft", "d"],
    ["a", "ArrowLeft", undefined],
    ["c", "ArrowDown", "d"],
    ["d", "ArrowDown", "e"],
    ["g", "ArrowDown", "i"],
    ["h", "ArrowDown", undefined],
    ["f", "ArrowUp", "d"],
    ["b", "ArrowUp", undefined],
    ["b", "Home", "a"],
    ["a", "End", "c"],
    ["a", "PageDown", "e"],
    ["h", "PageDown", "h"],
    ["i", "PageUp", "f"],
    ["a", "x", undefined],
  ])("from %s %s leads to %s", (from, key, to) => expect(lead(from, key)).toBe(to));

  test("with Ctrl, Home and End lead to the ends", () => {
    expect(lead("f", "Home", true)).toBe("a");
    expect(lead("b", "End", true)).toBe("i");
  });
});
