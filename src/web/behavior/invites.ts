// Invite links: what one asks of the server, and the address of one. Loaded with the parts that show them.
// A link to a room has its address before the token, one to the community the token alone.

import {
  askCommunityInvitation,
  askInvitation,
  comeBy,
  communityInvites,
  roomInvites,
  type InvitesApi,
} from "../../client/invites.ts";
import { newId } from "../../client/new-id.ts";
import { origin, platform } from "./app.ts";
import type { OpenRoom } from "./open-room.ts";

export const INVITE = "/invite/";

const here = { origin, platform };

/** The links of one room, or of the community. */
export interface Inviting extends InvitesApi {
  linkOf(token: string): string;
}

export const toRoom = ({ name }: OpenRoom): Inviting => ({
  ...roomInvites(name, here),
  linkOf: (token) => `${origin}${INVITE}${name}/${token}`,
});

export const toCommunity: Inviting = {
  ...communityInvites(here),
  linkOf: (token) => `${origin}${INVITE}${token}`,
};

export const inviteId = () => newId(platform);

export const isToRoom = (address: string) => address.startsWith(`${INVITE}~`);

export const invitationAt = (address: string) => askInvitation(address.slice(INVITE.length), here);
export const communityInvitation = (token: string) => askCommunityInvitation(token, here);
export const acceptAt = (address: string, id: string) =>
  comeBy(address.slice(INVITE.length), id, here);
