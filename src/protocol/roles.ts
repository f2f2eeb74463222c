// What a role may do in a room: the one table, for the server that decides and the page that offers.
// A role may all that a lower one may; docs/PROTOCOL.md, section 9, shows the same table.

/** Rising. Whoever enters is a member; who created the room is its owner. */
export const ROLES = ["member", "moderator", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** Each act, with the least role that may. */
export const LEAST = {
  /** `post`, and `edit` of one's own message. */
  write: "member",
  react: "member",
  /** `pin` and `topic`. */
  arrange: "member",
  /** `delete` and `preview` of one's own message. */
  takeBack: "member",
  /** `write` and `arrange` in a room that is read-only. */
  writeReadOnly: "moderator",
  /** `post` without a wait in slow mode. */
  hurry: "moderator",
  /** `delete` of another person's message. */
  deleteOthers: "moderator",
  mute: "moderator",
  remove: "moderator",
  /** Who was removed, until when and why. */
  seeRemoved: "moderator",
  /** Who did what to whom, when and why. */
  audit: "moderator",
  mode: "moderator",
  /** `@here` in a room of any size; in one of up to 50 people everybody does. */
  callAll: "moderator",
  /** Bringing people into a private room; in one without a title everybody does. */
  add: "moderator",
  /** A private room. */
  leave: "member",
  /** Close a room for writing, out of the list; and open it again. */
  archive: "owner",
  /** The room, with everything in it. */
  deleteRoom: "owner",
  role: "owner",
} as const satisfies Record<string, Role>;

export type Act = keyof typeof LEAST;

export function may(role: Role, act: Act): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST[act]);
}

/** One mutes and removes those below oneself only. */
export function isAbove(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) > ROLES.indexOf(other);
}
