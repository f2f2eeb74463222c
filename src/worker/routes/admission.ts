// Whether somebody new may come in: the one place that each way of becoming a person passes [M4] [M6].
// Nothing of a handle is said, and nothing kept, before this.

import type { Failure } from "../../protocol/codes.ts";
import type { NewSession } from "../../protocol/http.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import { FAILURES } from "../answers.ts";
import { workspaceOf, type Env } from "../env.ts";
import { digest } from "../random.ts";

export interface Admitted {
  /** Nobody came before, as far as is known. */
  isFirst: boolean;
  /** To be called once it is known who they would be, before they are. Error: `not_found`. */
  enter(person: string): Promise<Result<void, Failure>>;
}

type Asked = Pick<NewSession, "invite" | "handle" | "id">;

/** Errors: `forbidden` without an invite, `not_found` with one that does not hold. */
export async function admission(env: Env, asked: Asked): Promise<Result<Admitted, Failure>> {
  const coming = await comingOf(asked);
  const { joining, isFirst, isInvited } = await workspaceOf(env).doorway(coming);
  const isOpen = joining === "anyone";
  if (!isOpen && !isInvited) return failed(coming ? FAILURES.noInvite : FAILURES.notInvited);
  return ok({
    isFirst,
    async enter(person) {
      // Its last place may have gone to somebody else since.
      const isIn = coming && isInvited && (await workspaceOf(env).comeBy(person, coming));
      return isOpen || isIn ? ok(undefined) : failed(FAILURES.noInvite);
    },
  });
}

/** A retry of the request is known by it, and by nothing else that somebody could send. */
async function comingOf({ invite, handle, id }: Asked) {
  if (invite === undefined) return undefined;
  return { hash: await digest(invite), request: await digest(`${invite} ${handle} ${id}`) };
}
