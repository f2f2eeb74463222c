// The previews of a message's links: its author may take them off, and put them back.

import type { PreviewChange } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import type { Context, Effect } from "./context.ts";
import { append, liveMessage, rewrite, type MessageData } from "./log.ts";
import { published, unchanged } from "./publish.ts";

export function changePreview(
  { sql, now }: Context,
  person: Person,
  { id, seq: target, on }: PreviewChange,
): Effect[] {
  const { bare, ...data } = JSON.parse(liveMessage(sql, target)?.data ?? "{}") as MessageData;
  if ((bare === undefined) === on) return unchanged(sql, id);
  rewrite(sql, target, on ? data : { ...data, bare: true });
  return published(
    sql,
    person,
    append(sql, now, { author: person.id, kind: "preview", id, target, data: { on } }),
  );
}
