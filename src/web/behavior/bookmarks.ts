// One's bookmarks, the newest first [T9], and what one has just changed of them.
// What was changed here counts above what was asked for before.

import { effect, signal } from "@preact/signals";
import type { Bookmark } from "../../protocol/http.ts";
import type { People } from "../../protocol/people.ts";
import { k } from "../strings-kept.ts";
import { keptApi } from "./kept-api.ts";
import { showNotice } from "./notices.ts";
import { myId } from "./session.ts";

export const bookmarks = signal<readonly Bookmark[]>([]);
export const people = signal<People>({});
/** Undefined before the first answer. */
export const failed = signal<boolean | undefined>(undefined);

const changed = signal<ReadonlyMap<string, boolean>>(new Map());
let learning: Promise<void> | undefined;

// Whoever signs in next has others.
effect(() => {
  void myId.value;
  learning = undefined;
  bookmarks.value = [];
  people.value = {};
  failed.value = undefined;
  changed.value = new Map();
});

const keyOf = (room: string, seq: number) => `${room} ${seq}`;

export function isBookmarked(room: string, seq: number): boolean {
  const listed = bookmarks.value.some((each) => each.room === room && each.message.seq === seq);
  return changed.value.get(keyOf(room, seq)) ?? listed;
}

/** All of them, once; where it failed, the next one asks again. */
export function learnBookmarks(): Promise<void> {
  learning ??= refreshBookmarks().then(() => {
    if (failed.peek() === true) learning = undefined;
  });
  return learning;
}

export async function refreshBookmarks(): Promise<void> {
  const before = changed.peek();
  const all: Bookmark[] = [];
  let named: People = {};
  for (let isMore = true; isMore;) {
    const answer = await keptApi.bookmarks(all.at(-1)?.n);
    if (!answer.ok) return void (failed.value = bookmarks.peek().length === 0);
    all.push(...answer.value.bookmarks);
    named = { ...named, ...answer.value.people };
    // A page of deleted ones names none to go on from.
    isMore = answer.value.more && answer.value.bookmarks.length > 0;
  }
  people.value = named;
  bookmarks.value = all;
  failed.value = false;
  if (changed.peek() === before) changed.value = new Map();
}

export async function setBookmark(room: string, seq: number, on: boolean): Promise<void> {
  const was = isBookmarked(room, seq);
  const key = keyOf(room, seq);
  changed.value = new Map(changed.value).set(key, on);
  const answer = await keptApi.setBookmark(room, seq, on);
  if (!answer.ok) changed.value = new Map(changed.value).set(key, was);
  showNotice(answer.ok ? (on ? k.bookmarked : k.unbookmarked) : answer.failure.message);
}
