// Being in a room and having read it.
// A room counts as read only while the page is visible, has the focus, and shows the newest message.

import { computed, effect, signal, untracked, type ReadonlySignal } from "@preact/signals";
import { announceFailure, announceMessage } from "./notices.ts";
import type { OpenRoom } from "./open-room.ts";
import { current, openRooms } from "./rooms.ts";
import { whoAmI } from "./session.ts";
import { t } from "../strings.ts";

const attentive = signal(document.visibilityState === "visible" && document.hasFocus());

/** The page is in front of somebody. */
export const isLooking: ReadonlySignal<boolean> = attentive;

/** The room one is looking at, if one is looking. */
const present = computed(() => (attentive.value ? current.value : undefined));

export function startReading(): void {
  const look = () =>
    (attentive.value = document.visibilityState === "visible" && document.hasFocus());
  for (const type of ["focus", "blur", "pageshow", "pagehide"]) addEventListener(type, look);
  document.addEventListener("visibilitychange", look);

  effect(() => {
    const room = current.value;
    if (!room) return;
    untracked(() => room.client.enter());
    return () =>
      untracked(() => {
        turns.delete(room);
        room.client.leave();
      });
  });
  effect(() => {
    // Back at the page: the line "New" stands where one stopped reading.
    const room = present.value;
    if (room && untracked(() => room.unread.value > 0)) untracked(() => room.client.enter());
  });
  effect(() => {
    const room = present.value;
    if (!room || !isHeard(room) || isSetBack(room)) return;
    if (room.atBottom.value && room.head.value > room.readSeq.value)
      untracked(() => room.client.markRead());
  });
  effect(() => {
    const room = current.value;
    return room && untracked(() => listen(room));
  });
}

/** The turn of the read mark from which on one reads again, by room. */
const turns = new WeakMap<OpenRoom, number>();

/** Since one came the mark was set back, here or on another device: it stays until one leaves, reads or writes. */
function isSetBack(room: OpenRoom): boolean {
  const turn = room.readTurn.value;
  const isUnread = room.unread.value > 0;
  if (!turns.has(room) || !isUnread) turns.set(room, turn);
  return turn > (turns.get(room) ?? turn);
}

/** What a copy of the last visit shows is not what there is to read. */
function isHeard(room: OpenRoom): boolean {
  const { name } = room.connection.value;
  return name === "live" || name === "polling";
}

/** Esc reads this room; Shift-Esc all of them. */
export function markRead(all: boolean): void {
  const rooms = all ? openRooms() : [current.value];
  for (const room of rooms)
    if (room && room.head.value > room.readSeq.value) {
      turns.delete(room);
      room.client.markRead();
    }
}

/** Says what arrives in `room` from now on, and what could not be sent. */
function listen(room: OpenRoom): () => void {
  const known = new Set(failedIn(room));
  const stopMessages = room.onArrival(({ by, body, files, thread }) => {
    if (by === whoAmI() || thread !== undefined) return;
    announceMessage(
      room.people.value.get(by)?.name ?? t.someone,
      body || t.attached(files?.length ?? 0),
    );
  });
  const stopFailures = effect(() => {
    for (const message of room.pending.value) {
      if (!message.failure || known.has(message.id)) continue;
      known.add(message.id);
      announceFailure(message.failure.message);
    }
  });
  return () => {
    stopMessages();
    stopFailures();
  };
}

const failedIn = (room: OpenRoom) =>
  room.pending.value.filter((message) => message.failure).map((message) => message.id);
