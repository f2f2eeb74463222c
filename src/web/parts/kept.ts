// In one chunk: one's own lists, what one can do with a message, and who has seen it.

export { MessageMenu } from "./message-menu.tsx";
export { RowActions } from "./row-actions.tsx";
export { SeenBy } from "./seen-by.tsx";
export { BookmarksView } from "../views/bookmarks.tsx";
export { InboxView } from "../views/inbox.tsx";
