// The settings: a dialog of pages, one at a time.
// Loaded when it is first opened; each page asks for what it shows.

import type { Person } from "../../protocol/people.ts";
import { a } from "../strings-account.ts";
import { DialogPages } from "./dialog-pages.tsx";
import { NotificationSettings } from "./settings-notifications.tsx";
import { AccountSettings } from "./settings-account.tsx";
import { CommunitySettings } from "./settings-community.tsx";
import { BlockedSettings } from "./settings-blocked.tsx";
import { DeviceSettings } from "./settings-devices.tsx";
import { ProfileSettings } from "./settings-profile.tsx";
import { Themes } from "./themes.tsx";

const PAGES = {
  profile: ProfileSettings,
  account: AccountSettings,
  devices: DeviceSettings,
  notifications: NotificationSettings,
  blocked: BlockedSettings,
  appearance: Themes,
  community: CommunitySettings,
};

export function Settings({ you }: { you: Person }) {
  return (
    <DialogPages
      title={a.settings}
      names={a.pages}
      first="account"
      page={(name) => {
        const Page = PAGES[name];
        return <Page you={you} />;
      }}
    />
  );
}
