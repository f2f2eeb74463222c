// The tab's title and icon carry the number of unread messages.
// The icon is an SVG made here: no request, and sharp at every size.

import { computed, effect } from "@preact/signals";
import { t } from "../strings.ts";
import { current, unreadTotal } from "./rooms.ts";

const BUBBLE = "M6 3h20a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H13l-7 6v-6a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4Z";

export function startBadge(): void {
  const title = computed(() => {
    const room = current.value;
    return room ? `${room.info.value?.title || room.name} · ${t.product}` : t.product;
  });
  effect(() => {
    const unread = unreadTotal.value;
    document.title = unread > 0 ? t.titleWithUnread(unread, title.value) : title.value;
  });
  effect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link) link.href = `data:image/svg+xml,${encodeURIComponent(icon(unreadTotal.value))}`;
  });
}

function icon(unread: number): string {
  const count = unread > 9 ? "9+" : String(unread);
  const badge =
    `<circle cx="22" cy="22" r="10" fill="#c2410c"/>` +
    `<text x="22" y="27" font-family="sans-serif" font-size="14" font-weight="700" text-anchor="middle" fill="#fff">${count}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0f6b66" d="${BUBBLE}"/>${unread > 0 ? badge : ""}</svg>`;
}
