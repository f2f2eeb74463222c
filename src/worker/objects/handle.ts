// The shell of a handle: claim, release, tries at signing in, and letting go of a claim that nobody followed.
// One object per handle, so two claims can never both win.

import { DurableObject } from "cloudflare:workers";
import type { Failure } from "../../protocol/codes.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import { isMigrated, migrate } from "../../lib/sql.ts";
import { attempt, attemptsEnd, forgetAttempts } from "../../handle/attempts.ts";
import {
  claimHandle,
  holder,
  isFree,
  keepHandle,
  releaseHandle,
  settleClaim,
  useAgain,
  type Claim,
} from "../../handle/claim.ts";
import { MIGRATIONS } from "../../handle/schema.ts";
import { personOf, type Env } from "../env.ts";
import { logBug } from "../log-line.ts";
import { sqlOf } from "./storage.ts";

export class Handle extends DurableObject<Env> {
  private readonly sql = sqlOf(this.ctx.storage);

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (isMigrated(this.sql)) migrate(this.sql, MIGRATIONS);
  }

  /** Whose the handle is now: a person id. Error: `name_taken`. */
  async claim(claim: Claim): Promise<Result<string, Failure>> {
    const claimed = this.sql.transact(() => claimHandle(this.sql, Date.now(), claim));
    if (claimed.ok) await this.arm();
    return claimed;
  }

  /** Whose it is; undefined where it is free. */
  whose(): string | undefined {
    return isFree(this.sql, Date.now()) ? undefined : holder(this.sql)?.person;
  }

  isFree(): boolean {
    return isFree(this.sql, Date.now());
  }

  /** Its person is called otherwise now; it is theirs to take back until then. */
  async keep(person: string, until: number): Promise<void> {
    keepHandle(this.sql, person, until);
    await this.arm();
  }

  /** Whose the handle is, if anybody's, for somebody who tries to sign in. Error: `rate_limited`. */
  async attempt(isLimited: boolean): Promise<Result<string | undefined, Failure>> {
    if (isLimited) {
      const retryAfterMs = this.sql.transact(() => attempt(this.sql, Date.now()));
      const message = "Too many tries for this handle. Wait a moment, then try again.";
      if (retryAfterMs > 0) return failed({ code: "rate_limited", message, retryAfterMs });
      await this.arm();
    }
    return ok(isFree(this.sql, Date.now()) ? undefined : holder(this.sql)?.person);
  }

  async release(person: string): Promise<void> {
    releaseHandle(this.sql, person);
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    if ((attemptsEnd(this.sql) ?? Infinity) <= now) forgetAttempts(this.sql);
    await this.settle();
    if (holder(this.sql) === undefined && attemptsEnd(this.sql) === undefined)
      await this.sql.deleteAll();
    else await this.arm();
  }

  private async settle(): Promise<void> {
    const held = holder(this.sql);
    const isKept = held !== undefined && held.kept_until !== null;
    if (!held || (isKept ? !isFree(this.sql, Date.now()) : held.settled)) return;
    try {
      if (await personOf(this.env, held.person).isCalled(held.handle)) {
        settleClaim(this.sql, held.person);
        useAgain(this.sql);
      } else releaseHandle(this.sql, held.person);
    } catch (error) {
      logBug({ person: held.person }, error);
    }
  }

  private async arm(): Promise<void> {
    const due = [attemptsEnd(this.sql) ?? Infinity];
    const held = holder(this.sql);
    const again = Date.now() + LIMITS.retryMs;
    if (held?.settled === 0) due.push(again);
    if (held && held.kept_until !== null) due.push(Math.max(held.kept_until, again));
    const next = Math.min(...due);
    if (next === Infinity) return;
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > next) await this.ctx.storage.setAlarm(next);
  }
}
