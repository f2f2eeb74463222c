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

/** One emoji on a message: how many, whether oneself, and some of the people, oldest first. */
export interface Reaction {
  emoji: string;
  n: number;
  mine: boolean;
  some: string[];
}

export interface MessageEntry extends EntryBase {
  kind: "message";
  /** "" in a tombstone, which has none on the wire. */
  body: string;
  deleted?: true;
  /** Server time of the last edit, in ms since 1970. */
  editedTs?: number;
  /** In pages of history; entries carry them one by one. */
  reactions?: Reaction[];
}

/** The target's body as it is now; none where it was deleted since [L4]. */
export interface EditEntry extends EntryBase {
  kind: "edit";
  target: number;
  body?: string;
}

export interface DeleteEntry extends EntryBase {
  kind: "delete";
  target: number;
}

export interface ReactEntry extends EntryBase {
  kind: "react";
  target: number;
  emoji: string;
  on: boolean;
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

export type KnownEntry = MessageEntry | EditEntry | DeleteEntry | ReactEntry | TopicEntry;
export type Entry = KnownEntry | UnknownEntry;

/** A message as history shows it: current as of the page's `head` [L5]. */
export type Message = MessageEntry;

/** Whether the entry is of this kind; a kind of a later version is of none. */
export function isKind<K extends KnownEntry["kind"]>(
  entry: Entry,
  kind: K,
): entry is Extract<KnownEntry, { kind: K }> {
  return entry.kind === kind;
}

export function isMessage(entry: Entry): entry is MessageEntry {
  return entry.kind === "message";
}

/** Where a client stands in a room's log: `at` is the id of the entry at `seq` [L7]. */
export interface Cursor {
  epoch: string;
  seq: number;
  at?: string;
}
