// What is said of the community: its settings, and becoming its owner.
// Of one shape with strings.ts: a translation is these files.

import type { Joining } from "../protocol/community.ts";
import type { CommunityRole, RoomMakers } from "../protocol/community-roles.ts";

export const c = {
  // The offer
  offer: "You came first: this community can be yours. Give it a name, and say who may join.",
  setUp: "Set up",
  setUpTitle: "Set up the community",
  later: "Later",
  laterHint: "All of it can be changed later: in the settings, under Community.",

  // The form
  name: "Name of the community",
  nameMissing: "Please write a name: 1 to 64 characters.",
  whoJoins: "Who may join",
  joining: {
    anyone: "Anyone who knows the address",
    invited: "Only who was invited, by an invite link",
  } satisfies Record<Joining, string>,
  whoMakesRooms: "Who may make rooms",
  makingRooms: {
    anyone: "Everybody, guests too",
    members: "Members: who has a password or a passkey",
    moderators: "Moderators and owners",
  } satisfies Record<RoomMakers, string>,
  token: "Set-up token",
  tokenHint: "The one that this deployment was given as SETUP_TOKEN.",
  tokenMissing: "Please enter the set-up token.",
  become: "Become the owner",
  becoming: "One moment…",
  save: "Save",
  saved: "Saved.",

  // Afterwards
  yours: (name: string) => `${name} is yours`,
  yoursLead:
    "You are its owner: you change this in the settings, and keep order in every open room.",
  yoursAsGuest: (handle: string) =>
    `One thing is left. You are here as a guest, so nothing proves that @${handle} is you: should this browser forget you, the community has lost its owner. Set a password or add a passkey.`,
  toAccount: "Set a password",
  done: "Done",

  // In the settings
  roles: {
    guest: "You are a guest here. A password or a passkey makes you a member.",
    member: "You are a member.",
    moderator: "You are a moderator: you keep order in every open room.",
    owner: "You are an owner: you change this, and act as an owner in every open room.",
  } satisfies Record<CommunityRole, string>,
  noOwner:
    "This community has no owner. Whoever runs this deployment becomes it with the set-up token.",
};
