// The log: entries, messages in their current state, and the cursor into it (docs/PROTOCOL.md, section 5).
// An entry never changes its `seq`, and `seq`s have no holes [G3].

export interface EntryBase {
  seq: number;
  /** Server time in ms since 1970; never decreases with `seq`. */
  ts: number;
  /** Person id. */
  by: string;
  /** The command id that made it, unique per author and room [N4]. */
  id: string;
}

export interface MessageEntry extends EntryBase {
  kind: "message";
  body: string;
}

/** The room's title and topic as they are from here on. */
export interface TopicEntry extends EntryBase {
  kind: "topic";
  title: string;
  topic: string;
}

/** A kind of a later version: its `seq` counts, the rest is ignored. */
export interface UnknownEntry extends EntryBase {
  kind: string & {};
}

export type Entry = MessageEntry | TopicEntry | UnknownEntry;

/** A message as history shows it: current as of the page's `head` [L5]. */
export type Message = MessageEntry;

export function isMessage(entry: Entry): entry is MessageEntry {
  return entry.kind === "message";
}

export function isTopic(entry: Entry): entry is TopicEntry {
  return entry.kind === "topic";
}

/** Where a client stands in a room's log: `at` is the id of the entry at `seq` [L7]. */
export interface Cursor {
  epoch: string;
  seq: number;
  at?: string;
}
