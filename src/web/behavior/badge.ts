// The tab's title and icon carry how many messages mention one, or else how many are unread.
// The icon is an SVG made here, around the community's picture where it has one: sharp at every size.

import { computed, effect, signal } from "@preact/signals";
import { picturePath } from "../../protocol/files.ts";
import { t } from "../strings.ts";
import { community, communityName } from "./community.ts";
import { route } from "./router.ts";
import { current, roomList, titleOf, unreadTotal } from "./rooms.ts";

const BUBBLE = "M6 3h20a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H13l-7 6v-6a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4Z";

const mentionsTotal = computed(() => roomList.value.reduce((sum, room) => sum + room.mentions, 0));

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
  effect(() => void drawn(community.value?.icon));
  effect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link)
      link.href = `data:image/svg+xml,${encodeURIComponent(icon(mentionsTotal.value, unreadTotal.value, mark.value))}`;
  });
}

/** The community's picture as an SVG takes it: with its bytes, as it may ask for none. */
const mark = signal("");
const MARK_SIDE = 64;

async function drawn(id: string | undefined): Promise<void> {
  let url = "";
  try {
    if (id !== undefined) {
      const image = Object.assign(new Image(), { src: picturePath(id) });
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), {
        width: MARK_SIDE,
        height: MARK_SIDE,
      });
      canvas.getContext("2d")?.drawImage(image, 0, 0, MARK_SIDE, MARK_SIDE);
      url = canvas.toDataURL("image/png");
    }
  } catch {
    // It did not come: the mark of the product stands for it.
  }
  if (id === community.peek()?.icon) mark.value = url;
}

const few = (n: number, most: number) => (n > most ? `${most}+` : String(n));

/** Orange calls, grey waits. */
function icon(mentions: number, unread: number, picture: string): string {
  const count = few(mentions || unread, 9);
  const badge =
    `<circle cx="22" cy="22" r="10" fill="${mentions > 0 ? "#c2410c" : "#57534e"}"/>` +
    `<text x="22" y="27" font-family="sans-serif" font-size="14" font-weight="700" text-anchor="middle" fill="#fff">${count}</text>`;
  const sign = picture
    ? `<clipPath id="round"><rect width="32" height="32" rx="7"/></clipPath><image href="${picture}" width="32" height="32" clip-path="url(#round)"/>`
    : `<path fill="#0f6b66" d="${BUBBLE}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${sign}${unread > 0 ? badge : ""}</svg>`;
}
