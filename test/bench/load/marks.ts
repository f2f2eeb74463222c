// The mark in each message: `|` and its number in eight digits, so that a receiver counts messages and not frames.
// The number tells when it was sent and by whom; sender and receivers are one process, so one clock tells all.

const DIGITS = 8;
const MARK_BYTES = DIGITS + 1;
const BAR = "|".charCodeAt(0);
const MOST = 4_000_000;

const sentAt = new Float64Array(MOST);
const sender = new Int32Array(MOST);
let last = 0;

/** A body of `length` characters with a new mark. */
export function markedBody(from: number, length: number): string {
  last = (last + 1) % MOST;
  sentAt[last] = performance.now();
  sender[last] = from;
  return `|${last.toString().padStart(DIGITS, "0")}`.padEnd(length, " lorem ipsum");
}

/** Calls back with the number and the place of each mark in a stretch of bytes; returns how many there were. */
export function eachMark(
  bytes: Buffer,
  start: number,
  end: number,
  found: (number: number, at: number) => void,
): number {
  let count = 0;
  for (let at = bytes.indexOf(BAR, start); at >= 0 && at < end;) {
    let number = 0;
    for (let i = 1; i <= DIGITS; i++) number = number * 10 + bytes[at + i]! - 48;
    found(number, at);
    count++;
    at = bytes.indexOf(BAR, at + MARK_BYTES);
  }
  return count;
}

export function ageMs(number: number): number {
  return performance.now() - sentAt[number]!;
}

export function senderOf(number: number): number {
  return sender[number]!;
}
