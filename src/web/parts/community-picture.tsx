// The community's picture: chosen and cut to a square, or taken away, by its owners.
// Absent where the server has no place for files.

import type { Community } from "../../protocol/community.ts";
import { filesApi, takesFiles } from "../behavior/files/api.ts";
import { community, learned } from "../behavior/community.ts";
import { f } from "../strings-files.ts";
import { PictureChoice } from "./picture-choice.tsx";

export function CommunityPicture({ now }: { now: Community }) {
  if (!takesFiles()) return null;
  const set = async (picture: Blob | undefined) => {
    const answer = await filesApi.setCommunityIcon(picture);
    // What else is known of the community may have changed meanwhile.
    const { icon: _, ...rest } = community.peek() ?? now;
    if (answer.ok) learned({ ...rest, ...(answer.value !== undefined && { icon: answer.value }) });
    return answer;
  };
  return <PictureChoice legend={f.communityPicture} picture={now.icon} set={set} />;
}
