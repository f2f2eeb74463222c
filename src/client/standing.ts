// What the room is like, and what oneself is in it: one's role, whether one may write, and why one was removed.
// `welcome` says it whole, and each entry after it changes it.

import { isKind, type Entry } from "../protocol/entries.ts";
import type { Welcome } from "../protocol/frames.ts";
import type { RoomState } from "./state.ts";

/** A field that is undefined goes. */
type Patch = { [K in keyof RoomState]?: RoomState[K] | undefined };

export function welcomed({ role, muted }: Welcome): Patch {
  return { role, muted, removal: undefined };
}

export function changed({ you, room }: RoomState, entry: Entry): Patch {
  if (isKind(entry, "mode") && room) {
    const { readOnly: _, slowMs: __, archived: ___, ...rest } = room;
    const { readOnly, slowMs, archived } = entry;
    return {
      room: {
        ...rest,
        ...(readOnly && { readOnly }),
        ...(slowMs > 0 && { slowMs }),
        ...(archived && { archived }),
      },
    };
  }
  if (isKind(entry, "icon") && room) return { room: { ...room, icon: entry.icon } };
  if (isKind(entry, "role") && entry.person === you?.id) return { role: entry.role };
  if (isKind(entry, "mute") && entry.person === you?.id)
    return { muted: entry.on ? untilOf(entry) : undefined };
  if (isKind(entry, "remove") && entry.person === you?.id) {
    const { by, reason, ts, until = Infinity } = entry;
    const terms = until <= ts ? { once: true as const } : untilOf(entry);
    const removal = { by, ...terms, ...(reason !== undefined && { reason }) };
    return { removal: entry.on ? removal : undefined };
  }
  if (isKind(entry, "member")) {
    if (entry.heir !== undefined && entry.heir === you?.id) return { role: "owner" };
    if (!entry.on && entry.person === you?.id) return { removal: { by: entry.by } };
  }
  return {};
}

function untilOf({ until }: { until?: number }): { until?: number } {
  return until === undefined ? {} : { until };
}
