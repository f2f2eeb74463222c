// What else one can do with a message: a menu at its button "More", on a phone a sheet at the lower edge.
// Arrows walk it, Esc and a press beside it close it, and the focus goes back.

import { useLayoutEffect, useRef } from "preact/hooks";
import { withChanges } from "../../client/overlay.ts";
import { isBookmarked, learnBookmarks, setBookmark } from "../behavior/bookmarks.ts";
import { copyText } from "../behavior/clipboard.ts";
import { menu, type MessageMenu as Spec } from "../behavior/menu.ts";
import { closeMenu } from "../behavior/menu-moves.ts";
import { showNotice } from "../behavior/notices.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { narrow } from "../behavior/places.ts";
import { current } from "../behavior/rooms.ts";
import { roomPath } from "../behavior/router.ts";
import { silenceOf } from "../behavior/silence.ts";
import { whoAmI } from "../behavior/session.ts";
import { k } from "../strings-kept.ts";
import { AnyIcon, type AnyIconName } from "./any-icon.tsx";

export function MessageMenu() {
  const spec = menu.value;
  const room = current.value;
  return spec && room ? <Menu key={spec} spec={spec} room={room} /> : null;
}

function Menu({ spec: { seq, from }, room }: { spec: Spec; room: OpenRoom }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    box.showPopover();
    if (!narrow.value) putAt(box, from);
    itemsOf(box)[0]?.focus();
    void learnBookmarks();
    const onPress = ({ target }: Event) => {
      const inside = target instanceof Node && (box.contains(target) || from.contains(target));
      if (!inside) menu.value = undefined;
    };
    document.addEventListener("pointerdown", onPress, true);
    addEventListener("resize", closeMenu);
    return () => {
      document.removeEventListener("pointerdown", onPress, true);
      removeEventListener("resize", closeMenu);
    };
  }, []);

  const thread = room.thread.value;
  const held =
    thread?.timeline.messages.find((message) => message.seq === seq) ??
    room.timeline.value.messages.find((message) => message.seq === seq) ??
    (thread?.first?.seq === seq ? thread.first : undefined);
  const isPinned = held && withChanges(held, room.changes.value, whoAmI()).pinned === true;
  const isKept = isBookmarked(room.name, seq);
  const markUnread = () => {
    if (!room.client.markUnread(seq)) showNotice(k.onlyLive);
  };
  return (
    <div
      popover="manual"
      class="message-menu"
      role="menu"
      aria-label={k.more}
      ref={element}
      onKeyDown={onKeyDown}
    >
      <Item
        name={isKept ? k.removeBookmark : k.bookmark}
        icon="bookmark"
        act={() => void setBookmark(room.name, seq, !isKept)}
      />
      {held?.thread === undefined && <Item name={k.markUnread} icon="unread" act={markUnread} />}
      {silenceOf(room) === undefined && (
        <Item
          name={isPinned ? k.unpin : k.pin}
          icon="pin"
          act={() => room.client.pin(seq, !isPinned)}
        />
      )}
      <Item
        name={k.copyLink}
        icon="link"
        act={() => void copyText(location.origin + roomPath(room.name, seq, held?.thread))}
      />
    </div>
  );
}

function Item({ name, icon, act }: { name: string; icon: AnyIconName; act: () => void }) {
  return (
    <button
      type="button"
      role="menuitem"
      class="message-menu__item"
      tabIndex={-1}
      onClick={() => {
        closeMenu();
        act();
      }}
    >
      <AnyIcon name={icon} />
      {name}
    </button>
  );
}

const itemsOf = (box: Element) => [...box.querySelectorAll<HTMLElement>('[role="menuitem"]')];

function onKeyDown(event: KeyboardEvent & { currentTarget: Element }): void {
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) items.at(to % items.length)?.focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Below the button where there is room, else above it; never beyond the page's edges. */
function putAt(box: HTMLElement, from: Element): void {
  const button = from.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = button.bottom + 4;
  const top = below + height > innerHeight - 8 ? button.top - height - 4 : below;
  box.style.top = `${Math.max(8, top)}px`;
  box.style.left = `${Math.max(8, Math.min(button.right - width, innerWidth - width - 8))}px`;
}
