// What the server sends: one interface per frame type.
// A client ignores fields it does not know [F1].

import type { Code } from "./codes.ts";
import type { Entry, Message } from "./entries.ts";
import type { ClientLimits } from "./limits.ts";
import type { People, Person } from "./people.ts";

export interface RoomInfo {
  name: string;
  title: string;
  topic: string;
}

export interface Welcome {
  type: "welcome";
  version: number;
  room: RoomInfo;
  you: Person;
  epoch: string;
  /** The newest `seq`, and the id of the entry there where the room has one [L7]. */
  head: number;
  at?: string;
  /** Entries up to and including this `seq` are gone; 0 where none are. */
  floor: number;
  /** Whether the cursor that came with the upgrade was good. */
  resumed: boolean;
  readSeq: number;
  unread: number;
  /** Person ids, at most 100; `who` pages through the rest. */
  online: string[];
  onlineCount: number;
  people: People;
  limits: ClientLimits;
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
}

export interface Reset {
  type: "reset";
  epoch: string;
  head: number;
  reason: string;
}

export interface Presence {
  type: "presence";
  joined: string[];
  left: string[];
  onlineCount: number;
  people?: People;
}

export interface TypingFrame {
  type: "typing";
  by: string;
  people?: People;
}

export interface ReadFrame {
  type: "read";
  by: string;
  seq: number;
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
  | Probe;
