// Typing: a signal that nobody misses who is away.
// Nothing is stored, and it wakes nothing.

import { profileOf } from "../protocol/people.ts";
import type { Connection, Context, Effect } from "./context.ts";

/** Counts at most once in 3 s; what comes sooner is passed over in silence. */
export function signalTyping({ wait }: Context, { person }: Connection): Effect[] {
  if (wait.typing > 0) return [];
  const people = { [person.id]: profileOf(person) };
  return [
    { do: "charge", bucket: "typing", tokens: 1 },
    { do: "signal", frame: { type: "typing", by: person.id, people } },
  ];
}
