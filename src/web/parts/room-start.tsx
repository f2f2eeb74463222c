// What stands above the first message of a room; an empty room says what to do next.
// Shown only where nothing older exists.

import type { OpenRoom } from "../behavior/open-room.ts";
import { roomPath } from "../behavior/router.ts";
import { titleOf } from "../behavior/rooms.ts";
import { t } from "../strings.ts";
import { FirstHere } from "./lazy-first-here.tsx";
import { PrivateStart } from "./lazy-private.tsx";

export function RoomStart({ room, empty }: { room: OpenRoom; empty: boolean }) {
  if (!empty) return <p class="room-start">{t.roomStart(titleOf(room))}</p>;
  if (room.info.value?.kind) return <PrivateStart room={room} />;
  return <FirstHere link={location.origin + roomPath(room.name)} />;
}
