// What one can do with a message: everybody's actions, and the author's own.
// An action that is not possible is absent.

import { copyText } from "../behavior/clipboard.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { startEditing } from "../behavior/editing.ts";
import { roomPath } from "../behavior/router.ts";
import { t } from "../strings.ts";
import { Icon, type IconName } from "./icon.tsx";

interface Props {
  room: string;
  seq: number;
  body: string;
  /** Written by oneself. */
  own: boolean;
}

export function RowActions({ room, seq, body, own }: Props) {
  const copy = () => void copyText(location.origin + roomPath(room, seq));
  return (
    <div class="row__actions" role="toolbar" aria-label={t.actions}>
      <Action name={t.react} icon="smile" onClick={() => openDialog({ name: "react", seq })} />
      {own && (
        <Action name={t.edit} icon="pencil" onClick={() => startEditing(room, { seq, body })} />
      )}
      <Action name={t.copyLink} icon="link" onClick={copy} />
      {own && (
        <Action name={t.delete} icon="bin" onClick={() => openDialog({ name: "delete", seq })} />
      )}
    </div>
  );
}

function Action({ name, icon, onClick }: { name: string; icon: IconName; onClick: () => void }) {
  return (
    <button type="button" class="icon-button" aria-label={name} title={name} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
