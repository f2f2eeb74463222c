// The inbox: its notices, the newest first, kept as its own socket tells [T7].
// What one reads in a room is read here, too: the page says so, as no room knows of the inbox.

import { effect, signal, untracked } from "@preact/signals";
import { openInbox } from "../../client/inbox.ts";
import type { InboxFrame, Notice } from "../../protocol/http.ts";
import type { People } from "../../protocol/people.ts";
import { t } from "../strings.ts";
import { origin, platform } from "./app.ts";
import { keptApi } from "./kept-api.ts";
import { inboxUnread, isBlocked, mentionsElsewhere, type InboxFollowed } from "./inbox.ts";
import { loadBlocked } from "./direct.ts";
import { myRooms, refreshMine } from "./me.ts";
import { showNotice } from "./notices.ts";
import { notify, notifyOf, startNotifications } from "./notifications.ts";
import { calledBy, follow, openNow } from "./rooms.ts";

/** Several frames at once are one request. */
const GATHER_MS = 250;

export const notices = signal<readonly Notice[]>([]);
export const people = signal<People>({});
/** Older ones exist. */
export const more = signal(false);
/** Undefined before the first answer. */
export const failed = signal<boolean | undefined>(undefined);

/** Above this `n` a notice is news; undefined before the first answer. */
let newest: number | undefined;
/** Told of by frames, to be shown once their text is known. */
const told = new Set<string>();
const keyOf = (room: string, seq: number) => `${room} ${seq}`;

export function followInbox(): InboxFollowed {
  const client = openInbox({ origin, platform, heard });
  const refresh = gather(() => void refreshNotices());
  const newly = new Set<string>();
  const mine = gather(() => void refreshMine().then(hearDirect));

  /** Somebody wrote to oneself in a room between people that is not open here: from now on it is. */
  function hearDirect(): void {
    for (const room of myRooms()) {
      const { name, about, unread, level } = room;
      if (about?.title !== "" || about.archived || unread === 0) continue;
      // It may have been one whom one blocks: what comes from here on tells its author.
      const isFree = level !== "nothing" && !about.with?.some(({ id }) => isBlocked(id));
      if (follow(name) && newly.has(name) && isFree) notifyOf(name, about.kind, calledBy(about));
    }
    newly.clear();
  }

  void loadBlocked();
  let wasLive = false;

  function heard(frame: Exclude<InboxFrame, { type: "inbox" }>): void {
    if (frame.type === "news") {
      newly.add(frame.room);
      return mine();
    }
    told.add(keyOf(frame.room, frame.seq));
    refresh();
  }

  const stopClient = client.subscribe(() => {
    const { unread, connection } = client.state;
    const isLive = connection.name === "live";
    const isNews = unread !== inboxUnread.peek() || (isLive && !wasLive);
    // What was told before the socket was open was told to nobody here.
    if (isLive && !wasLive) mine();
    wasLive = isLive;
    inboxUnread.value = unread;
    if (isNews && (unread > 0 || failed.peek() !== undefined)) refresh();
  });
  const stopReading = effect(() => {
    const read = notices.value.filter((notice) => !notice.read && isRead(notice));
    if (read.length > 0) untracked(() => void markNotices(read.map(({ n }) => n)));
  });
  const stopCounting = effect(() => {
    const rooms = new Map<string, number>();
    for (const { room, why, read, message } of notices.value)
      if (!read && why !== "thread" && message.thread === undefined)
        rooms.set(room, (rooms.get(room) ?? 0) + 1);
    mentionsElsewhere.value = rooms;
  });

  const stopNotifying = startNotifications();

  return {
    wake: () => client.wake(),
    close() {
      for (const stop of [stopClient, stopReading, stopCounting, stopNotifying]) stop();
      refresh.cancel();
      mine.cancel();
      client.close();
      forget();
    },
  };
}

/** The newest page again; what was loaded below it stays. */
export async function refreshNotices(): Promise<void> {
  const answer = await keptApi.inbox();
  if (!answer.ok) return void (failed.value = notices.value.length === 0);
  const { notices: page, people: named, more: isMore } = answer.value;
  const last = page.at(-1)?.n ?? 0;
  const older = isMore ? notices.value.filter(({ n }) => n < last) : [];
  if (older.length === 0) more.value = isMore;
  people.value = { ...people.value, ...named };
  notices.value = [...page, ...older];
  failed.value = false;
  tell(page);
}

export async function loadOlderNotices(): Promise<void> {
  const answer = await keptApi.inbox(notices.value.at(-1)?.n);
  if (!answer.ok) return showNotice(t.networkFailed);
  const last = notices.value.at(-1)?.n ?? Infinity;
  people.value = { ...people.value, ...answer.value.people };
  notices.value = [...notices.value, ...answer.value.notices.filter(({ n }) => n < last)];
  more.value = answer.value.more;
}

/** Shown as read at once; the server's next answer has the last word. */
export async function markNotices(which: "all" | readonly number[]): Promise<void> {
  notices.value = notices.value.map((notice) =>
    which === "all" || which.includes(notice.n) ? { ...notice, read: true } : notice,
  );
  const batches = which === "all" ? [which] : inBatches(which, 100);
  for (const batch of batches) {
    const answer = await keptApi.readInbox(batch);
    if (!answer.ok) return showNotice(t.networkFailed);
  }
}

/** One has read that far, in a room that is open here. */
function isRead({ room: name, message }: Notice): boolean {
  const room = openNow.value.find((each) => each.name === name);
  if (!room) return false;
  const { seq, thread } = message;
  const readSeq =
    thread === undefined ? room.readSeq.value : (room.threads.value.get(thread)?.readSeq ?? 0);
  return seq <= readSeq;
}

/** Notifies of what is news since the last answer, or was told of by a frame. */
function tell(page: readonly Notice[]): void {
  for (const notice of page) {
    const { n, room, title, why, read, message } = notice;
    const isNews = told.delete(keyOf(room, message.seq)) || (newest !== undefined && n > newest);
    if (!isNews || read || untracked(() => isRead(notice))) continue;
    const author = people.value[message.by]?.name ?? t.someone;
    notify({ room, title, author, message, concern: why });
  }
  newest = Math.max(newest ?? 0, page[0]?.n ?? 0);
}

function forget(): void {
  newest = undefined;
  told.clear();
  notices.value = [];
  people.value = {};
  more.value = false;
  failed.value = undefined;
  inboxUnread.value = 0;
}

function inBatches(all: readonly number[], most: number): number[][] {
  const batches = [];
  for (let i = 0; i < all.length; i += most) batches.push(all.slice(i, i + most));
  return batches;
}

function gather(action: () => void): (() => void) & { cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      action();
    }, GATHER_MS);
  };
  return Object.assign(later, { cancel: () => clearTimeout(timer) });
}
