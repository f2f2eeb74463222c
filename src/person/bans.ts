// Whether the community keeps this person out: a copy of what the workspace says, asked at each way in.
// The workspace's changes are numbered: one that comes late or twice changes nothing [O9].

import { first, firstKept, type Sql } from "../lib/sql.ts";
import { closeOtherSessions } from "./sessions.ts";

/** Addresses that are remembered, the last ones, and for how long. */
const ADDRESSES = 5;
const ADDRESS_MS = 30 * 24 * 3_600_000;

export interface BanKept {
  /** ms since 1970; absent where it has no end. */
  until?: number;
  reason?: string;
}

/** Undefined where this person may come in. */
export function banOf(sql: Sql, now: number): BanKept | undefined {
  const query = "SELECT until, reason FROM ban WHERE holds = 1";
  const row = firstKept<{ until: number | null; reason: string | null }>(sql, "ban", query);
  if (!row || (row.until !== null && row.until <= now)) return undefined;
  const { until, reason } = row;
  return { ...(until !== null && { until }), ...(reason !== null && { reason }) };
}

/** Keeps what the workspace said; returns the sessions that ended by it. */
export function keepBan(sql: Sql, now: number, n: number, ban: BanKept | undefined): string[] {
  const known = first<{ n: number }>(sql, "SELECT n FROM ban")?.n ?? 0;
  if (n > known)
    sql.all(
      "INSERT OR REPLACE INTO ban (one, n, holds, until, reason) VALUES (1, ?, ?, ?, ?)",
      n,
      ban ? 1 : 0,
      ban?.until ?? null,
      ban?.reason ?? null,
    );
  return banOf(sql, now) ? closeOtherSessions(sql, "") : [];
}

export function noteAddress(sql: Sql, now: number, digest: string): void {
  sql.all("INSERT OR REPLACE INTO address (digest, ts) VALUES (?, ?)", digest, now);
  sql.all(
    `DELETE FROM address WHERE ts < ? OR digest NOT IN
     (SELECT digest FROM address ORDER BY ts DESC, digest LIMIT +?)`,
    now - ADDRESS_MS,
    ADDRESSES,
  );
}

export function addresses(sql: Sql): string[] {
  return sql.all<{ digest: string }>("SELECT digest FROM address").map(({ digest }) => digest);
}
