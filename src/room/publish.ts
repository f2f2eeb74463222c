// What a command that was accepted has done: an entry for all, `accepted` for its sender [L3].
// A command that changes nothing makes no entry, and `accepted` names the head [L8].

import { isKind, isMessage, type Entry } from "../protocol/entries.ts";
import { profileOf, type Person } from "../protocol/people.ts";
import type { Sql } from "../lib/sql.ts";
import { reply, type Effect } from "./context.ts";
import { head } from "./log.ts";
import { peopleOf } from "./members.ts";

export function published(sql: Sql, person: Person, entry: Entry): Effect[] {
  const others = namedIn(entry).filter((id) => id !== person.id);
  const people = { ...peopleOf(sql, others), [person.id]: profileOf(person) };
  return [
    { do: "publish", entries: [entry], people },
    reply({ type: "accepted", id: entry.id, seq: entry.seq, ts: entry.ts }),
  ];
}

/** Everybody whom a reader of this entry has to know. */
export function namedIn(entry: Entry): string[] {
  const { by } = entry;
  const mentioned =
    isMessage(entry) || isKind(entry, "edit") ? Object.values(entry.mentions ?? {}) : [];
  const quoted = isMessage(entry) && entry.quote ? [entry.quote.by] : [];
  const reacting = isMessage(entry) ? (entry.reactions ?? []).flatMap(({ some }) => some) : [];
  const meant = "person" in entry && typeof entry.person === "string" ? [entry.person] : [];
  const following = isMessage(entry) ? (entry.events ?? []).flatMap(namedIn) : [];
  return [by, ...mentioned, ...quoted, ...reacting, ...meant, ...following];
}

export function unchanged(sql: Sql, id: string): Effect[] {
  const { seq, ts } = head(sql);
  return [reply({ type: "accepted", id, seq, ts })];
}
