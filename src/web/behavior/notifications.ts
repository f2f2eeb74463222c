// The browser's own notifications, for what calls for attention while the page is hidden.
// Permission is asked for on a click only; there is one notification per room, gone once it is read.

import { computed, effect, signal, untracked } from "@preact/signals";
import type { Message } from "../../protocol/entries.ts";
import { t } from "../strings.ts";
import { store } from "./app.ts";
import { callsFor } from "./attention.ts";
import { levelOf } from "./me.ts";
import type { OpenRoom } from "./open-room.ts";
import { openNow } from "./rooms.ts";
import { go, roomPath } from "./router.ts";
import { session } from "./session.ts";

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

export function startNotifications(): void {
  const watched = new Map<OpenRoom, () => void>();
  effect(() => {
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
}

function watch(room: OpenRoom): () => void {
  let from = Math.max(room.head.value, room.readSeq.value);
  const newest = computed(() => room.timeline.value.messages.at(-1));
  const stopArrivals = effect(() => {
    const message = newest.value;
    // Nothing has been missed before the first head is known.
    if (from === 0) from = room.head.value;
    if (!message || message.seq <= from) return;
    from = message.seq;
    untracked(() => consider(room, message));
  });
  const stopReading = effect(() => {
    if (room.unread.value === 0) dismiss(room.name);
  });
  return () => {
    stopArrivals();
    stopReading();
    dismiss(room.name);
  };
}

function consider(room: OpenRoom, message: Message): void {
  const who = session.peek();
  if (who.name !== "known" || message.by === who.you.id || message.deleted) return;
  if (document.visibilityState === "visible" || permission.peek() !== "granted") return;
  if (!callsFor(levelOf(room.name), message.body, who.you.handle)) return;
  const author = room.people.value.get(message.by)?.name ?? t.someone;
  const title = t.notificationTitle(author, room.info.value?.title || room.name);
  const body = message.body.slice(0, 200);
  const made = new Notification(title, { body, tag: room.name, silent: !sound.peek() });
  made.addEventListener("click", () => {
    window.focus();
    go(roomPath(room.name, message.seq));
    made.close();
  });
  shown.set(room.name, made);
}

function dismiss(room: string): void {
  shown.get(room)?.close();
  shown.delete(room);
}
