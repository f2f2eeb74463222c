// What is said of order in a room: roles, mutes, removals and modes. Loaded with the parts that say it.
// Of one shape with strings.ts: a translation is these files.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A moment, in the reader's words: the day only where it is another one. */
export function whenOf(ts: number): string {
  const isToday = new Date(ts).toDateString() === new Date().toDateString();
  const style = isToday
    ? ({ timeStyle: "short" } as const)
    : ({ dateStyle: "medium", timeStyle: "short" } as const);
  return new Intl.DateTimeFormat(undefined, style).format(ts);
}

export const o = {
  // Where one would write
  removedBy: (name: string) => `${name} took you out of this room.`,
  youLeft: "You left this room.",
  closedUntilAdded: "You read it again once somebody in it brings you in.",
  removedForNow: "It is closed to you until a moderator lets you back in.",
  removedOnce: "You can come back.",
  comeBack: "Come back",
  removedUntil: (when: string) => `You can come back after ${when}.`,
  reasonGiven: (reason: string) => `Reason: ${reason}`,
  removedHint:
    "What you have read stays here until you leave this page. What you wrote and could not send was not sent.",
  mutedHere: "A moderator has muted you in this room. You can go on reading.",
  mutedHereUntil: (when: string) =>
    `A moderator has muted you in this room until ${when}. You can go on reading.`,
  archivedHere: "This room is archived: nobody writes in it any more.",
  deletedRoom: "This room was deleted, with everything in it.",
  readOnlyHere: "Only moderators write in this room. You can read, and react.",
  slowHere: (ms: number) => {
    const every = ms < MINUTE ? `${ms / 1_000} seconds` : `${ms / MINUTE} min`;
    return `Slow mode: one message every ${every}. What you send sooner goes by itself in its turn.`;
  },
  toGeneral: "Go to #general",

  // A person's card
  roles: {
    owner: "Owner of this room",
    moderator: "Moderator of this room",
    member: "Member of this room",
  },
  mutedNow: (when?: string) => (when ? `Muted until ${when}` : "Muted"),
  removedNow: (by: string, when?: string) =>
    `Banned from this room by ${by}${when ? `, until ${when}` : ""}`,
  inThisRoom: (name: string) => `${name} in this room`,
  makeModerator: "Make moderator",
  makeOwner: "Make owner",
  makeMember: "Make member",
  mute: "Mute",
  unmute: "Unmute",
  remove: "Remove from room",
  letBack: "Let back in",
  forHowLong: "For how long",
  terms: [
    ["10 minutes", 10 * MINUTE],
    ["1 hour", HOUR],
    ["1 day", DAY],
    ["1 week", 7 * DAY],
    ["Until it is lifted", undefined],
  ] as readonly (readonly [string, number | undefined])[],
  reason: "Reason",
  reasonHint: "May stay empty. Everybody in the room can read it.",
  removeHow: "How",
  once: "Remove: may come back at once",
  ban: "Ban: stays out",
  removeHint: (name: string) =>
    `${name} gets nothing more of this room, on any device, from this moment on.`,
  removeNow: "Remove",
  banNow: "Ban",

  // Room settings
  archive: "Archive room",
  restore: "Restore room",
  deleteRoom: "Delete room",
  deleteAsk: (title: string) => `Delete ${title}?`,
  deleteRoomHint:
    "Every message and file in it is gone for everybody, at once and for good. Its address stays taken.",
  deleteKeep: "Keep it",
  order: "Order",
  readOnly: "Only moderators write",
  slow: "Slow mode",
  slowHint: "Each member writes one message in this time.",
  slowTerms: [
    ["Off", 0],
    ["10 seconds", 10_000],
    ["30 seconds", 30_000],
    ["1 minute", MINUTE],
    ["5 minutes", 5 * MINUTE],
    ["15 minutes", 15 * MINUTE],
  ] as readonly (readonly [string, number])[],
  removed: "Banned from this room",
};
