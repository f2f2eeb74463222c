// A new message.
// Accepting it writes one row, and its author has read up to it [L8].

import type { Post } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import type { Context, Effect } from "./context.ts";
import { append } from "./log.ts";
import { published } from "./publish.ts";

export function postMessage({ sql, now }: Context, person: Person, { id, body }: Post): Effect[] {
  const entry = append(sql, now, { author: person.id, kind: "message", id, body });
  return [{ do: "mark", seq: entry.seq }, ...published(person, entry)];
}
