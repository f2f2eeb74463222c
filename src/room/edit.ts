// Editing: the message's own row gets the new body, the entry says only that it happened [L4].
// So a body that was replaced is nowhere any more.

import type { Edit } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import type { Context, Effect } from "./context.ts";
import { append, liveMessage } from "./log.ts";
import { published, unchanged } from "./publish.ts";

export function editMessage(
  { sql, now }: Context,
  person: Person,
  { id, seq: target, body }: Edit,
): Effect[] {
  if (liveMessage(sql, target)?.body === body) return unchanged(sql, id);
  const entry = append(sql, now, { author: person.id, kind: "edit", id, target });
  sql.all("UPDATE log SET body = ?, edited_ts = ? WHERE seq = ?", body, entry.ts, target);
  return published(person, { ...entry, kind: "edit", target, body });
}
