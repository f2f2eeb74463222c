// Rooms that are not open: those between people in the list at the left, and what stands in an empty one.

import { openDialog } from "../behavior/dialogs.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { v } from "../strings-private.ts";
import { Icon } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";
import { RoomList } from "./room-list.tsx";

export function DirectRooms() {
  return (
    <nav aria-label={v.directRooms} class="section">
      <div class="section__head">
        <h2>{v.directRooms}</h2>
        <IconButton label={v.newMessage} onClick={() => openDialog({ name: "new-message" })}>
          <Icon name="plus" />
        </IconButton>
      </div>
      <RoomList direct />
    </nav>
  );
}

export function PrivateStart({ room }: { room: OpenRoom }) {
  const isPrivate = room.info.value?.kind === "private";
  // A group goes by its people, who are all in it.
  const isNamed = isPrivate && room.info.value?.title !== "";
  return (
    <div class="empty">
      <h2>{isNamed ? v.onlyYou : v.onlyPeople}</h2>
      <p>{isNamed ? v.onlyYouHint : v.onlyPeopleHint}</p>
      {isPrivate && (
        <p>
          <button type="button" class="button" onClick={() => openDialog({ name: "members" })}>
            <Icon name="plus" />
            {v.addPeople}
          </button>
        </p>
      )}
    </div>
  );
}
