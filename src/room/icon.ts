// The room's picture: whoever may set the topic sets it, and everybody in the room sees the entry [U8].
// The bytes were stored before, under an id that this room expected.

import type { Failure } from "../protocol/codes.ts";
import { showPicture, shownPicture } from "../lib/pictures.ts";
import { actFault } from "./authorize.ts";
import { reject, type Connection, type Context, type Effect } from "./context.ts";
import { appendEvent } from "./events.ts";
import { published, unchanged } from "./publish.ts";
import { tellMembers, type Settings } from "./settings.ts";

const NOT_EXPECTED: Failure = {
  code: "not_found",
  message: "That took too long. Please try again.",
};

/** Shows this picture, or none. Errors: `forbidden`, `read_only`, `rate_limited`, `not_found`. */
export function setIcon(
  context: Context,
  room: Settings,
  { person }: Connection,
  change: { id: string; icon: string | undefined },
): Effect[] {
  const { sql, now } = context;
  const { id, icon } = change;
  const failure = actFault(context, room, person.id, "arrange");
  if (failure) return [reject(failure, { id })];
  if (shownPicture(sql) === icon) return unchanged(sql, id);
  if (!showPicture(sql, icon)) return [reject(NOT_EXPECTED, { id })];
  sql.all("UPDATE room SET announced = 0");
  tellMembers(sql);
  const data = { icon: icon ?? "" };
  const entry = appendEvent(sql, now, { author: person.id, kind: "icon", id, data });
  return [
    { do: "charge", bucket: "commands", tokens: 1 },
    { do: "announce" },
    { do: "erase" },
    ...published(sql, person, entry),
  ];
}
