// The handles this person had before: kept from others for 30 days, then free [T14].
// At most three are kept at a time, so that nobody collects handles by changing.

import type { Failure } from "../protocol/codes.ts";
import { LIMITS } from "../protocol/limits.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, type Sql } from "../lib/sql.ts";
import { introduceAnew, profile } from "./profile.ts";

export interface Parting {
  handle: string;
  /** ms since 1970 */
  until: number;
}

/** From now on one is called so; the claim of the handle comes before. Error: `rate_limited`. */
export function changeHandle(sql: Sql, now: number, handle: string): Result<void, Failure> {
  const old = profile(sql)?.handle;
  if (old === undefined || old === handle) return ok(undefined);
  sql.all("DELETE FROM parting WHERE until <= ? OR handle = ?", now, handle);
  const kept = sql.all<Parting>("SELECT handle, until FROM parting ORDER BY until");
  const [next] = kept;
  if (next && kept.length >= LIMITS.handlesKept)
    return failed({
      code: "rate_limited",
      message: `You changed your handle ${LIMITS.handlesKept} times in 30 days. Take an earlier one back, or wait.`,
      retryAfterMs: next.until - now,
    });
  sql.all("UPDATE person SET handle = ?", handle);
  sql.all("INSERT INTO parting (handle, until) VALUES (?, ?)", old, now + LIMITS.handleKeptMs);
  introduceAnew(sql);
  return ok(undefined);
}

/** Whether one is called so now. */
export function isCalled(sql: Sql, handle: string): boolean {
  return profile(sql)?.handle === handle;
}

/** Those that have yet to hear that they are kept only. */
export function partings(sql: Sql): Parting[] {
  return sql
    .all<Parting>("SELECT handle, until FROM parting WHERE told = 0")
    .map((row) => ({ ...row }));
}

export function saidParting(sql: Sql, handle: string): void {
  sql.all("UPDATE parting SET told = 1 WHERE handle = ?", handle);
}

export function hasPartings(sql: Sql): boolean {
  return first(sql, "SELECT 1 AS some FROM parting WHERE told = 0") !== undefined;
}
