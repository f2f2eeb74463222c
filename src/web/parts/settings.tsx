// The settings: a dialog of pages, one at a time.
// Loaded when it is first opened; each page asks for what it shows.

import { useState } from "preact/hooks";
import type { Person } from "../../protocol/people.ts";
import { a } from "../strings-account.ts";
import { Dialog } from "./dialog.tsx";
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
type Name = keyof typeof PAGES;

export function Settings({ you }: { you: Person }) {
  const [name, setName] = useState<Name>("account");
  const Page = PAGES[name];
  return (
    <Dialog title={a.settings} class="dialog--settings">
      <div class="settings">
        <nav aria-label={a.settings} class="settings__pages">
          {(Object.keys(PAGES) as Name[]).map((each) => (
            <button
              key={each}
              type="button"
              class="list__item"
              aria-current={each === name ? "page" : undefined}
              onClick={() => setName(each)}
            >
              {a.pages[each]}
            </button>
          ))}
        </nav>
        <section class="settings__page" aria-label={a.pages[name]}>
          <Page you={you} />
        </section>
      </div>
    </Dialog>
  );
}
