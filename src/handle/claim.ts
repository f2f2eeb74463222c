// Whose handle this is. That the handle addresses this object is what makes it unique [N2].
// A claim that no person followed within the retry time is let go.

import type { Failure } from "../protocol/codes.ts";
import { LIMITS } from "../protocol/limits.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { MIGRATIONS } from "./schema.ts";

export interface Claim {
  handle: string;
  /** Person id. */
  person: string;
  /** The client's id of the request: its retry gets the same answer for 10 minutes [T3]. */
  request: string;
}

interface Held extends Claim {
  ts: number;
  settled: number;
  /** ms since 1970: given up, and kept from others until then. Null while it is in use. */
  kept_until: number | null;
}

/** The claim in force, or undefined. Creates nothing. */
export function holder(sql: Sql): Held | undefined {
  if (!isMigrated(sql)) return undefined;
  return first<Held>(sql, "SELECT handle, person, request, ts, settled, kept_until FROM claim");
}

/** Whether anybody may claim it: nobody has it, or the time is over for which it was kept. */
export function isFree(sql: Sql, now: number): boolean {
  const held = holder(sql);
  return held === undefined || (held.kept_until !== null && held.kept_until <= now);
}

/** Claims the handle and returns whose it is. Error: `name_taken`. */
export function claimHandle(sql: Sql, now: number, claim: Claim): Result<string, Failure> {
  const held = isFree(sql, now) ? undefined : holder(sql);
  if (held?.person === claim.person) {
    useAgain(sql);
    return ok(held.person);
  }
  if (held) {
    const again = held.request === claim.request && now - held.ts <= LIMITS.retryMs;
    return again
      ? ok(held.person)
      : failed({ code: "name_taken", message: `The handle ${claim.handle} is taken.` });
  }
  migrate(sql, MIGRATIONS);
  sql.all("DELETE FROM claim");
  sql.all(
    "INSERT INTO claim (one, handle, person, request, ts) VALUES (1, ?, ?, ?, ?)",
    claim.handle,
    claim.person,
    claim.request,
    now,
  );
  return ok(claim.person);
}

/** The person exists: the claim stands until it is released. */
export function settleClaim(sql: Sql, person: string): void {
  sql.all("UPDATE claim SET settled = 1 WHERE person = ?", person);
}

/** This person is called otherwise now, or left: until then nobody else may be called so, nor by a retry. */
export function keepHandle(sql: Sql, person: string, until: number): void {
  const query = "UPDATE claim SET kept_until = ?, request = '' WHERE person = ?";
  if (isMigrated(sql)) sql.all(query, until, person);
}

/** Whose it is uses it again, or never ceased to. */
export function useAgain(sql: Sql): void {
  sql.all("UPDATE claim SET kept_until = NULL");
}

/** Frees the handle, if it is this person's. */
export function releaseHandle(sql: Sql, person: string): void {
  if (isMigrated(sql)) sql.all("DELETE FROM claim WHERE person = ?", person);
}
