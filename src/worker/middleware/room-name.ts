// The room name in an address, checked before any object is touched [N1].

import type { Context, MiddlewareHandler } from "hono";
import { roomAddress } from "../../protocol/names.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import type { Route } from "../env.ts";

export const requireRoomName: MiddlewareHandler<Route> = async (c, next) =>
  roomAddress(c.req.param("name") ?? "") === undefined ? answerFailure(FAILURES.badName) : next();

/** The normal form of the name that `requireRoomName` let through. */
export function roomNameOf(c: Context<Route>): string {
  return roomAddress(c.req.param("name") ?? "") ?? "";
}
