// What is said of rooms that are not open, and of who is in them. Loaded with the parts that say it.
// Of one shape with strings.ts: a translation is these files.

export const v = {
  // A new private room
  onlyYou: "Only members see this room",
  onlyYouHint: "Nobody else learns that it is there. Bring in those who are to read it.",
  onlyPeople: "Here you are among yourselves",
  onlyPeopleHint: "What you write is read by nobody else.",
  addPeople: "Add people",

  // Members
  members: "Members",
  handle: "Handle",
  handleHint: "Whoever you bring in reads everything that was said here.",
  handleMissing: "Write the handle of somebody, such as ada.",
  add: "Add",
  added: (handle: string) => `@${handle} is in this room now`,
  roles: { owner: "Owner", moderator: "Moderator", member: "" },
  more: "Show more",
  leave: "Leave room",
  leaveAsk: "Leave this room?",
  leaveHint: "You read nothing of it from then on, until somebody in it brings you in again.",
  leaveLast: "Whoever has been in it longest will own it.",
  leaveAlone: "Nobody else is in it: it goes with you at once, with every message and file in it.",
  stay: "Stay",

  invites: "Invite links",
  invitesHint: "Whoever has such a link comes into this room, as long as it holds.",
  invitesInside: "Only who was invited joins this community: a newcomer needs a link to it first.",

  // Rooms between people
  directRooms: "Direct messages",
  newMessage: "New direct message",
  to: "To",
  toHint: "Choose one person, or several for a group. A handle works, too.",
  toNobody: "Choose somebody first.",
  toTooMany: (n: number) => `A group begins with ${n} people at most.`,
  chosen: "Chosen people",
  choosable: "People",
  addHandle: (handle: string) => `@${handle}`,
  isChosen: (name: string, n: number) =>
    n === 1 ? `${name} is chosen` : `${name} is chosen, ${n} people in all`,
  isNotChosen: (name: string) => `${name} is not chosen any more`,
  unchoose: (name: string) => `Remove ${name}`,
  youBlock: (name: string) => `You blocked ${name}. Unblock them first, to write to them.`,
  cannotAdd: (handle: string) => `There is nobody called @${handle} whom you could write to.`,
  start: "Start",
  starting: "Starting…",
  write: "Message",
  notes: "Your notes",
  nobodyThere: (handle: string) => `There is nobody to write to at ${handle}`,
  messageFrom: (name: string) => `${name} wrote to you`,
  messageIn: (title: string) => `New message from ${title}`,

  // Blocking
  block: "Block",
  unblock: "Unblock",
  unblockName: (name: string) => `Unblock ${name}`,
  blockedHint:
    "They cannot write to you, and what they write elsewhere does not notify you. They are not told.",
  blockedPeople: "Blocked people",
  blockedLead:
    "These people cannot write to you, and what they write elsewhere does not notify you.",
  nobodyBlocked: "You block nobody.",
};
