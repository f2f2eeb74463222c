// The room's one row: its names, its epoch, and whether the directory knows of it.
// A room exists from its creation on and never before [C2].

import type { Failure } from "../protocol/codes.ts";
import type { RoomKind } from "../protocol/frames.ts";
import type { RoomListed } from "../protocol/http.ts";
import { LIMITS } from "../protocol/limits.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { shownPicture } from "../lib/pictures.ts";
import { first, firstKept, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { MIGRATIONS } from "./schema.ts";

export interface Settings {
  name: string;
  title: string;
  topic: string;
  epoch: string;
  floor: number;
  created_ts: number;
  /** 1: only moderators write. */
  read_only: number;
  /** ms between two messages of one member. */
  slow_ms: number;
  /** 1: nobody writes. */
  archived: number;
  kind: "open" | RoomKind;
}

/** A private room without a title goes by its people [D8]. */
export function isGroup({ kind, title }: Pick<Settings, "kind" | "title">): boolean {
  return kind === "private" && title === "";
}

/** The room's settings; undefined where no such room exists. Creates nothing. */
export function settings(sql: Sql): Settings | undefined {
  return isMigrated(sql) ? settingsOfOpen(sql) : undefined;
}

/** Those of a room that has a socket, and so exists: this is asked for each frame. */
export function settingsOfOpen(sql: Sql): Settings | undefined {
  return firstKept<Settings>(
    sql,
    "room",
    `SELECT name, title, topic, epoch, floor, created_ts, read_only, slow_ms, archived, kind
     FROM room WHERE gone_ts IS NULL`,
  );
}

const WAS_DELETED: Failure = {
  code: "room_exists",
  message: "A room with this address was deleted. Please choose another address.",
};

export interface NewRoomOf {
  name: string;
  title: string;
  topic: string;
  /** Person id; "" for the room that is there from the start. */
  by: string;
  id: string;
  epoch: string;
  kind?: Settings["kind"];
}

/** Creates the room, or finds that the same request did so before [T4]. Error: `room_exists`. */
export function createRoom(sql: Sql, now: number, room: NewRoomOf): Result<RoomListed, Failure> {
  if (settings(sql)) {
    const made = first<{ created_by: string; created_id: string; created_ts: number }>(
      sql,
      "SELECT created_by, created_id, created_ts FROM room",
    );
    const again =
      made?.created_by === room.by &&
      made.created_id === room.id &&
      now - made.created_ts <= LIMITS.retryMs;
    const there = listed(sql);
    if (again && there) return ok(there);
    return failed({ code: "room_exists", message: "A room with this address exists already." });
  }
  if (goneRoom(sql)) return failed(WAS_DELETED);
  migrate(sql, MIGRATIONS);
  sql.all(
    `INSERT INTO room (one, name, title, topic, epoch, created_ts, created_by, created_id, kind)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
    room.name,
    room.title,
    room.topic,
    room.epoch,
    now,
    room.by,
    room.id,
    room.kind ?? "open",
  );
  if (room.by !== "") sql.all("INSERT INTO role (person, role) VALUES (?, 'owner')", room.by);
  return ok(
    listed(sql) ?? { name: room.name, title: room.title, topic: room.topic, createdTs: now },
  );
}

/** Sets title and topic; the directory is owed the news, or the members where it is none of its business. */
export function rename(sql: Sql, title: string, topic: string): void {
  sql.all("UPDATE room SET title = ?, topic = ?, announced = 0", title, topic);
  tellMembers(sql);
}

/** Those of a room that is not open are owed the news of what it says of itself. */
export function tellMembers(sql: Sql): void {
  sql.all("UPDATE belonging SET told = 0 WHERE inside = 1 AND told = 1");
}

/** How the directory lists this room. */
export function listed(sql: Sql): RoomListed | undefined {
  const room = settings(sql);
  if (!room) return undefined;
  const { name, title, topic, kind, archived, created_ts: createdTs } = room;
  const icon = shownPicture(sql);
  return {
    name,
    title,
    topic,
    ...(icon !== undefined && { icon }),
    createdTs,
    ...(archived === 1 && { archived: true as const }),
    ...(kind !== "open" && { kind }),
  };
}

/** Directory, or members, are owed the news. */
export function setArchived(sql: Sql, archived: boolean): void {
  sql.all("UPDATE room SET archived = ?, announced = 0", archived ? 1 : 0);
  tellMembers(sql);
}

/** A room that was deleted: its address is nobody else's, so that no old link leads to another room. */
export interface GoneRoom {
  name: string;
  kind: Settings["kind"];
  by: string;
  /** ms since 1970 */
  ts: number;
}

export function goneRoom(sql: Sql): GoneRoom | undefined {
  if (!isMigrated(sql)) return undefined;
  return first<GoneRoom>(
    sql,
    "SELECT name, kind, gone_by AS by, gone_ts AS ts FROM room WHERE gone_ts IS NOT NULL",
  );
}

/** What the directory has not confirmed yet; undefined where it knows all. */
export function unannounced(sql: Sql): RoomListed | undefined {
  const owed =
    isMigrated(sql) &&
    first(sql, "SELECT 1 AS owed FROM room WHERE announced = 0 AND kind = 'open'");
  return owed ? listed(sql) : undefined;
}

/** The directory confirmed this listing; a newer one is still owed. */
export function markAnnounced(sql: Sql, { title, topic, icon, archived }: RoomListed): void {
  if (shownPicture(sql) !== icon) return;
  sql.all(
    `UPDATE room SET announced = 1
     WHERE announced = 0 AND title = ? AND topic = ? AND archived = ?`,
    title,
    topic,
    archived ? 1 : 0,
  );
}
