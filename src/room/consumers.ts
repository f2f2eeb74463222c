// Consumers of the log: what leaves a room for other objects is read from it, at each one's own cursor.
// A cursor moves only after the delivery: at least once, so receivers are idempotent.

import { first, type Sql } from "../lib/sql.ts";
import { head } from "./log.ts";

/** The `seq` up to which this consumer is done. */
export function consumedTo(sql: Sql, name: string): number {
  return first<{ seq: number }>(sql, "SELECT seq FROM consumer WHERE name = ?", name)?.seq ?? 0;
}

export function advance(sql: Sql, name: string, seq: number): void {
  sql.all(
    `INSERT INTO consumer (name, seq) VALUES (?1, ?2)
     ON CONFLICT (name) DO UPDATE SET seq = MAX(seq, ?2)`,
    name,
    seq,
  );
}

export function isBehind(sql: Sql, name: string): boolean {
  return consumedTo(sql, name) < head(sql).seq;
}
