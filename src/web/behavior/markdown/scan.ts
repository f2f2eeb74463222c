// Looking at text a character at a time, by code: the inner loops of the Markdown parser.
// Each of these reads a stretch once.

/** Where something other than plain text may begin, among the first 128 codes. */
const SPECIAL = new Uint8Array(128);
for (const char of "\\`*_~[]\nhHmM") SPECIAL[char.charCodeAt(0)] = 1;
const ADDRESS = /https?:\/\/|mailto:/iy;

/** ASCII letters and digits: other scripts need not put spaces between words. */
export function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || isLetter(code);
}

function isLetter(code: number): boolean {
  const small = code | 32;
  return small >= 97 && small <= 122;
}

export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;
}

/** The next place from `from` on that is not plain text, or the end. */
export function nextSpecial(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 128 || SPECIAL[code] === 0) continue;
    if (!isLetter(code) || beginsAddress(text, i)) return i;
  }
  return text.length;
}

function beginsAddress(text: string, at: number): boolean {
  const second = text.charCodeAt(at + 1) | 32;
  if (second !== 116 && second !== 97) return false;
  if (at > 0 && isWord(text.charCodeAt(at - 1))) return false;
  ADDRESS.lastIndex = at;
  return ADDRESS.test(text);
}

/** How often the character at `from` stands there in a row. */
export function runLength(text: string, from: number): number {
  const code = text.charCodeAt(from);
  let end = from + 1;
  while (end < text.length && text.charCodeAt(end) === code) end++;
  return end - from;
}

/** For the start of each backtick run that closes: where the next run of the same length begins. */
export function codeSpans(text: string): Map<number, number> {
  const next = new Map<number, number>();
  const latest = new Map<number, number>();
  for (let i = text.indexOf("`"); i !== -1;) {
    const length = runLength(text, i);
    const before = latest.get(length);
    if (before !== undefined) next.set(before, i);
    latest.set(length, i);
    i = text.indexOf("`", i + length);
  }
  return next;
}

/** Whether a line begins as only a paragraph can. */
export function isPlain(line: string): boolean {
  const code = line.charCodeAt(0);
  return isLetter(code) || (code > 127 && code !== 0x2022);
}
