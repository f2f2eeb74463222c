// Keys that work anywhere in the page.
// None of them works while a dialog is open; plain typing goes to the composer.

import { dialog, openDialog } from "./dialogs.ts";
import { neighbour } from "./order.ts";
import { focusComposer, places } from "./places.ts";
import { markRead } from "./reading.ts";
import { current, roomList } from "./rooms.ts";
import { go, hideRooms, pane, roomPath } from "./router.ts";
import { session } from "./session.ts";

export function startShortcuts(): void {
  addEventListener("keydown", (event) => {
    if (session.value.name !== "known" || event.defaultPrevented || event.isComposing) return;
    if (
      (event.ctrlKey || event.metaKey) &&
      !event.altKey &&
      !event.shiftKey &&
      event.key.toLowerCase() === "k"
    ) {
      event.preventDefault();
      // One that was closed a moment ago is named until the browser tells of it.
      const isOpen = dialog.value?.name === "go-to" && document.querySelector("dialog[open]");
      if (!isOpen) openDialog({ name: "go-to" });
      return;
    }
    if (dialog.value || document.querySelector(":popover-open")) return;
    if (
      event.altKey &&
      !event.ctrlKey &&
      !event.metaKey &&
      (event.key === "ArrowUp" || event.key === "ArrowDown")
    )
      walk(event);
    else if (event.key === "Escape") escape(event);
    else if (startsTyping(event)) focusComposer();
  });
}

function walk(event: KeyboardEvent): void {
  event.preventDefault();
  const to = neighbour(
    roomList.value,
    current.value?.name,
    event.key === "ArrowUp" ? -1 : 1,
    event.shiftKey,
  );
  if (to !== undefined) go(roomPath(to));
}

function escape(event: KeyboardEvent): void {
  if (pane.value === "rooms") return hideRooms();
  markRead(event.shiftKey);
  if (event.shiftKey) return;
  void places.timeline?.toNewest();
  focusComposer();
}

/** A printing key outside of every field; the character itself then lands in the composer. */
function startsTyping(event: KeyboardEvent): boolean {
  const paste = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
  if (!paste && (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1))
    return false;
  const { target } = event;
  if (
    !(target instanceof HTMLElement) ||
    target.closest("input, textarea, select, [contenteditable]")
  )
    return false;
  // Space presses buttons and turns pages.
  return event.key !== " " || target === document.body;
}
