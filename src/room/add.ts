// Somebody is brought into a private room: an entry for all, and the room among their own.
// They read it like anybody who comes to a room, with what was said before.

import type { Person } from "../protocol/people.ts";
import { bringIn, isInside, tellAnew } from "./belonging.ts";
import type { Add, Context, Effect } from "./context.ts";
import { appendEvent } from "./events.ts";
import { admit } from "./members.ts";
import { published, unchanged } from "./publish.ts";
import { liftRemoval } from "./removals.ts";

/** Whoever was removed is let back in by it. */
export function addPerson({ sql, now }: Context, person: Person, { id, who }: Add): Effect[] {
  if (isInside(sql, who.id)) return unchanged(sql, id);
  liftRemoval(sql, who.id);
  admit(sql, now, who);
  const data = { person: who.id, on: true };
  const entry = appendEvent(sql, now, { author: person.id, kind: "member", id, data });
  // Whoever else goes by them as well is called otherwise from here on.
  tellAnew(sql);
  bringIn(sql, who.id, entry.seq);
  return [{ do: "announce" }, ...published(sql, person, entry)];
}
