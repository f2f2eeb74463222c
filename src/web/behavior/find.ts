// Finding rooms and people by a few letters.
// Pure: what begins a word stands before what is somewhere inside, equal ones keep their order.

export interface Findable {
  /** What is compared, the best first. */
  words: readonly string[];
}

export function find<F extends Findable>(all: readonly F[], query: string, most: number): F[] {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return all.slice(0, most);
  return all
    .map((item) => ({ item, score: score(item, wanted) }))
    .filter(({ score: points }) => points > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ item }) => item);
}

/** 0 where some word of the query is nowhere; higher is better. */
function score({ words }: Findable, wanted: readonly string[]): number {
  let least = Infinity;
  for (const part of wanted) {
    const best = Math.max(...words.map((word) => scoreWord(fold(word), part)));
    least = Math.min(least, best);
  }
  return least;
}

function scoreWord(word: string, part: string): number {
  if (word === part) return 5;
  if (word.startsWith(part)) return 4;
  const at = word.indexOf(part);
  if (at > 0) return /[\p{L}\p{N}]/u.test(word[at - 1] ?? "") ? 2 : 3;
  return isSubsequence(word, part) ? 1 : 0;
}

function isSubsequence(word: string, part: string): boolean {
  let at = 0;
  for (const char of part) {
    at = word.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return part.length > 1;
}

const fold = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
