// The room's title and topic: an entry in the log, and the room's own row.
// Whoever may post may set them, until there are roles.

import type { Topic } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import { reply, type Context, type Effect } from "./context.ts";
import { append, head } from "./log.ts";
import { rename, type Settings } from "./settings.ts";

/** What changes nothing makes no entry [L8]. */
export function setTopic(
  { sql, now }: Context,
  room: Settings,
  person: Person,
  { id, title = room.title, topic = room.topic }: Topic,
): Effect[] {
  if (title === room.title && topic === room.topic) {
    const { seq, ts } = head(sql);
    return [reply({ type: "accepted", id, seq, ts })];
  }
  rename(sql, title, topic);
  const entry = append(sql, now, { author: person.id, kind: "topic", id, data: { title, topic } });
  return [
    {
      do: "publish",
      entries: [entry],
      people: { [person.id]: { handle: person.handle, name: person.name } },
    },
    { do: "announce" },
    reply({ type: "accepted", id, seq: entry.seq, ts: entry.ts }),
  ];
}
