// Settings: the community. Owners change it; everybody else reads how it is.
// Where it has no owner yet, whoever may become one does it here, also after putting it off.

import { useState } from "preact/hooks";
import { mayInCommunity } from "../../protocol/community-roles.ts";
import { community, communityRole, setUp } from "../behavior/community.ts";
import { c } from "../strings-community.ts";
import { CommunityForm } from "./community-form.tsx";
import { CommunityPicture } from "./community-picture.tsx";
import { Said } from "./settings-profile.tsx";

export function CommunitySettings() {
  const [saved, setSaved] = useState(false);
  const now = community.value;
  const role = communityRole.value;
  if (!now) return null;
  const isOwner = mayInCommunity(role, "changeSettings");
  return (
    <>
      <p>{c.roles[role]}</p>
      {isOwner ? (
        <>
          <CommunityPicture now={now} />
          <CommunityForm now={now} onDone={() => setSaved(true)} />
          <Said text={saved ? c.saved : ""} />
        </>
      ) : (
        <>
          <dl class="facts">
            <dt>{c.name}</dt>
            <dd dir="auto">{now.name}</dd>
            <dt>{c.whoJoins}</dt>
            <dd>{c.joining[now.joining]}</dd>
            <dt>{c.whoMakesRooms}</dt>
            <dd>{c.makingRooms[now.makingRooms]}</dd>
          </dl>
          {!now.owned && (
            <section class="settings__part">
              <h3>{c.setUpTitle}</h3>
              {setUp.value === undefined && <p>{c.noOwner}</p>}
              <CommunityForm
                now={now}
                claim={{ needsToken: setUp.value !== "freely" }}
                onDone={() => setSaved(true)}
              />
            </section>
          )}
        </>
      )}
    </>
  );
}
