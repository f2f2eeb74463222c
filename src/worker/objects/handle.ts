// The shell of a handle: claim, release, and letting go of a claim that nobody followed.
// One object per handle, so two claims can never both win.

import { DurableObject } from "cloudflare:workers";
import type { Failure } from "../../protocol/codes.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Result } from "../../lib/result.ts";
import { isMigrated, migrate } from "../../lib/sql.ts";
import {
  claimHandle,
  holder,
  MIGRATIONS,
  releaseHandle,
  settleClaim,
  type Claim,
} from "../../handle/claim.ts";
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
    const now = Date.now();
    const claimed = this.ctx.storage.transactionSync(() => claimHandle(this.sql, now, claim));
    if (claimed.ok && holder(this.sql)?.settled === 0)
      await this.ctx.storage.setAlarm(now + LIMITS.retryMs);
    return claimed;
  }

  isFree(): boolean {
    return holder(this.sql) === undefined;
  }

  async release(person: string): Promise<void> {
    releaseHandle(this.sql, person);
  }

  override async alarm(): Promise<void> {
    const held = holder(this.sql);
    if (!held || held.settled) return;
    try {
      if (await personOf(this.env, held.person).exists()) settleClaim(this.sql, held.person);
      else releaseHandle(this.sql, held.person);
    } catch (error) {
      logBug({ person: held.person }, error);
      await this.ctx.storage.setAlarm(Date.now() + LIMITS.retryMs);
    }
  }
}
