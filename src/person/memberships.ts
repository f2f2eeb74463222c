// The rooms this person has been in.
// Written once per room, when its socket is first asked for.

import { first, type Sql } from "../lib/sql.ts";

export function rememberRoom(sql: Sql, now: number, room: string): void {
  const known = first(sql, "SELECT 1 AS known FROM membership WHERE room = ?", room);
  if (!known) sql.all("INSERT INTO membership (room, since_ts) VALUES (?, ?)", room, now);
}

export function forgetRoom(sql: Sql, room: string): void {
  sql.all("DELETE FROM membership WHERE room = ?", room);
}

export function roomsOf(sql: Sql): string[] {
  return sql.all<{ room: string }>("SELECT room FROM membership ORDER BY room").map(({ room }) => room);
}
