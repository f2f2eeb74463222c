// Where the page is: the address bar, read and written through the history API.
// On a phone the list of rooms and a room are history entries of their own, so that *back* works.

import { batch, signal } from "@preact/signals";
import { roomAddress } from "../../protocol/names.ts";

export type Route =
  | { name: "home" }
  | { name: "room"; room: string; at?: number; thread?: number; files?: true }
  /** One's own lists, over all rooms. */
  | { name: "inbox" | "bookmarks" }
  | { name: "nowhere"; address: string };

export const INBOX = "/inbox";
export const BOOKMARKS = "/bookmarks";
const FILES = "files";

export type Pane = "room" | "rooms";

export const route = signal<Route>({ name: "home" });
/** Which pane a narrow screen shows. */
export const pane = signal<Pane>("room");
/** Rises with each deliberate navigation, so that the same message link lights up twice. */
export const visit = signal(0);

interface Entry {
  pane?: Pane;
  /** This entry lies directly above the list of rooms. */
  overList?: true;
  /** What was opened beside its room, which lies directly beneath. */
  overRoom?: true;
}

export function parseRoute(path: string, query: string): Route {
  if (path === "/" || path === "") return { name: "home" };
  if (path === INBOX) return { name: "inbox" };
  if (path === BOOKMARKS) return { name: "bookmarks" };
  const match = /^\/room\/([^/]+)\/?$/.exec(path);
  const raw = match ? decode(match[1] ?? "") : undefined;
  const room = raw === undefined ? undefined : roomAddress(raw);
  if (room === undefined) return { name: "nowhere", address: raw ?? path };
  const asked = new URLSearchParams(query);
  const [at, thread] = [seqIn(asked.get("at")), seqIn(asked.get("thread"))];
  const files = !thread && asked.has(FILES);
  return {
    name: "room",
    room,
    ...(at && { at }),
    ...(thread && { thread }),
    ...(files && { files }),
  };
}

/** `at`: a message of the room, or with `thread` of the thread under that one. */
export function roomPath(room: string, at?: number, thread?: number): string {
  const query = new URLSearchParams({
    ...(thread !== undefined && { thread: String(thread) }),
    ...(at !== undefined && { at: String(at) }),
  }).toString();
  return `/room/${encodeURIComponent(room)}${query && `?${query}`}`;
}

function seqIn(raw: string | null): number | undefined {
  return raw !== null && /^[1-9]\d{0,15}$/.test(raw) ? Number(raw) : undefined;
}

/** Opens the thread under a message beside the room; on a narrow screen above it. */
export function openThread(room: string, root: number): void {
  if (route.value.name === "room" && route.value.thread === root) return;
  openSide(roomPath(room, undefined, root));
}

/** The files of a room, beside it. */
export function openFiles(room: string): void {
  openSide(`${roomPath(room)}?${FILES}`);
}

function openSide(path: string): void {
  const entry: Entry = { pane: "room", overRoom: true };
  history.pushState(entry, "", path);
  arrive();
}

/** From what stands beside a room back to where it was opened from, or to the room. */
export function closeSide(): void {
  const to = route.value;
  if (to.name !== "room" || (to.thread === undefined && !to.files)) return;
  if ((history.state as Entry | null)?.overRoom) history.back();
  else go(roomPath(to.room), "replace");
}

export function startRouter(): void {
  addEventListener("popstate", arrive);
  arrive();
}

export function go(path: string, how: "push" | "replace" = "push"): void {
  const entry: Entry = { pane: "room", ...(pane.value === "rooms" && { overList: true }) };
  if (how === "push") history.pushState(entry, "", path);
  else history.replaceState(entry, "", path);
  arrive();
}

/** Shows the list of rooms on a narrow screen. */
export function showRooms(): void {
  const entry = history.state as Entry | null;
  if (entry?.overList) return history.back();
  history.pushState({ pane: "rooms" } satisfies Entry, "", location.href);
  arrive();
}

/** Leaves the list for the room beneath it. */
export function hideRooms(): void {
  if (pane.value === "rooms") history.back();
}

function arrive(): void {
  batch(() => {
    route.value = parseRoute(location.pathname, location.search);
    pane.value = (history.state as Entry | null)?.pane ?? "room";
    visit.value++;
  });
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
