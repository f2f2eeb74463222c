// What every response carries: a request id, and the headers that keep a browser from mistakes [T5].
// Static files get the same from `static/_headers`.

import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { roomAddress } from "../../protocol/names.ts";
import { newId } from "../random.ts";
import type { Route } from "../env.ts";
import type { HandOver } from "../hand-over.ts";
import { logLine } from "../log-line.ts";

const HEADERS = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
};

export const headers: MiddlewareHandler<Route> = async (c, next) => {
  const started = Date.now();
  const requestId = newId();
  c.set("requestId", requestId);
  await next();
  const { status } = c.res;
  const person = (c.get("user") as HandOver | undefined)?.person.id;
  const [, room] = /^\/(?:api\/rooms|room|files)\/([^/]+)/.exec(c.req.path) ?? [];
  logLine({
    at: "request",
    request: requestId,
    route: `${c.req.method} ${routePath(c, -1)}`,
    ...(room !== undefined && { room: roomAddress(room) ?? "bad name" }),
    ...(person !== undefined && { person }),
    outcome: status,
    ms: Date.now() - started,
  });
  if (status === 101) return;
  // A response that came from an object or from the assets is immutable.
  c.res = new Response(c.res.body, c.res);
  c.res.headers.set("request-id", requestId);
  for (const [name, value] of Object.entries(HEADERS))
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
};
