// Which links of a message get a preview, in their order: known from its text alone, before anything is asked.
// What stands in a quote has been shown already, and one's own server has rooms, not pages.

import { SHARED_LIMITS } from "../../protocol/shared-limits.ts";
import { linkKind, type LinkKind } from "../../protocol/previews.ts";
import type { Block, Inline } from "./markdown/ast.ts";
import { parseMarkdown } from "./markdown/parse.ts";

export interface PreviewLink {
  href: string;
  kind: LinkKind;
}

/** Links that were asked about in vain: rows that are drawn later leave no room for them. */
export const inVain = new Set<string>();

/** At most three [T10]. */
export function previewLinks(body: string, origin: string): PreviewLink[] {
  const found = new Map<string, PreviewLink>();
  if (body.includes("://")) collect(parseMarkdown(body), found);
  return [...found.values()]
    .filter(({ href }) => !href.startsWith(`${origin}/`) && !inVain.has(href))
    .slice(0, SHARED_LIMITS.previewLinks);
}

function collect(nodes: readonly (Block | Inline)[], found: Map<string, PreviewLink>): void {
  for (const node of nodes) {
    if (node.type === "list") for (const item of node.items) collect(item, found);
    else if (node.type === "link") {
      const [page = ""] = node.href.split("#");
      // A name without a dot is one of somebody's own network.
      if (/^https?:\/\/[^/:]*\./.test(page) && !found.has(page))
        found.set(page, { href: node.href, kind: linkKind(node.href) });
    } else if (node.type !== "quote" && "children" in node) collect(node.children, found);
  }
}
