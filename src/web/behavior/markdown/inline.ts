// One paragraph's text to inline nodes, in two linear passes: find what pairs up, then build the tree.
// Pairs never cross and nest at most a few levels deep, so no input costs more than its length.

import type { Inline } from "./ast.ts";
import { bareLength, disguises, safeHref } from "./links.ts";

type Kind = "*" | "**" | "_" | "__" | "~~";
type Wrap = "bold" | "italic" | "strike" | "link";

type Token =
  | { type: "text"; text: string }
  | { type: "break" }
  | { type: "code"; text: string }
  | { type: "address"; text: string; href: string }
  | { type: "mark"; text: string; kind: Kind; opens?: Wrap; closes?: true }
  | { type: "bracket"; text: string; opens?: Wrap; closes?: true; href?: string };

/** Openers of one kind that may wait at the same time; it bounds the depth of the tree. */
const WAITING_MOST = 2;
const WRAPS: Record<Kind, Exclude<Wrap, "link">> = {
  "*": "italic",
  _: "italic",
  "**": "bold",
  __: "bold",
  "~~": "strike",
};
const RUNS: Record<string, Kind[]> = {
  "*": ["*"],
  "**": ["**"],
  "***": ["**", "*"],
  _: ["_"],
  __: ["__"],
  ___: ["__", "_"],
  "~~": ["~~"],
};
const ESCAPABLE = /[!-/:-@[-`{-~]/;
const WORD = /[A-Za-z0-9]/;
const SPACE = /\s/;
/** Where something other than plain text may begin. */
const SPECIAL = /[\\`*_~[\]\n]|https?:\/\/|mailto:/gi;

export function parseInline(text: string): Inline[] {
  return build(tokenize(text));
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const waiting = new Map<Kind | "[", number[]>();
  const nextRun = backtickRuns(text);
  let plain = 0;
  let i = 0;

  const flush = (end: number) => {
    if (end > plain) tokens.push({ type: "text", text: text.slice(plain, end) });
  };
  /** Emits `token` for the text from `i` to `end`. */
  const emit = (token: Token, end: number) => {
    flush(i);
    tokens.push(token);
    i = plain = end;
  };

  while (i < text.length) {
    i = nextSpecial(text, i);
    const char = text[i];
    if (char === undefined) break;
    if (char === "\n") emit({ type: "break" }, i + 1);
    else if (char === "\\") {
      const next = text[i + 1] ?? "";
      // The shrug keeps its arm.
      if (text[i - 1] === "¯") i += 2;
      else if (ESCAPABLE.test(next)) emit({ type: "text", text: next }, i + 2);
      else i++;
    } else if (char === "`") {
      const length = runLength(text, i, "`");
      const close = nextRun.get(i);
      if (close === undefined) i += length;
      else emit({ type: "code", text: trimCode(text.slice(i + length, close)) }, close + length);
    } else if (char === "[") {
      push(waiting, "[", tokens.length + (i > plain ? 1 : 0));
      emit({ type: "bracket", text: "[" }, i + 1);
    } else if (char === "]") {
      const opener = waiting.get("[")?.pop();
      const target = opener === undefined ? undefined : destination(text, i + 1);
      if (opener === undefined) i++;
      else if (target && !hides(tokens, opener, text.slice(plain, i), target.href)) {
        const open = tokens[opener];
        if (open?.type === "bracket") Object.assign(open, { opens: "link", href: target.href });
        settle(waiting, opener);
        waiting.delete("[");
        emit({ type: "bracket", text: "]", closes: true }, target.end);
      } else i++;
    } else if (char === "*" || char === "_" || char === "~") {
      const length = runLength(text, i, char);
      const kinds = RUNS[text.slice(i, i + Math.min(length, 4))];
      if (kinds) marks(kinds, i + length);
      else i += length;
    } else if (WORD.test(text[i - 1] ?? "")) i++;
    else {
      const length = bareLength(text, i);
      const raw = text.slice(i, i + length);
      const href = safeHref(raw);
      if (href === undefined) i += Math.max(length, 1);
      else emit({ type: "address", text: raw, href }, i + length);
    }
  }
  flush(text.length);
  return tokens;

  function marks(kinds: Kind[], end: number): void {
    const before = text[i - 1] ?? " ";
    const after = text[end] ?? " ";
    const closing = !SPACE.test(before) && !WORD.test(after);
    const opening = !SPACE.test(after) && !WORD.test(before);
    const closed = closing ? closeAll(kinds) : undefined;
    if (closed) return emitAll(closed, end);
    if (!opening) {
      i = end;
      return;
    }
    const at = tokens.length + (i > plain ? 1 : 0);
    kinds.forEach((kind, k) => push(waiting, kind, at + k));
    emitAll(
      kinds.map((kind) => ({ type: "mark", text: kind, kind })),
      end,
    );
  }

  /** Closes every kind of the run, the inner one first, or none of them. */
  function closeAll(kinds: Kind[]): Token[] | undefined {
    const inOrder = kinds.toSorted(
      (a, b) => (waiting.get(b)?.at(-1) ?? -1) - (waiting.get(a)?.at(-1) ?? -1),
    );
    if (!inOrder.every((kind) => (waiting.get(kind)?.at(-1) ?? -1) >= 0)) return undefined;
    return inOrder.map((kind) => {
      const opener = waiting.get(kind)?.pop() ?? 0;
      const open = tokens[opener];
      if (open?.type === "mark") open.opens = WRAPS[kind];
      settle(waiting, opener);
      return { type: "mark", text: kind, kind, closes: true };
    });
  }

  function emitAll(run: Token[], end: number): void {
    flush(i);
    tokens.push(...run);
    i = plain = end;
  }
}

/** What opened inside a pair and did not close there is text. */
function settle(waiting: Map<Kind | "[", number[]>, opener: number): void {
  for (const stack of waiting.values()) while ((stack.at(-1) ?? -1) > opener) stack.pop();
}

function push(waiting: Map<Kind | "[", number[]>, kind: Kind | "[", at: number): void {
  const stack = waiting.get(kind) ?? [];
  if (stack.length >= WAITING_MOST) stack.shift();
  stack.push(at);
  waiting.set(kind, stack);
}

/** `(address)` at `from`, as in `[text](address)`. */
function destination(text: string, from: number): { href: string; end: number } | undefined {
  if (text[from] !== "(") return undefined;
  let depth = 0;
  for (let i = from + 1; i < text.length; i++) {
    const char = text[i] ?? "";
    if (char === ")" && depth-- === 0) {
      const href = safeHref(text.slice(from + 1, i));
      return href === undefined ? undefined : { href, end: i + 1 };
    }
    if (char === "(") depth++;
    // No address goes on over these, so no stretch is looked at twice.
    if (char === "[" || char === "]" || char === "<" || SPACE.test(char)) return undefined;
  }
  return undefined;
}

/** A link that shows another address than it leads to is no link. */
function hides(tokens: readonly Token[], opener: number, last: string, href: string): boolean {
  let shown = "";
  for (let i = opener + 1; i < tokens.length && shown.length < 300; i++) {
    const token = tokens[i];
    if (token && token.type !== "break" && token.type !== "mark") shown += token.text;
  }
  return disguises(shown + last, href);
}

/** For the start of each backtick run that closes: where the next run of the same length begins. */
function backtickRuns(text: string): Map<number, number> {
  const next = new Map<number, number>();
  const latest = new Map<number, number>();
  for (let i = text.indexOf("`"); i !== -1;) {
    const length = runLength(text, i, "`");
    const before = latest.get(length);
    if (before !== undefined) next.set(before, i);
    latest.set(length, i);
    i = text.indexOf("`", i + length);
  }
  return next;
}

function runLength(text: string, from: number, char: string): number {
  let end = from;
  while (text[end] === char) end++;
  return end - from;
}

function nextSpecial(text: string, from: number): number {
  SPECIAL.lastIndex = from;
  return SPECIAL.exec(text)?.index ?? text.length;
}

function trimCode(code: string): string {
  const line = code.replaceAll("\n", " ");
  return line.length > 2 && line.startsWith(" ") && line.endsWith(" ") && line.trim() !== ""
    ? line.slice(1, -1)
    : line;
}

function build(tokens: readonly Token[]): Inline[] {
  const root: Inline[] = [];
  const stack: Inline[][] = [root];
  let links = 0;
  for (const token of tokens) {
    const into = stack.at(-1) ?? root;
    if (token.type === "break") into.push({ type: "break" });
    else if (token.type === "code") into.push({ type: "code", text: token.text });
    else if (token.type === "address" && links === 0) {
      into.push({ type: "link", href: token.href, children: [{ type: "text", text: token.text }] });
    } else if ((token.type === "mark" || token.type === "bracket") && token.opens) {
      const children: Inline[] = [];
      if (token.opens === "link") {
        links++;
        into.push({
          type: "link",
          href: token.type === "bracket" ? (token.href ?? "") : "",
          children,
        });
      } else into.push({ type: token.opens, children });
      stack.push(children);
    } else if ((token.type === "mark" || token.type === "bracket") && token.closes) {
      stack.pop();
      if (token.type === "bracket") links--;
    } else {
      const last = into.at(-1);
      if (last?.type === "text") last.text += token.text;
      else into.push({ type: "text", text: token.text });
    }
  }
  return root;
}
