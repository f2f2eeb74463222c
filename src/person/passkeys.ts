// Passkeys: public keys of authenticators, and the challenges that were answered with them [T13].
// A challenge is answered once; a counter that an authenticator sends only rises.

import type { PasskeyListed } from "../protocol/account.ts";
import type { Failure } from "../protocol/codes.ts";
import { LIMITS } from "../protocol/limits.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, firstKept, type Sql } from "../lib/sql.ts";

export interface Passkey {
  /** Of the credential, base64url. */
  id: string;
  /** COSE, base64url. */
  publicKey: string;
  /** 0 where the authenticator does not count. */
  counter: number;
}

export function hasPasskey(sql: Sql): boolean {
  return firstKept(sql, "passkey", "SELECT 1 AS some FROM passkey LIMIT 1") !== undefined;
}

export function passkeyOf(sql: Sql, id: string): Passkey | undefined {
  return first<Passkey>(
    sql,
    `SELECT id, public_key AS "publicKey", counter FROM passkey WHERE id = ?`,
    id,
  );
}

/** The oldest first. */
export function passkeys(sql: Sql): PasskeyListed[] {
  return sql
    .all<PasskeyListed>(
      `SELECT id, name, created_ts AS "createdTs", used_ts AS "usedTs" FROM passkey
       ORDER BY created_ts, id`,
    )
    .map((row) => ({ ...row }));
}

/** The same one again changes nothing. Error: `storage_full`. */
export function addPasskey(
  sql: Sql,
  now: number,
  { id, publicKey, counter }: Passkey,
  name: string,
): Result<void, Failure> {
  if (passkeyOf(sql, id)) return ok(undefined);
  if (passkeys(sql).length >= LIMITS.passkeys)
    return failed({
      code: "storage_full",
      message: `You have ${LIMITS.passkeys} passkeys. Remove one first.`,
    });
  sql.all(
    `INSERT INTO passkey (id, public_key, counter, name, created_ts, used_ts)
     VALUES (?1, ?2, ?3, ?4, ?5, ?5)`,
    id,
    publicKey,
    counter,
    name,
    now,
  );
  return ok(undefined);
}

/** False where the counter did not rise: somebody may have a copy of the authenticator. */
export function usePasskey(sql: Sql, now: number, id: string, counter: number): boolean {
  const used = sql.all(
    `UPDATE passkey SET counter = ?1, used_ts = ?2
     WHERE id = ?3 AND (counter < ?1 OR (counter = 0 AND ?1 = 0)) RETURNING id`,
    counter,
    now,
    id,
  );
  return used.length > 0;
}

/** False where there is none with this id. */
export function renamePasskey(sql: Sql, id: string, name: string): boolean {
  return sql.all("UPDATE passkey SET name = ? WHERE id = ? RETURNING id", name, id).length > 0;
}

/** False where there is none with this id. */
export function removePasskey(sql: Sql, id: string): boolean {
  return sql.all("DELETE FROM passkey WHERE id = ? RETURNING id", id).length > 0;
}

/** True the first time. It is remembered for as long as a challenge is good, and as long again. */
export function spendChallenge(sql: Sql, now: number, challenge: string): boolean {
  sql.all("DELETE FROM challenge WHERE ts < ?", now - 2 * LIMITS.challengeMs);
  return (
    sql.all(
      "INSERT OR IGNORE INTO challenge (challenge, ts) VALUES (?, ?) RETURNING challenge",
      challenge,
      now,
    ).length > 0
  );
}
