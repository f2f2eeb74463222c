// The messages that the room keeps at hand, the newest pin first, as long as one looks at them.

import { useEffect, useState } from "preact/hooks";
import type { MessageList } from "../../protocol/http.ts";
import { keptApi } from "../behavior/kept-api.ts";
import { closeDialog } from "../behavior/dialogs.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { roomPath } from "../behavior/router.ts";
import { dayName, timeOf } from "../behavior/time.ts";
import { t } from "../strings.ts";
import { k } from "../strings-kept.ts";
import { Dialog } from "./dialog.tsx";
import { AnyIcon } from "./any-icon.tsx";
import { IconButton } from "./icon-button.tsx";
import { MessageLine } from "./message-line.tsx";

export function Pins({ room }: { room: OpenRoom }) {
  const [pins, setPins] = useState<MessageList | "failed">();
  const turn = room.pinned.value;
  useEffect(() => {
    let isOver = false;
    void keptApi.pins(room.name).then((answer) => {
      if (!isOver) setPins(answer.ok ? answer.value : "failed");
    });
    return () => void (isOver = true);
  }, [room, turn]);
  return (
    <Dialog title={t.pinnedMessages} class="dialog--pins">
      {pins === undefined && <p class="hint">{k.loading}</p>}
      {pins === "failed" && (
        <p class="problem" role="alert">
          {t.networkFailed}
        </p>
      )}
      {typeof pins === "object" && <List room={room} pins={pins} />}
    </Dialog>
  );
}

function List({ room, pins: { messages, people } }: { room: OpenRoom; pins: MessageList }) {
  if (messages.length === 0) return <p class="hint">{k.noPins}</p>;
  const nameOf = (id: string) => people[id]?.name ?? room.people.value.get(id)?.name ?? t.someone;
  return (
    <ul role="list" aria-label={t.pinnedMessages}>
      {messages.map((message) => (
        <MessageLine
          key={message.seq}
          message={message}
          author={nameOf(message.by)}
          avatar={people[message.by]?.avatar}
          href={roomPath(room.name, message.seq, message.thread)}
          label={nameOf(message.by)}
          when={`${dayName(message.ts)}, ${timeOf(message.ts)}`}
          onGo={closeDialog}
        >
          <IconButton label={k.unpin} onClick={() => room.client.pin(message.seq, false)}>
            <AnyIcon name="close" />
          </IconButton>
        </MessageLine>
      ))}
    </ul>
  );
}
