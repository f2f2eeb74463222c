// What the lists of messages say (inbox, bookmarks, pins), and what one can do with one. Loaded with them.

import type { NoticeReason } from "../protocol/http.ts";

const WHY: Record<NoticeReason, (author: string, room: string) => string> = {
  mention: (author, room) => `${author} mentioned you in ${room}`,
  reply: (author, room) => `${author} replied to you in ${room}`,
  thread: (author, room) => `${author} wrote in a thread in ${room}`,
};

export const k = {
  why: WHY,
  unread: "unread",
  markAllRead: "Mark all read",
  older: "Show older ones",
  noNotices: "Nothing for you yet",
  noNoticesHint:
    "When somebody mentions you, replies to you, or writes in a thread that you take part in, it shows here.",
  inRoom: (author: string, room: string) => `${author} in ${room}`,
  bookmark: "Bookmark",
  removeBookmark: "Remove bookmark",
  bookmarked: "Bookmarked",
  unbookmarked: "Bookmark removed",
  noBookmarks: "No bookmarks yet",
  noBookmarksHint:
    "Bookmark a message from its menu “More” to find it again here. Nobody else sees your bookmarks.",
  markUnread: "Mark unread from here",
  onlyLive: "This works only while you are connected.",
  noPins: "Nothing is pinned yet. Pin a message to keep it at hand for everybody.",
  seenBy: (names: readonly string[], others: number) => {
    const more = others === 1 ? "1 other" : `${others.toLocaleString()} others`;
    const all = others > 0 ? [...names, more] : names;
    return `Seen by ${new Intl.ListFormat(undefined, { type: "conjunction" }).format(all)}`;
  },
  loading: "Loading…",
  notLoaded: "This list could not be loaded.",

  // What one can do with a message
  actions: "Message actions",
  replyInThread: "Reply in thread",
  reply: "Reply",
  pin: "Pin",
  unpin: "Unpin",
  more: "More",
  edit: "Edit",
  firstHere: "You're the first here. Share this link",
  firstHereHint: "Whoever opens it joins you in this room.",
  firstHereInside: "Whoever is in this community joins you here by it. A newcomer needs an invite.",
  copyLink: "Copy link",
  copied: "Link copied",
  react: "React",
  delete: "Delete",
};
