// Where the page is: the address bar, read and written through the history API.
// On a phone the list of rooms and a room are history entries of their own, so that *back* works.

import { batch, signal } from "@preact/signals";
import { roomName } from "../../protocol/names.ts";

export type Route =
  | { name: "home" }
  | { name: "room"; room: string; at?: number }
  | { name: "nowhere"; address: string };

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
}

export function parseRoute(path: string, query: string): Route {
  if (path === "/" || path === "") return { name: "home" };
  const match = /^\/room\/([^/]+)\/?$/.exec(path);
  const raw = match ? decode(match[1] ?? "") : undefined;
  const room = raw === undefined ? undefined : roomName(raw);
  if (room === undefined) return { name: "nowhere", address: raw ?? path };
  const at = /^[1-9]\d{0,15}$/.exec(new URLSearchParams(query).get("at") ?? "");
  return at ? { name: "room", room, at: Number(at[0]) } : { name: "room", room };
}

export function roomPath(room: string, at?: number): string {
  return `/room/${encodeURIComponent(room)}${at === undefined ? "" : `?at=${at}`}`;
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
