// The directory of rooms: what each room last said of itself.
// A room is the source of its own names; nothing on the path of a message comes here.

import type { RoomListed } from "../protocol/http.ts";
import { FIRST_ROOM_NAME } from "../protocol/names.ts";
import { first, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { MIGRATIONS } from "./schema.ts";

/** The room that is there from the start. */
export const FIRST_ROOM = { name: FIRST_ROOM_NAME, title: "General", topic: "" } as const;

/** All rooms, by name. */
export function listRooms(sql: Sql): RoomListed[] {
  const rooms = isMigrated(sql)
    ? sql
        .all<Row>(
          `SELECT name, title, topic, icon, archived, created_ts AS "createdTs" FROM room ORDER BY name`,
        )
        .map(listed)
    : [];
  const known = rooms.some(({ name }) => name === FIRST_ROOM.name);
  return known ? rooms : [{ ...FIRST_ROOM, createdTs: 0 }, ...rooms];
}

/** Takes in what a room says of itself; true where that is news. */
export function announce(sql: Sql, room: RoomListed): boolean {
  migrate(sql, MIGRATIONS);
  const known = first<Row>(
    sql,
    `SELECT name, title, topic, icon, archived, created_ts AS "createdTs" FROM room WHERE name = ?`,
    room.name,
  );
  const { icon = "" } = room;
  const archived = room.archived ? 1 : 0;
  const isNamed = known?.title === room.title && known.topic === room.topic;
  if (isNamed && known.icon === icon && known.archived === archived) return false;
  sql.all(
    `INSERT INTO room (name, title, topic, icon, archived, created_ts) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE
     SET title = excluded.title, topic = excluded.topic, icon = excluded.icon,
       archived = excluded.archived`,
    room.name,
    room.title,
    room.topic,
    icon,
    archived,
    room.createdTs,
  );
  return true;
}

/** The room is no more; false where it was not here, or is gone already. */
export function forgetRoom(sql: Sql, name: string): boolean {
  if (!isMigrated(sql)) return false;
  return sql.all("DELETE FROM room WHERE name = ? RETURNING name", name).length > 0;
}

type Row = Omit<RoomListed, "archived"> & { archived: number };

/** As a room says it of itself: without what it has not. */
function listed({ icon, archived, ...room }: Row): RoomListed {
  return { ...room, ...(icon && { icon }), ...(archived === 1 && { archived: true as const }) };
}
