// The deployment's own secret, made by itself when it is first needed: nothing has to be configured.
// It proves that a challenge was made here, and makes the addresses of private and direct rooms: it never changes.

import { first, migrate, type Sql } from "../lib/sql.ts";
import { MIGRATIONS } from "./schema.ts";

/** The secret, which is `fresh` where there was none. */
export function secretOf(sql: Sql, fresh: string): string {
  migrate(sql, MIGRATIONS);
  sql.all("INSERT OR IGNORE INTO secret (one, secret) VALUES (1, ?)", fresh);
  return first<{ secret: string }>(sql, "SELECT secret FROM secret")?.secret ?? fresh;
}
