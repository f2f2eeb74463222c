// Deleting: body, reactions and the trace of edits go at once; a tombstone stays in the log [L4].

import type { Delete } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import type { Context, Effect } from "./context.ts";
import { append } from "./log.ts";
import { published } from "./publish.ts";

export function deleteMessage(
  { sql, now }: Context,
  person: Person,
  { id, seq: target }: Delete,
): Effect[] {
  sql.all("UPDATE log SET body = NULL, data = NULL, edited_ts = NULL WHERE seq = ?", target);
  sql.all("DELETE FROM reaction WHERE target = ?", target);
  return published(person, append(sql, now, { author: person.id, kind: "delete", id, target }));
}
