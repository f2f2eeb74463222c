// Editing: the message's own row gets the new body, the entry says only that it happened [L4].
// So a body that was replaced is nowhere any more.

import type { Edit } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import type { Context, Effect } from "./context.ts";
import { withCalled } from "./here.ts";
import { append, liveMessage, rewrite, type MessageData } from "./log.ts";
import { mentionsIn, noteEdit } from "./notices.ts";
import { published, unchanged } from "./publish.ts";

export function editMessage(
  { sql, now }: Context,
  person: Person,
  { id, seq: target, body }: Edit,
): Effect[] {
  const message = liveMessage(sql, target);
  if (!message || message.body === body) return unchanged(sql, id);
  const entry = append(sql, now, { author: person.id, kind: "edit", id, target });
  sql.all("UPDATE log SET body = ?, edited_ts = ? WHERE seq = ?", body, entry.ts, target);
  const { mentions: before, ...data } = JSON.parse(message.data ?? "{}") as MessageData;
  const mentions = withCalled(before, body, mentionsIn(sql, body));
  if (before || mentions) rewrite(sql, target, { ...data, ...(mentions && { mentions }) });
  const isNews = noteEdit(
    sql,
    { seq: target, ...message, replyTo: data.replyTo },
    entry.seq,
    before,
    mentions,
  );
  return [
    ...(isNews ? [{ do: "notify" } as const] : []),
    ...published(sql, person, {
      ...entry,
      kind: "edit",
      target,
      body,
      ...(mentions && { mentions }),
    }),
  ];
}
