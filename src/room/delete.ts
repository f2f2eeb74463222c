// Deleting: body, files, mentions, reactions, pin and the trace of edits go at once; a tombstone stays [L4].

import type { Delete } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import type { Context, Effect } from "./context.ts";
import { takeBackFiles } from "./files.ts";
import { append, liveMessage } from "./log.ts";
import { forgetNotices } from "./notices.ts";
import { published } from "./publish.ts";
import { shrinkThread } from "./threads.ts";

export function deleteMessage(
  { sql, now }: Context,
  person: Person,
  { id, seq: target }: Delete,
): Effect[] {
  const thread = liveMessage(sql, target)?.thread ?? null;
  sql.all("UPDATE log SET body = NULL, data = NULL, edited_ts = NULL WHERE seq = ?", target);
  sql.all("DELETE FROM reaction WHERE target = ?", target);
  sql.all("DELETE FROM pin WHERE target = ?", target);
  forgetNotices(sql, target);
  const erase: Effect[] = takeBackFiles(sql, target) ? [{ do: "erase" }] : [];
  const data = thread === null ? undefined : { thread, left: shrinkThread(sql, thread) };
  const entry = { author: person.id, kind: "delete", id, target, ...(data && { data }) };
  return [...erase, ...published(sql, person, append(sql, now, entry))];
}
