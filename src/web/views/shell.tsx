// The frame: rooms and people at the left, the room in the middle, dialogs above.
// On a narrow screen one pane shows at a time, as the history says.

import type { Person } from "../../protocol/people.ts";
import { isMissing } from "../behavior/open-room.ts";
import { pane, route } from "../behavior/router.ts";
import { current } from "../behavior/rooms.ts";
import { SetUpOffer } from "../parts/lazy-community.tsx";
import { Dialogs } from "../parts/lazy-dialogs.tsx";
import { MessageMenu, OwnList } from "../parts/lazy-kept.tsx";
import { t } from "../strings.ts";
import { Nowhere } from "./lazy-nowhere.tsx";
import { RoomView } from "./room.tsx";
import { Sidebar } from "./sidebar.tsx";

export function Shell({ you }: { you: Person }) {
  const room = current.value;
  const to = route.value;
  return (
    <div class="shell" data-pane={pane.value}>
      {room && !isMissing(room) && (
        <a class="skip" href="#message">
          {t.skipToMessage}
        </a>
      )}
      <Sidebar you={you} />
      <main class="main">
        <SetUpOffer />
        {room && <RoomView key={room.name} room={room} />}
        {(to.name === "inbox" || to.name === "bookmarks") && (
          <OwnList key={to.name} name={to.name} />
        )}
        {to.name === "nowhere" && <Nowhere />}
        <MessageMenu />
      </main>
      <Dialogs you={you} />
    </div>
  );
}
