// Why one cannot write in a room, where one cannot: removed, muted, or it is read-only.
// A mute that ends by itself is over when its time has come, without a word from the server.

import { signal } from "@preact/signals";
import { may } from "../../protocol/roles.ts";
import type { OpenRoom } from "./open-room.ts";

export type SilenceKind = "removed" | "archived" | "muted" | "readOnly";

/** ms since 1970: mutes that ended before are over. */
export const over = signal(0);

export function silenceOf({ connection, muted, info, role }: OpenRoom): SilenceKind | undefined {
  const state = connection.value;
  if (state.name === "ended" && state.code === "removed") return "removed";
  if (info.value?.archived) return "archived";
  const mute = muted.value;
  if (mute && (mute.until ?? Infinity) > over.value) return "muted";
  return info.value?.readOnly && !may(role.value, "writeReadOnly") ? "readOnly" : undefined;
}

/** Whether one has to wait between two messages here. */
export function isSlow(room: OpenRoom): boolean {
  const { info, role } = room;
  const slowMs = info.value?.slowMs ?? 0;
  return slowMs > 0 && !may(role.value, "hurry") && silenceOf(room) === undefined;
}
