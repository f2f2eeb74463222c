// Which pages may act with a visitor's cookie [C2].
// The server's own origin and those it lists; `null`, a look-alike and none at all are not among them.

import type { Context } from "hono";
import type { Route } from "../env.ts";

export function mayUseCookie(c: Context<Route>): boolean {
  const origin = c.req.header("origin");
  return origin !== undefined && isOwn(c, origin);
}

/** A foreign page may not even claim a name here; what is no browser sends no origin. */
export function isForeign(c: Context<Route>): boolean {
  const origin = c.req.header("origin");
  return origin !== undefined && !isOwn(c, origin);
}

/** The origins under which this server is known to whoever asks. */
export function ownOrigins(c: Context<Route>): string[] {
  const url = new URL(c.req.url);
  return [...new Set([url.origin, `${url.protocol}//${c.req.header("host") ?? url.host}`])];
}

function isOwn(c: Context<Route>, origin: string): boolean {
  const listed = (c.env.ALLOWED_ORIGINS ?? "").split(",").map((item) => item.trim());
  if (listed.includes(origin) && origin !== "") return true;
  return ownOrigins(c).includes(origin);
}
