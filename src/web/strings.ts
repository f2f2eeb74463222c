// Every sentence the page says, in one table: a translation is one file of this shape.
// Accessible names are a contract with tests and screen readers; change them only on purpose.

const plural = (n: number, one: string, many: string) =>
  `${n.toLocaleString()} ${n === 1 ? one : many}`;

export const t = {
  product: "Edgewise",

  // The server away
  serverAway: "The server cannot be reached.",
  serverAwayHint: "Your connection or the server is down. This page tries again by itself.",
  tryAgain: "Try again",

  // Rooms
  archived: "Archived",
  rooms: "Rooms",
  members: "Members",
  yourNotes: "Your notes",
  justYou: "Just you",
  /** A room that goes by its people, and how many more there are. */
  calledAfter: (names: readonly string[], more: number) => {
    const rest = names.length + more - 3;
    const all = rest > 1 ? [...names.slice(0, 3), `${rest} others`] : names;
    return [all.slice(0, -1).join(", "), ...all.slice(-1)].filter(Boolean).join(" and ");
  },
  newRoom: "New room",
  cancel: "Cancel",
  unread: (n: number, mentions: number) => {
    const messages = plural(n, "unread message", "unread messages");
    if (mentions === 0) return messages;
    const own = plural(mentions, "mention", "mentions");
    return n > 0 ? `${messages}, ${own}` : own;
  },
  ownLists: "Inbox and bookmarks",
  inbox: "Inbox",
  bookmarks: "Bookmarks",
  unreadOnes: (n: number) => `${n.toLocaleString()} unread`,

  roomSettings: "Room settings",
  save: "Save",

  // Timeline
  messages: "Messages",
  article: (author: string, time: string) => `${author}, ${time}`,
  sending: "sending",
  notSent: "Not sent.",
  retry: "Retry",
  discard: "Discard",
  waiting: (n: number) => `${plural(n, "more message is", "more messages are")} waiting to be sent`,
  threadMessage: "Reply",
  sendReply: "Send reply",
  replies: (n: number) => (n === 1 ? "1 reply" : `${n.toLocaleString()} replies`),
  unreadThread: "with unread replies",
  lastReply: (time: string) => `last at ${time}`,
  answering: (author: string, text: string) => `Replying to ${author}: ${text}`,
  inReplyTo: (author: string, text: string) => `In reply to ${author}: ${text}`,
  deletedQuote: "In reply to a deleted message",
  concerns: { mention: "Mentions you", reply: "Replies to you" },
  reactions: "Reactions",
  reactedBy: (emoji: string, names: readonly string[], n: number) => {
    const more = n - names.length;
    const all = more > 0 ? [...names, plural(more, "other", "others")] : names;
    return `${emoji} ${n}: ${all.join(", ")}`;
  },
  pinned: "Pinned",
  pinnedMessages: "Pinned messages",
  files: "Files",
  attached: (n: number) => plural(n, "file", "files"),
  status: (text: string) => `Status: ${text}`,
  edited: "edited",
  editing: "You are editing a message. Esc leaves it as it was.",
  deletedMessage: "This message was deleted.",
  notChanged: "Not changed.",
  isNew: "New",
  today: "Today",
  yesterday: "Yesterday",
  jumpToDate: "Jump to date",
  jumpToDateOf: (day: string) => `${day}, jump to another date`,
  jumpToNewest: "Jump to newest",
  newOnes: (n: number) => (n === 1 ? "new message" : "new messages"),
  jumpToUnread: "Jump to the first unread message",
  noSuchMessage: "This message does not exist in this room.",
  roomStart: (title: string) => `This is where ${title} begins.`,
  someone: "Someone",

  // Composer
  message: "Message",
  placeholder: (title: string) => `Message ${title}`,
  send: "Send",
  emoji: "Emoji",
  charactersLeft: (n: number) => plural(n, "character left", "characters left"),
  tooLong: (n: number) => `${plural(n, "character", "characters")} too many`,

  // People
  people: "People",
  peopleOnline: "People online",
  you: "you",
  moreOnline: (n: number) => `and ${n.toLocaleString()} more`,
  showAll: "Show all",

  // Status lines
  connection: "Connection",
  typing: "Typing",
  typingOne: (a: string) => `${a} is typing…`,
  typingTwo: (a: string, b: string) => `${a} and ${b} are typing…`,
  typingMany: "Several people are typing…",

  // Switcher
  goTo: "Go to",

  // Account
  account: "Account",
  accountOf: (name: string, handle: string) => `Account: ${name} @${handle}`,
  sidebar: "Rooms and people",
  signOut: "Sign out",

  // General
  close: "Close",
  notice: "Notice",
  skipToMessage: "Skip to the message box",
  networkFailed: "The server did not answer. Please try again.",
  announce: (author: string, text: string) => `${author}: ${text}`,
  announceMany: (n: number) => plural(n, "new message", "new messages"),
  announceFailed: (text: string) => `A message was not sent: ${text}`,
  titleWithUnread: (count: string, rest: string) => `(${count}) ${rest}`,
};
