// Bodies of what concerns the whole community: its settings, its first owner, who is what in it [M1] to [M4].
// What is left out of a change stays.

import * as v from "valibot";
import type { CommunityRole, RoomMakers } from "./community-roles.ts";
import { label, text } from "./fields.ts";
import { LIMITS } from "./limits.ts";
import { isVisible } from "./names.ts";
import type { Person, Profile } from "./people.ts";

/** Who may become a person here: anyone, or whoever was invited. */
const joining = v.picklist(["anyone", "invited"]);
export type Joining = v.InferOutput<typeof joining>;

const makingRooms = v.picklist(["anyone", "members", "moderators"]) satisfies v.GenericSchema<
  unknown,
  RoomMakers
>;

const settings = {
  name: v.optional(
    v.pipe(label(LIMITS.communityNameLength), v.check(isVisible, "must not be blank")),
  ),
  joining: v.optional(joining),
  makingRooms: v.optional(makingRooms),
};

export const communityChange = v.object(settings);
export type CommunityChange = v.InferOutput<typeof communityChange>;

/** `token`: the deployment's `SETUP_TOKEN`, where it has one. */
export const ownerClaim = v.object({
  ...settings,
  token: v.optional(v.pipe(text, v.maxLength(1_024))),
});

export const appointment = v.object({ role: v.picklist(["member", "moderator", "owner"]) });
/** What one can be appointed to; `member` takes an appointment back. */
export type Appointed = v.InferOutput<typeof appointment>["role"];

/** `GET /api/community`: what everybody may know. */
export interface Community {
  name: string;
  joining: Joining;
  makingRooms: RoomMakers;
  /** The id of its picture; `picturePath` says where whoever has a session reads it. */
  icon?: string;
  /** Somebody is its owner. */
  owned: boolean;
}

/** `GET /api/invites/:token`: what a link leads to, for whoever has it. */
export interface CommunityInvitation extends Pick<Community, "name" | "icon"> {
  by: Profile;
}

/** `GET /api/community/roles`: its moderators and owners. */
export interface CommunityRolesAnswer {
  roles: { person: Person; role: CommunityRole }[];
}

/** How the one who reads this may become the owner: with the deployment's token, or without. */
export type SetUp = "token" | "freely";
