// Events: what the timeline shows between messages, each with the newest message of its moment as its target.
// So a page that holds a message has what followed it, whichever page it is; a message costs at most 20 of them.

import { isEvent, type Entry, type EventEntry } from "../protocol/entries.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Sql } from "../lib/sql.ts";
import { append, COLUMNS, entryOf, newestMessage, type LogRow, type NewEntry } from "./log.ts";

/** As the index has it, word for word. */
const IS_EVENT = "kind IN ('topic', 'role', 'mute', 'remove', 'mode', 'icon', 'member')";

export function appendEvent(sql: Sql, now: number, entry: Omit<NewEntry, "target">): Entry {
  const target = newestMessage(sql);
  return append(sql, now, { ...entry, ...(target > 0 && { target }) });
}

/** What followed each of these messages, rising, the newest 20: one query. */
export function eventsAfter(
  sql: Sql,
  targets: readonly number[],
): ReadonlyMap<number, EventEntry[]> {
  const rows = sql.all<LogRow>(
    `SELECT ${COLUMNS} FROM log WHERE seq IN (
       SELECT event.value FROM json_each(?) AS message, json_each((
         SELECT json_group_array(seq) FROM (
           SELECT seq FROM log INDEXED BY log_event
           WHERE target = message.value AND ${IS_EVENT} ORDER BY seq DESC LIMIT +?
         ))) AS event)
     ORDER BY seq`,
    JSON.stringify(targets),
    LIMITS.events,
  );
  const all = new Map<number, EventEntry[]>();
  for (const row of rows) {
    const entry = entryOf(sql, row);
    if (isEvent(entry) && row.target !== null)
      all.set(row.target, [...(all.get(row.target) ?? []), entry]);
  }
  return all;
}
