// Who was removed from the room: nothing after that entry reaches them, on any way, until it ends or is lifted.
// An end is the server's time; nothing has to happen for it to come.

import type { Removal } from "../protocol/http.ts";
import { first, firstKept, type Sql } from "../lib/sql.ts";

/** SQL: the person in this column is not removed, nor has left; `now` is the binding for the time. */
export const IS_IN = (column: string, now = "?") =>
  `${column} NOT IN (SELECT person FROM removal WHERE until IS NULL OR until > ${now}
    UNION ALL SELECT person FROM belonging WHERE inside = 0)`;

interface Row {
  until: number | null;
  seq: number;
}

export function isRemoved(sql: Sql, now: number, person: string): boolean {
  return rowOf(sql, now, person) !== undefined;
}

/** ms since 1970, or "never" by itself; undefined where this person may come in. */
export function removalEnd(sql: Sql, now: number, person: string): number | "never" | undefined {
  const row = rowOf(sql, now, person);
  return row && (row.until ?? "never");
}

/** `seq`: the entry that says so. */
export function keepRemoval(
  sql: Sql,
  person: string,
  until: number | undefined,
  seq: number,
): void {
  liftRemoval(sql, person);
  const query = "INSERT INTO removal (person, until, seq) VALUES (?, ?, ?)";
  sql.all(query, person, until ?? null, seq);
}

export function liftRemoval(sql: Sql, person: string): void {
  sql.all("DELETE FROM removal WHERE person = ?", person);
}

/** By whom, until when and why; undefined where this person may come in. */
export function removalOf(sql: Sql, now: number, person: string): Removal | undefined {
  const row = rowOf(sql, now, person);
  return row && tell(sql, row);
}

/** Everybody who is removed now, who was removed last first. */
export function removals(sql: Sql, now: number, most: number): (Removal & { person: string })[] {
  return sql
    .all<Row & { person: string }>(
      `SELECT person, until, seq FROM removal WHERE until IS NULL OR until > ?
       ORDER BY seq DESC LIMIT +?`,
      now,
      most,
    )
    .map((row) => ({ person: row.person, ...tell(sql, row) }));
}

/** Those whose own objects do not know yet, with the server's time of their removal; at most 50. */
export function untold(sql: Sql): { person: string; ts: number }[] {
  return sql.all<{ person: string; ts: number }>(
    `SELECT removal.person AS person, log.ts AS ts FROM removal JOIN log ON log.seq = removal.seq
     WHERE told = 0 LIMIT 50`,
  );
}

export function markDismissed(sql: Sql, person: string): void {
  sql.all("UPDATE removal SET told = 1 WHERE person = ?", person);
}

/** Who came back after an end need not hear any more that they were out. */
export function cameBack(sql: Sql, person: string): void {
  const query = "SELECT 1 AS owed FROM removal WHERE person = ? AND told = 0";
  if (firstKept(sql, "removal", query, person)) markDismissed(sql, person);
}

function rowOf(sql: Sql, now: number, person: string): Row | undefined {
  const query = "SELECT until, seq FROM removal WHERE person = ?";
  const row = firstKept<Row>(sql, "removal", query, person);
  return row && (row.until === null || row.until > now) ? row : undefined;
}

function tell(sql: Sql, { until, seq }: Row): Removal {
  const entry = first<{ author: string; ts: number; data: string }>(
    sql,
    "SELECT author, ts, data FROM log WHERE seq = ?",
    seq,
  );
  const { reason } = JSON.parse(entry?.data ?? "{}") as { reason?: string };
  return {
    by: entry?.author ?? "",
    ts: entry?.ts ?? 0,
    ...(until !== null && { until }),
    ...(reason !== undefined && { reason }),
  };
}
