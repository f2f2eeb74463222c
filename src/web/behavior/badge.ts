// The tab's title and icon carry how many messages mention one, or else how many are unread.
// The icon is an SVG made here: no request, and sharp at every size.

import { computed, effect } from "@preact/signals";
import { t } from "../strings.ts";
import { communityName } from "./community.ts";
import { route } from "./router.ts";
import { current, mentionsTotal, titleOf, unreadTotal } from "./rooms.ts";

const BUBBLE = "M6 3h20a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H13l-7 6v-6a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4Z";

export function startBadge(): void {
  const title = computed(() => {
    const room = current.value;
    const { name } = route.value;
    const list = name === "inbox" || name === "bookmarks" ? t[name] : undefined;
    const where = room ? titleOf(room) : list;
    return where ? `${where} · ${communityName.value}` : communityName.value;
  });
  effect(() => {
    const [mentions, unread] = [mentionsTotal.value, unreadTotal.value];
    const sign = mentions > 0 ? `@${few(mentions, 99)}` : few(unread, 99);
    document.title = mentions + unread > 0 ? t.titleWithUnread(sign, title.value) : title.value;
  });
  effect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link)
      link.href = `data:image/svg+xml,${encodeURIComponent(icon(mentionsTotal.value, unreadTotal.value))}`;
  });
}

const few = (n: number, most: number) => (n > most ? `${most}+` : String(n));

/** Orange calls, grey waits. */
function icon(mentions: number, unread: number): string {
  const count = few(mentions || unread, 9);
  const badge =
    `<circle cx="22" cy="22" r="10" fill="${mentions > 0 ? "#c2410c" : "#57534e"}"/>` +
    `<text x="22" y="27" font-family="sans-serif" font-size="14" font-weight="700" text-anchor="middle" fill="#fff">${count}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0f6b66" d="${BUBBLE}"/>${unread > 0 ? badge : ""}</svg>`;
}
