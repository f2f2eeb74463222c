// The end of a room: everything that was in it goes at once, and who was in it is owed the news.
// Its address stays taken, so that no link, bookmark or copy from before leads into another room.

import { showPicture } from "../lib/pictures.ts";
import { first, type Sql } from "../lib/sql.ts";
import type { Effect } from "./context.ts";
import { giveUpAll } from "./uploads.ts";

/** What outlives the room: that it is gone, who has yet to hear of it, and the bytes that have yet to go. */
const KEPT = new Set(["migration", "room", "goodbye", "file", "file_part", "picture"]);

export function endRoom(sql: Sql, now: number, by: string): void {
  sql.all("INSERT OR IGNORE INTO goodbye (person) SELECT id FROM member");
  sql.all("INSERT OR IGNORE INTO goodbye (person) SELECT person FROM belonging WHERE inside = 1");
  giveUpAll(sql);
  showPicture(sql, undefined);
  for (const name of tables(sql)) if (!KEPT.has(name)) sql.all(`DELETE FROM ${name}`);
  sql.all("UPDATE room SET title = '', topic = '', gone_by = ?, gone_ts = ?", by, now);
}

/**
 * Of a room that is not open: once nobody is in it nobody can read it ever again, as whoever might bring somebody in
 * has to be in it, and an invite is as good as who made it [D7].
 */
export function endAbandoned(sql: Sql, now: number, last: string): Effect[] {
  const reader =
    "SELECT 1 AS one FROM belonging WHERE inside = 1 AND person NOT IN (SELECT person FROM departed) LIMIT 1";
  if (first(sql, reader)) return [];
  endRoom(sql, now, last);
  return [{ do: "end" }];
}

/** The room's own, also those that later versions bring: nothing is left behind for want of a line here. */
function tables(sql: Sql): string[] {
  return sql
    .all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .map(({ name }) => name)
    .filter((name) => !name.startsWith("_cf_") && !name.startsWith("sqlite_"));
}

/** Those whose own objects do not know yet, at most 50. */
export function unparted(sql: Sql): string[] {
  return sql
    .all<{ person: string }>("SELECT person FROM goodbye LIMIT 50")
    .map(({ person }) => person);
}

export function parted(sql: Sql, person: string): void {
  sql.all("DELETE FROM goodbye WHERE person = ?", person);
}
