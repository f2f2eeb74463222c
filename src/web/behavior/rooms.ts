// The rooms this page holds sockets to (the current one and those visited last), and the list of all.
// At most OPEN_MOST are open; the current room is always among them.

import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { openLobby } from "../../client/lobby.ts";
import type { RoomInfo, RoomKind } from "../../protocol/frames.ts";
import type { RoomListed } from "../../protocol/http.ts";
import { origin, platform, store } from "./app.ts";
import { heard } from "./community.ts";
import { blocked, isBlocked, mentionsElsewhere, startInbox } from "./inbox.ts";
import { forgetUnread, myRooms, refreshMine, unreadElsewhere } from "./me.ts";
import { watchRoom, type OpenRoom } from "./open-room.ts";
import { orderRooms, rankOf, type OrderedRoom, type Rank } from "./order.ts";
import { go, roomPath, route } from "./router.ts";
import { t } from "../strings.ts";
import { endSession, myId, whoAmI } from "./session.ts";

const OPEN_MOST = 8;
const RECENT = "recent";
export const HOME_ROOM = "general";

const open = signal<ReadonlyMap<string, OpenRoom>>(new Map());
const listed = signal<readonly RoomListed[]>([]);
/** The room one came to keeps its place in the list until one leaves. */
const held = signal<{ name: string; rank: Rank } | undefined>(undefined);

export const current = computed(() => {
  const to = route.value;
  return to.name === "room" ? open.value.get(to.room) : undefined;
});

export interface ListedRoom extends OrderedRoom {
  topic: string;
  kind?: RoomKind | undefined;
  /** The id of its picture, or of whom one writes to there. */
  icon: string | undefined;
  /** It goes by its people, not by a title. */
  isDirect: boolean;
  archived: true | undefined;
}

/** What a room is called: its title, or the people in it but oneself. */
export const calledBy = (room?: Partial<RoomInfo>) =>
  room?.title ||
  t.calledAfter(room?.with?.map(({ name }) => name) ?? [], room?.more ?? 0) ||
  (room?.kind && (room.kind === "direct" ? t.yourNotes : t.justYou)) ||
  "";

const iconOf = ({ icon, with: people }: Partial<RoomInfo>) =>
  icon || (people?.[1] ? undefined : people?.[0]?.avatar);

/** Rooms that are in no directory come with what one's own object knows of them. */
export const own = computed(() =>
  myRooms().flatMap(({ name, about }) => (about ? [{ ...about, name }] : [])),
);

export const titleOf = (room: OpenRoom) =>
  calledBy(own.value.find(({ name }) => name === room.name) ?? room.info.value) || room.name;

const unreadOf = (name: string) => {
  const room = open.value.get(name);
  return room?.info.value ? room.unread.value : unreadElsewhere(name);
};

const mentionsOf = (name: string) => {
  const room = open.value.get(name);
  if (!room?.info.value) return mentionsElsewhere.value.get(name) ?? 0;
  const seqs = room.mentions.value;
  if (!blocked.value?.length) return seqs.length;
  const theirs = room.timeline.value.messages.filter(({ by }) => isBlocked(by));
  return seqs.filter((seq) => theirs.every((message) => message.seq !== seq)).length;
};

export const roomList = computed<ListedRoom[]>(() => {
  const all = [...listed.value, ...own.value].map((room) => ({
    name: room.name,
    title: calledBy(room) || room.name,
    topic: room.topic,
    kind: room.kind,
    icon: iconOf(room),
    isDirect: room.kind !== undefined && !room.title,
    archived: room.archived,
    unread: unreadOf(room.name),
    mentions: mentionsOf(room.name),
  }));
  const ordered = orderRooms(all, (room) =>
    room.name === held.value?.name && held.value.rank > rankOf(room)
      ? held.value.rank
      : rankOf(room),
  );
  const place = (room: ListedRoom) => Number(room.isDirect) + (room.archived ? 2 : 0);
  return ordered.toSorted((a, b) => place(a) - place(b));
});

/** Of all rooms in the list. */
export const roomNames = computed(() => new Set(listed.value.map(({ name }) => name)));

