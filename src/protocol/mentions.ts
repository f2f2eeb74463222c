// Whom a message names: `@handle` in its text, but not in code nor in an address.
// The server and the page find the same ones; one pass, linear in the length.

import { parseBlocks } from "../lib/markdown/blocks.ts";
import { bareLength, codeSpans, ESCAPABLE, nextSpecial, runLength } from "../lib/markdown/scan.ts";
import { SHARED_LIMITS } from "./shared-limits.ts";
import { isHandle, roomName } from "./names.ts";

/** What stands for everybody who is present [T17]. */
export const HERE = "here";

/** No word, address or path that a sign would go on with; scripts that put no spaces between words may stand before it. */
const BEGINS =
  /(?<![\\\p{N}_.@/-]|(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])[\p{L}\p{M}])/uy;
const RUN = /[a-z0-9._-]+/iy;
/** A longer word, or the first half of `@ada@elsewhere.example`. */
const GOES_ON = /[\p{sc=Latin}\p{M}@]/uy;

/** Whether a sign at `at`, such as `@`, begins a name. */
export function beginsName(text: string, at: number): boolean {
  BEGINS.lastIndex = at;
  return BEGINS.test(text);
}

/** The handle, in small letters, that the `@` at `at` mentions, and where the mention ends. */
export function mentionAt(text: string, at: number): { handle: string; end: number } | undefined {
  RUN.lastIndex = at + 1;
  const run = beginsName(text, at) ? RUN.exec(text)?.[0] : undefined;
  if (run === undefined) return undefined;
  GOES_ON.lastIndex = at + 1 + run.length;
  if (GOES_ON.test(text)) return undefined;
  let { length } = run;
  while (length > 0 && "._-".includes(run[length - 1] ?? "")) length--;
  const handle = run.slice(0, length).toLowerCase();
  return isHandle(handle) ? { handle, end: at + 1 + length } : undefined;
}

/** Twice what a name may have: enough to see that it is too long. */
const ROOM = /[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,127}/uy;

/** The room that `#` at `at` may name, and where its name ends. */
export function roomAt(text: string, at: number): { name: string; end: number } | undefined {
  // Neither a heading nor an entity such as `&#39;`.
  if (!beginsName(text, at) || "#&".includes(text[at - 1] ?? " ")) return undefined;
  ROOM.lastIndex = at + 1;
  const written = ROOM.exec(text)?.[0].replace(/[_-]+$/, "");
  const name = written && roomName(written);
  return name ? { name, end: at + 1 + written.length } : undefined;
}

/**
 * The handles that `body` mentions, in small letters, each once, in the order in which they come: at most
 * `SHARED_LIMITS.mentions`. Whether somebody has such a handle is not asked here.
 */
export function handlesIn(body: string): string[] {
  const found = new Set<string>();
  if (body.includes("@")) parseBlocks(body, (paragraph) => collect(paragraph, found));
  return [...found].slice(0, SHARED_LIMITS.mentions);
}

function collect(text: string, found: Set<string>): void {
  if (!text.includes("@")) return;
  const spans = codeSpans(text);
  for (let at = nextSpecial(text, 0); at < text.length; at = nextSpecial(text, at)) {
    const char = text[at];
    if (char === "`") {
      const length = runLength(text, at);
      at = (spans.get(at) ?? at) + length;
    } else if (char === "\\") at += ESCAPABLE.test(text[at + 1] ?? "") ? 2 : 1;
    else if (char === "@") {
      const mention = mentionAt(text, at);
      if (mention) found.add(mention.handle);
      at = mention?.end ?? at + 1;
    } else if (char === "#") at = roomAt(text, at)?.end ?? at + 1;
    else at += /[hm]/i.test(char ?? "") ? Math.max(1, bareLength(text, at)) : 1;
  }
}
