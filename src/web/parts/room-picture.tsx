// The room's picture: chosen and cut to a square, or taken away, by whoever may name the room.

import { useState } from "preact/hooks";
import { filesApi } from "../behavior/files/api.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { f } from "../strings-files.ts";
import { SquareChooser } from "./square-chooser.tsx";

export function RoomPicture({ room }: { room: OpenRoom }) {
  const [failure, setFailure] = useState("");
  const set = async (picture: Blob | undefined) => {
    const answer = await filesApi.setIcon(room.name, picture);
    setFailure(answer.ok ? "" : answer.failure.message);
    return answer.ok;
  };
  return (
    <fieldset class="choices">
      <legend>{f.roomPicture}</legend>
      <SquareChooser has={!!room.info.value?.icon} failure={failure} onChange={set} />
    </fieldset>
  );
}
