// Replay: pages of entries after a cursor, pulled one by one [L6].
// A connection is live only once its replay has reached the head.

import type { Sync } from "../protocol/commands.ts";
import type { Cursor } from "../protocol/entries.ts";
import { query, reply, type Connection, type Context, type Effect } from "./context.ts";
import { cursorFault, head, nameHead, pageAfter } from "./log.ts";
import { peopleOf } from "./members.ts";
import { namedIn } from "./publish.ts";
import type { Settings } from "./settings.ts";

/**
 * Answered by one `entries`, possibly empty, or by `reset` [L7].
 * Error: `rate_limited`, without a key: ask again after `retryAfterMs`.
 */
export function sync(
  context: Context,
  room: Settings,
  connection: Connection,
  asked: Sync,
): Effect[] {
  const cursor: Cursor = { epoch: asked.epoch, seq: asked.after };
  if (asked.at !== undefined) cursor.at = asked.at;
  if (asked.atTs !== undefined) cursor.atTs = asked.atTs;
  const fault = cursorFault(context.sql, room, cursor);
  return query(context, undefined, () =>
    fault ? reset(context, room, fault) : replay(context, connection, cursor.seq),
  );
}

/** One page of the replay after `seq`. */
export function replay(
  { sql }: Context,
  { told }: { told: ReadonlySet<string> },
  seq: number,
): Effect[] {
  const { entries, more } = pageAfter(sql, seq);
  const people = peopleOf(sql, entries.flatMap(namedIn), told);
  return [
    { do: "remember", memory: { live: !more } },
    reply({
      type: "entries",
      entries,
      ...(Object.keys(people).length > 0 && { people }),
      ...(more && { more: true as const }),
    }),
  ];
}

/** The client's copy is void; it starts over from history and is live from the head on. */
export function reset({ sql }: Context, room: Settings, reason: string): Effect[] {
  return [
    { do: "remember", memory: { live: true } },
    reply({ type: "reset", epoch: room.epoch, ...nameHead(head(sql)), reason }),
  ];
}
