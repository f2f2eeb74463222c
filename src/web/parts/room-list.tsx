// The rooms: those that mention one first, then unread ones; counts say how much, and of what.
// The link's name is the room's title alone, the counts are its description.

import { current, roomList, type ListedRoom } from "../behavior/rooms.ts";
import { pane, roomPath } from "../behavior/router.ts";
import { t } from "../strings.ts";
import { picturePath } from "../../protocol/files.ts";
import type { RoomKind } from "../../protocol/frames.ts";
import { Avatar } from "./avatar.tsx";
import { Icon } from "./icon.tsx";
import { Link } from "./link.tsx";

export function RoomList({ direct }: { direct: boolean }) {
  const archived = roomList.value.filter((room) => room.archived && room.isDirect === direct);
  return (
    <>
      <Rooms rooms={roomList.value.filter((room) => !room.archived)} direct={direct} />
      {archived.length > 0 && (
        <details class="archived">
          <summary>{t.archived}</summary>
          <Rooms rooms={archived} direct={direct} />
        </details>
      )}
    </>
  );
}

function Rooms({ rooms, direct }: { rooms: readonly ListedRoom[]; direct: boolean }) {
  const here = current.value?.name;
  return (
    <ul class="list" role="list">
      {rooms.map((room) => {
        if (room.isDirect !== direct) return null;
        const id = `unread-${room.name}`;
        const isUnread = room.unread + room.mentions > 0;
        return (
          <li key={room.name}>
            <Link
              class={`list__item${isUnread ? " list__item--unread" : ""}`}
              href={roomPath(room.name)}
              aria-current={room.name === here && pane.value === "room" ? "page" : undefined}
              aria-describedby={isUnread ? id : undefined}
            >
              {direct ? (
                <Avatar name={room.title} picture={room.icon} size="s" />
              ) : (
                <RoomSign {...room} />
              )}
              <span class="list__name" dir="auto">
                {room.title}
              </span>
              <Count n={room.mentions} you sign="@" />
              <Count n={room.unread} />
            </Link>
            {isUnread && (
              <span id={id} hidden>
                {t.unread(room.unread, room.mentions)}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface SignProps {
  icon?: string | undefined;
  kind?: RoomKind | undefined;
  title?: string | undefined;
}

/**
 * Before a title: the room's picture, or a number sign where everybody may come, a lock where not, nothing where it
 * goes by its people.
 */
export function RoomSign({ icon, kind, title }: SignProps) {
  if (icon) return <img class="room-icon" src={picturePath(icon)} alt="" loading="lazy" />;
  if (kind && !title) return null;
  return (
    <span class="list__hash" aria-hidden="true">
      {kind ? <Icon name="lock" /> : "#"}
    </span>
  );
}

/** Decoration: the link's description says it in words. */
export function Count({ n, you, sign }: { n: number; you?: boolean; sign?: string }) {
  if (n === 0) return null;
  return (
    <span class={`count${you ? " count--you" : ""}`} aria-hidden="true">
      {sign}
      {n > 99 ? "99+" : n}
    </span>
  );
}
