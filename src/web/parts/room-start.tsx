// What stands above the first message of a room; an empty room says what to do next.
// Shown only where nothing older exists.

import { copyText } from "../behavior/clipboard.ts";
import { titleOf } from "../behavior/rooms.ts";
import { PrivateStart } from "./lazy-private.tsx";
import type { OpenRoom } from "../behavior/open-room.ts";
import { roomPath } from "../behavior/router.ts";
import { t } from "../strings.ts";
import { Icon } from "./icon.tsx";

export function RoomStart({ room, empty }: { room: OpenRoom; empty: boolean }) {
  const link = location.origin + roomPath(room.name);
  if (!empty) return <p class="room-start">{t.roomStart(titleOf(room))}</p>;
  if (room.info.value?.kind) return <PrivateStart room={room} />;
  return (
    <div class="empty">
      <h2>{t.firstHere}</h2>
      <p class="empty__link">{link}</p>
      <p>
        <button type="button" class="button" onClick={() => void copyText(link)}>
          <Icon name="link" />
          {t.copyLink}
        </button>
      </p>
      <p class="hint">{t.firstHereHint}</p>
    </div>
  );
}
