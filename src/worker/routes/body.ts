// Reads a request's JSON body, at most one frame's size.
// What is too large is not read to its end.

import { bodyLimit } from "hono/body-limit";
import type { Context } from "hono";
import { LIMITS } from "../../protocol/limits.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import type { Route } from "../env.ts";

export const limitBody = bodyLimit({
  maxSize: LIMITS.frameBytes,
  onError: () => answerFailure(FAILURES.tooLarge),
});

/** The parsed body, or undefined where it is no JSON. */
export async function jsonOf(c: Context<Route>): Promise<unknown> {
  try {
    return JSON.parse(await c.req.text()) as unknown;
  } catch {
    return undefined;
  }
}
