// Invites as rows: the digest of a token, who made it, until when it holds and how many it lets in.
// Who may make one and what coming by it means is for whoever keeps them to say; those that hold are bounded.

import { first, type Sql } from "./sql.ts";

/** The table, for the migrations of whoever keeps invites. */
export const INVITE_TABLE = `CREATE TABLE invite (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  author TEXT NOT NULL,
  ts INTEGER NOT NULL,
  until INTEGER,
  most INTEGER,
  uses INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID`;

export interface InviteKept {
  id: string;
  author: string;
  ts: number;
  /** ms since 1970; null until it is revoked. */
  until: number | null;
  /** People whom it lets in; null for all who come. */
  most: number | null;
  uses: number;
}

export interface NewInvite {
  id: string;
  /** SHA-256 of the token, as hex. */
  hash: string;
  author: string;
  forMs?: number | undefined;
  /** People whom it lets in. */
  most?: number | undefined;
}

const COLUMNS = "id, author, ts, until, most, uses";

export function inviteBy(sql: Sql, hash: string): InviteKept | undefined {
  return first<InviteKept>(sql, `SELECT ${COLUMNS} FROM invite WHERE hash = ?`, hash);
}

/** The newest first. */
export function keptInvites(sql: Sql): InviteKept[] {
  return sql
    .all<InviteKept>(`SELECT ${COLUMNS} FROM invite ORDER BY ts DESC, id`)
    .map((row) => ({ ...row }));
}

/** Undefined where as many hold already; of those that do not, the oldest make room. */
export function keepInvite(
  sql: Sql,
  now: number,
  { id, hash, author, forMs, most }: NewInvite,
  { atMost, holds }: { atMost: number; holds: (invite: InviteKept) => boolean },
): InviteKept | undefined {
  sql.all("DELETE FROM invite WHERE until <= ?", now);
  const kept = keptInvites(sql);
  const over = kept.filter((invite) => !holds(invite));
  const surplus = kept.length + 1 - atMost;
  if (surplus > over.length) return undefined;
  for (const { id: old } of surplus > 0 ? over.slice(-surplus) : []) endInvite(sql, old);
  sql.all(
    "INSERT INTO invite (id, hash, author, ts, until, most) VALUES (?, ?, ?, ?, ?, ?)",
    id,
    hash,
    author,
    now,
    forMs === undefined ? null : now + forMs,
    most ?? null,
  );
  return inviteBy(sql, hash);
}

/** False where there is none. */
export function endInvite(sql: Sql, id: string): boolean {
  return sql.all("DELETE FROM invite WHERE id = ? RETURNING id", id).length > 0;
}

export function hasEnded({ until }: InviteKept, now: number): boolean {
  return until !== null && until <= now;
}

/** Whether it lets one more in. */
export function hasPlace({ most, uses }: InviteKept): boolean {
  return most === null || uses < most;
}

export function countUse(sql: Sql, id: string): void {
  sql.all("UPDATE invite SET uses = uses + 1 WHERE id = ?", id);
}

/** As it is told; without `by` where nobody knows who made it. */
export function told<P extends object>(invite: InviteKept, by: P | undefined) {
  const { id, ts, until, most, uses } = invite;
  return {
    id,
    ...(by && { by }),
    createdTs: ts,
    uses,
    ...(until !== null && { until }),
    ...(most !== null && { most }),
  };
}
