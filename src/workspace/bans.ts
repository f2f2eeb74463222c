// Whom the community keeps out, and from which addresses nobody joins or signs in on their account.
// Each change has a number that rises: a person who hears of two late or twice knows which holds.

import type { Failure } from "../protocol/codes.ts";
import type { Ban, NewBan } from "../protocol/community-order.ts";
import { isAboveInCommunity } from "../protocol/community-roles.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { record } from "./audit.ts";
import { appointedAs, keepAppointment, moderatorFault } from "./roles.ts";
import { MIGRATIONS } from "./schema.ts";

const PAGE = 30;
/** An address changes hands: nobody is kept out by one for longer than this. */
const BARRED_MOST_MS = 30 * 24 * 3_600_000;

const NOT_ABOVE: Failure = {
  code: "forbidden",
  message: "Only who stands above a person in this community may do that.",
};

interface Row {
  person: string;
  by: string;
  ts: number;
  until: number | null;
  reason: string | null;
  address: number;
  n: number;
}

const COLUMNS = "person, by, ts, until, reason, address, n";
const HOLDS = "lifted = 0 AND (until IS NULL OR until > ?)";

/** Keeps somebody out, who is nothing more in the community then. Error: `forbidden`. */
export function ban(
  sql: Sql,
  now: number,
  by: string,
  person: string,
  { forMs, reason, address }: NewBan,
): Result<void, Failure> {
  const fault = rankFault(sql, by, person);
  if (fault) return failed(fault);
  migrate(sql, MIGRATIONS);
  const until = forMs === undefined ? undefined : now + forMs;
  keepAppointment(sql, person, "member");
  forgetEnded(sql, now);
  sql.all("DELETE FROM barred WHERE person = ?", person);
  sql.all(
    `INSERT OR REPLACE INTO ban (person, by, ts, until, reason, address, n) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    person,
    by,
    now,
    until ?? null,
    reason || null,
    address ? 1 : 0,
    nextNumber(sql),
  );
  record(sql, now, by, {
    kind: "ban",
    person,
    on: true,
    ...(until !== undefined && { until }),
    ...(reason && { reason }),
    ...(address && { address }),
  });
  return ok(undefined);
}

/** Errors: `forbidden`, `not_found`. */
export function liftBan(sql: Sql, now: number, by: string, person: string): Result<void, Failure> {
  const fault = rankFault(sql, by, person);
  if (fault) return failed(fault);
  if (!banOf(sql, now, person))
    return failed({ code: "not_found", message: "This person is not banned." });
  sql.all("UPDATE ban SET lifted = 1, told = 0, n = ? WHERE person = ?", nextNumber(sql), person);
  sql.all("DELETE FROM barred WHERE person = ?", person);
  record(sql, now, by, { kind: "ban", person, on: false });
  return ok(undefined);
}

/** Undefined where this person may come in. */
export function banOf(sql: Sql, now: number, person: string): Ban | undefined {
  if (!isMigrated(sql)) return undefined;
  const row = first<Row>(
    sql,
    `SELECT ${COLUMNS} FROM ban WHERE person = ? AND ${HOLDS}`,
    person,
    now,
  );
  return row && tell(row);
}

/** Who is kept out now, by the number of the ban, the newest first, below `before`. */
export function bans(
  sql: Sql,
  now: number,
  before: number,
): { bans: (Ban & { person: string })[]; next?: number } {
  if (!isMigrated(sql)) return { bans: [] };
  const rows = sql.all<Row>(
    `SELECT ${COLUMNS} FROM ban WHERE ${HOLDS} AND n < ? ORDER BY n DESC LIMIT +?`,
    now,
    before,
    PAGE + 1,
  );
  const page = rows.slice(0, PAGE);
  const next = rows.length > PAGE ? page.at(-1)?.n : undefined;
  return {
    bans: page.map((row) => ({ person: row.person, ...tell(row) })),
    ...(next !== undefined && { next }),
  };
}

/** What a person has yet to hear of. */
export interface OwedBan {
  person: string;
  n: number;
  /** Undefined where it was lifted. */
  ban: { until?: number; reason?: string } | undefined;
}

/** At most 50. */
export function owedBans(sql: Sql): OwedBan[] {
  if (!isMigrated(sql)) return [];
  return sql
    .all<Row & { lifted: number }>(
      `SELECT ${COLUMNS}, lifted FROM ban WHERE told = 0 ORDER BY n LIMIT 50`,
    )
    .map(({ person, n, until, reason, lifted }) => ({
      person,
      n,
      ban: lifted
        ? undefined
        : { ...(until !== null && { until }), ...(reason !== null && { reason }) },
    }));
}

/** The person knows, and told from where they came; a later change is still owed. */
export function saidBan(
  sql: Sql,
  now: number,
  { person, n }: Pick<OwedBan, "person" | "n">,
  digests: readonly string[],
): void {
  const row = first<Row>(
    sql,
    `UPDATE ban SET told = 1 WHERE person = ? AND n = ? RETURNING ${COLUMNS}`,
    person,
    n,
  );
  if (!row) return;
  const until = Math.min(row.until ?? Infinity, now + BARRED_MOST_MS);
  const bars = row.address === 1 && banOf(sql, now, person) !== undefined;
  for (const digest of bars ? digests : [])
    sql.all(
      "INSERT OR REPLACE INTO barred (digest, person, until) VALUES (?, ?, ?)",
      digest,
      person,
      until,
    );
  sql.all("DELETE FROM ban WHERE lifted = 1 AND told = 1");
}

export function isBarred(sql: Sql, now: number, digest: string): boolean {
  const query = "SELECT 1 AS yes FROM barred WHERE digest = ? AND until > ?";
  return isMigrated(sql) && first(sql, query, digest, now) !== undefined;
}

function rankFault(sql: Sql, by: string, person: string): Failure | undefined {
  const role = appointedAs(sql, by);
  const fault = moderatorFault(sql, by, "ban");
  if (fault) return fault;
  return isAboveInCommunity(role, appointedAs(sql, person)) ? undefined : NOT_ABOVE;
}

/** An end is the server's time: what is over only takes room. */
function forgetEnded(sql: Sql, now: number): void {
  sql.all("DELETE FROM ban WHERE until <= ? AND told = 1", now);
  sql.all("DELETE FROM barred WHERE until <= ?", now);
}

function nextNumber(sql: Sql): number {
  const row = first<{ turn: number }>(sql, "UPDATE community SET turn = turn + 1 RETURNING turn");
  return row?.turn ?? 0;
}

function tell({ by, ts, until, reason, address }: Row): Ban {
  return {
    by,
    ts,
    ...(until !== null && { until }),
    ...(reason !== null && { reason }),
    ...(address === 1 && { address: true as const }),
  };
}
