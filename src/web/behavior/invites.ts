// Invite links: what one asks of the server, and the address of one. Loaded with the parts that show them.

import {
  askInvitation,
  askInvites,
  comeBy,
  makeInvite,
  revokeInvite,
  type InviteTerms,
} from "../../client/invites.ts";
import { newId } from "../../client/new-id.ts";
import { origin, platform } from "./app.ts";
import type { OpenRoom } from "./open-room.ts";

export const INVITE = "/invite/";

const here = { origin, platform };
const inRoom = ({ name }: OpenRoom) => ({ ...here, room: name });

export const inviteLink = (room: OpenRoom, token: string) =>
  `${origin}${INVITE}${room.name}/${token}`;

export const inviteTo = (room: OpenRoom, terms: InviteTerms) => makeInvite(terms, inRoom(room));
export const invitesOf = (room: OpenRoom) => askInvites(inRoom(room));
export const revoke = (room: OpenRoom, id: string) => revokeInvite(id, inRoom(room));
export const inviteId = () => newId(platform);

export const invitationAt = (address: string) => askInvitation(address.slice(INVITE.length), here);
export const acceptAt = (address: string, id: string) =>
  comeBy(address.slice(INVITE.length), id, here);
