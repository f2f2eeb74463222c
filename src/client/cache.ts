// Saves a copy of the room's newest messages, so that a reopened page shows it before the network answers.
// The copy is as of its cursor, never of parts of two moments; losing it costs a page of history.

import { createAlarm } from "./alarm.ts";
import type { Copy } from "./copy.ts";
import type { Platform } from "./platform.ts";
import { startAt } from "./replica.ts";
import type { RoomState } from "./state.ts";
import type { RoomStorage, SavedRoom } from "./storage.ts";
import { trim } from "./timeline.ts";

const EVERY_MS = 1_000;
const MESSAGES_MOST = 200;

export interface Cache {
  /** Something changed: saved within a second. */
  touch(): void;
  forget(): void;
  flush(): void;
}

export function createCache(
  platform: Platform,
  storage: RoomStorage,
  current: () => SavedRoom | undefined,
): Cache {
  const alarm = createAlarm(platform);

  function flush(): void {
    alarm.clear();
    const room = current();
    if (room) storage.saveRoom(room).catch(() => {});
  }

  return {
    flush,
    touch() {
      if (!alarm.pending) alarm.set(EVERY_MS, flush);
    },
    forget() {
      alarm.clear();
      storage.saveRoom(undefined).catch(() => {});
    },
  };
}

/** Undefined while the stretch on show does not reach the newest message: the last one saved still holds. */
export function savedOf({ replica, stretch }: Copy, state: RoomState): SavedRoom | undefined {
  if (!stretch.timeline.atHead) return undefined;
  const { messages, start } = trim(stretch.timeline, MESSAGES_MOST, "oldest");
  const named = new Set(messages.map(({ by }) => by));
  return {
    cursor: replica.cursor,
    messages,
    start,
    people: [...state.people].filter(([id]) => named.has(id)),
    readSeq: state.readSeq,
    readTurn: state.readTurn,
    unread: state.unread,
    mentions: state.mentions,
    ...(state.room && { room: state.room }),
    ...(state.you && { you: state.you }),
  };
}

export function copyOf({ cursor, messages, start, you }: SavedRoom): Copy {
  return {
    ...(you && { viewer: you.id }),
    replica: startAt(cursor),
    stretch: { timeline: { messages, start, atHead: true }, newest: messages.at(-1)?.seq ?? 0 },
  };
}
