// Pins: messages that the room keeps at hand, at most 100 of them.
// A message that is deleted is pinned no more.

import type { Pin } from "../protocol/commands.ts";
import type { Failure } from "../protocol/codes.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Person } from "../protocol/people.ts";
import { first, type Sql } from "../lib/sql.ts";
import type { Context, Effect } from "./context.ts";
import { append } from "./log.ts";
import { published, unchanged } from "./publish.ts";

export function isPinned(sql: Sql, target: number): boolean {
  return first(sql, "SELECT 1 AS yes FROM pin WHERE target = ?", target) !== undefined;
}

/** Which of these are pinned: one query. */
export function pinnedAmong(sql: Sql, targets: readonly number[]): ReadonlySet<number> {
  const rows = sql.all<{ target: number }>(
    "SELECT target FROM pin WHERE target IN (SELECT value FROM json_each(?))",
    JSON.stringify(targets),
  );
  return new Set(rows.map(({ target }) => target));
}

/** The pinned messages, the newest pin first. */
export function pins(sql: Sql): number[] {
  return sql
    .all<{ target: number }>("SELECT target FROM pin ORDER BY seq DESC")
    .map(({ target }) => target);
}

/** Why the room takes no further pin, or undefined. Error: `forbidden`. */
export function pinFault(sql: Sql, { seq, on }: Pin): Failure | undefined {
  if (!on || isPinned(sql, seq) || pins(sql).length < LIMITS.pins) return undefined;
  return { code: "forbidden", message: `A room has at most ${LIMITS.pins} pins.` };
}

export function pinMessage(
  { sql, now }: Context,
  person: Person,
  { id, seq: target, on }: Pin,
): Effect[] {
  if (isPinned(sql, target) === on) return unchanged(sql, id);
  const entry = append(sql, now, { author: person.id, kind: "pin", id, target, data: { on } });
  if (on) sql.all("INSERT INTO pin (target, seq) VALUES (?, ?)", target, entry.seq);
  else sql.all("DELETE FROM pin WHERE target = ?", target);
  return published(sql, person, entry);
}
