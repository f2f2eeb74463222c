// What is one's own of each room: unread where no socket is open, and what may notify [T6].
// Asked for when one comes and when one looks again; never by a timer.

import { effect, signal, untracked } from "@preact/signals";
import type { MyRoom, NotificationLevel } from "../../protocol/http.ts";
import { api } from "./app.ts";
import { session } from "./session.ts";

const mine = signal<ReadonlyMap<string, MyRoom>>(new Map());

/** Before a room was first entered: as the server begins. */
const FIRST_LEVEL: NotificationLevel = "mentions";

export const unreadElsewhere = (room: string) => mine.value.get(room)?.unread ?? 0;
export const myRooms = () => [...mine.value.values()];
export const levelOf = (room: string) => mine.value.get(room)?.level ?? FIRST_LEVEL;

export function startMe(): void {
  effect(() => {
    if (session.value.name === "known") untracked(() => void refreshMine());
    else mine.value = new Map();
  });
}

/** Rises with each change of one's own: an answer from before it is out of date. */
let changes = 0;

let asking: Promise<void> | undefined;
let isStale = false;

/** One question at a time: of two that cross, the older answer could come last. */
export function refreshMine(): Promise<void> {
  isStale = true;
  asking ??= askUntilFresh().finally(() => (asking = undefined));
  return asking;
}

async function askUntilFresh(): Promise<void> {
  while (isStale && session.peek().name === "known") {
    isStale = false;
    const asked = changes;
    // One after the other, as each is about what came during the one before.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await api.myRooms();
    if (asked !== changes) isStale = true;
    else if (answer.ok) mine.value = new Map(answer.value.map((room) => [room.name, room]));
  }
}

/** False where the server did not take it. */
export async function changeLevel(room: string, level: NotificationLevel): Promise<boolean> {
  changes += 1;
  const answer = await api.setLevel(room, level);
  changes += 1;
  if (answer.ok) mine.value = new Map(mine.value).set(room, { ...known(room), level });
  return answer.ok;
}

/** A room that one reads on its own socket knows better than what was asked for before. */
export function forgetUnread(room: string): void {
  if (mine.peek().has(room))
    mine.value = new Map(mine.peek()).set(room, { ...known(room), unread: 0 });
}

function known(room: string): MyRoom {
  return mine.peek().get(room) ?? { name: room, unread: 0, level: FIRST_LEVEL };
}
