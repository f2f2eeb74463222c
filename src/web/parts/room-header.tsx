// The room's title and topic, and the ways out of it on a phone.
// The buttons that a wide screen does not need are hidden there by the style sheet.

import { openDialog } from "../behavior/dialogs.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { inboxUnread } from "../behavior/inbox.ts";
import { openFiles, showRooms } from "../behavior/router.ts";
import { titleOf, unreadTotal } from "../behavior/rooms.ts";
import { t } from "../strings.ts";
import { Icon } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";
import { RoomSign } from "./room-list.tsx";

export function RoomHeader({ room }: { room: OpenRoom }) {
  const info = room.info.value;
  const count = room.onlineCount.value;
  return (
    <header class="room-header">
      <IconButton label={t.rooms} class="narrow-only" onClick={showRooms}>
        <Icon name="menu" />
        {unreadTotal.value + inboxUnread.value > 0 && <span class="dot" />}
      </IconButton>
      <div class="room-header__text">
        <h1 class="room-header__title" dir="auto">
          <RoomSign {...info} />
          {titleOf(room)}
        </h1>
        {info?.topic && (
          <p class="room-header__topic" dir="auto" title={info.topic}>
            {info.topic}
          </p>
        )}
      </div>
      {info?.kind === "private" && (
        <IconButton label={t.members} onClick={() => openDialog({ name: "members" })}>
          <Icon name="people" />
        </IconButton>
      )}
      <IconButton label={t.pinnedMessages} onClick={() => openDialog({ name: "pins" })}>
        <Icon name="pin" />
      </IconButton>
      <IconButton label={t.roomSettings} onClick={() => openDialog({ name: "room-settings" })}>
        <Icon name="pencil" />
      </IconButton>
      {room.files.value && (
        <IconButton label={t.files} onClick={() => openFiles(room.name)}>
          <Icon name="folder" />
        </IconButton>
      )}
      <IconButton
        label={t.jumpToDate}
        class={room.files.value ? "roomy-only" : ""}
        onClick={() => openDialog({ name: "jump-to-date", ts: Date.now() })}
      >
        <Icon name="calendar" />
      </IconButton>
      <button
        type="button"
        class="people-button narrow-only"
        aria-label={t.people}
        data-count={count > 0 ? count : undefined}
        onClick={() => openDialog({ name: "people" })}
      >
        <Icon name="people" />
      </button>
    </header>
  );
}
