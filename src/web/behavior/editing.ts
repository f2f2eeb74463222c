// What stands in the composer besides a new message: one of one's own to be changed, or one to be answered.
// At most one in the whole page; the room's draft waits untouched under an edit, and becomes the answer.

import { signal } from "@preact/signals";
import type { OpenRoom } from "./open-room.ts";
import { whoAmI } from "./session.ts";

export interface Editing {
  room: string;
  /** The thread in which it stands. */
  thread?: number | undefined;
  seq: number;
  body: string;
}

/** `author` and `body` of the message that is answered. */
export interface Answering extends Editing {
  author: string;
}

export const editing = signal<Editing | undefined>(undefined);
export const answering = signal<Answering | undefined>(undefined);

export function startEditing(message: Editing): void {
  answering.value = undefined;
  editing.value = message;
}

export function startAnswer(message: Answering): void {
  editing.value = undefined;
  answering.value = message;
}

export function stopEditing(): void {
  editing.value = answering.value = undefined;
}

/** One's newest message that is loaded and was not deleted; none before what is still on its way. False where there is none. */
export function editNewest(room: OpenRoom, thread?: number): boolean {
  const you = whoAmI();
  if (room.pending.value.some((each) => each.thread === thread && !each.failure)) return false;
  const shown = thread === undefined ? room.timeline.value : room.thread.value?.timeline;
  const newest = shown?.messages.findLast(({ by, deleted }) => by === you && !deleted);
  if (newest) startEditing({ room: room.name, thread, seq: newest.seq, body: newest.body });
  return newest !== undefined;
}
