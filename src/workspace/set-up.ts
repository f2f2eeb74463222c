// Who becomes the first owner: whoever came before all others, or whoever has the deployment's set-up token [M2].
// A token makes one owner; whoever comes to a community that has people already needs one.

import type { Failure } from "../protocol/codes.ts";
import type { SetUp } from "../protocol/community.ts";
import { refill, waitFor, type BucketRate } from "../lib/bucket.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { hasOwner, keepAppointment } from "./roles.ts";
import { MIGRATIONS } from "./schema.ts";

/** Tries with a token, of everybody together: ten at once, then one in 30 s. */
const RATE: BucketRate = { burst: 10, rate: 1 / 30 };

const OWNED: Failure = { code: "forbidden", message: "This community has an owner already." };

const NOT_FIRST: Failure = {
  code: "forbidden",
  message: "Others came here before you. Becoming the owner takes the set-up token.",
};

const WRONG_TOKEN: Failure = { code: "forbidden", message: "That is not the set-up token." };

const SPENT_TOKEN: Failure = {
  code: "forbidden",
  message: "This set-up token was used already. Another owner takes another token.",
};

/** How a claim is judged: by the digest of the deployment's token, where it has one, and of the one that was shown. */
export interface Tokens {
  /** SHA-256, as hex. */
  wanted: string | undefined;
  /** Compared in constant time by the caller. */
  matches: boolean;
}

/** Whether nobody is known to have come yet. */
export function isUntouched(sql: Sql): boolean {
  return !isMigrated(sql) || firstPerson(sql) === null;
}

/** Of all who come, the first is kept. */
export function noteFirst(sql: Sql, person: string): void {
  migrate(sql, MIGRATIONS);
  sql.all("UPDATE community SET first_person = ? WHERE first_person IS NULL", person);
}

/** What this person is offered, who need not be told of a token that others have. */
export function setUpFor(sql: Sql, person: string, hasToken: boolean): SetUp | undefined {
  if (!isMigrated(sql) || hasOwner(sql) || firstPerson(sql) !== person) return undefined;
  return hasToken ? "token" : "freely";
}

/** Makes the person the owner. Errors: `forbidden`, `rate_limited`. */
export function claimCommunity(
  sql: Sql,
  now: number,
  person: string,
  { wanted, matches }: Tokens,
): Result<void, Failure> {
  migrate(sql, MIGRATIONS);
  if (wanted === undefined) {
    if (hasOwner(sql)) return failed(OWNED);
    if (firstPerson(sql) !== person) return failed(NOT_FIRST);
  } else {
    const retryAfterMs = attempt(sql, now, matches);
    const message = "Too many tries. Wait a moment, then try again.";
    if (retryAfterMs > 0) return failed({ code: "rate_limited", message, retryAfterMs });
    if (!matches) return failed(WRONG_TOKEN);
    const spent = "INSERT OR IGNORE INTO spent_token (digest) VALUES (?) RETURNING digest";
    if (sql.all(spent, wanted).length === 0) return failed(SPENT_TOKEN);
  }
  keepAppointment(sql, person, "owner");
  return ok(undefined);
}

function firstPerson(sql: Sql): string | null | undefined {
  return first<{ first_person: string | null }>(sql, "SELECT first_person FROM community")
    ?.first_person;
}

/** ms to wait; a try that is refused costs nothing, nor does the right token. */
function attempt(sql: Sql, now: number, matches: boolean): number {
  const kept = first<{ tokens: number; at: number }>(sql, "SELECT tokens, at FROM attempts");
  const bucket = refill(kept, RATE, now);
  const wait = waitFor(bucket, RATE);
  if (wait > 0 || matches) return wait;
  sql.all(
    `INSERT INTO attempts (one, tokens, at) VALUES (1, ?1, ?2)
     ON CONFLICT (one) DO UPDATE SET tokens = ?1, at = ?2`,
    bucket.tokens - 1,
    now,
  );
  return 0;
}
