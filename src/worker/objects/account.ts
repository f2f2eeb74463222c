// What a person signs in with, on the storage of their object: the rules need a hash that takes its time.
// Between the hash and the row anything may have happened, so a rule is asked again in the transaction.

import type { AccountAnswer, PasskeyListed } from "../../protocol/account.ts";
import type { Failure } from "../../protocol/codes.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import {
  codesLeft,
  hasAccount,
  mayChange,
  passwordOf,
  prove,
  replaceCodes,
  setPassword,
  spendCode,
} from "../../person/credentials.ts";
import {
  addPasskey,
  passkeyOf,
  passkeys,
  removePasskey,
  spendChallenge,
  usePasskey,
} from "../../person/passkeys.ts";
import { profile } from "../../person/profile.ts";
import { FAILURES } from "../answers.ts";
import { hashPassword, isPassword } from "../passwords.ts";
import {
  verifyAssertion,
  verifyRegistration,
  type Assertion,
  type Registration,
} from "../webauthn.ts";
import type { CountedSql } from "./storage.ts";

/** A password in clear, a recovery code by its digest, or what a passkey signed. */
export type Shown = { password: string } | { codeHash: string } | { assertion: Assertion };

export class Account {
  private readonly sql: CountedSql;

  constructor(sql: CountedSql) {
    this.sql = sql;
  }

  exists(): boolean {
    return this.isSomebody() && hasAccount(this.sql);
  }

  /** Whether this is the person. It costs the same where nobody lives here, or there is no password. */
  async isShown(shown: Shown): Promise<boolean> {
    if ("codeHash" in shown) return this.isSomebody() && spendCode(this.sql, shown.codeHash);
    if ("assertion" in shown) return this.isSigned(shown.assertion);
    const kept = this.isSomebody() ? passwordOf(this.sql) : undefined;
    if (!(await isPassword(shown.password, kept))) return false;
    // It may have been changed meanwhile.
    return kept !== undefined && passwordOf(this.sql)?.hash === kept.hash;
  }

  /** Error: `unauthorized`. */
  async prove(session: string, shown: Shown): Promise<Result<void, Failure>> {
    if (!(await this.isShown(shown))) return failed(FAILURES.noMatch);
    prove(this.sql, Date.now(), session);
    return ok(undefined);
  }

  state(session: string): AccountAnswer {
    return {
      hasPassword: passwordOf(this.sql) !== undefined,
      passkeys: passkeys(this.sql),
      codes: codesLeft(this.sql),
      proved: mayChange(this.sql, Date.now(), session),
    };
  }

  /** The ids of the sessions that ended by it. Error: `forbidden` without a fresh proof. */
  async setPassword(session: string, password: string): Promise<Result<string[], Failure>> {
    if (!this.mayChange(session)) return failed(FAILURES.proveFirst);
    const kept = await hashPassword(password);
    return this.sql.transact(() =>
      this.mayChange(session)
        ? ok(setPassword(this.sql, Date.now(), session, kept))
        : failed(FAILURES.proveFirst),
    );
  }

  /** Error: `forbidden` without a fresh proof, and for a guest, who has nothing to recover. */
  replaceCodes(session: string, hashes: readonly string[]): Result<void, Failure> {
    return this.sql.transact(() => {
      if (!this.exists() || !this.mayChange(session)) return failed(FAILURES.proveFirst);
      replaceCodes(this.sql, hashes);
      return ok(undefined);
    });
  }

  passkeys(): PasskeyListed[] {
    return this.isSomebody() ? passkeys(this.sql) : [];
  }

  /** Errors: `forbidden` without a fresh proof or where the ceremony does not hold; `storage_full`. */
  async addPasskey(
    session: string,
    ceremony: Registration,
    name: string,
  ): Promise<Result<void, Failure>> {
    if (!this.mayChange(session)) return failed(FAILURES.proveFirst);
    const made = await verifyRegistration(ceremony);
    return this.sql.transact((): Result<void, Failure> => {
      const now = Date.now();
      if (!this.mayChange(session)) return failed(FAILURES.proveFirst);
      if (!made || !spendChallenge(this.sql, now, ceremony.challenge))
        return failed({ ...FAILURES.noMatch, code: "forbidden" });
      const added = addPasskey(this.sql, now, made, name);
      if (added.ok) prove(this.sql, now, session);
      return added;
    });
  }

  /** Errors: `forbidden` without a fresh proof, and for the last way in; `not_found`. */
  removePasskey(session: string, id: string): Result<void, Failure> {
    return this.sql.transact((): Result<void, Failure> => {
      if (!this.mayChange(session)) return failed(FAILURES.proveFirst);
      if (!passkeyOf(this.sql, id)) return failed(FAILURES.notFound);
      if (passwordOf(this.sql) === undefined && passkeys(this.sql).length === 1)
        return failed(FAILURES.lastWayIn);
      removePasskey(this.sql, id);
      return ok(undefined);
    });
  }

  /** Whether this session has shown lately who one is; a guest has nothing to show. */
  mayChange(session: string): boolean {
    return this.isSomebody() && mayChange(this.sql, Date.now(), session);
  }

  private async isSigned(assertion: Assertion): Promise<boolean> {
    const { id } = assertion.response;
    const known = this.isSomebody() ? passkeyOf(this.sql, id) : undefined;
    const counter = known && (await verifyAssertion(assertion, known));
    if (counter === undefined) return false;
    const now = Date.now();
    return this.sql.transact(
      () =>
        spendChallenge(this.sql, now, assertion.challenge) &&
        usePasskey(this.sql, now, id, counter),
    );
  }

  private isSomebody(): boolean {
    return profile(this.sql) !== undefined;
  }
}
