// The order of the room list and the walk through it.
// Rooms that mention one first, then unread ones, then by title as the reader's language sorts; the same input gives the same order.

export interface OrderedRoom {
  name: string;
  title: string;
  unread: number;
  mentions: number;
}

/** 2: it mentions one; 1: something is unread; 0: neither. */
export type Rank = 0 | 1 | 2;

export function rankOf({ unread, mentions }: Pick<OrderedRoom, "unread" | "mentions">): Rank {
  if (mentions > 0) return 2;
  return unread > 0 ? 1 : 0;
}

export function orderRooms<R extends OrderedRoom>(
  rooms: readonly R[],
  rank: (room: R) => Rank,
): R[] {
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  return rooms.toSorted(
    (a, b) =>
      rank(b) - rank(a) ||
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
