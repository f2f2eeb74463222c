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

/** One emoji on one message, and everybody who chose it. */
export interface Reacted {
  emoji: string;
  /** Those who chose it, the first first. */
  people: ReadonlySet<string>;
}

/** As this person sees it, who may be among them. */
export function reactionFor({ emoji, people }: Reacted, viewer: string): Reaction {
  const some = [...people].slice(0, LIMITS.reactionNames);
  return { emoji, n: people.size, mine: people.has(viewer), some };
}

/** The reactions on these messages, in the order in which the emoji came: one query. */
export function reactionsOn(
  sql: Sql,
  targets: readonly number[],
): ReadonlyMap<number, readonly Reacted[]> {
  const rows = sql.all<{ target: number; emoji: string; person: string }>(
    `SELECT target, emoji, person FROM reaction
     WHERE target IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    JSON.stringify(targets),
  );
  const all = new Map<number, Map<string, Set<string>>>();
  for (const { target, emoji, person } of rows) {
    const kinds = all.get(target) ?? new Map<string, Set<string>>();
    all.set(target, kinds.set(emoji, (kinds.get(emoji) ?? new Set<string>()).add(person)));
  }
  const listed = (kinds: ReadonlyMap<string, ReadonlySet<string>>): Reacted[] =>
    [...kinds].map(([emoji, people]) => ({ emoji, people }));
  return new Map([...all].map(([target, kinds]) => [target, listed(kinds)]));
}
