// Muted members: they read, and say nothing, until it ends or is lifted.
// An end is the server's time; nothing has to happen for it to come.

import type { Mute } from "../protocol/commands.ts";
import type { Person } from "../protocol/people.ts";
import { firstKept, type Sql } from "../lib/sql.ts";
import type { Context, Effect } from "./context.ts";
import { appendEvent } from "./events.ts";
import { stamp } from "./log.ts";
import { published, unchanged } from "./publish.ts";

/** Until when (ms since 1970), or until it is lifted; undefined where this person may write. */
export function muteOf(sql: Sql, now: number, person: string): { until?: number } | undefined {
  const mute = firstKept<{ until: number | null }>(
    sql,
    "mute",
    "SELECT until FROM mute WHERE person = ?",
    person,
  );
  if (!mute || (mute.until !== null && mute.until <= now)) return undefined;
  return mute.until === null ? {} : { until: mute.until };
}

export function mutePerson({ sql, now }: Context, person: Person, command: Mute): Effect[] {
  const { id, person: whom, on, forMs } = command;
  const known = muteOf(sql, now, whom);
  const isSame = on ? known && known.until === undefined && forMs === undefined : !known;
  if (isSame) return unchanged(sql, id);
  const until = on && forMs !== undefined ? stamp(sql, now) + forMs : undefined;
  sql.all("DELETE FROM mute WHERE person = ?", whom);
  if (on) sql.all("INSERT INTO mute (person, until) VALUES (?, ?)", whom, until ?? null);
  const data = { person: whom, on, ...(until !== undefined && { until }) };
  return published(
    sql,
    person,
    appendEvent(sql, now, { author: person.id, kind: "mute", id, data }),
  );
}
