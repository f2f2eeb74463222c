// A message's text to the tree that the page draws.
// Linear in the length of the text, whatever stands in it.

import { parseBlocks } from "../../../lib/markdown/blocks.ts";
import type { Block } from "./ast.ts";
import { parseInline } from "./inline.ts";

export function parseMarkdown(text: string): Block[] {
  return parseBlocks(text, parseInline);
}
