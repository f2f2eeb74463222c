// Whom this person wants to hear nothing of: no direct room, no notice, no being brought in by them.
// The room between the two is told, and keeps it from being written in; the person blocked is told nothing.

import { LIMITS } from "../protocol/limits.ts";
import { first, type Sql } from "../lib/sql.ts";

export interface Block {
  person: string;
  holds: boolean;
  /** Rises with each change: an older word counts for nothing. */
  turn: number;
}

export function isBlocked(sql: Sql, person: string): boolean {
  return blockOf(sql, person)?.holds === true;
}

export function blockOf(sql: Sql, person: string): Block | undefined {
  const row = first<{ holds: number; turn: number }>(
    sql,
    "SELECT holds, turn FROM block WHERE person = ?",
    person,
  );
  return row && { person, holds: row.holds === 1, turn: row.turn };
}

/** False where there are too many already. */
export function keepBlock(sql: Sql, now: number, person: string, holds: boolean): boolean {
  if (isBlocked(sql, person) === holds) return true;
  if (holds && blocked(sql).length >= LIMITS.blocks) return false;
  sql.all(
    `INSERT INTO block (person, ts, holds, turn) VALUES (?1, ?2, ?3, 1)
     ON CONFLICT (person) DO UPDATE SET ts = ?2, holds = ?3, turn = turn + 1, told = 0`,
    person,
    now,
    holds ? 1 : 0,
  );
  return true;
}

/** Who was blocked last first. */
export function blocked(sql: Sql): string[] {
  return sql
    .all<{ person: string }>("SELECT person FROM block WHERE holds = 1 ORDER BY ts DESC, person")
    .map(({ person }) => person);
}

/** Of which the room between the two does not know yet. */
export function untoldBlocks(sql: Sql): Block[] {
  return sql
    .all<{ person: string; holds: number; turn: number }>(
      "SELECT person, holds, turn FROM block WHERE told = 0 LIMIT 50",
    )
    .map((row) => ({ ...row, holds: row.holds === 1 }));
}

export function markBlockTold(sql: Sql, { person, turn }: Block): void {
  sql.all("UPDATE block SET told = 1 WHERE person = ? AND turn = ?", person, turn);
}
