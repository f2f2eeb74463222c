// Gives orders in a room, and asks who is what in it. Loaded with the dialogs that do.

import { askAudit, askMember, askRemoved, giveOrder, type NewOrder } from "../../client/order.ts";
import { origin, platform } from "./app.ts";
import type { OpenRoom } from "./open-room.ts";

const inRoom = ({ name }: OpenRoom) => ({ origin, platform, room: name });

/** Why it was refused, in words for people; undefined where it holds from now on. */
export async function order(room: OpenRoom, what: NewOrder): Promise<string | undefined> {
  return (await giveOrder(what, room.head.peek(), inRoom(room)))?.message;
}

export const memberOf = (room: OpenRoom, person: string) => askMember(person, inRoom(room));

export const removedFrom = (room: OpenRoom) => askRemoved(inRoom(room));

export const auditOf = (room: OpenRoom, before?: number) => askAudit(before, inRoom(room));
