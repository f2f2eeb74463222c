// Sessions: an opaque token is known here by its SHA-256 only.
// A session lives 30 days from its last use; a use is written at most once a day.

import { first, firstKept, type Sql } from "../lib/sql.ts";

const DAY = 24 * 3_600_000;
export const SESSION_MS = 30 * DAY;

export interface NewSession {
  id: string;
  /** SHA-256 of the token. */
  hash: string;
  /** What it runs on, in a few words for the person. */
  device: string;
  /** Keyed digest of the address that it was opened from, where that is known. */
  address?: string;
}

/** A session as its person sees it. */
export interface SessionKept {
  id: string;
  device: string;
  /** ms since 1970 */
  createdTs: number;
  /** ms since 1970, to the day */
  usedTs: number;
}

/** `provedTs`: ms since 1970 of a proof of who one is; 0 for a guest, who has none. */
export function openSession(sql: Sql, now: number, session: NewSession, provedTs: number): void {
  sql.all("DELETE FROM session WHERE used_ts < ?", now - SESSION_MS);
  sql.all(
    `INSERT INTO session (id, hash, device, created_ts, used_ts, proved_ts)
     VALUES (?1, ?2, ?3, ?4, ?4, ?5)`,
    session.id,
    session.hash,
    session.device,
    now,
    provedTs,
  );
  sql.all("UPDATE person SET used_ts = ?", now);
}

/** The id of the live session with this token hash, renewed by this use; undefined where there is none. */
export function useSession(sql: Sql, now: number, hash: string): string | undefined {
  const found = firstKept<{ id: string; used_ts: number }>(
    sql,
    "session",
    "SELECT id, used_ts FROM session WHERE hash = ?",
    hash,
  );
  if (!found || now - found.used_ts > SESSION_MS) return undefined;
  if (now - found.used_ts > DAY) {
    sql.all("UPDATE session SET used_ts = ? WHERE id = ?", now, found.id);
    sql.all("UPDATE person SET used_ts = ?", now);
  }
  return found.id;
}

/** Those that are live, the last used first. */
export function sessions(sql: Sql, now: number): SessionKept[] {
  return sql
    .all<SessionKept>(
      `SELECT id, device, created_ts AS "createdTs", used_ts AS "usedTs" FROM session
       WHERE used_ts >= ? ORDER BY used_ts DESC, created_ts DESC, id`,
      now - SESSION_MS,
    )
    .map((row) => ({ ...row }));
}

export function hasSession(sql: Sql, id: string): boolean {
  return first(sql, "SELECT 1 AS known FROM session WHERE id = ?", id) !== undefined;
}

/** No room has this name: it stands for the directory's own sockets. */
export const LOBBY = "";

/** Ends a session and notes that each room, and the lobby, is to hear of it. */
export function closeSession(sql: Sql, id: string): void {
  sql.all("DELETE FROM session WHERE id = ?", id);
  sql.all("INSERT OR IGNORE INTO farewell (room, session) SELECT room, ? FROM membership", id);
  sql.all("INSERT OR IGNORE INTO farewell (room, session) VALUES (?, ?)", LOBBY, id);
}

/** Ends all sessions but `kept`, and returns their ids. */
export function closeOtherSessions(sql: Sql, kept: string): string[] {
  const others = sql.all<{ id: string }>("SELECT id FROM session WHERE id <> ?", kept);
  for (const { id } of others) closeSession(sql, id);
  return others.map(({ id }) => id);
}

export interface Farewell {
  room: string;
  session: string;
}

export function farewells(sql: Sql): Farewell[] {
  return sql.all<Farewell>("SELECT room, session FROM farewell LIMIT 100");
}

export function saidFarewell(sql: Sql, { room, session }: Farewell): void {
  sql.all("DELETE FROM farewell WHERE room = ? AND session = ?", room, session);
}

/** ms since 1970 of the last use, to the day; it outlives the session. */
export function lastUse(sql: Sql): number {
  return first<{ used_ts: number }>(sql, "SELECT used_ts FROM person")?.used_ts ?? 0;
}
