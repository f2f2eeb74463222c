// What makes a handle one's own: a password by its scrypt hash, recovery codes by their digests [T11].
// Who has any of them changes them only with a proof younger than 10 minutes.

import { LIMITS } from "../protocol/limits.ts";
import { first, firstKept, type Sql } from "../lib/sql.ts";
import { hasPasskey } from "./passkeys.ts";
import { closeOtherSessions } from "./sessions.ts";

export interface PasswordKept {
  salt: string;
  hash: string;
}

/** Whether there is anything to prove oneself with; without it one is a guest. */
export function hasAccount(sql: Sql): boolean {
  return passwordOf(sql) !== undefined || hasPasskey(sql);
}

export function passwordOf(sql: Sql): PasswordKept | undefined {
  return firstKept<PasswordKept>(sql, "password", "SELECT salt, hash FROM password");
}

/** Whether this session may change what one signs in with. */
export function mayChange(sql: Sql, now: number, session: string): boolean {
  const known = first<{ proved_ts: number }>(
    sql,
    "SELECT proved_ts FROM session WHERE id = ?",
    session,
  );
  return known !== undefined && (!hasAccount(sql) || now - known.proved_ts <= LIMITS.proofMs);
}

/** It was shown in this session who one is. */
export function prove(sql: Sql, now: number, session: string): void {
  sql.all("UPDATE session SET proved_ts = ? WHERE id = ?", now, session);
}

/** Another password ends all other sessions, whose ids are returned: one of them may be why. */
export function setPassword(
  sql: Sql,
  now: number,
  session: string,
  { salt, hash }: PasswordKept,
): string[] {
  const isAnother = passwordOf(sql) !== undefined;
  sql.all(
    `INSERT INTO password (one, salt, hash) VALUES (1, ?1, ?2)
     ON CONFLICT (one) DO UPDATE SET salt = ?1, hash = ?2`,
    salt,
    hash,
  );
  prove(sql, now, session);
  return isAnother ? closeOtherSessions(sql, session) : [];
}

/** New recovery codes, by SHA-256; the ones before are void. */
export function replaceCodes(sql: Sql, hashes: readonly string[]): void {
  sql.all("DELETE FROM code");
  for (const hash of hashes) sql.all("INSERT INTO code (hash) VALUES (?)", hash);
}

export function codesLeft(sql: Sql): number {
  return first<{ n: number }>(sql, "SELECT COUNT(*) AS n FROM code")?.n ?? 0;
}

/** True once for each code. */
export function spendCode(sql: Sql, hash: string): boolean {
  return sql.all("DELETE FROM code WHERE hash = ? RETURNING hash", hash).length > 0;
}
