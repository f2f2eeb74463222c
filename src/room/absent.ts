// Members who are away while others talk: each is told once that something is unread here.
// Told again only after having read: an absence costs one row, however much is said in it.

import type { Sql } from "../lib/sql.ts";
import { newestMessage } from "./log.ts";
import { IS_IN } from "./removals.ts";

/** Members to tell, at most `most`: unread messages, not told of them, not removed, not `present`, and aware of the room. */
export function absentees(
  sql: Sql,
  now: number,
  present: ReadonlySet<string>,
  most: number,
): string[] {
  return sql
    .all<{ id: string }>(
      `SELECT id FROM member WHERE read_seq < ? AND told_seq <= read_seq AND ${IS_IN("id")}
       AND id NOT IN (SELECT person FROM belonging WHERE told <> 1) ORDER BY id`,
      newestMessage(sql),
      now,
    )
    .map(({ id }) => id)
    .filter((id) => !present.has(id))
    .slice(0, most);
}

export function markTold(sql: Sql, person: string, seq: number): void {
  sql.all("UPDATE member SET told_seq = MAX(told_seq, ?) WHERE id = ?", seq, person);
}
