// Whether somebody new may come in: the one place that each way of becoming a person passes [M4].
// Nothing of a handle is said, and nothing kept, before this.

import type { Failure } from "../../protocol/codes.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import { FAILURES } from "../answers.ts";
import { workspaceOf, type Env } from "../env.ts";

export interface Admitted {
  /** Nobody came before, as far as is known. */
  isFirst: boolean;
}

/** Error: `forbidden`. */
export async function admission(env: Env): Promise<Result<Admitted, Failure>> {
  const { joining, isFirst } = await workspaceOf(env).doorway();
  return joining === "anyone" ? ok({ isFirst }) : failed(FAILURES.notInvited);
}
