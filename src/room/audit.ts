// The audit log: who changed what about the room and its people, read from the log itself, newest first.
// It keeps nothing of its own; what somebody took back of their own words is not in it.

import type { Failure } from "../protocol/codes.ts";
import type { AuditAnswer, Audited } from "../protocol/http.ts";
import { isEvent, isKind } from "../protocol/entries.ts";
import { may } from "../protocol/roles.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, type Sql } from "../lib/sql.ts";
import { COLUMNS, entryOf, type LogRow } from "./log.ts";
import { peopleOf } from "./members.ts";
import { namedIn } from "./publish.ts";
import { roleOf } from "./roles.ts";

/** Entries looked through for one page; those of people who took back their own words are passed over. */
const LOOKED_THROUGH = 200;
const PAGE = 50;
/** As the index has it, word for word. */
const IS_AUDITED =
  "kind IN ('topic', 'role', 'mute', 'remove', 'mode', 'icon', 'member', 'delete', 'pin')";

/** What was done below `before`, newest first. Error: `forbidden`. */
export function auditFor(sql: Sql, viewer: string, before: number): Result<AuditAnswer, Failure> {
  if (!may(roleOf(sql, viewer), "audit"))
    return failed({ code: "forbidden", message: "Only moderators of this room may see that." });
  const rows = sql.all<LogRow>(
    `SELECT ${COLUMNS} FROM log INDEXED BY log_audited WHERE seq < ? AND ${IS_AUDITED} ORDER BY seq DESC LIMIT +?`,
    before,
    LOOKED_THROUGH,
  );
  const entries: Audited[] = [];
  let last: number | undefined;
  for (const row of rows) {
    if (entries.length === PAGE) break;
    last = row.seq;
    const entry = auditedOf(sql, row);
    if (entry) entries.push(entry);
  }
  const isDone = rows.length < LOOKED_THROUGH && last === rows.at(-1)?.seq;
  return ok({
    entries,
    people: peopleOf(sql, entries.flatMap(namedIn)),
    ...(!isDone && last !== undefined && { next: last }),
  });
}

function auditedOf(sql: Sql, row: LogRow): Audited | undefined {
  const entry = entryOf(sql, row);
  if (isEvent(entry) || isKind(entry, "pin")) return entry;
  if (!isKind(entry, "delete")) return undefined;
  const { author = "" } =
    first<{ author: string }>(sql, "SELECT author FROM log WHERE seq = ?", entry.target) ?? {};
  return author === entry.by ? undefined : { ...entry, person: author };
}
