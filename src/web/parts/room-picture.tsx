// The room's picture: chosen and cut to a square, or taken away, by whoever may name the room.

import { filesApi } from "../behavior/files/api.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { f } from "../strings-files.ts";
import { PictureChoice } from "./picture-choice.tsx";

export function RoomPicture({ room }: { room: OpenRoom }) {
  return (
    <PictureChoice
      legend={f.roomPicture}
      picture={room.info.value?.icon || undefined}
      set={(picture) => filesApi.setIcon(room.name, picture)}
    />
  );
}
