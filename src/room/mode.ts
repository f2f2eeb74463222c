// How the room is written in: by moderators only, or by each member once in a while.
// What a member has to wait is read from the log: a message still writes one row [L8].

import type { ModeChange } from "../protocol/commands.ts";
import type { RoomInfo } from "../protocol/frames.ts";
import type { Person } from "../protocol/people.ts";
import { shownPicture } from "../lib/pictures.ts";
import { first, type Sql } from "../lib/sql.ts";
import type { Context, Effect } from "./context.ts";
import { appendEvent } from "./events.ts";
import { seqAtTime } from "./log.ts";
import { published, unchanged } from "./publish.ts";
import { setArchived, type Settings } from "./settings.ts";

/** What everybody in the room is told of it. */
export function infoOf(sql: Sql, room: Settings): RoomInfo {
  const { name, title, topic, archived, read_only, slow_ms, kind } = room;
  const icon = shownPicture(sql);
  return {
    name,
    title,
    topic,
    ...(icon !== undefined && { icon }),
    ...(archived === 1 && { archived: true as const }),
    ...(read_only === 1 && { readOnly: true as const }),
    ...(slow_ms > 0 && { slowMs: slow_ms }),
    ...(kind !== "open" && { kind }),
  };
}

/** ms until this member may post again. */
export function slowWait(sql: Sql, { slow_ms }: Settings, now: number, person: string): number {
  if (slow_ms === 0) return 0;
  const last = first<{ ts: number | null }>(
    sql,
    "SELECT MAX(ts) AS ts FROM log WHERE seq >= ? AND author = ? AND kind = 'message'",
    seqAtTime(sql, now - slow_ms),
    person,
  )?.ts;
  return Math.max(0, (last ?? 0) + slow_ms - now);
}

export function setMode(
  { sql, now }: Context,
  room: Settings,
  person: Person,
  command: ModeChange,
): Effect[] {
  const was = {
    readOnly: room.read_only === 1,
    slowMs: room.slow_ms,
    archived: room.archived === 1,
  };
  const { id, readOnly = was.readOnly, slowMs = was.slowMs, archived = was.archived } = command;
  const isMoved = archived !== was.archived;
  if (readOnly === was.readOnly && slowMs === was.slowMs && !isMoved) return unchanged(sql, id);
  sql.all("UPDATE room SET read_only = ?, slow_ms = ?", readOnly ? 1 : 0, slowMs);
  if (isMoved) setArchived(sql, archived);
  const data = { readOnly, slowMs, ...(archived && { archived }) };
  const entry = appendEvent(sql, now, { author: person.id, kind: "mode", id, data });
  return [...(isMoved ? [{ do: "announce" } as const] : []), ...published(sql, person, entry)];
}
