// Somebody leaves a private room: nothing after that entry reaches them.
// A room that has members has an owner: the last one's heir is named by the same entry; with the last member it ends.

import type { Leave } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import { heirOf, takeOut, tellAnew } from "./belonging.ts";
import type { Context, Effect } from "./context.ts";
import { endAbandoned } from "./end.ts";
import { appendEvent } from "./events.ts";
import { published } from "./publish.ts";
import { keepRole } from "./roles.ts";

export function leaveRoom(context: Context, person: Person, command: Leave): Effect[] {
  const effects = goOut(context, person, command.id);
  return [...effects, ...endAbandoned(context.sql, context.now, person.id)];
}

/** The room stays, whoever is left in it. */
export function goOut({ sql, now }: Context, person: Person, id: string): Effect[] {
  const heir = heirOf(sql, person.id);
  const data = { person: person.id, on: false, ...(heir !== undefined && { heir }) };
  const entry = appendEvent(sql, now, { author: person.id, kind: "member", id, data });
  if (heir !== undefined) keepRole(sql, heir, "owner");
  keepRole(sql, person.id, "member");
  tellAnew(sql);
  takeOut(sql, person.id, entry.seq);
  return [...published(sql, person, entry), { do: "expel", person: person.id }];
}
