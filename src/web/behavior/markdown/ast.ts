// What a message's text becomes before it becomes elements.
// Text stays text: the only strings that reach an attribute are `href` and `lang`, both checked.

import type { BlockOf } from "../../../lib/markdown/blocks.ts";

export type Inline =
  | { type: "text"; text: string }
  | { type: "break" }
  | { type: "code"; text: string }
  | { type: "mention"; text: string; handle: string }
  /** A room may have this name, or not. */
  | { type: "room"; text: string; name: string }
  | { type: "bold" | "italic" | "strike"; children: Inline[] }
  | { type: "link"; href: string; children: Inline[] };

export type Block = BlockOf<Inline[]>;
