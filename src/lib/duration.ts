// How long something lasts, in words.

const SPANS = [
  ["day", 24 * 3_600_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** In the largest unit of which there are two, rounded up. */
export function inWords(ms: number): string {
  const [unit, size] = SPANS.find(([, each]) => ms >= 2 * each) ?? SPANS[3];
  const n = Math.ceil(ms / size);
  return `${n} ${unit}${n === 1 ? "" : "s"}`;
}
