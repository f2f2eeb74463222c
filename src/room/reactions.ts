// Reactions: toggled one by one in the log, and kept counted beside it.
// A page of history costs what is on its messages now, however often it was toggled.

import type { React } from "../protocol/commands.ts";
import type { Failure } from "../protocol/codes.ts";
import type { Reaction } from "../protocol/entries.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Person } from "../protocol/people.ts";
import { first, type Sql } from "../lib/sql.ts";
import type { Context, Effect } from "./context.ts";
import { append } from "./log.ts";
import { published, unchanged } from "./publish.ts";

/** Why a message takes no further kind of emoji, or undefined. Error: `forbidden`. */
export function reactionFault(sql: Sql, { seq, emoji, on }: React): Failure | undefined {
  if (!on) return undefined;
  const kinds = sql.all<{ emoji: string }>(
    "SELECT DISTINCT emoji FROM reaction WHERE target = ?",
    seq,
  );
  if (kinds.length < LIMITS.reactionKinds || kinds.some((kind) => kind.emoji === emoji))
    return undefined;
  const message = `A message takes at most ${LIMITS.reactionKinds} different reactions.`;
  return { code: "forbidden", message };
}

export function react(
  { sql, now }: Context,
  person: Person,
  { id, seq: target, emoji, on }: React,
): Effect[] {
  const key = [target, emoji, person.id] as const;
  const where = "WHERE target = ? AND emoji = ? AND person = ?";
  const isOn = first(sql, `SELECT 1 AS yes FROM reaction ${where}`, ...key) !== undefined;
  if (isOn === on) return unchanged(sql, id);
  const data = { emoji, on };
  const entry = append(sql, now, { author: person.id, kind: "react", id, target, data });
  if (on)
    sql.all(
      "INSERT INTO reaction (target, emoji, person, seq) VALUES (?, ?, ?, ?)",
      ...key,
      entry.seq,
    );
  else sql.all(`DELETE FROM reaction ${where}`, ...key);
  return published(sql, person, entry);
}

/** The reactions on these messages as `viewer` sees them, in the order in which the emoji came: one query. */
export function reactionsOn(
  sql: Sql,
  targets: readonly number[],
  viewer: string,
): ReadonlyMap<number, Reaction[]> {
  const rows = sql.all<{ target: number; emoji: string; person: string }>(
    `SELECT target, emoji, person FROM reaction
     WHERE target IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    JSON.stringify(targets),
  );
  const all = new Map<number, Reaction[]>();
  const byKey = new Map<string, Reaction>();
  for (const { target, emoji, person } of rows) {
    let reaction = byKey.get(`${target} ${emoji}`);
    if (!reaction) {
      reaction = { emoji, n: 0, mine: false, some: [] };
      byKey.set(`${target} ${emoji}`, reaction);
      all.set(target, [...(all.get(target) ?? []), reaction]);
    }
    reaction.n += 1;
    reaction.mine ||= person === viewer;
    if (reaction.some.length < LIMITS.reactionNames) reaction.some.push(person);
  }
  return all;
}
