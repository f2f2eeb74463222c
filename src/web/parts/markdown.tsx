// A message's text as elements, from the tree of its Markdown.
// Text becomes text nodes only; an address reaches `href` only after links.ts has passed it.

import type { ComponentChildren } from "preact";
import type { Mentions } from "../../protocol/entries.ts";
import type { Block, Inline } from "../behavior/markdown/ast.ts";
import { parseMarkdown } from "../behavior/markdown/parse.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { roomNames } from "../behavior/rooms.ts";
import { roomPath } from "../behavior/router.ts";
import { whoAmI } from "../behavior/session.ts";
import { CodeBlock } from "./code-block.tsx";

const TAGS = { bold: "strong", italic: "em", strike: "s" } as const;

interface Props {
  text: string;
  /** Whom it names; other handles stay text. */
  mentions?: Mentions | undefined;
}

export function Markdown({ text, mentions = {} }: Props) {
  return <>{blocks(parseMarkdown(text), mentions)}</>;
}

function blocks(list: readonly Block[], mentions: Mentions): ComponentChildren {
  return list.map((block) => {
    switch (block.type) {
      case "paragraph":
        return <p>{inlines(block.children, mentions)}</p>;
      case "code":
        return <CodeBlock lang={block.lang} text={block.text} />;
      case "quote":
        return <blockquote>{blocks(block.children, mentions)}</blockquote>;
      case "list":
        return block.ordered ? (
          <ol start={block.start}>{items(block.items, mentions)}</ol>
        ) : (
          <ul>{items(block.items, mentions)}</ul>
        );
    }
  });
}

function items(list: readonly Block[][], mentions: Mentions): ComponentChildren {
  return list.map((item) => {
    const [only] = item;
    return (
      <li>
        {item.length === 1 && only?.type === "paragraph"
          ? inlines(only.children, mentions)
          : blocks(item, mentions)}
      </li>
    );
  });
}

function inlines(list: readonly Inline[], mentions: Mentions): ComponentChildren {
  return list.map((inline) => {
    switch (inline.type) {
      case "text":
        return inline.text;
      case "mention":
        return mention(inline.text, inline.handle, mentions);
      case "room":
        return <RoomLink text={inline.text} name={inline.name} />;
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
            {inlines(inline.children, mentions)}
          </a>
        );
      default: {
        const Tag = TAGS[inline.type];
        return <Tag>{inlines(inline.children, mentions)}</Tag>;
      }
    }
  });
}

function mention(text: string, handle: string, mentions: Mentions): ComponentChildren {
  const id = Object.hasOwn(mentions, handle) ? mentions[handle] : undefined;
  if (id === undefined) return text;
  return (
    <button
      type="button"
      class={`mention${id === whoAmI() ? " mention--you" : ""}`}
      onClick={() => openDialog({ name: "person", id })}
    >
      {text}
    </button>
  );
}

/** The words they are where there is no such room; the log leads there itself. */
function RoomLink({ text, name }: { text: string; name: string }) {
  return roomNames.value.has(name) ? <a href={roomPath(name)}>{text}</a> : <>{text}</>;
}
