// What the headless client shows of a room: plain values, replaced and never changed in place.
// A view reads these and calls `RoomClient`; it never looks into a frame.

import type { Code } from "../protocol/codes.ts";
import type { Command, Post } from "../protocol/commands.ts";
import type { Message } from "../protocol/entries.ts";
import type { RoomInfo } from "../protocol/frames.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Person, Profile } from "../protocol/people.ts";

/** Each state carries only its own data; times are ms of the client's clock. */
export type ConnectionState =
  | { name: "connecting"; since: number }
  | { name: "replaying"; since: number }
  | { name: "live" }
  | { name: "polling"; since: number }
  | { name: "waiting"; since: number; retryAt: number }
  /** Ended for good until `reconnect()`: why, as a code and a sentence for people. */
  | { name: "ended"; code: Code | "replaced" | "removed" | "version"; message: string }
  | { name: "closed" };

/** Why a command is not going to be sent again by itself. */
export interface Refused {
  code: Code | "storage";
  message: string;
}

/** One of one's own messages that the log does not hold yet. */
export interface PendingMessage {
  id: string;
  body: string;
  /** ms of the client's clock when it was written */
  ts: number;
  /** Set where the server refused it for good, or storage could not hold it. */
  failure?: Refused;
}

/** Another command of one's own that the log does not hold yet. */
export interface PendingChange {
  id: string;
  command: Exclude<Command, Post>;
  failure?: Refused;
}

/** A contiguous stretch of the main timeline, rising by `seq`. */
export interface Timeline {
  messages: readonly Message[];
  /** Nothing older exists. */
  start: boolean;
  /** It reaches the newest message; where not, what arrives is not appended. */
  atHead: boolean;
}

export interface RoomState {
  connection: ConnectionState;
  room?: RoomInfo;
  you?: Person;
  people: ReadonlyMap<string, Profile>;
  /** Person ids, oneself included. */
  online: readonly string[];
  onlineCount: number;
  /** Person ids of the others who are typing now. */
  typing: readonly string[];
  timeline: Timeline;
  pending: readonly PendingMessage[];
  changes: readonly PendingChange[];
  /** The newest `seq` applied. */
  head: number;
  readSeq: number;
  unread: number;
  /** `readSeq` as it was when one came: where the line "New" stands, until one leaves. */
  newAfter?: number;
  bodyLength: number;
}

/** A room of which nothing is known yet. */
export function nothingYet(now: number, timeline: Timeline): RoomState {
  return {
    connection: { name: "connecting", since: now },
    people: new Map(),
    online: [],
    onlineCount: 0,
    typing: [],
    timeline,
    pending: [],
    changes: [],
    head: 0,
    readSeq: 0,
    unread: 0,
    bodyLength: LIMITS.bodyLength,
  };
}
