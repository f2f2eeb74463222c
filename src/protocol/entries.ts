// The log: entries, messages in their current state, and the cursor into it (docs/PROTOCOL.md, section 5).
// An entry never changes its `seq`, and `seq`s have no holes [G3].

import type { FileInfo } from "./files.ts";
import type { Role } from "./roles.ts";

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

/** The message that a reply quotes, as it is now: the first 200 code points of its body. */
export interface Quote {
  by: string;
  /** Empty where it has files and no words. */
  body: string;
  /** How many files it carries. */
  attached?: number;
}

/** The thread under a message: how many live messages, and the last of them. */
export interface Replies {
  n: number;
  lastSeq: number;
  /** ms since 1970 */
  lastTs: number;
}

/** The handles in a body that stand for members of the room, each with its person id. */
export type Mentions = Record<string, string>;

export interface MessageEntry extends EntryBase {
  kind: "message";
  /** "" where it has only files, and in a tombstone, which has none on the wire. */
  body: string;
  files?: FileInfo[];
  deleted?: true;
  /** Server time of the last edit, in ms since 1970. */
  editedTs?: number;
  /** The `seq` of the message under which it stands; none in the main timeline. */
  thread?: number;
  /** Of the thread as of this entry; gone once it is deleted. */
  count?: number;
  /** The `seq` of the message that it quotes; without `quote` that one was deleted. */
  replyTo?: number;
  quote?: Quote;
  mentions?: Mentions;
  /** Its author took the previews of its links off. */
  bare?: true;
  /** In pages of history, as what follows; entries carry them one by one. */
  reactions?: Reaction[];
  replies?: Replies;
  pinned?: true;
  /** What happened after it and before the next message of the main timeline, rising: the newest 20. */
  events?: EventEntry[];
}

/** The target's body and mentions as they are now; none where it was deleted since [L4]. */
export interface EditEntry extends EntryBase {
  kind: "edit";
  target: number;
  body?: string;
  mentions?: Mentions;
}

/** With the thread that lost a message, and what it has left. */
export interface DeleteEntry extends EntryBase {
  kind: "delete";
  target: number;
  thread?: number;
  left?: Replies;
}

export interface PinEntry extends EntryBase {
  kind: "pin";
  target: number;
  on: boolean;
}

export interface PreviewEntry extends EntryBase {
  kind: "preview";
  target: number;
  on: boolean;
}

export interface ReactEntry extends EntryBase {
  kind: "react";
  target: number;
  emoji: string;
  on: boolean;
}

/** What the timeline shows between messages: a change of the room, or an order. */
interface EventBase extends EntryBase {
  /** The message of the main timeline that was the newest then; none where there was none. */
  target?: number;
}

/** The room's title and topic as they are from here on. */
export interface TopicEntry extends EventBase {
  kind: "topic";
  title: string;
  topic: string;
}

/** What `person` is in the room from here on. */
export interface RoleEntry extends EventBase {
  kind: "role";
  person: string;
  role: Role;
}

/** `person` may not write, until then (ms since 1970) or until it is lifted; or may again. */
export interface MuteEntry extends EventBase {
  kind: "mute";
  person: string;
  on: boolean;
  until?: number;
}

/** `person` is out of the room, until then (ms since 1970) or until it is lifted; or may come back. */
export interface RemoveEntry extends EventBase {
  kind: "remove";
  person: string;
  on: boolean;
  until?: number;
  reason?: string;
}

/** How the room is written in from here on. */
export interface ModeEntry extends EventBase {
  kind: "mode";
  readOnly: boolean;
  slowMs: number;
  archived?: true;
}

/** The id of the room's picture from here on; "" where it has none. */
export interface IconEntry extends EventBase {
  kind: "icon";
  icon: string;
}

/** `person` belongs to the private room from here on, or no more; `heir` is its owner from here on. */
export interface MemberEntry extends EventBase {
  kind: "member";
  person: string;
  on: boolean;
  heir?: string;
}

export type EventEntry =
  | TopicEntry
  | RoleEntry
  | MuteEntry
  | RemoveEntry
  | ModeEntry
  | IconEntry
  | MemberEntry;

const EVENTS: readonly string[] = [
  "topic",
  "role",
  "mute",
  "remove",
  "mode",
  "icon",
  "member",
] satisfies EventEntry["kind"][];

/** A kind of a later version: its `seq` counts, the rest is ignored. */
export interface UnknownEntry extends EntryBase {
  kind: string & {};
}

export type KnownEntry =
  | MessageEntry
  | EditEntry
  | DeleteEntry
  | ReactEntry
  | PinEntry
  | PreviewEntry
  | EventEntry;
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

export function isEvent(entry: Entry): entry is EventEntry {
  return EVENTS.includes(entry.kind);
}

/** Where a client stands in a room's log: `at` and `atTs` are `id` and `ts` of the entry at `seq` [L7]. */
export interface Cursor {
  epoch: string;
  seq: number;
  at?: string;
  atTs?: number;
}
