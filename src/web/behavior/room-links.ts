// Links in messages that lead to a room here: the page follows them itself.
// Whatever asks for a new tab still gets one.

import { go, parseRoute } from "./router.ts";

export function followRoomLink(event: MouseEvent): void {
  const { target } = event;
  const link = target instanceof Element ? target.closest("a") : null;
  if (!link || link.origin !== location.origin || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (parseRoute(link.pathname, link.search).name !== "room") return;
  event.preventDefault();
  go(link.pathname + link.search);
}
