// The ways to one's own lists over all rooms, with how much of them is unread.

import { inboxUnread } from "../behavior/inbox.ts";
import { BOOKMARKS, INBOX, pane, route } from "../behavior/router.ts";
import { t } from "../strings.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Link } from "./link.tsx";
import { Count } from "./room-list.tsx";

export function OwnLists() {
  return (
    <nav aria-label={t.ownLists} class="section">
      <ul class="list" role="list">
        <OwnList name="inbox" icon="inbox" href={INBOX} unread={inboxUnread.value} />
        <OwnList name="bookmarks" icon="bookmark" href={BOOKMARKS} />
      </ul>
    </nav>
  );
}

interface Props {
  name: "inbox" | "bookmarks";
  icon: IconName;
  href: string;
  unread?: number;
}

function OwnList({ name, icon, href, unread = 0 }: Props) {
  const id = `unread-in-${name}`;
  return (
    <li>
      <Link
        class={`list__item${unread > 0 ? " list__item--unread" : ""}`}
        href={href}
        aria-current={route.value.name === name && pane.value === "room" ? "page" : undefined}
        aria-describedby={unread > 0 ? id : undefined}
      >
        <Icon name={icon} />
        <span class="list__name">{t[name]}</span>
        <Count n={unread} you />
      </Link>
      {unread > 0 && (
        <span id={id} hidden>
          {t.unreadOnes(unread)}
        </span>
      )}
    </li>
  );
}
