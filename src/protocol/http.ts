// Bodies of the HTTP side: sessions, rooms and the lobby [T3] [T4].
// The same `id` within 10 minutes gets the same answer, so that a lost response costs nothing.

import * as v from "valibot";
import { failed, ok, type Result } from "../lib/result.ts";
import type { Failure } from "./codes.ts";
import { describe } from "./parse.ts";
import type { RoomInfo } from "./frames.ts";
import { commandId, displayName, handle, roomTitle, roomTopic } from "./fields.ts";
import type { Person } from "./people.ts";

export const newSession = v.object({
  handle,
  name: v.optional(displayName),
  id: commandId,
  /** Answer with a token instead of a cookie: for what is not a browser. */
  token: v.optional(v.boolean()),
});
export type NewSession = v.InferOutput<typeof newSession>;

export interface SessionAnswer {
  user: Person;
  token?: string;
}

/** 409 `name_taken` carries a free handle. */
export interface NameTaken extends Failure {
  code: "name_taken";
  suggestion?: string;
}

export const newRoom = v.object({
  name: v.string(),
  title: v.optional(roomTitle),
  topic: v.optional(roomTopic),
  id: commandId,
});
export type NewRoom = v.InferOutput<typeof newRoom>;

export interface RoomListed extends RoomInfo {
  /** ms since 1970 */
  createdTs: number;
}

export interface RoomsAnswer {
  rooms: RoomListed[];
}

/** What of a room may notify its member. */
export const notificationLevel = v.picklist(["all", "mentions", "nothing"]);
export type NotificationLevel = v.InferOutput<typeof notificationLevel>;

export const membershipChange = v.object({ level: notificationLevel });

/** One of one's own rooms, as `GET /api/me/rooms` lists it [T6]. */
export interface MyRoom {
  name: string;
  unread: number;
  level: NotificationLevel;
}

/** Down frames of `/lobby`: the list first, then each room that is new or changed. */
export type LobbyFrame =
  | { type: "rooms"; rooms: RoomListed[] }
  | { type: "room"; room: RoomListed };

/** Checks a request body. Error: `bad_command`. */
export function parseBody<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
): Result<v.InferOutput<S>, Failure> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  return parsed.success
    ? ok(parsed.output)
    : failed({ code: "bad_command", message: describe(parsed.issues[0]) });
}
