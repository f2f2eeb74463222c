// Administration: the open rooms, each with the way there; what one does about a room is in its settings.

import { closeDialog } from "../behavior/dialogs.ts";
import { roomList } from "../behavior/rooms.ts";
import { roomPath } from "../behavior/router.ts";
import { ad } from "../strings-admin.ts";
import { Link } from "./link.tsx";

export function RoomsPage() {
  const rooms = roomList.value.filter(({ kind }) => kind === undefined);
  return (
    <>
      <p class="hint">{ad.roomsHint}</p>
      <ul class="list" role="list" aria-label={ad.pages.rooms}>
        {rooms.map(({ name, title, archived }) => (
          <li key={name} class="order__out">
            <div>
              <strong dir="auto">{title}</strong> #{name}
              {archived && <p class="hint">{ad.archived}</p>}
            </div>
            <Link
              class="button"
              href={roomPath(name)}
              aria-label={ad.goTo(title)}
              onGo={closeDialog}
            >
              {ad.go}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
