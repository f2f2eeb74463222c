// A room that is not open comes into being: the room and who belongs to it, in one transaction.
// What its members are to hear is owed from that moment on, whatever happens to the request that made it.

import type { Failure } from "../protocol/codes.ts";
import type { RoomListed } from "../protocol/http.ts";
import type { Person } from "../protocol/people.ts";
import type { Result } from "../lib/result.ts";
import type { Sql } from "../lib/sql.ts";
import { bringIn, isInside } from "./belonging.ts";
import { appendEvent } from "./events.ts";
import { admit } from "./members.ts";
import { createRoom, settings, type NewRoomOf } from "./settings.ts";

/** Its maker owns it; each of the others is brought in by one entry, however often named. Error: `room_exists`. */
export function createPrivate(
  sql: Sql,
  now: number,
  room: Omit<NewRoomOf, "by" | "kind">,
  by: Person,
  members: readonly Person[],
): Result<RoomListed, Failure> {
  const isNew = settings(sql) === undefined;
  const made = createRoom(sql, now, { ...room, by: by.id, kind: "private" });
  if (!isNew || !made.ok) return made;
  admit(sql, now, by);
  bringIn(sql, by.id, 0);
  for (const who of members) {
    if (isInside(sql, who.id)) continue;
    admit(sql, now, who);
    const data = { person: who.id, on: true };
    const id = `made-${who.id}`;
    const { seq } = appendEvent(sql, now, { author: by.id, kind: "member", id, data });
    bringIn(sql, who.id, seq);
  }
  return made;
}
