// One paragraph's text to inline nodes, in two linear passes: find what pairs up, then build the tree.
// Pairs never cross and nest at most a few levels deep, so no input costs more than its length.

import {
  bareLength,
  codeSpans,
  ESCAPABLE,
  isSpace,
  isWord,
  nextSpecial,
  runLength,
} from "../../../lib/markdown/scan.ts";
import { mentionAt, roomAt } from "../../../protocol/mentions.ts";
import type { Inline } from "./ast.ts";
import { disguises, safeHref, targetAt } from "./links.ts";

type Mark = "*" | "**" | "_" | "__" | "~~";
type Wrap = "bold" | "italic" | "strike" | "link";

interface Token {
  type: "text" | "break" | "code" | "address" | "mention" | "room" | "opener" | "closer";
  /** As written: what it is where it finds no partner. */
  text: string;
  href?: string;
  /** A handle, or the name of a room. */
  name?: string;
  /** Set once a pair is found. */
  wrap?: Wrap;
}

/** Openers of one kind that may wait at the same time; it bounds the depth of the tree. */
const WAITING_MOST = 2;
const WRAPS: Record<Mark, Wrap> = {
  "*": "italic",
  _: "italic",
  "**": "bold",
  __: "bold",
  "~~": "strike",
};
/** What a run of one character is made of; longer runs are text. */
const RUNS: Record<string, readonly (readonly Mark[] | undefined)[]> = {
  "*": [undefined, ["*"], ["**"], ["**", "*"]],
  _: [undefined, ["_"], ["__"], ["__", "_"]],
  "~": [undefined, undefined, ["~~"]],
};

export function parseInline(text: string): Inline[] {
  return nextSpecial(text, 0) === text.length
    ? [{ type: "text", text }]
    : build(new Reader(text).read());
}

