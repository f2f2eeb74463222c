// What the server sends: one interface per frame type.
// A client ignores fields it does not know [F1].

import type { Code } from "./codes.ts";
import type { Entry, Message } from "./entries.ts";
import type { ClientLimits } from "./limits.ts";
import type { People, Person } from "./people.ts";
import type { Role } from "./roles.ts";

/** Absent: everybody may come. `private`: for its members only. `direct`: between two people, or with oneself. */
export type RoomKind = "private" | "direct";

export interface RoomInfo {
  name: string;
  title: string;
  topic: string;
  /** The id of its picture, which `picturePath` says where to read; absent or "" where it has none. */
  icon?: string;
  /** Nobody writes any more, and it is out of the list. */
  archived?: true;
  /** Only moderators write; absent where everybody does. */
  readOnly?: true;
  /** Milliseconds between two messages of one member; absent where there is no such wait. */
  slowMs?: number;
  kind?: RoomKind;
  /** The others in a room that goes by its people: all but oneself, at most 8. */
  with?: Person[];
  /** How many are in it beside oneself and those. */
  more?: number;
}

export interface Welcome {
  type: "welcome";
  version: number;
  room: RoomInfo;
  you: Person;
  /** What one is in this room. */
  role: Role;
  /** One may not write here: until then (ms since 1970), or until it is lifted. */
  muted?: { until?: number };
  epoch: string;
  /** The newest `seq`, and `id` and `ts` of the entry there where the room has one [L7]. */
  head: number;
  at?: string;
  atTs?: number;
  /** Entries up to and including this `seq` are gone; 0 where none are. */
  floor: number;
  /** Whether the cursor that came with the upgrade was good. */
  resumed: boolean;
  readSeq: number;
  /** How often the read mark was set back. */
  readTurn: number;
  unread: number;
  /** The unread messages of the main timeline that mention or quote oneself: their `seq`s, the newest 100. */
  mentions: number[];
  /** The threads one takes part in, by their last message: at most 50. */
  threads: ThreadMark[];
  /** How far the others have read, in rooms of up to 50 members. */
  reads?: Record<string, number>;
  /** Person ids, at most 100; `who` pages through the rest. */
  online: string[];
  onlineCount: number;
  people: People;
  limits: ClientLimits;
}

/** How far one has read in a thread that one takes part in. */
export interface ThreadMark {
  root: number;
  readSeq: number;
  lastSeq: number;
}

export interface Entries {
  type: "entries";
  entries: Entry[];
  people?: People;
  /** More of the replay is to be asked for with `sync` [L6]. */
  more?: true;
}

export interface History {
  type: "history";
  ref: string;
  /** The messages are current as of this `seq`. */
  head: number;
  messages: Message[];
  people: People;
  /** Nothing older exists. */
  start: boolean;
}

export interface Accepted {
  type: "accepted";
  id: string;
  seq: number;
  ts: number;
  duplicate?: true;
}

export interface Rejected {
  type: "rejected";
  id?: string;
  ref?: string;
  code: Code;
  message: string;
  retryAfterMs?: number;
  /** A mute that ends by itself: when, in ms since 1970 [O2]. */
  until?: number;
}

export interface Reset {
  type: "reset";
  epoch: string;
  /** As in `welcome`. */
  head: number;
  at?: string;
  atTs?: number;
  reason: string;
}

export interface Presence {
  type: "presence";
  joined: string[];
  left: string[];
  onlineCount: number;
  people?: People;
  /** How far others have read since the last frame, in rooms of up to 50 members. */
  reads?: Record<string, number>;
  /** Who typed since the last frame, where too many are present for a frame of their own. */
  typing?: string[];
}

export interface TypingFrame {
  type: "typing";
  by: string;
  people?: People;
}

/** Of the main timeline, with what is unread above the mark as of `head`. */
export interface ReadMain {
  type: "read";
  by: string;
  seq: number;
  thread?: undefined;
  unread: number;
  head: number;
  /** The mark was set back for this time; it may be below the one before. */
  turn?: number;
  mentions?: number[];
}

export type ReadFrame = ReadMain | { type: "read"; by: string; seq: number; thread: number };

/** What one is in this room from here on, where no entry says so: one's role in the community has changed. */
export interface Standing {
  type: "standing";
  role: Role;
}

export interface Who {
  type: "who";
  ref: string;
  people: Person[];
  /** Pass the last person's id as `after` for the next page. */
  more?: true;
}

export interface Probe {
  type: "probe";
}

export type DownFrame =
  | Welcome
  | Entries
  | History
  | Accepted
  | Rejected
  | Reset
  | Presence
  | TypingFrame
  | ReadFrame
  | Who
  | Standing
  | Probe;
