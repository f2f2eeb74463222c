// The last question before a room goes for everybody, with everything in it.
// Keeping it is the easier answer.

import { useState } from "preact/hooks";
import { closeDialog } from "../behavior/dialogs.ts";
import { deleteRoom } from "../behavior/moderate.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { forget, HOME_ROOM, titleOf } from "../behavior/rooms.ts";
import { go, roomPath } from "../behavior/router.ts";
import { o } from "../strings-order.ts";
import { Dialog } from "./dialog.tsx";

export function DeleteRoom({ room }: { room: OpenRoom }) {
  const [problem, setProblem] = useState<string>();
  const remove = async () => {
    const refusal = await deleteRoom(room);
    setProblem(refusal);
    if (refusal !== undefined) return;
    closeDialog();
    forget(room.name);
    go(roomPath(HOME_ROOM));
  };
  return (
    <Dialog title={o.deleteAsk(titleOf(room))}>
      <p>{o.deleteRoomHint}</p>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="dialog__buttons">
        <button type="button" class="button button--main" data-first onClick={closeDialog}>
          {o.deleteKeep}
        </button>
        <button type="button" class="button button--danger" onClick={() => void remove()}>
          {o.deleteRoom}
        </button>
      </div>
    </Dialog>
  );
}
