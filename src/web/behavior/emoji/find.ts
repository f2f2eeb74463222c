// Finding an emoji by the beginning of a shortcode, a word of its name, or a keyword.
// Pure; what one used lately stands before what is as good.

import type { Emoji } from "./read.ts";

/** At most `most`, the best first. `recent`: emoji, newest first. */
export function findEmoji(
  all: readonly Emoji[],
  query: string,
  most: number,
  recent: readonly string[] = [],
): Emoji[] {
  const parts = query
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter(Boolean);
  const whole = parts.join("_");
  if (whole === "") return [];
  const found: { one: Emoji; points: number }[] = [];
  for (const one of all) {
    const points = score(one, whole, parts);
    if (points > 0) {
      const lately = recent.indexOf(one.emoji);
      found.push({ one, points: points + (lately < 0 ? 0 : 1 / (lately + 2)) });
    }
  }
  return found
    .toSorted((a, b) => b.points - a.points)
    .slice(0, most)
    .map(({ one }) => one);
}

/** The one with exactly this shortcode, without colons. */
export function emojiOf(all: readonly Emoji[], code: string): Emoji | undefined {
  const wanted = code.toLowerCase();
  return all.find(({ codes }) => codes.includes(wanted));
}

/** 0 where a part is nowhere. */
function score({ codes, name, keywords }: Emoji, whole: string, parts: readonly string[]): number {
  if (codes.some((code) => plain(code) === whole)) return 6;
  if (codes.some((code) => plain(code).startsWith(whole))) return 5;
  let least = 5;
  for (const part of parts) {
    const begins = (word: string) => word.startsWith(part);
    if (name.split(/[^\p{L}\p{N}]+/u).some(begins)) least = Math.min(least, 4);
    else if (keywords.includes(part)) least = Math.min(least, 3);
    else if (keywords.some(begins) || codes.some((code) => code.split(/[_-]/).some(begins)))
      least = 2;
    else return 0;
  }
  return least;
}

const plain = (code: string) => code.replaceAll("-", "_");
