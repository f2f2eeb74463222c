// Tries at signing in under this handle, whether it is anybody's or not [T11].
// They are counted in storage: an object that is put to sleep between two tries forgets nothing.

import { refill, waitFor, type BucketRate } from "../lib/bucket.ts";
import { first, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { MIGRATIONS } from "./schema.ts";

/** Ten at once, then one in 30 s. */
const RATE: BucketRate = { burst: 10, rate: 1 / 30 };

interface Attempts {
  tokens: number;
  at: number;
}

/** Takes one try; returns ms until there is one where none is left. A try that is refused costs nothing. */
export function attempt(sql: Sql, now: number): number {
  const bucket = refill(attempts(sql), RATE, now);
  const wait = waitFor(bucket, RATE);
  if (wait > 0) return wait;
  migrate(sql, MIGRATIONS);
  sql.all(
    `INSERT INTO attempts (one, tokens, at) VALUES (1, ?1, ?2)
     ON CONFLICT (one) DO UPDATE SET tokens = ?1, at = ?2`,
    bucket.tokens - 1,
    now,
  );
  return 0;
}

/** ms since 1970 when nothing of the tries counts any more; undefined where there were none. */
export function attemptsEnd(sql: Sql): number | undefined {
  const known = attempts(sql);
  return known && known.at + Math.ceil(((RATE.burst - known.tokens) / RATE.rate) * 1_000);
}

export function forgetAttempts(sql: Sql): void {
  sql.all("DELETE FROM attempts");
}

function attempts(sql: Sql): Attempts | undefined {
  return isMigrated(sql) ? first<Attempts>(sql, "SELECT tokens, at FROM attempts") : undefined;
}
