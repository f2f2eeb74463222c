// Members who are away while others talk: each is told once that something is unread here.
// Told again only after having read: an absence costs one row, however much is said in it.

import type { Sql } from "../lib/sql.ts";
import { newestMessage } from "./log.ts";
import { pagedMark } from "./mark-pages.ts";
import { IS_IN } from "./removals.ts";

/** Members to tell, at most `most`: unread messages, not told of them, not removed, not `present`, and aware of the room. */
export function absentees(
  sql: Sql,
  now: number,
  present: Pick<ReadonlySet<string>, "has">,
  most: number,
): string[] {
  const newest = newestMessage(sql);
  return sql
    .all<{ id: string; read_seq: number; told_seq: number }>(
      `SELECT id, read_seq, told_seq FROM member WHERE read_seq < ? AND ${IS_IN("id")}
       AND id NOT IN (SELECT person FROM belonging WHERE told <> 1) ORDER BY id`,
      newest,
      now,
    )
    .filter(({ id, read_seq, told_seq }) => {
      const readSeq = Math.max(read_seq, pagedMark(sql, id));
      return readSeq < newest && told_seq <= readSeq && !present.has(id);
    })
    .slice(0, most)
    .map(({ id }) => id);
}

/** Members of a room that is looked through for one message. */
const SMALL = 100;

/** Whether the next entry may be news for somebody who is not `present`: in a large room it always may. */
export function isAnybodyUntold(sql: Sql, present: Pick<ReadonlySet<string>, "has">): boolean {
  const members = sql.all<{ id: string; read_seq: number; told_seq: number }>(
    "SELECT id, read_seq, told_seq FROM member LIMIT +?",
    SMALL + 1,
  );
  const isUntold = ({ id, read_seq, told_seq }: (typeof members)[number]) =>
    !present.has(id) && told_seq <= Math.max(read_seq, pagedMark(sql, id));
  return members.length > SMALL || members.some(isUntold);
}

export function markTold(sql: Sql, person: string, seq: number): void {
  sql.all("UPDATE member SET told_seq = MAX(told_seq, ?) WHERE id = ?", seq, person);
}
