// What a command that was accepted has done: an entry for all, `accepted` for its sender [L3].
// A command that changes nothing makes no entry, and `accepted` names the head [L8].

import type { Entry } from "../protocol/entries.ts";
import type { Person } from "../protocol/people.ts";
import type { Sql } from "../lib/sql.ts";
import { reply, type Effect } from "./context.ts";
import { head } from "./log.ts";

export function published(person: Person, entry: Entry): Effect[] {
  const { id, handle, name } = person;
  return [
    { do: "publish", entries: [entry], people: { [id]: { handle, name } } },
    reply({ type: "accepted", id: entry.id, seq: entry.seq, ts: entry.ts }),
  ];
}

export function unchanged(sql: Sql, id: string): Effect[] {
  const { seq, ts } = head(sql);
  return [reply({ type: "accepted", id, seq, ts })];
}
