// The rooms, unread ones first and bold; a count says how much is unread.
// The link's name is the room's title alone, the count is its description.

import { current, roomList } from "../behavior/rooms.ts";
import { pane, roomPath } from "../behavior/router.ts";
import { t } from "../strings.ts";
import { Link } from "./link.tsx";

export function RoomList() {
  const here = current.value?.name;
  return (
    <ul class="list" role="list">
      {roomList.value.map((room) => {
        const id = `unread-${room.name}`;
        return (
          <li key={room.name}>
            <Link
              class={`list__item${room.unread > 0 ? " list__item--unread" : ""}`}
              href={roomPath(room.name)}
              aria-current={room.name === here && pane.value === "room" ? "page" : undefined}
              aria-describedby={room.unread > 0 ? id : undefined}
            >
              <span class="list__hash" aria-hidden="true">
                #
              </span>
              <span class="list__name" dir="auto">
                {room.title}
              </span>
              {room.unread > 0 && (
                <span class="count" aria-hidden="true">
                  {room.unread > 99 ? "99+" : room.unread}
                </span>
              )}
            </Link>
            {room.unread > 0 && (
              <span id={id} hidden>
                {t.unread(room.unread)}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
