// What opening a room takes and gives: the whole surface that a page, a bot or a test codes against.
// Everything a room shows is in `state`; everything a person does is a function here.

import type { Entry } from "../protocol/entries.ts";
import type { Person } from "../protocol/people.ts";
import type { Platform } from "./platform.ts";
import type { RoomState } from "./state.ts";
import type { RoomStorage } from "./storage.ts";

export interface RoomOptions {
  /** `https://chat.example`, without a path. */
  origin: string;
  room: string;
  /** For what is not a browser; a browser has the cookie. */
  token?: string;
  /** One per page load [C1]. */
  clientId?: string;
  storage?: RoomStorage;
  platform?: Platform;
  /** Follow the log from its first entry, and never start over from the newest page; the timeline keeps the newest. */
  fromStart?: boolean;
  /** Each entry once, in the order of the log; after a `reset` from the new beginning. */
  onEntries?: (entries: readonly Entry[]) => void;
}

export interface RoomClient {
  readonly state: RoomState;
  /** Called after changes, at most once per microtask. */
  subscribe(listener: () => void): () => void;
  /** Returns the id; the message is pending at once. */
  post(body: string): string;
  /** Each returns the id of its command; it is among `changes` until the log holds it. */
  edit(seq: number, body: string): string;
  delete(seq: number): string;
  react(seq: number, emoji: string, on: boolean): string;
  setTopic(fields: { title?: string; topic?: string }): string;
  /** For a failed message or change: it goes to the end of the line. */
  retry(id: string): void;
  discard(id: string): void;
  /** Pages of 50; nothing happens where there is none, or one is on its way. */
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  jumpTo(where: { seq: number } | { date: number }): Promise<void>;
  jumpToNewest(): Promise<void>;
  /** May be called with each keystroke. */
  typing(): void;
  /** Up to the head unless told otherwise. */
  markRead(seq?: number): void;
  /** The reader opens this room: the line "New" stands where it was read up to. */
  enter(): void;
  leave(): void;
  /** Tries at once, also after it has ended. */
  reconnect(): void;
  /** To be called on `visibilitychange`, `online` and `pageshow` [H1]. */
  wake(): void;
  who(): Promise<Person[]>;
  close(): void;
}
