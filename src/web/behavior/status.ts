// Changes what one says of oneself for now.
// It is shown as one's own once the server has it.

import type { Refusal } from "../../client/api.ts";
import type { Status } from "../../protocol/people.ts";
import { keptApi } from "./kept-api.ts";
import { known, me, whoAmI } from "./session.ts";

/** Without emoji and text there is none. Why not, or undefined once it is so. */
export async function changeStatus(status: Status): Promise<Refusal | undefined> {
  const who = whoAmI();
  const answer = await keptApi.setStatus(status);
  if (!answer.ok) return answer.failure;
  const you = me.peek();
  if (you?.id !== who) return undefined;
  const { status: _, ...rest } = you;
  known(Object.keys(status).length > 0 ? { ...rest, status } : rest);
  return undefined;
}
