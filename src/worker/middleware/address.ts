// From where somebody joins or signs in: the community may have closed that address [O10].
// Nothing keeps an address: what is kept is its digest under the deployment's secret.

import type { MiddlewareHandler } from "hono";
import { networkOf } from "../../lib/network.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { workspaceOf, type Route } from "../env.ts";

/** Error: `forbidden`, before anything is said of a handle. */
export const barAddress: MiddlewareHandler<Route> = async (c, next) => {
  const address = c.req.header("cf-connecting-ip");
  if (address === undefined) return next();
  const { digest, isBarred } = await workspaceOf(c.env).gate(networkOf(address));
  if (isBarred) return answerFailure(FAILURES.barred);
  c.set("address", digest);
  return next();
};
