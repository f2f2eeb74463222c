// Whose handle this is. That the handle addresses this object is what makes it unique [N2].
// A claim that no person followed within the retry time is let go.

import type { Failure } from "../protocol/codes.ts";
import { LIMITS } from "../protocol/limits.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, isMigrated, migrate, type Sql } from "../lib/sql.ts";

export const MIGRATIONS = [
  [
    `CREATE TABLE claim (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      handle TEXT NOT NULL,
      person TEXT NOT NULL,
      request TEXT NOT NULL,
      ts INTEGER NOT NULL,
      settled INTEGER NOT NULL DEFAULT 0
    )`,
  ],
] as const;

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
}

/** The claim in force, or undefined. Creates nothing. */
export function holder(sql: Sql): Held | undefined {
  if (!isMigrated(sql)) return undefined;
  return first<Held>(sql, "SELECT handle, person, request, ts, settled FROM claim");
}

/** Claims the handle and returns whose it is. Error: `name_taken`. */
export function claimHandle(sql: Sql, now: number, claim: Claim): Result<string, Failure> {
  const held = holder(sql);
  if (held) {
    const again = held.request === claim.request && now - held.ts <= LIMITS.retryMs;
    return again
      ? ok(held.person)
      : failed({ code: "name_taken", message: `The handle ${claim.handle} is taken.` });
  }
  migrate(sql, MIGRATIONS);
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

/** Frees the handle, if it is this person's. */
export function releaseHandle(sql: Sql, person: string): void {
  if (isMigrated(sql)) sql.all("DELETE FROM claim WHERE person = ?", person);
}
