// The room's title and topic, and the ways out of it on a phone.
// The buttons that a wide screen does not need are hidden there by the style sheet.

import { openDialog } from "../behavior/dialogs.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { inboxUnread } from "../behavior/inbox.ts";
import { openFiles, showRooms } from "../behavior/router.ts";
import { titleOf, unreadTotal } from "../behavior/rooms.ts";
import { t } from "../strings.ts";
import { Icon } from "./icon.tsx";
import { RoomSign } from "./room-list.tsx";

export function RoomHeader({ room }: { room: OpenRoom }) {
  const info = room.info.value;
  const count = room.onlineCount.value;
  return (
    <header class="room-header">
      <button
        type="button"
        class="icon-button narrow-only room-header__rooms"
        aria-label={t.rooms}
        onClick={showRooms}
      >
        <Icon name="menu" />
        {unreadTotal.value + inboxUnread.value > 0 && <span class="dot" />}
      </button>
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
        <button
          type="button"
          class="icon-button"
          aria-label={t.members}
          title={t.members}
          onClick={() => openDialog({ name: "members" })}
        >
          <Icon name="people" />
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={t.pinnedMessages}
        title={t.pinnedMessages}
        onClick={() => openDialog({ name: "pins" })}
      >
        <Icon name="pin" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t.roomSettings}
        title={t.roomSettings}
        onClick={() => openDialog({ name: "room-settings" })}
      >
        <Icon name="pencil" />
      </button>
      {room.files.value && (
        <button
          type="button"
          class="icon-button"
          aria-label={t.files}
          title={t.files}
          onClick={() => openFiles(room.name)}
        >
          <Icon name="folder" />
        </button>
      )}
      <button
        type="button"
        class={`icon-button${room.files.value ? " roomy-only" : ""}`}
        aria-label={t.jumpToDate}
        title={t.jumpToDate}
        onClick={() => openDialog({ name: "jump-to-date", ts: Date.now() })}
      >
        <Icon name="calendar" />
      </button>
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
