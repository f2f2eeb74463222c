// What is said to whoever wants to leave for good. Of one shape with strings.ts: a translation is these files.

import type { LeavingBody } from "../protocol/account.ts";

export const l = {
  title: "Leave for good",
  lead: "You can take everything with you, and leave nothing here but what you choose to.",
  begin: "Leave for good…",
  warning: (handle: string) =>
    `This cannot be undone. You are signed out everywhere, and what you sign in with, your profile, bookmarks and settings are deleted at once. Nobody can be called @${handle} for 30 days; after that anybody can.`,
  download: "Download your data first",
  messages: "Your messages",
  choices: {
    keep: "They stay, under “Former member”",
    erase: "They are erased, in every room and for everybody",
  } satisfies Record<LeavingBody["messages"], string>,
  prove: "Confirm that it is you.",
  password: "Password",
  leave: "Leave for good",
  byPasskey: "Leave, with a passkey",
  stay: "Stay",
};
