// What somebody may do in the whole community: the one table, for the server that decides and the page that offers.
// A role may all that a lower one may; none shows anybody a room that is not open. docs/PROTOCOL.md, section 11.

import type { Role } from "./roles.ts";

/** Rising. Who has nothing to prove themselves with is a guest; owners and moderators are appointed. */
export const COMMUNITY_ROLES = ["guest", "member", "moderator", "owner"] as const;
export type CommunityRole = (typeof COMMUNITY_ROLES)[number];

/** Each act, with the least role that may. */
export const COMMUNITY_LEAST = {
  /** Act as a moderator in every open room, `general` included. */
  moderateOpenRooms: "moderator",
  /** Act as an owner there. */
  ownOpenRooms: "owner",
  /** Keep people out of the community, and let them in again. */
  ban: "moderator",
  /** Who did what to whom, when and why. */
  audit: "moderator",
  /** Make links by which somebody becomes a person here, see them all and revoke them. */
  invite: "moderator",
  /** Name the community; say who may join and who may make rooms. */
  changeSettings: "owner",
  /** Make somebody a moderator or an owner of the community, or no more. */
  appoint: "owner",
} as const satisfies Record<string, CommunityRole>;

export type CommunityAct = keyof typeof COMMUNITY_LEAST;

/** Who may make rooms, with the least role that may. */
export const ROOM_MAKERS = {
  anyone: "guest",
  members: "member",
  moderators: "moderator",
} as const satisfies Record<string, CommunityRole>;

export type RoomMakers = keyof typeof ROOM_MAKERS;

export function mayInCommunity(role: CommunityRole, act: CommunityAct): boolean {
  return isAtLeast(role, COMMUNITY_LEAST[act]);
}

export function mayMakeRooms(role: CommunityRole, makers: RoomMakers): boolean {
  return isAtLeast(role, ROOM_MAKERS[makers]);
}

/** What one is in an open room by it, at least. */
export function roleInOpenRooms(role: CommunityRole): Role {
  if (mayInCommunity(role, "ownOpenRooms")) return "owner";
  return mayInCommunity(role, "moderateOpenRooms") ? "moderator" : "member";
}

function isAtLeast(role: CommunityRole, least: CommunityRole): boolean {
  return COMMUNITY_ROLES.indexOf(role) >= COMMUNITY_ROLES.indexOf(least);
}

/** One bans those below oneself only. */
export function isAboveInCommunity(role: CommunityRole, other: CommunityRole): boolean {
  return COMMUNITY_ROLES.indexOf(role) > COMMUNITY_ROLES.indexOf(other);
}
