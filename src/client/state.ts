// What the headless client shows of a room: plain values, replaced and never changed in place.
// A view reads these and calls `RoomClient`; it never looks into a frame.

import type { Code } from "../protocol/codes.ts";
import type { Command, Leave, Order, Post } from "../protocol/commands.ts";
import type { Message } from "../protocol/entries.ts";
import type { FileInfo, FileLimits } from "../protocol/files.ts";
import type { RoomInfo, ThreadMark } from "../protocol/frames.ts";
import { SHARED_LIMITS } from "../protocol/shared-limits.ts";
import type { Person, Profile } from "../protocol/people.ts";
import type { Role } from "../protocol/roles.ts";

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

/** A socket brings what is new. */
export function isUp({ name }: ConnectionState): boolean {
  return name === "live" || name === "replaying";
}

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
  /** The message under which it stands, and the one that it quotes. */
  thread?: number;
  replyTo?: number;
  files?: readonly FileInfo[];
  /** Set where the server refused it for good, or storage could not hold it. */
  failure?: Refused;
}

/** Another command of one's own that the log does not hold yet. */
export interface PendingChange {
  id: string;
  command: Exclude<Command, Post | Order | Leave>;
  failure?: Refused;
}

/** A contiguous stretch of the main timeline, or of one thread, rising by `seq`. */
export interface Timeline {
  /** The `seq` of the message under which the thread stands. */
  thread?: number;
  messages: readonly Message[];
  /** Nothing older exists. */
  start: boolean;
  /** It reaches the newest message; where not, what arrives is not appended. */
  atHead: boolean;
}

/** The thread on show beside the timeline. */
export interface Thread {
  root: number;
  /** The message under which it stands; undefined until it is known, or where there is none. */
  first?: Message;
  timeline: Timeline;
}

export interface RoomState {
  connection: ConnectionState;
  room?: RoomInfo;
  you?: Person;
  /** What one is in this room. */
  role: Role;
  /** One may not write here: until then (ms of the server's clock), or until it is lifted. */
  muted?: { until?: number };
  /** One was removed while one was here: by whom (a person id), until when and why; `once`: one may come back. */
  removal?: { by: string; once?: true; until?: number; reason?: string };
  people: ReadonlyMap<string, Profile>;
  /** Person ids, oneself included. */
  online: readonly string[];
  onlineCount: number;
  /** Person ids of the others who are typing now. */
  typing: readonly string[];
  timeline: Timeline;
  thread?: Thread;
  pending: readonly PendingMessage[];
  changes: readonly PendingChange[];
  /** The newest `seq` applied. */
  head: number;
  readSeq: number;
  /** How often the mark was set back: what was read before that counts for nothing. */
  readTurn: number;
  unread: number;
  /** Unread messages of the main timeline that mention or quote oneself: their `seq`s, rising. */
  mentions: readonly number[];
  /** The threads one takes part in that hold something unread, by root. */
  threads: ReadonlyMap<number, ThreadMark>;
  /** How far the others have read, by person id; undefined where the room is too large to tell. */
  reads?: ReadonlyMap<string, number>;
  /** `readSeq` as it was when one came: where the line "New" stands, until one leaves. */
  newAfter?: number;
  bodyLength: number;
  /** Absent where the deployment takes no files, and until the room has said so. */
  files?: FileLimits;
}

/** A room of which nothing is known yet. */
export function nothingYet(now: number, timeline: Timeline): RoomState {
  return {
    connection: { name: "connecting", since: now },
    role: "member",
    people: new Map(),
    online: [],
    onlineCount: 0,
    typing: [],
    timeline,
    pending: [],
    changes: [],
    head: 0,
    readSeq: 0,
    readTurn: 0,
    unread: 0,
    mentions: [],
    threads: new Map(),
    bodyLength: SHARED_LIMITS.bodyLength,
  };
}
