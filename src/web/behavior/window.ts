// Which stretch of the loaded messages is in the DOM.
// Pure: never more than `most` rows, and a row that is kept keeps its place among the others.

export const ROWS_MOST = 300;
/** As many are drawn at once where one comes to the end: a screen of them; those above follow frame by frame. */
const ROWS_AT_ONCE = 32;
export const ROWS_FIRST = 80;
/** Above and below a message that a link leads to. */
const ROWS_AROUND = 40;
const ROWS_STEP = 24;

interface Numbered {
  readonly seq: number;
}

/** By `seq`, both ends included, so that it survives messages arriving at either end. */
export interface RowWindow {
  from: number;
  /** Infinity: whatever is newest. */
  to: number;
}

export interface Rows {
  start: number;
  end: number;
}

export const TAIL: RowWindow = { from: Infinity, to: Infinity };

/** The window's indexes in `messages`: `[start, end)`. */
export function rowsOf(messages: readonly Numbered[], window: RowWindow, most = ROWS_MOST): Rows {
  const end = window.to === Infinity ? messages.length : lowerBound(messages, window.to + 1);
  const start =
    window.from === Infinity ? Math.max(0, end - ROWS_AT_ONCE) : lowerBound(messages, window.from);
  // A stretch that was replaced shares nothing with the window: its end it is.
  if (start >= end)
    return { start: Math.max(0, messages.length - ROWS_AT_ONCE), end: messages.length };
  return { start: Math.max(start, end - most), end };
}

/** Keeps the window when messages were added; past `most`, what is added below waits there unless it is followed. */
export function settle(
  messages: readonly Numbered[],
  window: RowWindow,
  following: boolean,
  most = ROWS_MOST,
): RowWindow {
  const { start, end } = rowsOf(messages, window, Infinity);
  if (messages.length === 0) return TAIL;
  if (end - start <= most) return at(messages, start, end);
  return following ? at(messages, end - most, end) : at(messages, start, start + most);
}

/** The first message loaded waits for the one above it: only that one says whether it opens a group. */
export function withContext(rows: Rows, isStart: boolean): Rows {
  return isStart || rows.start > 0 || rows.end < 2 ? rows : { start: 1, end: rows.end };
}

/** Whether there are rows above that could be brought in; the first one only where nothing is above it. */
export function hasAbove(rows: Rows, isStart: boolean): boolean {
  return rows.start > (isStart ? 0 : 1);
}

/** `ROWS_STEP` rows more at one end, as many fewer at the other where there would be too many. */
export function extend(
  messages: readonly Numbered[],
  window: RowWindow,
  where: "older" | "newer",
  most = ROWS_MOST,
): RowWindow {
  const { start, end } = rowsOf(messages, window, most);
  if (where === "older") {
    const first = Math.max(0, start - ROWS_STEP);
    return at(messages, first, Math.min(end, first + most));
  }
  const last = Math.min(messages.length, end + ROWS_STEP);
  return at(messages, Math.max(start, last - most), last);
}

/** The rows around one message, or undefined where it is not loaded. */
export function around(messages: readonly Numbered[], seq: number): RowWindow | undefined {
  const index = lowerBound(messages, seq);
  if (messages.length === 0 || index >= messages.length) return undefined;
  return at(
    messages,
    Math.max(0, index - ROWS_AROUND),
    Math.min(messages.length, index + ROWS_AROUND),
  );
}

/** From shortly above the first message after `seq` on; undefined where that is not loaded. */
export function fromLine(messages: readonly Numbered[], seq: number): RowWindow | undefined {
  const index = lowerBound(messages, seq + 1);
  if (index >= messages.length) return undefined;
  const start = Math.max(0, index - ROWS_AROUND);
  return at(messages, start, Math.min(messages.length, start + ROWS_FIRST));
}

function at(messages: readonly Numbered[], start: number, end: number): RowWindow {
  return {
    from: messages[start]?.seq ?? Infinity,
    to: end >= messages.length ? Infinity : (messages[end - 1]?.seq ?? Infinity),
  };
}

/** The index of the first message whose `seq` is at least `seq`. */
export function lowerBound(messages: readonly Numbered[], seq: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.seq ?? Infinity) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
