// The room name in an address, checked before any object is touched [N1].

import type { Context, MiddlewareHandler } from "hono";
import { directHandle, roomAddress } from "../../protocol/names.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import type { Route } from "../env.ts";

export const requireRoomName: MiddlewareHandler<Route> = async (c, next) =>
  isRoomAddress(c.req.param("name") ?? "") ? next() : answerFailure(FAILURES.badName);

/** Of an open or a minted room, or `@ada` [N3]. */
export function isRoomAddress(raw: string): boolean {
  return (roomAddress(raw) ?? directHandle(raw)) !== undefined;
}

/** The normal form of the name that `requireRoomName` let through; of `@ada`, once one is known, what it stands for. */
export function roomNameOf(c: Context<Route>): string {
  const direct = c.get("directRoom");
  if (direct !== undefined) return direct;
  return roomAddress(c.req.param("name") ?? "") ?? "";
}
