// The browser's own notifications, for what calls for attention while the page is hidden.
// Permission is asked for on a click only; there is one notification per room, gone once it is read.

import { effect, signal, untracked } from "@preact/signals";
import type { MessageEntry } from "../../protocol/entries.ts";
import type { RoomKind } from "../../protocol/frames.ts";
import type { NoticeReason } from "../../protocol/http.ts";
import { d } from "../strings-dialogs.ts";
import { v } from "../strings-private.ts";
import { t } from "../strings.ts";
import { store } from "./app.ts";
import { callsFor, concernOf } from "./attention.ts";
import { isBlocked } from "./inbox.ts";
import { levelOf } from "./me.ts";
import type { OpenRoom } from "./open-room.ts";
import { openNow, titleOf } from "./rooms.ts";
import { go, roomPath } from "./router.ts";
import { whoAmI } from "./session.ts";

const SOUND = "sound";

/** `absent`: over plain http, or in a browser without them. */
export type Permission = NotificationPermission | "absent";

export const permission = signal<Permission>(
  "Notification" in globalThis && isSecureContext ? Notification.permission : "absent",
);
export const sound = signal(store.get(SOUND) === "on");

export async function askPermission(): Promise<void> {
  permission.value = await Notification.requestPermission();
}

export function setSound(on: boolean): void {
  sound.value = on;
  store.set(SOUND, on ? "on" : "off");
}

const shown = new Map<string, Notification>();
/** What was considered once: a message may be told of by its room and by the inbox. */
const told = new Set<string>();
const TOLD_MOST = 1_000;

/** Returns what ends it. */
export function startNotifications(): () => void {
  const watched = new Map<OpenRoom, () => void>();
  const stopRooms = effect(() => {
    const open = new Set(openNow.value);
    for (const [room, stop] of watched)
      if (!open.has(room)) {
        stop();
        watched.delete(room);
      }
    for (const room of open)
      if (!watched.has(room))
        watched.set(
          room,
          untracked(() => watch(room)),
        );
  });
  return () => {
    stopRooms();
    for (const stop of watched.values()) stop();
  };
}

function watch(room: OpenRoom): () => void {
  const stopArrivals = room.onArrival((message) => consider(room, message));
  const stopReading = effect(() => {
    if (room.unread.value === 0) dismiss(room.name);
  });
  return () => {
    stopArrivals();
    stopReading();
    dismiss(room.name);
  };
}

/** Those in threads are told by the inbox, as only who takes part in one hears of it. */
function consider(room: OpenRoom, message: MessageEntry): void {
  if (message.thread !== undefined || isBlocked(message.by)) return;
  notify({
    room: room.name,
    title: titleOf(room),
    author: room.people.value.get(message.by)?.name ?? t.someone,
    message,
    concern: concernOf(message, whoAmI()),
  });
}

interface News {
  room: string;
  title: string;
  author: string;
  message: MessageEntry;
  concern: NoticeReason | undefined;
}

/** Shows it, unless one looks at the page, wants to hear nothing of this kind, or was told before. */
export function notify({ room, title, author, message, concern }: News): void {
  const { by, seq, thread, files } = message;
  const body = message.body || t.attached(files?.length ?? 0);
  const key = `${room} ${seq}`;
  if (by === whoAmI() || told.has(key) || !callsFor(levelOf(room), concern)) return;
  if (told.size >= TOLD_MOST) told.clear();
  told.add(key);
  if (document.visibilityState === "visible" || permission.peek() !== "granted") return;
  show(room, d.notificationTitle(author, title), body.slice(0, 200), roomPath(room, seq, thread));
}

/** Somebody wrote to oneself, in a room whose messages have not come yet. */
export function notifyOf(room: string, kind: RoomKind, title: string): void {
  if (document.visibilityState === "visible" || permission.peek() !== "granted") return;
  const words = kind === "direct" ? v.messageFrom(title) : v.messageIn(title);
  show(room, words, "", roomPath(room));
}

function show(room: string, title: string, body: string, path: string): void {
  const made = new Notification(title, { body, tag: room, silent: !sound.peek() });
  made.addEventListener("click", () => {
    window.focus();
    go(path);
    made.close();
  });
  shown.set(room, made);
}

function dismiss(room: string): void {
  shown.get(room)?.close();
  shown.delete(room);
}