class Reader {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  /** Token numbers of openers without a partner yet, rising. */
  readonly #waiting: Record<Mark | "[", number[]> = {
    "*": [],
    "**": [],
    _: [],
    __: [],
    "~~": [],
    "[": [],
  };
  readonly #stacks = Object.values(this.#waiting);
  #at = 0;
  /** Where the text begins that is in no token yet. */
  #plain = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Token[] {
    const text = this.#text;
    const spans = codeSpans(text);
    for (;;) {
      this.#at = nextSpecial(text, this.#at);
      const char = text[this.#at];
      if (char === undefined) break;
      if (char === "\n") this.#emit({ type: "break", text: char }, this.#at + 1);
      else if (char === "\\") this.#escape();
      else if (char === "`") this.#code(spans.get(this.#at));
      else if (char === "[") this.#open(["["], this.#at + 1);
      else if (char === "]") this.#closeLink();
      else if (char === "@") this.#mention();
      else if (char === "#") this.#room();
      else if (char === "*" || char === "_" || char === "~") this.#marks(char);
      else this.#address();
    }
    this.#flush(text.length);
    return this.#tokens;
  }

  #flush(end: number): void {
    if (end > this.#plain)
      this.#tokens.push({ type: "text", text: this.#text.slice(this.#plain, end) });
  }

  /** Puts `token` in the place of the text up to `end`. */
  #emit(token: Token, end: number): void {
    this.#flush(this.#at);
    this.#tokens.push(token);
    this.#at = this.#plain = end;
  }

  #escape(): void {
    const next = this.#text[this.#at + 1] ?? "";
    // The shrug keeps its arm.
    if (this.#text[this.#at - 1] === "¯") this.#at += 2;
    else if (ESCAPABLE.test(next)) this.#emit({ type: "text", text: next }, this.#at + 2);
    else this.#at++;
  }

  #code(close: number | undefined): void {
    const length = runLength(this.#text, this.#at);
    if (close === undefined) this.#at += length;
    else {
      const text = trimCode(this.#text.slice(this.#at + length, close));
      this.#emit({ type: "code", text }, close + length);
    }
  }

  #address(): void {
    const length = bareLength(this.#text, this.#at);
    const text = this.#text.slice(this.#at, this.#at + length);
    const href = safeHref(text);
    if (href === undefined) this.#at += Math.max(length, 1);
    else this.#emit({ type: "address", text, href }, this.#at + length);
  }

  #mention(): void {
    const mention = mentionAt(this.#text, this.#at);
    if (!mention) return void this.#at++;
    const { handle, end } = mention;
    this.#emit({ type: "mention", text: this.#text.slice(this.#at, end), name: handle }, end);
  }

  #room(): void {
    const room = roomAt(this.#text, this.#at);
    if (!room) return void this.#at++;
    const { name, end } = room;
    this.#emit({ type: "room", text: this.#text.slice(this.#at, end), name }, end);
  }

  #marks(char: string): void {
    const text = this.#text;
    const length = runLength(text, this.#at);
    const end = this.#at + length;
    const run = RUNS[char]?.[length];
    const before = this.#at === 0 ? 32 : text.charCodeAt(this.#at - 1);
    const after = end === text.length ? 32 : text.charCodeAt(end);
    if (!run) this.#at = end;
    else if (!isSpace(before) && !isWord(after) && this.#closes(run)) this.#close(run, end);
    else if (!isSpace(after) && !isWord(before)) this.#open(run, end);
    else this.#at = end;
  }

  #open(run: readonly (Mark | "[")[], end: number): void {
    this.#flush(this.#at);
    for (const kind of run) {
      const stack = this.#waiting[kind];
      if (stack.length >= WAITING_MOST) stack.shift();
      stack.push(this.#tokens.length);
      this.#tokens.push({ type: "opener", text: kind });
    }
    this.#at = this.#plain = end;
  }

  #closes(run: readonly Mark[]): boolean {
    return run.every((kind) => this.#waiting[kind].length > 0);
  }

  /** Closes every kind of the run, the inner one first. */
  #close(run: readonly Mark[], end: number): void {
    this.#flush(this.#at);
    this.#at = this.#plain = end;
    const [a, b] = run;
    const latest = (kind: Mark) => this.#waiting[kind].at(-1) ?? -1;
    const order = a && b && latest(b) > latest(a) ? [b, a] : run;
    for (const kind of order) {
      const wrap = WRAPS[kind];
      this.#pair(this.#waiting[kind].pop(), { wrap });
      this.#tokens.push({ type: "closer", text: kind, wrap });
    }
  }

  #closeLink(): void {
    const opener = this.#waiting["["].pop();
    const target = opener === undefined ? undefined : targetAt(this.#text, this.#at + 1);
    if (opener === undefined || !target || disguises(this.#shown(opener), target.href)) {
      this.#at++;
      return;
    }
    this.#pair(opener, { wrap: "link", href: target.href });
    // A link stands in no other.
    this.#waiting["["].length = 0;
    this.#emit({ type: "closer", text: "]", wrap: "link" }, target.end);
  }

  /** What opened inside a pair and did not close there is text. */
  #pair(opener: number | undefined, found: Partial<Token>): void {
    if (opener === undefined) return;
    Object.assign(this.#tokens[opener] ?? {}, found);
    for (const stack of this.#stacks) while ((stack.at(-1) ?? -1) > opener) stack.pop();
  }

  /** The beginning of what a link's text would show. */
  #shown(opener: number): string {
    let shown = "";
    for (let i = opener + 1; i < this.#tokens.length && shown.length < 300; i++) {
      const token = this.#tokens[i];
      if (token && !token.wrap) shown += token.text;
    }
    return shown + this.#text.slice(this.#plain, Math.min(this.#at, this.#plain + 300));
  }
}

function trimCode(code: string): string {
  const line = code.replaceAll("\n", " ");
  const padded = line.length > 2 && line.startsWith(" ") && line.endsWith(" ");
  return padded && line.trim() !== "" ? line.slice(1, -1) : line;
}

function build(tokens: readonly Token[]): Inline[] {
  const root: Inline[] = [];
  const stack: Inline[][] = [root];
  let links = 0;
  for (const { type, text, href = "", name = "", wrap } of tokens) {
    const into = stack.at(-1) ?? root;
    const last = into.at(-1);
    if (wrap && type === "opener") {
      const children: Inline[] = [];
      into.push(wrap === "link" ? { type: wrap, href, children } : { type: wrap, children });
      stack.push(children);
      if (wrap === "link") links++;
    } else if (wrap) {
      stack.pop();
      if (wrap === "link") links--;
    } else if (type === "break") into.push({ type });
    else if (type === "code") into.push({ type, text });
    else if (type === "address" && links === 0)
      into.push({ type: "link", href, children: [{ type: "text", text }] });
    else if (type === "mention" && links === 0) into.push({ type, text, handle: name });
    else if (type === "room" && links === 0) into.push({ type, text, name });
    else if (last?.type === "text") last.text += text;
    else into.push({ type: "text", text });
  }
  return root;
}
