// Rooms that are not open, as far as the first load can do without them: fetched when the page is at rest, or meets one.

import type { OpenRoom } from "../behavior/open-room.ts";
import { roomList } from "../behavior/rooms.ts";
import { lazyPart } from "./lazy.tsx";

const direct = lazyPart(async () => (await import("./private.tsx")).DirectRooms);
const start = lazyPart<{ room: OpenRoom }>(
  async () => (await import("./private.tsx")).PrivateStart,
);

/** Shown at once where there are any, otherwise when the page is at rest. */
export const loadDirect = direct.load;

export function DirectRooms() {
  if (roomList.value.some(({ isDirect }) => isDirect)) direct.load();
  return <direct.Part />;
}

export function PrivateStart(props: { room: OpenRoom }) {
  start.load();
  return <start.Part {...props} />;
}
