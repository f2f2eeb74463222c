// The community's audit log: who changed what, when and why. It is written with what it tells of, and only grows.
// A page costs what is on it.

import type { CommunityAct, CommunityAudited } from "../protocol/community-order.ts";
import { isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { MIGRATIONS } from "./schema.ts";

const PAGE = 30;

/** To be called in the transaction of what was done. */
export function record(sql: Sql, now: number, by: string, { kind, ...data }: CommunityAct): void {
  migrate(sql, MIGRATIONS);
  sql.all(
    "INSERT INTO audit (ts, by, kind, data) VALUES (?, ?, ?, ?)",
    now,
    by,
    kind,
    JSON.stringify(data),
  );
}

/** Newest first, below `before`. */
export function audit(sql: Sql, before: number): { entries: CommunityAudited[]; next?: number } {
  if (!isMigrated(sql)) return { entries: [] };
  const rows = sql.all<{ n: number; ts: number; by: string; kind: string; data: string }>(
    "SELECT n, ts, by, kind, data FROM audit WHERE n < ? ORDER BY n DESC LIMIT +?",
    before,
    PAGE + 1,
  );
  const entries = rows.slice(0, PAGE).map(({ n, ts, by, kind, data }) => {
    const act = { kind, ...(JSON.parse(data) as object) } as CommunityAct;
    return { ...act, n, ts, by };
  });
  const next = rows.length > PAGE ? entries.at(-1)?.n : undefined;
  return { entries, ...(next !== undefined && { next }) };
}
