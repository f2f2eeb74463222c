// One's own picture: chosen, cut to a square, or taken away. Absent where the server has no place for files.

import { useState } from "preact/hooks";
import type { Person } from "../../protocol/people.ts";
import { filesApi, takesFiles } from "../behavior/files/api.ts";
import { known, me } from "../behavior/session.ts";
import { SquareChooser } from "./square-chooser.tsx";

export function OwnPicture({ you }: { you: Person }) {
  const [failure, setFailure] = useState("");
  if (!takesFiles()) return null;
  const set = async (picture: Blob | undefined) => {
    const answer = await filesApi.setAvatar(picture);
    setFailure(answer.ok ? "" : answer.failure.message);
    // What else one is may have changed meanwhile.
    const { avatar: _, ...rest } = me.peek() ?? you;
    if (answer.ok) known({ ...rest, ...(answer.value && { avatar: answer.value }) });
    return answer.ok;
  };
  return <SquareChooser has={you.avatar !== undefined} failure={failure} onChange={set} />;
}
