// Where in a text something can be completed: after `@`, `#`, `:` or a `/` that opens the text.
// Pure, and only the few characters before the cursor are looked at, unless one of these is there.

import { beginsName } from "../../../protocol/mentions.ts";

export type Kind = "person" | "room" | "emoji" | "command";

export interface Trigger {
  kind: Kind;
  /** Where its sign stands. */
  from: number;
  /** What follows the sign, up to the cursor. */
  query: string;
}

/** Nothing that is completed is longer. */
const LONGEST = 66;
const QUERY = /[\p{L}\p{M}\p{N}_.+-]/u;
const KINDS: Record<string, { kind: Kind; query: RegExp }> = {
  "@": { kind: "person", query: /^[\p{L}\p{M}\p{N}._-]*$/u },
  "#": { kind: "room", query: /^(?:[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*)?$/u },
  // One letter is a smiley: `:D`.
  ":": { kind: "emoji", query: /^[a-z0-9+_-]*[a-z]{2}[a-z0-9_-]*$|^[+-]1$/i },
};
/** What a sign goes on with, beside what `beginsName` knows. */
const CONTINUED = "#&:";

export function triggerAt(text: string, cursor: number): Trigger | undefined {
  // Within a word there is nothing to complete.
  if (QUERY.test(text[cursor] ?? "")) return undefined;
  const opening = /^\/([a-z]*)$/i.exec(text.slice(0, Math.min(cursor, LONGEST)));
  if (opening && cursor > 0 && cursor < LONGEST)
    return { kind: "command", from: 0, query: opening[1] ?? "" };
  const least = Math.max(0, cursor - LONGEST);
  let from = cursor;
  while (from > least && QUERY.test(text[from - 1] ?? "")) from--;
  from--;
  const found = KINDS[text[from] ?? ""];
  const query = text.slice(from + 1, cursor);
  if (!found?.query.test(query) || !begins(text, from) || inCode(text, from)) return undefined;
  return { kind: found.kind, from, query };
}

/** `:name:` that ends at the cursor. */
export function shortcodeAt(
  text: string,
  cursor: number,
): { from: number; code: string } | undefined {
  if (text[cursor - 1] !== ":") return undefined;
  const least = Math.max(0, cursor - LONGEST);
  const match = /:([a-z0-9+_'-]+):$/i.exec(text.slice(least, cursor));
  const from = cursor - (match?.[0].length ?? 0);
  if (!match?.[1] || !begins(text, from) || inCode(text, from)) return undefined;
  return { from, code: match[1] };
}

function inCode(text: string, at: number): boolean {
  const before = text.slice(0, at);
  if (!before.includes("`")) return false;
  const lines = before.split("\n");
  const fences = lines.filter((line) => /^\s*`{3,}[^`]*$/.test(line)).length;
  const ticks = lines.at(-1)?.match(/`/g)?.length ?? 0;
  return fences % 2 === 1 || ticks % 2 === 1;
}

function begins(text: string, from: number): boolean {
  return beginsName(text, from) && !CONTINUED.includes(text[from - 1] ?? " ");
}
