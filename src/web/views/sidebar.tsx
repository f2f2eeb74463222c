// The left pane: the community, its rooms, who is here, and oneself.
// On a narrow screen it is a pane of its own.

import type { Person } from "../../protocol/people.ts";
import { makesRooms } from "../behavior/community.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { isMissing } from "../behavior/open-room.ts";
import { narrow } from "../behavior/places.ts";
import { current } from "../behavior/rooms.ts";
import { pane } from "../behavior/router.ts";
import { Account } from "../parts/account.tsx";
import { Icon } from "../parts/icon.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { Logo } from "../parts/logo.tsx";
import { OwnLists } from "../parts/own-lists.tsx";
import { DirectRooms } from "../parts/lazy-private.tsx";
import { PeopleList } from "../parts/people-list.tsx";
import { RoomList } from "../parts/room-list.tsx";
import { t } from "../strings.ts";

export function Sidebar({ you }: { you: Person }) {
  const room = current.value;
  // On a narrow screen the list is what the page is about.
  const alone = narrow.value && pane.value === "rooms";
  return (
    <div class="sidebar" role={alone ? "main" : "complementary"} aria-label={t.sidebar}>
      <div class="sidebar__head">
        <span class="sidebar__logo" {...(alone && { role: "heading", "aria-level": 1 })}>
          <Logo />
        </span>
        <IconButton
          label={t.goTo}
          title={`${t.goTo} (Ctrl K)`}
          onClick={() => openDialog({ name: "go-to" })}
        >
          <Icon name="search" />
        </IconButton>
      </div>
      <div class="sidebar__lists">
        <OwnLists />
        <nav aria-label={t.rooms} class="section">
          <div class="section__head">
            <h2>{t.rooms}</h2>
            {makesRooms.value && (
              <IconButton label={t.newRoom} onClick={() => openDialog({ name: "new-room" })}>
                <Icon name="plus" />
              </IconButton>
            )}
          </div>
          <RoomList direct={false} />
        </nav>
        <DirectRooms />
        {room && !isMissing(room) && (
          <section class="section section--people">
            <div class="section__head">
              <h2>{t.peopleOnline}</h2>
              <span class="section__count">{room.onlineCount}</span>
            </div>
            <PeopleList room={room} />
          </section>
        )}
      </div>
      <Account you={you} />
    </div>
  );
}
