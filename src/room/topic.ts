// The room's title and topic: an entry in the log, and the room's own row.
// Whoever may post may set them, until there are roles.

import type { Topic } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import type { Context, Effect } from "./context.ts";
import { appendEvent } from "./events.ts";
import { published, unchanged } from "./publish.ts";
import { rename, type Settings } from "./settings.ts";

/** What changes nothing makes no entry [L8]. */
export function setTopic(
  { sql, now }: Context,
  room: Settings,
  person: Person,
  { id, title = room.title, topic = room.topic }: Topic,
): Effect[] {
  if (title === room.title && topic === room.topic) return unchanged(sql, id);
  rename(sql, title, topic);
  const data = { title, topic };
  const entry = appendEvent(sql, now, { author: person.id, kind: "topic", id, data });
  return [{ do: "announce" }, ...published(sql, person, entry)];
}
