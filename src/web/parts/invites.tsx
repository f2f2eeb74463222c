// Invite links of a private room.

import { useMemo } from "preact/hooks";
import { community } from "../behavior/community.ts";
import { toRoom } from "../behavior/invites.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { v } from "../strings-private.ts";
import { Dialog } from "./dialog.tsx";
import { InviteLinks } from "./invite-links.tsx";

export function Invites({ room }: { room: OpenRoom }) {
  const inviting = useMemo(() => toRoom(room), [room]);
  return (
    <Dialog title={v.invites}>
      <p class="hint">{v.invitesHint}</p>
      {community.value?.joining === "invited" && <p class="hint">{v.invitesInside}</p>}
      <InviteLinks inviting={inviting} />
    </Dialog>
  );
}
