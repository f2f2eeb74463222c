// What a rule of the room is given and what it may ask for.
// A rule reads and writes through `sql` only; all else it wants done it returns as effects.

import type { Command } from "../protocol/commands.ts";
import type { Failure } from "../protocol/codes.ts";
import type { Entry } from "../protocol/entries.ts";
import type { DownFrame, TypingFrame } from "../protocol/frames.ts";
import type { People, Person } from "../protocol/people.ts";
import type { Sql } from "../lib/sql.ts";

/** Somebody is brought into a room. The server makes it of a request: no frame is one. */
export interface Add {
  type: "add";
  id: string;
  epoch?: string;
  after?: number;
  who: Person;
}

/** What ends up in the log. */
export type Deed = Command | Add;

export interface Context {
  sql: Sql;
  /** ms since 1970 */
  now: number;
  /** What this person may still send: ms to wait for each bucket, 0 where there is room. */
  wait: Record<BucketName, number>;
  /** The people behind the open sockets, by id. */
  online(): ReadonlyMap<string, Person>;
  /** Whether whoever acts has another socket open, to be told of it. */
  isElsewhere(): boolean;
}

export type BucketName = "commands" | "queries" | "typing";

/** What the room remembers of a socket while it is open, also over hibernation. */
export interface Memory {
  person: Person;
  session: string;
  /** Minted by the client per page load [C1]. */
  client: string | null;
  /** Which of its upgrades this is [C4]. */
  attempt: number | null;
  /** ms since 1970 */
  since: number;
  /** The replay has reached the head: what is new is sent as it comes [L6]. */
  live: boolean;
  /** The command that holds the line [P5]. */
  held: string | null;
  /** It drops what was refused for good, which holds the line until then [P5]. */
  drops?: boolean;
  /** A read mark that is not written yet, and when it is to be (ms since 1970) [H6]. */
  read: { seq: number; due: number } | null;
  /** The same of threads, by root; the few that were read last. */
  threads?: Record<string, number>;
  /** Request id of the upgrade, for the log lines. */
  request: string;
}

export interface Connection extends Memory {
  /** People this connection has been told of. */
  told: ReadonlySet<string>;
}

export type Effect =
  | { do: "reply"; frame: DownFrame }
  /** To all live connections, the author's included [L3]. */
  | { do: "publish"; entries: Entry[]; people: People }
  /** To everybody but this person; nobody misses it who is away. */
  | { do: "signal"; frame: TypingFrame }
  /** Others in a small room see how far this person has read. */
  | { do: "seen"; seq: number }
  /** To the other connections of this person. */
  | { do: "echo"; frame: DownFrame }
  /** Kept in the attachment, before anything that follows is sent. */
  | { do: "remember"; memory: Partial<Memory> }
  /** A read mark to be written with the next batch; of a thread, where one is named. */
  | { do: "mark"; seq: number; thread?: number }
  /** This person is in the room no more: all their connections end, and they are owed the news. */
  | { do: "expel"; person: string }
  /** The room is no more: whoever is still connected goes, and all who were ever in it are owed the news. */
  | { do: "end" }
  /** Marks of this person that are not written yet are void. */
  | { do: "unmark" }
  /** Somebody is to hear of a message that concerns them. */
  | { do: "notify" }
  /** Whoever is away, and has not heard yet that something is unread here, is to hear of it soon. */
  | { do: "reach" }
  /** Files are gone; their bytes are to follow. */
  | { do: "erase" }
  /** The directory is to hear of the room's new title or topic. */
  | { do: "announce" }
  | { do: "charge"; bucket: BucketName; tokens: number };

export function reply(frame: DownFrame): Effect {
  return { do: "reply", frame };
}

export function reject(failure: Failure, key: { id?: string; ref?: string }): Effect {
  return reply({ type: "rejected", ...key, ...failure });
}

/** A query costs one token, paid before it is answered. Error: `rate_limited`. */
export function query(
  { wait }: Context,
  ref: string | undefined,
  answer: () => Effect[],
): Effect[] {
  if (wait.queries > 0) {
    const message = "That was a lot at once.";
    const failure = { code: "rate_limited", message, retryAfterMs: wait.queries } as const;
    return [reject(failure, ref === undefined ? {} : { ref })];
  }
  return [{ do: "charge", bucket: "queries", tokens: 1 }, ...answer()];
}
