// Removing somebody from the room, for a time or until it is lifted; and lifting it.
// Who is removed hears of it by the entry, and of nothing after it.

import type { Remove } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import { takeOut } from "./belonging.ts";
import type { Context, Deed, Effect } from "./context.ts";
import { appendEvent } from "./events.ts";
import { stamp } from "./log.ts";
import { published, unchanged } from "./publish.ts";
import { keepRemoval, liftRemoval, removalEnd } from "./removals.ts";
import { keepRole } from "./roles.ts";

/** What a removal gives as its reason; blank is none. */
export function reasonOf(command: Deed): string | undefined {
  return command.type === "remove" && command.on ? command.reason || undefined : undefined;
}

export function removePerson({ sql, now }: Context, person: Person, command: Remove): Effect[] {
  const { id, person: whom, on, forMs } = command;
  const end = removalEnd(sql, now, whom);
  const isSame = on ? end === "never" && forMs === undefined : end === undefined;
  if (isSame) return unchanged(sql, id);
  const until = on && forMs !== undefined ? stamp(sql, now) + forMs : undefined;
  const reason = reasonOf(command);
  const data = {
    person: whom,
    on,
    ...(until !== undefined && { until }),
    ...(reason !== undefined && { reason }),
  };
  const entry = appendEvent(sql, now, { author: person.id, kind: "remove", id, data });
  const effects = published(sql, person, entry);
  if (!on) {
    liftRemoval(sql, whom);
    return effects;
  }
  keepRemoval(sql, whom, until, entry.seq);
  keepRole(sql, whom, "member");
  takeOut(sql, whom, entry.seq);
  return [...effects, { do: "expel", person: whom }];
}
