// Reads a request's JSON body, at most one frame's size.
// What is too large is not read to its end.

import { bodyLimit } from "hono/body-limit";
import type { Context, MiddlewareHandler } from "hono";
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

/** A slow body is waited for before anybody is verified: a hand-over must not grow old meanwhile [C5]. */
export const readBody: MiddlewareHandler<Route> = async (c, next) => {
  await c.req.text();
  return next();
};
