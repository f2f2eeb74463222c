// A message's text as elements, from the tree of its Markdown.
// Text becomes text nodes only; an address reaches `href` only after links.ts has passed it.

import type { ComponentChildren } from "preact";
import type { Block, Inline } from "../behavior/markdown/ast.ts";
import { parseMarkdown } from "../behavior/markdown/blocks.ts";
import { CodeBlock } from "./code-block.tsx";

const TAGS = { bold: "strong", italic: "em", strike: "s" } as const;

export function Markdown({ text }: { text: string }) {
  return <>{blocks(parseMarkdown(text))}</>;
}

function blocks(list: readonly Block[]): ComponentChildren {
  return list.map((block) => {
    switch (block.type) {
      case "paragraph":
        return <p>{inlines(block.children)}</p>;
      case "code":
        return <CodeBlock lang={block.lang} text={block.text} />;
      case "quote":
        return <blockquote>{blocks(block.children)}</blockquote>;
      case "list":
        return block.ordered ? (
          <ol start={block.start}>{items(block.items)}</ol>
        ) : (
          <ul>{items(block.items)}</ul>
        );
    }
  });
}

function items(list: readonly Block[][]): ComponentChildren {
  return list.map((item) => {
    const [only] = item;
    return (
      <li>
        {item.length === 1 && only?.type === "paragraph" ? inlines(only.children) : blocks(item)}
      </li>
    );
  });
}

function inlines(list: readonly Inline[]): ComponentChildren {
  return list.map((inline) => {
    switch (inline.type) {
      case "text":
        return inline.text;
      case "break":
        return <br />;
      case "code":
        return <code dir="ltr">{inline.text}</code>;
      case "link":
        return (
          <a
            href={inline.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            title={inline.href}
          >
            {inlines(inline.children)}
          </a>
        );
      default: {
        const Tag = TAGS[inline.type];
        return <Tag>{inlines(inline.children)}</Tag>;
      }
    }
  });
}
