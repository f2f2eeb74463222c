// A new message, in the main timeline or in a thread.
// Accepting a plain one writes one row, and its author has read up to it [L8].

import type { Post } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import type { Context, Effect } from "./context.ts";
import { filesFor, sendFiles } from "./files.ts";
import { withPresent } from "./here.ts";
import { append, type MessageData } from "./log.ts";
import { mentionsIn, noteMessage } from "./notices.ts";
import { published } from "./publish.ts";
import { growThread, joinThread, threadOf } from "./threads.ts";

export function postMessage(context: Context, person: Person, command: Post): Effect[] {
  const { sql, now } = context;
  const { id, body, thread, replyTo, files } = command;
  const mentions = withPresent(context, person.id, body, mentionsIn(sql, body));
  const data: MessageData = {
    ...(files && { files: filesFor(sql, person.id, files) }),
    ...(replyTo !== undefined && { replyTo }),
    ...(mentions && { mentions }),
    ...(thread !== undefined && { count: (threadOf(sql, thread)?.n ?? 0) + 1 }),
  };
  const entry = append(sql, now, {
    author: person.id,
    kind: "message",
    id,
    body,
    ...(thread !== undefined && { target: thread }),
    ...(Object.keys(data).length > 0 && { data }),
  });
  if (files) sendFiles(sql, files, entry.seq);
  const effects: Effect[] = [];
  if (thread === undefined) effects.push({ do: "mark", seq: entry.seq });
  else {
    growThread(sql, thread, entry);
    joinThread(sql, thread, person.id, entry.seq);
  }
  if (noteMessage(sql, entry)) effects.push({ do: "notify" });
  return [...effects, ...published(sql, person, entry)];
}
