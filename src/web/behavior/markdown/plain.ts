// A message's text on one line, without its marks: for quotes of it, and where no markup can stand.

import type { Block, Inline } from "./ast.ts";
import { parseMarkdown } from "./parse.ts";

export function plainText(body: string): string {
  return parseMarkdown(body).map(textOf).join(" ").replaceAll(/\s+/g, " ").trim();
}

function textOf(node: Block | Inline): string {
  if (node.type === "list") return node.items.flat().map(textOf).join(" ");
  if (node.type === "break") return " ";
  return "children" in node
    ? node.children.map(textOf).join(node.type === "quote" ? " " : "")
    : node.text;
}
