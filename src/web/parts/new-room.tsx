// A new room: the address follows the title until one writes an address oneself.
// The same words sent again are the same request.

import { useRef, useState } from "preact/hooks";
import { SHARED_LIMITS } from "../../protocol/shared-limits.ts";
import { roomNameOf } from "../../protocol/made-names.ts";
import { isVisible, roomName } from "../../protocol/names.ts";
import { closeDialog } from "../behavior/dialogs.ts";
import { focusComposer } from "../behavior/places.ts";
import { createRoom, roomId } from "../behavior/new-room.ts";
import { roomPath } from "../behavior/router.ts";
import { d } from "../strings-dialogs.ts";
import { t } from "../strings.ts";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Link } from "./link.tsx";

type Problem = { field: "title" | "address" | "form"; message: string; exists?: string };

export function NewRoom({ title: given }: { title: string }) {
  const [title, setTitle] = useState(given);
  const [own, setOwn] = useState<string>();
  const [topic, setTopic] = useState("");
  const [isPrivate, setPrivate] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const attempt = useRef<{ what: string; id: string }>(undefined);
  const titleField = useRef<HTMLInputElement>(null);
  const addressField = useRef<HTMLInputElement>(null);
  const address = own ?? roomNameOf(title) ?? "";

  const refuse = (found: Problem) => {
    setProblem(found);
    (found.field === "address" ? addressField : titleField).current?.focus();
  };

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const name = roomName(address);
    if (!isVisible(title)) return refuse({ field: "title", message: d.titleMissing });
    if (name === undefined && !isPrivate)
      return refuse({ field: "address", message: d.addressWrong });
    const words = { title: title.trim(), topic: topic.trim() };
    const room = isPrivate ? { private: true, ...words } : { name, ...words };
    const what = JSON.stringify(room);
    if (attempt.current?.what !== what) attempt.current = { what, id: roomId() };
    setBusy(true);
    const answer = await createRoom({ ...room, id: attempt.current.id });
    setBusy(false);
    if (answer.ok) {
      closeDialog();
      focusComposer();
    } else if (answer.failure.code === "room_exists" && name !== undefined)
      refuse({ field: "address", message: d.roomExists, exists: name });
    else setProblem({ field: "form", message: answer.failure.message || t.networkFailed });
  };

  const problemOf = (field: Problem["field"]) =>
    problem?.field === field ? problem.message : undefined;
  return (
    <Dialog title={t.newRoom}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Field
          label={d.title}
          value={title}
          onInput={setTitle}
          inputRef={titleField}
          problem={problemOf("title")}
          maxLength={SHARED_LIMITS.titleLength}
          autocomplete="off"
        />
        <fieldset class="choices">
          <legend>{d.whoMayCome}</legend>
          {[false, true].map((one) => (
            <div key={String(one)}>
              <label class="choices__choice">
                <input
                  type="radio"
                  name="who"
                  checked={isPrivate === one}
                  aria-describedby={`who-${one}`}
                  onChange={() => setPrivate(one)}
                />
                <span>{one ? d.onlyMembers : d.everybody}</span>
              </label>
              <p id={`who-${one}`} class="hint choices__hint">
                {one ? d.onlyMembersHint : d.everybodyHint}
              </p>
            </div>
          ))}
        </fieldset>
        {!isPrivate && (
          <Field
            label={d.address}
            value={address}
            onInput={(value) => setOwn(value === "" ? undefined : value)}
            inputRef={addressField}
            prefix="#"
            hint={address ? d.addressHint(address) : undefined}
            problem={problemOf("address")}
            maxLength={64}
            autocomplete="off"
            plain
          />
        )}
        {problem?.exists !== undefined && (
          <p>
            <Link href={roomPath(problem.exists)} onGo={closeDialog}>
              {d.goThere}
            </Link>
          </p>
        )}
        <Field
          label={d.topic}
          value={topic}
          onInput={setTopic}
          hint={d.topicHint}
          maxLength={SHARED_LIMITS.topicLength}
          autocomplete="off"
        />
        {problemOf("form") && (
          <p class="problem" role="alert">
            {problemOf("form")}
          </p>
        )}
        <div class="dialog__buttons">
          <button type="button" class="button" onClick={closeDialog}>
            {t.cancel}
          </button>
          <button type="submit" class="button button--main" aria-disabled={busy}>
            {busy ? d.creating : d.create}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
