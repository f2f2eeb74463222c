// What opening a room takes and gives: the whole surface that a page, a bot or a test codes against.
// Everything a room shows is in `state`; everything a person does is a function here.

import type { Entry } from "../protocol/entries.ts";
import type { FileInfo } from "../protocol/files.ts";
import type { Person } from "../protocol/people.ts";
import type { createOverHttp } from "./over-http.ts";
import type { Platform } from "./platform.ts";
import type { RoomState } from "./state.ts";
import type { RoomStorage } from "./storage.ts";
import type { Range } from "./timeline.ts";

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
  /** Where what is needed without a socket comes from; by itself it is loaded from beside this file. */
  loadOverHttp?: () => Promise<typeof createOverHttp>;
}

/** Where a new message belongs: under a message, and what it quotes; and the files that it carries. */
export interface PostPlace {
  thread?: number | undefined;
  replyTo?: number | undefined;
  /** As `upload` resolved them: a message waits for nothing that has not arrived. */
  files?: readonly FileInfo[] | undefined;
}

export interface RoomClient {
  readonly state: RoomState;
  /** Called after changes, at most once per microtask. */
  subscribe(listener: () => void): () => void;
  /** Returns the id; the message is pending at once. With files the body may be empty. */
  post(body: string, where?: PostPlace): string;
  /** Each returns the id of its command; it is among `changes` until the log holds it. */
  edit(seq: number, body: string): string;
  delete(seq: number): string;
  react(seq: number, emoji: string, on: boolean): string;
  pin(seq: number, on: boolean): string;
  /** The previews of the links in one's own message. */
  setPreview(seq: number, on: boolean): string;
  setTopic(fields: { title?: string; topic?: string }): string;
  /** For a failed message or change: it goes to the end of the line. */
  retry(id: string): void;
  discard(id: string): void;
  /** Shows the thread under this message beside the timeline, in `state.thread`, instead of another. */
  openThread(root: number): void;
  closeThread(): void;
  loadOlderReplies(): Promise<void>;
  /** Pages of 50; nothing happens where there is none, or one is on its way. The other end is trimmed. */
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  jumpTo(where: { seq: number } | { date: number }): Promise<void>;
  jumpToNewest(): Promise<void>;
  /** The rows on show, by `seq`: of 1,000 messages at most what is trimmed is far from them. */
  see(view: Range): void;
  /** May be called with each keystroke. */
  typing(): void;
  /** Up to the head unless told otherwise. */
  markRead(seq?: number): void;
  /** Of a thread that one takes part in. */
  markThreadRead(root: number, seq: number): void;
  /** Sets the mark back: the message at `seq` and all after it are unread. False where there is no socket. */
  markUnread(seq: number): boolean;
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
