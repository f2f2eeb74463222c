// Limits per address, counted by the platform where it has a counter [T3].
// `RATE_LIMIT=off` lifts them.

import type { MiddlewareHandler } from "hono";
import { answerFailure, FAILURES } from "../answers.ts";
import type { Route } from "../env.ts";

type Limit = "SESSION_LIMIT" | "JOIN_LIMIT" | "SIGN_IN_LIMIT";

export function limitPerAddress(which: Limit): MiddlewareHandler<Route> {
  return async (c, next) => {
    const limit = c.env.RATE_LIMIT === "off" ? undefined : c.env[which];
    const key = c.req.header("cf-connecting-ip") ?? "unknown";
    if (limit && !(await limit.limit({ key })).success) return answerFailure(FAILURES.rateLimited);
    return next();
  };
}
