// What is said where order is kept in the community. Loaded with those pages.
// Of one shape with strings.ts: a translation is these files.

import type { Appointed } from "../protocol/community.ts";
import type { Ban, CommunityAudited } from "../protocol/community-order.ts";
import type { CommunityRole } from "../protocol/community-roles.ts";
import { whenOf } from "./strings-order.ts";

export const ad = {
  admin: "Administration",
  pages: {
    people: "People",
    invites: "Invites",
    bans: "Bans",
    rooms: "Rooms",
    settings: "Community",
    audit: "Audit log",
  },
  more: "Show more",

  handle: "Handle",
  handleHint:
    "A whole handle finds anybody; how a handle or a name begins, whoever came to #general.",
  find: "Find",
  alike: "Who is called so",
  here: (room: string) => `Who came to #${room}`,
  hereHint:
    "Nothing keeps a list of all people. Whoever never came here is found by their whole handle.",
  appointed: "Owners and moderators",
  nobodyAppointed: "Nobody.",
  open: "Open",
  openPerson: (name: string) => `Open ${name}`,
  roles: {
    guest: "Guest",
    member: "Member",
    moderator: "Moderator of the community",
    owner: "Owner of the community",
  } satisfies Record<CommunityRole, string>,
  appoint: {
    member: "Make member",
    moderator: "Make moderator",
    owner: "Make owner",
  } satisfies Record<Appointed, string>,

  ban: "Ban",
  lift: "Lift ban",
  banHint: (name: string) =>
    `${name} is signed out everywhere within a second, and does not come in again until this ends.`,
  address: "Let nobody join or sign in from the same network, for up to 30 days",
  reasonHint: "May stay empty. Moderators read it, and so does who is banned.",
  bansHint: "Who is kept out of the whole community. Somebody is banned under People.",
  noBans: "Nobody is banned.",
  invitesHint:
    "Whoever has such a link joins with a name of their own, as long as it holds. It holds while whoever made it is a moderator or an owner here.",
  invitesIdle: "For now anyone may join without one. Under Community, an owner changes that.",
  roomsHint: "Every open room. Its settings have its order, and the ways to archive and delete it.",
  archived: "Archived",
  go: "Go there",
  goTo: (title: string) => `Go to ${title}`,
  noAudit: "Nothing yet.",
};

/** `by`: a name, where it is to be said. */
export function sayBan({ until, reason, address }: Ban, by?: string): string {
  const when = until === undefined ? "" : ` until ${whenOf(until)}`;
  const who = by === undefined ? "" : ` by ${by}`;
  const where = address ? ", with the network" : "";
  return `Banned${who}${when}${where}${reason === undefined ? "" : ` · ${reason}`}`;
}

/** `nameOf` knows oneself as nobody. */
export function sayInCommunity(
  entry: CommunityAudited,
  nameOf: (id: string) => string | undefined,
): string {
  const who = nameOf(entry.by) ?? "You";
  switch (entry.kind) {
    case "claim":
      return `${who} became the owner`;
    case "settings":
      return `${who} changed the settings: ${settingsOf(entry)}`;
    case "role": {
      const role = { member: "a member", moderator: "a moderator", owner: "an owner" }[entry.role];
      return `${who} made ${nameOf(entry.person) ?? "you"} ${role}`;
    }
    case "ban": {
      const whom = nameOf(entry.person) ?? "you";
      if (!entry.on) return `${who} lifted the ban of ${whom}`;
      const when = entry.until === undefined ? "" : ` until ${whenOf(entry.until)}`;
      const where = entry.address ? ", with the network" : "";
      return `${who} banned ${whom}${when}${where}${entry.reason ? ` · ${entry.reason}` : ""}`;
    }
    case "invite":
      return `${who} ${inviteOf(entry, nameOf)}`;
    case "room":
      return `${who} deleted the room #${entry.room}`;
  }
}

function inviteOf(
  entry: Extract<CommunityAudited, { kind: "invite" }>,
  nameOf: (id: string) => string | undefined,
): string {
  if (entry.did === "make") {
    const most = entry.most === undefined ? "" : ` for ${entry.most}`;
    const when = entry.until === undefined ? "" : ` until ${whenOf(entry.until)}`;
    return `made an invite${most}${when}`;
  }
  const maker = nameOf(entry.person);
  const which = maker === undefined ? "your invite" : `an invite of ${maker}`;
  if (entry.did === "use") return `joined by ${which}`;
  return entry.by === entry.person ? "revoked an invite" : `revoked ${which}`;
}

function settingsOf({
  name,
  joining,
  makingRooms,
  icon,
}: Extract<CommunityAudited, { kind: "settings" }>): string {
  return [
    name,
    joining && `joining: ${joining}`,
    makingRooms && `making rooms: ${makingRooms}`,
    icon && "a new picture",
    icon === "" && "no picture",
  ]
    .filter(Boolean)
    .join(", ");
}
