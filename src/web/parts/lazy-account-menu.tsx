// The account's menu, fetched when the page has come to rest or it is opened.

import { lazyPart } from "./lazy.tsx";

export const { load: loadAccountMenu, Part: AccountMenu } = lazyPart(
  async () => (await import("./account-menu.tsx")).AccountMenu,
);
