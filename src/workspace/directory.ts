// The directory of rooms: what each room last said of itself.
// A room is the source of its own names; nothing on the path of a message comes here.

import type { RoomListed } from "../protocol/http.ts";
import { first, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { MIGRATIONS } from "./schema.ts";

/** The room that is there from the start. */
export const FIRST_ROOM = { name: "general", title: "General", topic: "" } as const;

/** All rooms, by name. */
export function listRooms(sql: Sql): RoomListed[] {
  const rooms = isMigrated(sql)
    ? sql
        .all<RoomListed>(
          `SELECT name, title, topic, icon, created_ts AS "createdTs" FROM room ORDER BY name`,
        )
        .map(listed)
    : [];
  const known = rooms.some(({ name }) => name === FIRST_ROOM.name);
  return known ? rooms : [{ ...FIRST_ROOM, createdTs: 0 }, ...rooms];
}

/** Takes in what a room says of itself; true where that is news. */
export function announce(sql: Sql, room: RoomListed): boolean {
  migrate(sql, MIGRATIONS);
  const known = first<RoomListed>(
    sql,
    `SELECT name, title, topic, icon, created_ts AS "createdTs" FROM room WHERE name = ?`,
    room.name,
  );
  const { icon = "" } = room;
  const isNamed = known?.title === room.title && known.topic === room.topic;
  if (isNamed && known.icon === icon) return false;
  sql.all(
    `INSERT INTO room (name, title, topic, icon, created_ts) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE
     SET title = excluded.title, topic = excluded.topic, icon = excluded.icon`,
    room.name,
    room.title,
    room.topic,
    icon,
    room.createdTs,
  );
  return true;
}

/** As a room says it of itself: without a picture where it has none. */
function listed({ icon, ...room }: RoomListed): RoomListed {
  return { ...room, ...(icon && { icon }) };
}
