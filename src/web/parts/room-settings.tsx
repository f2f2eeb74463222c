// A room's title and topic, for everybody, and what of it may notify oneself.
// Title and topic travel as a command of the room: they wait in the outbox like a message.

import { useState } from "preact/hooks";
import { SHARED_LIMITS } from "../../protocol/shared-limits.ts";
import { may } from "../../protocol/roles.ts";
import { isVisible } from "../../protocol/names.ts";
import type { NotificationLevel } from "../../protocol/http.ts";
import { closeDialog } from "../behavior/dialogs.ts";
import { changeLevel, levelOf } from "../behavior/me.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { silenceOf } from "../behavior/silence.ts";
import { d } from "../strings-dialogs.ts";
import { t } from "../strings.ts";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { RoomPicture } from "./lazy-room-picture.tsx";
import { RoomOrder } from "./room-order.tsx";

const LEVELS: readonly NotificationLevel[] = ["all", "mentions", "nothing"];

export function RoomSettings({ room }: { room: OpenRoom }) {
  const info = room.info.value;
  const [title, setTitle] = useState(info?.title ?? room.name);
  const [topic, setTopic] = useState(info?.topic ?? "");
  const [level, setLevel] = useState(levelOf(room.name));
  const [problem, setProblem] = useState<string>();
  const [missing, setMissing] = useState(false);

  /** Between two people there is nothing to name. */
  const isNamed = info?.kind !== "direct";

  const submit = async (event: Event) => {
    event.preventDefault();
    // A room that goes by its people may go on without a title.
    const isMissing = isNamed && !isVisible(title) && info?.title !== "";
    setMissing(isMissing);
    if (isMissing) return;
    const next = { topic: topic.trim(), ...(isVisible(title) && { title: title.trim() }) };
    const isNew = (next.title ?? "") !== info?.title || next.topic !== info?.topic;
    if (isNamed && isNew) room.client.setTopic(next);
    if (level === levelOf(room.name) || (await changeLevel(room.name, level))) closeDialog();
    else setProblem(t.networkFailed);
  };

  return (
    <Dialog title={t.roomSettings}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        {isNamed && (
          <>
            <Field
              label={d.title}
              value={title}
              onInput={setTitle}
              problem={missing ? d.titleMissing : undefined}
              maxLength={SHARED_LIMITS.titleLength}
              autocomplete="off"
            />
            <Field
              label={d.topic}
              value={topic}
              onInput={setTopic}
              hint={d.topicHint}
              maxLength={SHARED_LIMITS.topicLength}
              autocomplete="off"
            />
          </>
        )}
        {isNamed && room.files.value && silenceOf(room) === undefined && (
          <RoomPicture room={room} />
        )}
        <fieldset class="choices">
          <legend>{d.notifyMe}</legend>
          {LEVELS.map((one) => (
            <label key={one} class="choices__choice">
              <input
                type="radio"
                name="level"
                value={one}
                checked={level === one}
                onChange={() => setLevel(one)}
              />
              <span>{d.levels[one]}</span>
            </label>
          ))}
        </fieldset>
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {may(room.role.value, "mode") && <RoomOrder room={room} />}
        <div class="dialog__buttons">
          <button type="button" class="button" onClick={closeDialog}>
            {t.cancel}
          </button>
          <button type="submit" class="button button--main">
            {t.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
