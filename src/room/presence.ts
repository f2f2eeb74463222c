// Who is here, derived from the open sockets and from nothing else.
// A person with three tabs counts once.

import type { Presence } from "../protocol/frames.ts";
import { LIMITS } from "../protocol/limits.ts";
import { profileOf, type Person } from "../protocol/people.ts";

/** The people behind the connections, by id. */
export function present<P extends { id: string }>(
  connections: Iterable<{ person: P }>,
): Map<string, P> {
  const people = new Map<string, P>();
  for (const { person } of connections) people.set(person.id, person);
  return people;
}

/** What changed between two moments; undefined where nothing did. Above 100 people only the count. */
export function presenceChange(
  before: ReadonlySet<string>,
  after: ReadonlyMap<string, Person>,
): Presence | undefined {
  const joined = [...after.keys()].filter((id) => !before.has(id));
  const left = [...before].filter((id) => !after.has(id));
  if (joined.length === 0 && left.length === 0) return undefined;
  const base = { type: "presence" as const, onlineCount: after.size };
  if (after.size > LIMITS.presenceNames) return { ...base, joined: [], left: [] };
  const people = Object.fromEntries(
    joined.flatMap((id) => {
      const person = after.get(id);
      return person ? [[id, profileOf(person)]] : [];
    }),
  );
  return { ...base, joined, left, ...(joined.length > 0 && { people }) };
}
