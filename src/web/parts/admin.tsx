// Administration: a dialog of pages for moderators and owners of the community, one at a time.
// What one may not do is absent; each page asks for what it shows.

import { ad } from "../strings-admin.ts";
import { AuditPage } from "./admin-audit.tsx";
import { BansPage } from "./admin-bans.tsx";
import { InvitesPage } from "./admin-invites.tsx";
import { PeoplePage } from "./admin-people.tsx";
import { RoomsPage } from "./admin-rooms.tsx";
import { DialogPages } from "./dialog-pages.tsx";
import { CommunitySettings } from "./settings-community.tsx";

const PAGES = {
  people: PeoplePage,
  invites: InvitesPage,
  bans: BansPage,
  rooms: RoomsPage,
  settings: CommunitySettings,
  audit: AuditPage,
};

export function Admin() {
  return (
    <DialogPages
      title={ad.admin}
      names={ad.pages}
      first="people"
      page={(name) => {
        const Page = PAGES[name];
        return <Page />;
      }}
    />
  );
}