export const unreadTotal = computed(() =>
  roomList.value.reduce((sum, room) => sum + room.unread, 0),
);

export const openNow = computed(() => [...open.value.values()]);

export const openRooms = () => [...untracked(() => open.value).values()];

/** Opens lobby and rooms while somebody is signed in. */
export function startRooms(): void {
  effect(() => {
    if (myId.value === undefined) return;
    const lobby = openLobby({ origin, platform });
    const stop = lobby.subscribe(() =>
      batch(() => {
        listed.value = lobby.state.rooms;
        heard(lobby.state);
      }),
    );
    wakers.add(lobby);
    let inbox: ReturnType<typeof startInbox> | undefined;
    listed.value = lobby.state.rooms;
    const timer = setTimeout(() => {
      openRecent();
      inbox = startInbox();
      wakers.add(inbox);
    }, 1_000);
    return () => {
      clearTimeout(timer);
      stop();
      wakers.delete(lobby);
      lobby.close();
      if (inbox) wakers.delete(inbox);
      inbox?.close();
      untracked(closeAll);
    };
  });
  effect(() => {
    const to = route.value;
    if (myId.value === undefined) return;
    untracked(() => {
      if (to.name === "home") go(roomPath(recent()[0] ?? HOME_ROOM), "replace");
      else if (to.name === "room") enter(to.room);
    });
  });
  effect(() => {
    for (const room of open.value.values()) {
      const state = room.connection.value;
      if (state.name === "ended" && state.code === "unauthorized") untracked(endSession);
    }
  });
}

const wakers = new Set<{ wake(): void }>();

/** After sleep, a network change or a return to the tab. */
export function wakeAll(): void {
  for (const waker of wakers) waker.wake();
  for (const room of openRooms()) room.client.wake();
  void refreshMine();
}

function enter(name: string): void {
  batch(() => {
    const rooms = new Map(open.value);
    const room = rooms.get(name) ?? watchRoom(name, whoAmI());
    held.value = { name, rank: rankOf({ unread: unreadOf(name), mentions: mentionsOf(name) }) };
    rooms.delete(name);
    rooms.set(name, room);
    for (const [oldest, client] of rooms) {
      if (rooms.size <= OPEN_MOST) break;
      rooms.delete(oldest);
      forgetUnread(oldest);
      client.close();
    }
    open.value = rooms;
  });
  remember();
}

/** Opens a room beside the current one, where nothing is open to it yet; true where it was not. */
export function follow(name: string): boolean {
  if (open.value.has(name)) return false;
  const rooms = new Map([[name, watchRoom(name, whoAmI())], ...open.value]);
  if (rooms.size > OPEN_MOST) {
    const [oldest, room] = [...rooms].find(([other]) => other !== name) ?? [];
    rooms.delete(oldest ?? "");
    forgetUnread(oldest ?? "");
    room?.close();
  }
  open.value = rooms;
  return true;
}

function openRecent(): void {
  const rooms = new Map<string, OpenRoom>();
  const known = new Set(roomList.value.map((room) => room.name));
  for (const name of recent().toReversed()) {
    if (!open.value.has(name) && known.has(name) && rooms.size + open.value.size < OPEN_MOST)
      rooms.set(name, watchRoom(name, whoAmI()));
  }
  for (const [name, room] of open.value) rooms.set(name, room);
  open.value = rooms;
}

/** Newest first. */
function recent(): string[] {
  return (store.get(RECENT) ?? "").split(" ").filter(Boolean);
}

function remember(): void {
  const names = [...open.value.keys()].toReversed();
  const all = [...names, ...recent().filter((name) => !names.includes(name))];
  store.set(RECENT, all.slice(0, OPEN_MOST).join(" "));
}

/** A room that turned out not to exist is not where one wants to start tomorrow. */
export function forget(name: string): void {
  store.set(
    RECENT,
    recent()
      .filter((other) => other !== name)
      .join(" "),
  );
}

function closeAll(): void {
  for (const room of open.value.values()) room.close();
  batch(() => {
    open.value = new Map();
    listed.value = [];
  });
}
