// A room between two people, or with oneself: both belong to it from the start, and it stays so.
// Whoever was written to for the first time hears of it then, and not before.

import type { Failure } from "../protocol/codes.ts";
import type { Person } from "../protocol/people.ts";
import { first, type Sql } from "../lib/sql.ts";
import { bringIn } from "./belonging.ts";
import type { Context, Effect } from "./context.ts";
import { admit, readSeqOf } from "./members.ts";
import { createRoom, settings } from "./settings.ts";

/** Not to be told before the first message. */
const NOT_YET = -1;

const UNDELIVERED: Failure = {
  code: "forbidden",
  message: "What you write here cannot be delivered.",
};
const ONE_REFUSES: Failure = {
  code: "forbidden",
  message: "You blocked this person. Unblock them first, to write to them.",
};

/** Makes the room where it is not there yet. */
export function createDirect(
  sql: Sql,
  now: number,
  { name, epoch }: { name: string; epoch: string },
  who: Person,
  other: Person,
): void {
  if (settings(sql)) return;
  createRoom(sql, now, { name, epoch, title: "", topic: "", by: "", id: "", kind: "direct" });
  admit(sql, now, who);
  bringIn(sql, who.id, 0);
  if (other.id === who.id) return;
  admit(sql, now, other);
  bringIn(sql, other.id, 0);
  sql.all("UPDATE belonging SET told = ? WHERE person = ?", NOT_YET, other.id);
}

/** One of the two wrote: the other is to hear of it at once, where they are away and have not heard yet. */
export function reachOther({ sql, online }: Context, author: string): Effect[] {
  const woken = sql.all("UPDATE belonging SET told = 0 WHERE told = ? RETURNING person", NOT_YET);
  if (woken.length > 0) return [{ do: "announce" }];
  const other = first<{ person: string; told_seq: number }>(
    sql,
    `SELECT person, told_seq FROM belonging JOIN member ON member.id = belonging.person
     WHERE person <> ? LIMIT 1`,
    author,
  );
  if (!other || online().has(other.person)) return [];
  return other.told_seq <= readSeqOf(sql, other.person) ? [{ do: "notify" }] : [];
}

/** One of the two wants to hear nothing of the other, or does again; an older word counts for nothing. */
export function keepRefusal(sql: Sql, person: string, holds: boolean, turn: number): void {
  sql.all(
    `INSERT INTO refusal (person, holds, turn) VALUES (?1, ?2, ?3)
     ON CONFLICT (person) DO UPDATE SET holds = ?2, turn = ?3 WHERE turn < ?3`,
    person,
    holds ? 1 : 0,
    turn,
  );
}

/** Why this person does not write here; whoever is refused is not told by whom or why. */
export function refusalFault(sql: Sql, person: string): Failure | undefined {
  const held = sql.all<{ person: string }>("SELECT person FROM refusal WHERE holds = 1");
  if (held.length === 0) return undefined;
  return held.some((one) => one.person === person) ? ONE_REFUSES : UNDELIVERED;
}
