// The order of the room list and the walk through it.
// Unread rooms first, then by title as the reader's language sorts; the same input gives the same order.

export interface OrderedRoom {
  name: string;
  title: string;
  unread: number;
}

export function orderRooms<R extends OrderedRoom>(
  rooms: readonly R[],
  ranksUnread: (room: R) => boolean,
): R[] {
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  return rooms.toSorted(
    (a, b) =>
      Number(ranksUnread(b)) - Number(ranksUnread(a)) ||
      collator.compare(a.title, b.title) ||
      (a.name < b.name ? -1 : Number(a.name > b.name)),
  );
}

/** The room `step` places from `current`, around the ends; only unread ones with `unreadOnly`. */
export function neighbour(
  rooms: readonly OrderedRoom[],
  current: string | undefined,
  step: 1 | -1,
  unreadOnly: boolean,
): string | undefined {
  const at = rooms.findIndex((room) => room.name === current);
  for (let i = 1; i <= rooms.length; i++) {
    const from = at === -1 && step === -1 ? 0 : at;
    const room = rooms[(from + step * i + rooms.length * 2) % rooms.length];
    if (room && room.name !== current && (!unreadOnly || room.unread > 0)) return room.name;
  }
  return undefined;
}
