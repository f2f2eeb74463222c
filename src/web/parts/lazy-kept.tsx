// One's own lists, what one can do with a message, and who has seen it: not in the first load.
// Fetched when one wants it, or when the page is at rest.

import { menu } from "../behavior/menu.ts";
import { lazyPart } from "./lazy.tsx";
import type { RowActionsProps } from "./row-actions.tsx";

const kept = () => import("./kept.ts");
const inbox = lazyPart(async () => (await kept()).InboxView);
const bookmarks = lazyPart(async () => (await kept()).BookmarksView);
const messageMenu = lazyPart(async () => (await kept()).MessageMenu);
const rowActions = lazyPart(async () => (await kept()).RowActions);
const seenBy = lazyPart(async () => (await kept()).SeenBy);

export const { Part: SeenBy } = seenBy;

export function loadKept(): void {
  for (const { load } of [inbox, bookmarks, messageMenu, rowActions, seenBy]) load();
}

export function OwnList({ name }: { name: string }) {
  const { Part } = name === "inbox" ? inbox : bookmarks;
  loadKept();
  return <Part />;
}

export function MessageMenu() {
  if (menu.value) loadKept();
  return <messageMenu.Part />;
}

export function RowActions(props: RowActionsProps) {
  loadKept();
  return <rowActions.Part {...props} />;
}
