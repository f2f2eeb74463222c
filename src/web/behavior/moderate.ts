// Gives orders in a room, and asks who is what in it. Loaded with the dialogs that do.

import {
  endRoom,
  addMember,
  askAudit,
  askMember,
  askMembers,
  askRemoved,
  giveOrder,
  type NewOrder,
} from "../../client/order.ts";
import { newId } from "../../client/new-id.ts";
import { origin, platform } from "./app.ts";
import type { OpenRoom } from "./open-room.ts";

const inRoom = ({ name }: OpenRoom) => ({ origin, platform, room: name });

/** Why it was refused, in words for people; undefined where it holds from now on. */
export async function order(room: OpenRoom, what: NewOrder): Promise<string | undefined> {
  // Where one has to belong, being let back in is being brought in.
  if (what.type === "remove" && !what.on && room.info.peek()?.kind)
    return bringIn(room, { person: what.person });
  return (await giveOrder(what, room.head.peek(), inRoom(room)))?.message;
}

export const memberOf = (room: OpenRoom, person: string) => askMember(person, inRoom(room));

/** A page of those who are in it, by handle; `after`: the last one of the page before. */
export const membersOf = (room: OpenRoom, after?: string) => askMembers(after, inRoom(room));

/** Why not, in words for people; undefined once they are in. */
export async function bringIn(
  room: OpenRoom,
  who: { handle: string } | { person: string },
): Promise<string | undefined> {
  return (await addMember(who, newId(platform), inRoom(room)))?.message;
}

export const removedFrom = (room: OpenRoom) => askRemoved(inRoom(room));

export const auditOf = (room: OpenRoom, before?: number) => askAudit(before, inRoom(room));

/** Why not, in words for people; undefined where it is gone. */
export async function deleteRoom(room: OpenRoom): Promise<string | undefined> {
  const answer = await endRoom(inRoom(room));
  return answer.ok || answer.failure.code === "not_found" ? undefined : answer.failure.message;
}
