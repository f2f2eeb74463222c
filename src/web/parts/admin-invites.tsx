// Administration: links by which somebody becomes a person here.

import { community } from "../behavior/community.ts";
import { toCommunity } from "../behavior/invites.ts";
import { ad } from "../strings-admin.ts";
import { InviteLinks } from "./invite-links.tsx";

export function InvitesPage() {
  return (
    <>
      <p class="hint">{ad.invitesHint}</p>
      {community.value?.joining === "anyone" && <p class="hint">{ad.invitesIdle}</p>}
      <InviteLinks inviting={toCommunity} />
    </>
  );
}
