// Markdown to blocks: paragraphs, fenced code, quotes and lists, line by line.
// Nesting is bounded, so that each line is looked at a bounded number of times.

import { isPlain } from "./scan.ts";

/** `I`: what a paragraph's text becomes. */
export type BlockOf<I> =
  | { type: "paragraph"; children: I }
  | { type: "code"; lang: string; text: string }
  | { type: "quote"; children: BlockOf<I>[] }
  | { type: "list"; ordered: boolean; start: number; items: BlockOf<I>[][] };

type Inline<I> = (text: string) => I;

const DEPTH_MOST = 4;
const FENCE = /^ {0,3}(`{3,})[ \t]*([\w+#.-]{0,32})[ \t]*$/;
const ITEM = /^( {0,3})(?:[-*•]|(\d{1,3})[.)])[ \t]+(?=\S)/;

/** Every paragraph's text goes through `inline` once. */
export function parseBlocks<I>(text: string, inline: Inline<I>): BlockOf<I>[] {
  return parseLines(text.replaceAll("\r\n", "\n").split("\n"), 0, inline);
}

function parseLines<I>(lines: readonly string[], depth: number, inline: Inline<I>): BlockOf<I>[] {
  const blocks: BlockOf<I>[] = [];
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0)
      blocks.push({ type: "paragraph", children: inline(paragraph.join("\n")) });
    paragraph = [];
  };

  for (let i = 0; i < lines.length;) {
    const line = lines[i] ?? "";
    if (isPlain(line)) {
      paragraph.push(line);
      i++;
      continue;
    }
    const fence = FENCE.exec(line);
    if (fence) {
      endParagraph();
      const end = closingFence(lines, i + 1, fence[1]?.length ?? 3);
      blocks.push({
        type: "code",
        lang: (fence[2] ?? "").toLowerCase(),
        text: lines.slice(i + 1, end).join("\n"),
      });
      i = end + 1;
    } else if (depth < DEPTH_MOST && line.startsWith(">")) {
      endParagraph();
      const end = endOf(lines, i, (next) => next.startsWith(">"));
      const inner = lines.slice(i, end).map((quoted) => quoted.replace(/^> ?/, ""));
      blocks.push({ type: "quote", children: parseLines(inner, depth + 1, inline) });
      i = end;
    } else if (depth < DEPTH_MOST && ITEM.test(line)) {
      endParagraph();
      i = parseList(lines, i, depth, blocks, inline);
    } else if (line.trim() === "") {
      endParagraph();
      i++;
    } else {
      paragraph.push(line);
      i++;
    }
  }
  endParagraph();
  return blocks;
}

/** Appends the list that begins at `from`; returns the line after it. */
function parseList<I>(
  lines: readonly string[],
  from: number,
  depth: number,
  blocks: BlockOf<I>[],
  inline: Inline<I>,
): number {
  const ordered = ITEM.exec(lines[from] ?? "")?.[2] !== undefined;
  const items: BlockOf<I>[][] = [];
  let start = 1;
  let i = from;
  while (i < lines.length) {
    const line = lines[i] ?? "";
    const item = ITEM.exec(line);
    if (!item || (item[2] !== undefined) !== ordered) break;
    if (items.length === 0 && item[2] !== undefined) start = Number(item[2]);
    // What is indented under an item belongs to it.
    const end = endOf(lines, i + 1, (next) => /^(?: {2,}|\t)\S/.test(next));
    const under = lines.slice(i + 1, end).map((next) => next.replace(/^(?: {1,4}|\t)/, ""));
    under.unshift(line.slice(item[0].length));
    items.push(parseLines(under, depth + 1, inline));
    i = end;
  }
  blocks.push({ type: "list", ordered, start, items });
  return i;
}

function endOf(lines: readonly string[], from: number, belongs: (line: string) => boolean): number {
  let end = from;
  while (end < lines.length && belongs(lines[end] ?? "")) end++;
  return end;
}

/** The line that closes a fence of `length` backticks, or the end: an open fence takes all that follows. */
function closingFence(lines: readonly string[], from: number, length: number): number {
  for (let i = from; i < lines.length; i++) {
    const line = (lines[i] ?? "").trim();
    if (line.length >= length && /^`+$/.test(line)) return i;
  }
  return lines.length;
}
