// Whether this deployment takes files at all, and a small picture as the body of a request.
// The picture is read before anybody is verified: a hand-over must not grow old on a slow line [C5].

import type { MiddlewareHandler } from "hono";
import { answerFailure, FAILURES } from "../answers.ts";
import type { Route } from "../env.ts";
import { readIcon } from "../files/picture.ts";

export const requireFiles: MiddlewareHandler<Route> = async (c, next) =>
  c.env.FILES ? next() : answerFailure(FAILURES.noFiles);

/** Sets `picture`, or answers `too_large` or `bad_command`. */
export const readPictureFirst: MiddlewareHandler<Route> = async (c, next) => {
  const read = await readIcon(c);
  if (!read.ok) return answerFailure(read.failure);
  c.set("picture", read.value);
  return next();
};
