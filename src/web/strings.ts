// Every sentence the page says, in one table: a translation is one file of this shape.
// Accessible names are a contract with tests and screen readers; change them only on purpose.

const plural = (n: number, one: string, many: string) =>
  `${n.toLocaleString()} ${n === 1 ? one : many}`;

export const t = {
  product: "Edgewise",

  // First run
  welcome: "Get a word in.",
  askName: "Tell the others what to call you. That is all it takes.",
  yourName: "Your name",
  handle: "Handle",
  handleHint: "How others find you. Small letters, digits, dots and dashes.",
  join: "Join",
  joining: "Joining…",
  joinRoom: (room: string) => `You are on your way to #${room}.`,
  nameMissing: "Please write your name: 1 to 64 characters.",
  handleWrong:
    "A handle begins with a letter or digit; after it come a-z, 0-9, dots, dashes and underscores.",
  handleTaken: (taken: string, free: string) =>
    `@${taken} is taken. @${free} is free: join with it or write another.`,
  handleTakenOnly: (taken: string) => `@${taken} is taken. Please write another.`,
  signedOutElsewhere: "Your session ended. Join again to go on.",
  serverAway: "The server cannot be reached.",
  serverAwayHint: "Your connection or the server is down. This page tries again by itself.",
  tryAgain: "Try again",

  // Rooms
  rooms: "Rooms",
  newRoom: "New room",
  title: "Title",
  address: "Address",
  topic: "Topic",
  topicHint: "What this room is for. May stay empty.",
  addressHint: (address: string) => `People find it at /room/${address}`,
  addressWrong: "An address has letters, digits, dashes and underscores, at most 64.",
  titleMissing: "Please give the room a title.",
  create: "Create",
  creating: "Creating…",
  cancel: "Cancel",
  roomExists: "A room with this address exists already.",
  goThere: "Go there",
  unread: (n: number) => plural(n, "unread message", "unread messages"),
  noSuchRoom: (room: string) => `There is no room #${room} yet`,
  noSuchRoomHint:
    "Perhaps its address was mistyped. You can create it now; everybody will see it in their list.",
  notAnAddress: "This address leads nowhere",
  notAnAddressHint: "A room's address has letters, digits, dashes and underscores.",
  toGeneral: "Go to #general",

  roomSettings: "Room settings",
  save: "Save",
  notifyMe: "Notify me of",
  levels: { all: "Everything", mentions: "What names my handle", nothing: "Nothing" },

  // Notifications
  notifications: "Notifications",
  notificationsOn: "Turn on notifications",
  notificationSound: "With sound",
  notificationStates: {
    granted: "On in this browser, while the page is hidden. What notifies is set per room.",
    denied: "Blocked in this browser. Allow them in its settings for this page.",
    absent: "This browser offers them over https only.",
  },
  notificationTitle: (author: string, room: string) => `${author} in ${room}`,

  // Timeline
  messages: "Messages",
  article: (author: string, time: string) => `${author}, ${time}`,
  sending: "sending",
  notSent: "Not sent.",
  retry: "Retry",
  discard: "Discard",
  waiting: (n: number) => `${plural(n, "more message is", "more messages are")} waiting to be sent`,
  actions: "Message actions",
  copyLink: "Copy link",
  copied: "Link copied",
  copyByHand: "Copy this link",
  copyByHandHint:
    "The browser lets a page use the clipboard only over https. Select and copy it here.",
  react: "React",
  reactions: "Reactions",
  reactedBy: (emoji: string, names: readonly string[], n: number) => {
    const more = n - names.length;
    const all = more > 0 ? [...names, plural(more, "other", "others")] : names;
    return `${emoji} ${n}: ${all.join(", ")}`;
  },
  edit: "Edit",
  edited: "edited",
  editing: "You are editing a message. Esc leaves it as it was.",
  delete: "Delete",
  deletedMessage: "This message was deleted.",
  deleteAsk: "Delete this message?",
  deleteHint: "It goes for everybody, and cannot be brought back.",
  keep: "Keep it",
  notChanged: "Not changed.",
  isNew: "New",
  today: "Today",
  yesterday: "Yesterday",
  jumpToDate: "Jump to date",
  jumpToDateOf: (day: string) => `${day}, jump to another date`,
  date: "Date",
  jump: "Jump",
  jumpToNewest: "Jump to newest",
  newOnes: (n: number) => (n === 1 ? "new message" : "new messages"),
  jumpToUnread: "Jump to the first unread message",
  noSuchMessage: "This message does not exist in this room.",
  roomStart: (title: string) => `This is where ${title} begins.`,
  firstHere: "You're the first here. Share this link",
  firstHereHint: "Whoever opens it joins you in this room.",
  someone: "Someone",

  // Composer
  message: "Message",
  placeholder: (title: string) => `Message ${title}`,
  send: "Send",
  charactersLeft: (n: number) => plural(n, "character left", "characters left"),
  tooLong: (n: number) => `${plural(n, "character", "characters")} too many`,

  // People
  people: "People",
  peopleOnline: "People online",
  you: "you",
  moreOnline: (n: number) => `and ${n.toLocaleString()} more`,
  showAll: "Show all",
  onlineNow: "Here now",
  offlineNow: "Not in this room now",

  // Status lines
  connection: "Connection",
  connecting: "Connecting…",
  reconnecting: "Reconnecting",
  reconnectingIn: (s: number) => `in ${s} s`,
  offlineHint: "You can go on writing; it is sent as soon as possible.",
  catchingUp: "Catching up…",
  polling: "A direct connection does not get through here. Messages arrive every few seconds.",
  now: "Now",
  reconnect: "Reconnect",
  typing: "Typing",
  typingOne: (a: string) => `${a} is typing…`,
  typingTwo: (a: string, b: string) => `${a} and ${b} are typing…`,
  typingMany: "Several people are typing…",

  // Switcher
  goTo: "Go to",
  searchRoomsAndPeople: "Search rooms and people",
  results: "Results",
  nothingFound: "Nothing found.",
  createNamed: (title: string) => `Create the room “${title}”`,

  // Account
  account: "Account",
  accountOf: (name: string, handle: string) => `Account: ${name} @${handle}`,
  sidebar: "Rooms and people",
  theme: "Theme",
  themeSystem: "System",
  themeLight: "Light",
  themeDark: "Dark",
  signOut: "Sign out",
  signOutAsk: "Sign out?",
  signOutWarning: (handle: string) =>
    `You are here as a guest. Once signed out, nobody can prove that @${handle} is you: the handle cannot be given back to you, and messages you wrote stay as they are.`,
  stay: "Stay",
  keyboard: "Keyboard shortcuts",

  // General
  close: "Close",
  notice: "Notice",
  skipToMessage: "Skip to the message box",
  networkFailed: "The server did not answer. Please try again.",
  announce: (author: string, text: string) => `${author}: ${text}`,
  announceMany: (n: number) => plural(n, "new message", "new messages"),
  announceFailed: (text: string) => `A message was not sent: ${text}`,
  titleWithUnread: (n: number, rest: string) => `(${n > 99 ? "99+" : n}) ${rest}`,

  shortcuts: [
    ["Ctrl K", "Go to a room or person"],
    ["Alt ↑ ↓", "Previous, next room"],
    ["Alt Shift ↑ ↓", "Previous, next unread room"],
    ["↑", "Edit your last message, from the empty box"],
    ["Esc", "Mark this room read"],
    ["Shift Esc", "Mark all rooms read"],
    ["↑ ↓", "Walk the messages, from the list of messages"],
  ] as readonly (readonly [string, string])[],
};
