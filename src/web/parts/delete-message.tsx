// The last question before a message goes for everybody.
// Keeping it is the easier answer.

import { closeDialog } from "../behavior/dialogs.ts";
import { editing, stopEditing } from "../behavior/editing.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { d } from "../strings-dialogs.ts";
import { k } from "../strings-kept.ts";
import { Dialog } from "./dialog.tsx";

export function DeleteMessage({ room, seq }: { room: OpenRoom; seq: number }) {
  const remove = () => {
    room.client.delete(seq);
    if (editing.peek()?.seq === seq) stopEditing();
    closeDialog();
  };
  return (
    <Dialog title={d.deleteAsk}>
      <p>{d.deleteHint}</p>
      <div class="dialog__buttons">
        <button type="button" class="button button--main" data-first onClick={closeDialog}>
          {d.keep}
        </button>
        <button type="button" class="button button--danger" onClick={remove}>
          {k.delete}
        </button>
      </div>
    </Dialog>
  );
}
