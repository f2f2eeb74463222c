// The emoji as rows of a grid: titles of groups, and so many in a row; and where a key leads from one to another.
// Pure: numbers of rows and columns, no pixels.

import type { Emoji } from "./read.ts";

export interface Section {
  /** Empty: no row of its own. */
  title: string;
  emoji: readonly Emoji[];
  /** Shows full rows only, where it has one. */
  full?: true;
}

export type GridRow =
  | { title: string; section: number }
  | { cells: readonly Emoji[]; section: number };

export interface Place {
  row: number;
  column: number;
}

export function rowsOf(sections: readonly Section[], columns: number): GridRow[] {
  return sections.flatMap(({ title, emoji: all, full }, section) => {
    const whole = all.length - (all.length % columns);
    const emoji = full && whole > 0 ? all.slice(0, whole) : all;
    const rows: GridRow[] = title === "" || emoji.length === 0 ? [] : [{ title, section }];
    for (let i = 0; i < emoji.length; i += columns)
      rows.push({ cells: emoji.slice(i, i + columns), section });
    return rows;
  });
}

export function cellAt(rows: readonly GridRow[], { row, column }: Place): Emoji | undefined {
  const found = rows[row];
  return found && "cells" in found ? found.cells[column] : undefined;
}

/** The first cell at or below `row`. */
export function firstCell(rows: readonly GridRow[], row = 0): Place | undefined {
  const found = rows.findIndex((one, i) => i >= row && "cells" in one);
  return found < 0 ? undefined : { row: found, column: 0 };
}

/** `page`: rows that are in view. Undefined where the key leads nowhere, or up and out of the grid. */
export function step(
  rows: readonly GridRow[],
  from: Place,
  key: string,
  page: number,
  toEnds: boolean,
): Place | undefined {
  const { row, column } = from;
  switch (key) {
    case "ArrowRight":
      return cellAt(rows, { row, column: column + 1 })
        ? { row, column: column + 1 }
        : vertical(rows, row, 1, 0);
    case "ArrowLeft":
      return column > 0 ? { row, column: column - 1 } : vertical(rows, row, -1, Infinity);
    case "ArrowDown":
      return vertical(rows, row, 1, column);
    case "ArrowUp":
      return vertical(rows, row, -1, column);
    case "PageDown":
      return far(rows, row, page, column);
    case "PageUp":
      return far(rows, row, -page, column);
    case "Home":
      return toEnds ? firstCell(rows) : { row, column: 0 };
    case "End":
      return inRow(rows, toEnds ? rows.length - 1 : row, Infinity);
    default:
      return undefined;
  }
}

/** The next row with cells in this direction. */
function vertical(rows: readonly GridRow[], row: number, by: 1 | -1, column: number) {
  for (let next = row + by; next >= 0 && next < rows.length; next += by) {
    const place = inRow(rows, next, column);
    if (place) return place;
  }
  return undefined;
}

function far(rows: readonly GridRow[], row: number, by: number, column: number): Place | undefined {
  const to = Math.max(0, Math.min(rows.length - 1, row + by));
  return inRow(rows, to, column) ?? vertical(rows, to, 1, column) ?? vertical(rows, to, -1, column);
}

function inRow(rows: readonly GridRow[], row: number, column: number): Place | undefined {
  const found = rows[row];
  return found && "cells" in found
    ? { row, column: Math.min(column, found.cells.length - 1) }
    : undefined;
}
