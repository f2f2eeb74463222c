// The left pane: the community, its rooms, who is here, and oneself.
// On a narrow screen it is a pane of its own.

import type { Person } from "../../protocol/people.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { current } from "../behavior/rooms.ts";
import { Account } from "../parts/account.tsx";
import { Icon } from "../parts/icon.tsx";
import { Logo } from "../parts/logo.tsx";
import { PeopleList } from "../parts/people-list.tsx";
import { RoomList } from "../parts/room-list.tsx";
import { t } from "../strings.ts";

export function Sidebar({ you }: { you: Person }) {
  const room = current.value;
  return (
    <div class="sidebar">
      <header class="sidebar__head">
        <Logo />
        <button
          type="button"
          class="icon-button"
          aria-label={t.goTo}
          title={`${t.goTo} (Ctrl K)`}
          onClick={() => openDialog({ name: "go-to" })}
        >
          <Icon name="search" />
        </button>
      </header>
      <div class="sidebar__lists">
        <nav aria-label={t.rooms} class="section">
          <div class="section__head">
            <h2>{t.rooms}</h2>
            <button
              type="button"
              class="icon-button icon-button--small"
              aria-label={t.newRoom}
              title={t.newRoom}
              onClick={() => openDialog({ name: "new-room" })}
            >
              <Icon name="plus" />
            </button>
          </div>
          <RoomList />
        </nav>
        {room && (
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
