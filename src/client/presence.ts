// Who is here: two pure functions from frames to a list.
// Above 100 people only the count is sure; the list is then who was seen last.

import type { Presence, Welcome } from "../protocol/frames.ts";

export interface Online {
  online: readonly string[];
  onlineCount: number;
}

export function welcomed({ online, onlineCount }: Pick<Welcome, "online" | "onlineCount">): Online {
  return { online, onlineCount };
}

export function changed(before: Online, { joined, left, onlineCount }: Presence): Online {
  const gone = new Set([...left, ...joined]);
  return { online: [...before.online.filter((id) => !gone.has(id)), ...joined], onlineCount };
}

/** The list misses somebody or names somebody who left, although it could be whole. */
export function isStale({ online, onlineCount }: Online, most: number): boolean {
  return onlineCount <= most && online.length !== onlineCount;
}
