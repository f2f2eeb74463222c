// What one can do with a message: everybody's actions, the author's own, and a moderator's.
// An action that is not possible is absent.

import { may } from "../../protocol/roles.ts";
import { copyText } from "../behavior/clipboard.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { startAnswer, startEditing } from "../behavior/editing.ts";
import { menu } from "../behavior/menu.ts";
import { toggleMenu } from "../behavior/menu-moves.ts";
import { current } from "../behavior/rooms.ts";
import { openThread, roomPath } from "../behavior/router.ts";
import { silenceOf } from "../behavior/silence.ts";
import { k } from "../strings-kept.ts";
import { AnyIcon, type AnyIconName } from "./any-icon.tsx";
import { IconButton } from "./icon-button.tsx";

export interface RowActionsProps {
  room: string;
  seq: number;
  author: string;
  body: string;
  /** Written by oneself. */
  own: boolean;
  pinned: boolean;
  /** The thread in which it stands. */
  thread?: number | undefined;
}

export function RowActions({ room, seq, author, body, own, pinned, thread }: RowActionsProps) {
  const here = current.value;
  const silence = here && silenceOf(here);
  const mayWrite = silence === undefined;
  const mayDelete = own || may(here?.role.value ?? "member", "deleteOthers");
  const copy = () => void copyText(location.origin + roomPath(room, seq, thread));
  return (
    <div class="row__actions" role="toolbar" aria-label={k.actions}>
      {(mayWrite || silence === "readOnly") && (
        <Action name={k.react} icon="smile" onClick={() => openDialog({ name: "react", seq })} />
      )}
      {mayWrite && (
        <Action
          name={k.reply}
          icon="reply"
          onClick={() => startAnswer({ room, thread, seq, author, body })}
        />
      )}
      {mayWrite && thread === undefined && (
        <Action name={k.replyInThread} icon="thread" onClick={() => openThread(room, seq)} />
      )}
      {mayWrite && own && (
        <Action
          name={k.edit}
          icon="pencil"
          onClick={() => startEditing({ room, thread, seq, body })}
        />
      )}
      <Action name={k.copyLink} icon="link" onClick={copy} />
      {mayWrite && (
        <Action
          name={pinned ? k.unpin : k.pin}
          icon="pin"
          wide
          onClick={() => here?.client.pin(seq, !pinned)}
        />
      )}
      {mayDelete && (
        <Action name={k.delete} icon="bin" onClick={() => openDialog({ name: "delete", seq })} />
      )}
      <IconButton
        label={k.more}
        aria-haspopup="menu"
        aria-expanded={menu.value !== undefined}
        onClick={(event) => toggleMenu(seq, event.currentTarget)}
      >
        <AnyIcon name="more" />
      </IconButton>
    </div>
  );
}

interface ActionProps {
  name: string;
  icon: AnyIconName;
  /** Only where there is room for it: the menu has it, too. */
  wide?: boolean;
  onClick: () => void;
}

function Action({ name, icon, wide, onClick }: ActionProps) {
  return (
    <IconButton label={name} class={wide ? "wide-only" : ""} onClick={onClick}>
      <AnyIcon name={icon} />
    </IconButton>
  );
}
