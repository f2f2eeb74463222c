// Administration: a dialog of pages for moderators and owners of the community, one at a time.
// What one may not do is absent; each page asks for what it shows.

import { useState } from "preact/hooks";
import { ad } from "../strings-admin.ts";
import { AuditPage } from "./admin-audit.tsx";
import { BansPage } from "./admin-bans.tsx";
import { InvitesPage } from "./admin-invites.tsx";
import { PeoplePage } from "./admin-people.tsx";
import { RoomsPage } from "./admin-rooms.tsx";
import { Dialog } from "./dialog.tsx";
import { CommunitySettings } from "./settings-community.tsx";

const PAGES = {
  people: PeoplePage,
  invites: InvitesPage,
  bans: BansPage,
  rooms: RoomsPage,
  settings: CommunitySettings,
  audit: AuditPage,
};
type Name = keyof typeof PAGES;

export function Admin() {
  const [name, setName] = useState<Name>("people");
  const Page = PAGES[name];
  return (
    <Dialog title={ad.admin} class="dialog--settings">
      <div class="settings">
        <nav aria-label={ad.admin} class="settings__pages">
          {(Object.keys(PAGES) as Name[]).map((each) => (
            <button
              key={each}
              type="button"
              class="list__item"
              aria-current={each === name ? "page" : undefined}
              onClick={() => setName(each)}
            >
              {ad.pages[each]}
            </button>
          ))}
        </nav>
        <section class="settings__page" aria-label={ad.pages[name]}>
          <Page />
        </section>
      </div>
    </Dialog>
  );
}
