// Which of one's own messages stands in the composer to be changed.
// At most one in the whole page; the room's draft waits untouched meanwhile.

import { signal } from "@preact/signals";
import type { Message } from "../../protocol/entries.ts";
import type { OpenRoom } from "./open-room.ts";
import { focusComposer } from "./places.ts";
import { whoAmI } from "./session.ts";

export interface Editing {
  room: string;
  seq: number;
  body: string;
}

export const editing = signal<Editing | undefined>(undefined);

export function startEditing(room: string, { seq, body }: Pick<Message, "seq" | "body">): void {
  editing.value = { room, seq, body };
  focusComposer();
}

export function stopEditing(): void {
  editing.value = undefined;
}

/** One's newest message that is loaded and was not deleted. False where there is none. */
export function editNewest(room: OpenRoom): boolean {
  const you = whoAmI();
  const newest = room.timeline.value.messages.findLast(({ by, deleted }) => by === you && !deleted);
  if (newest) startEditing(room.name, newest);
  return newest !== undefined;
}
