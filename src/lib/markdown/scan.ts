// Looking at Markdown a character at a time, by code: the inner loops of whoever reads it.
// Each of these reads a stretch once.

/** Where something other than plain text may begin, among the first 128 codes. */
const SPECIAL = new Uint8Array(128);
for (const char of "\\`*_~[]@#\nhHmM") SPECIAL[char.charCodeAt(0)] = 1;
/** What a backslash takes its meaning from. */
export const ESCAPABLE = /[!-/:-@[-`{-~]/;
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

/** Characters that end a bare address wherever they stand. */
const BARE = /(?:(?!\]\()[^\s<>"`|\\^{}\p{Cc}，。！？；：、）】」』》“”])+/uy;
const TRAILING = new Set([".", ",", ";", ":", "!", "?", "'", "*", "_", "~"]);

/** The length of the bare address that begins at `from`, without what belongs to the sentence around it. */
export function bareLength(text: string, from: number): number {
  BARE.lastIndex = from;
  const raw = BARE.exec(text)?.[0] ?? "";
  let end = raw.length;
  let surplus = closers(raw, "(", ")");
  let surplusSquare = closers(raw, "[", "]");
  for (; end > 0; end--) {
    const last = raw[end - 1] ?? "";
    if (last === ")" && surplus > 0) surplus--;
    else if (last === "]" && surplusSquare > 0) surplusSquare--;
    else if (!TRAILING.has(last)) break;
  }
  return end;
}

/** How many closing brackets have no opening one. */
function closers(text: string, opening: string, closing: string): number {
  let open = 0;
  let surplus = 0;
  for (const char of text) {
    if (char === opening) open++;
    else if (char === closing && open > 0) open--;
    else if (char === closing) surplus++;
  }
  return surplus;
}
