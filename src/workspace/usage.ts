// What all files of the community weigh: each person's own total, as that person last told it.
// A total with an older turn changes nothing, so telling it again or late does no harm.

import { first, migrate, type Sql } from "../lib/sql.ts";
import { MIGRATIONS } from "./schema.ts";

export interface Usage {
  bytes: number;
  /** Rises with each change. */
  turn: number;
}

/** Takes in a person's total; false where it rises and all of them would then weigh more than `most`. */
export function takeUsage(sql: Sql, person: string, { bytes, turn }: Usage, most: number): boolean {
  migrate(sql, MIGRATIONS);
  const known = first<Usage>(sql, "SELECT bytes, turn FROM usage WHERE person = ?", person);
  if (known && known.turn >= turn) return true;
  const more = bytes - (known?.bytes ?? 0);
  if (more > 0 && usedBytes(sql) + more > most) return false;
  sql.all(
    `INSERT INTO usage (person, bytes, turn) VALUES (?1, ?2, ?3)
     ON CONFLICT (person) DO UPDATE SET bytes = ?2, turn = ?3`,
    person,
    bytes,
    turn,
  );
  sql.all(
    `INSERT INTO used (one, bytes) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET bytes = bytes + ?1`,
    more,
  );
  return true;
}

function usedBytes(sql: Sql): number {
  return first<{ bytes: number }>(sql, "SELECT bytes FROM used")?.bytes ?? 0;
}
