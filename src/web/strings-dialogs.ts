// What the dialogs say, and the pages that lead nowhere. Loaded with them.
// Of one shape with strings.ts: a translation is these files.

export const d = {
  admin: "Administration",
  title: "Title",
  address: "Address",
  topic: "Topic",
  topicHint: "What this room is for. May stay empty.",
  addressHint: (address: string) => `People find it at /room/${address}`,
  addressWrong: "An address has letters, digits, dashes and underscores, at most 64.",
  titleMissing: "Please give the room a title.",
  creating: "Creating…",
  whoMayCome: "Who may come",
  everybody: "Everybody",
  everybodyHint: "In everybody's list; whoever opens it is in.",
  onlyMembers: "Private",
  onlyMembersHint: "For those whom you bring in. Nobody else learns that it is there.",
  roomExists: "A room with this address exists already.",
  goThere: "Go there",
  notifyMe: "Notify me of",
  levels: {
    all: "Everything",
    mentions: "What concerns me: mentions and replies",
    nothing: "Nothing",
  },
  copyByHand: "Copy this link",
  copyByHandHint:
    "The browser lets a page use the clipboard only over https. Select and copy it here.",
  deleteAsk: "Delete this message?",
  deleteHint: "It goes for everybody, and cannot be brought back.",
  keep: "Keep it",
  date: "Date",
  jump: "Jump",
  onlineNow: "Here now",
  localTime: (time: string, zone: string) => `${time} there (${zone})`,
  offlineNow: "Not in this room now",
  searchRoomsAndPeople: "Search rooms and people",
  results: "Results",
  nothingFound: "Nothing found.",
  createNamed: (title: string) => `Create the room “${title}”`,

  // Nowhere
  noSuchRoom: (room: string) => `There is no room #${room} yet`,
  noSuchRoomHint:
    "Perhaps its address was mistyped. You can create it now; everybody will see it in their list.",
  noSuchRoomNorMake:
    "Perhaps its address was mistyped. In this community you may not create rooms yourself.",
  noPrivateRoom: "There is nothing here for you",
  noPrivateRoomHint:
    "Either there is no such room, or it is for its members only. Ask whoever sent you here to bring you in.",
  closedRoom: (room: string) => `#${room} is not open to you`,
  closedRoomHint:
    "Its moderators took you out of it, for a while or for good. What you read there is no longer kept on this device.",
  notAnAddress: "This address leads nowhere",
  notAnAddressHint: "A room's address has letters, digits, dashes and underscores.",
  toGeneral: "Go to #general",
  create: "Create",

  // The thread beside a room
  thread: "Thread",
  closeThread: "Close thread",
  noSuchThread: "The message under which this thread stood is not there any more.",
  noReplies: "No replies yet. What you write here stays beside the room.",
  olderReplies: "Show older replies",

  // Notifications and keys
  notifications: "Notifications",
  notificationsOn: "Turn on notifications",
  notificationSound: "With sound",
  notificationStates: {
    granted: "On in this browser, while the page is hidden. What notifies is set per room.",
    denied: "Blocked in this browser. Allow them in its settings for this page.",
    absent: "This browser offers them over https only.",
  },
  notificationTitle: (author: string, room: string) => `${author} in ${room}`,
  shortcuts: [
    ["Ctrl K", "Go to a room or person"],
    ["Alt ↑ ↓", "Previous, next room"],
    ["Alt Shift ↑ ↓", "Previous, next unread room"],
    ["↑", "Edit your last message, from the empty box"],
    ["Esc", "Mark this room read"],
    ["Shift Esc", "Mark all rooms read"],
    ["↑ ↓", "Walk the messages, from the list of messages"],
  ] as readonly (readonly [string, string])[],
  keyboard: "Keyboard shortcuts",
};
