// Settings: what one is called, and what one says of oneself.

import { useState } from "preact/hooks";
import { isHandle, isVisible } from "../../protocol/names.ts";
import type { Person } from "../../protocol/people.ts";
import { accountApi, sentenceOf } from "../behavior/account.ts";
import { known } from "../behavior/session.ts";
import { changeStatus } from "../behavior/status.ts";
import { a } from "../strings-account.ts";
import { CardHead } from "./card-head.tsx";
import { Field } from "./field.tsx";
import { OwnPicture } from "./own-picture.tsx";
import { ZoneSelect } from "./zone-select.tsx";

type Where = "name" | "handle" | "form";

export function ProfileSettings({ you }: { you: Person }) {
  const [name, setName] = useState(you.name);
  const [handle, setHandle] = useState(you.handle);
  const [emoji, setEmoji] = useState(you.status?.emoji ?? "");
  const [text, setText] = useState(you.status?.text ?? "");
  const [problem, setProblem] = useState<{ where: Where; text: string }>();
  const [saved, setSaved] = useState(false);
  const wrong = (where: Where, words: string) => setProblem({ where, text: words });
  const problemOf = (where: Where) => (problem?.where === where ? problem.text : undefined);

  const save = async (event: Event) => {
    event.preventDefault();
    setSaved(false);
    setProblem(undefined);
    if (!isVisible(name) || [...name.trim()].length > 64) return wrong("name", a.nameMissing);
    if (!isHandle(handle)) return wrong("handle", a.handleWrong);
    if (name.trim() !== you.name || handle !== you.handle) {
      const changed = await accountApi.changeProfile({ name: name.trim(), handle });
      if (!changed.ok) {
        const { code, suggestion } = changed.failure;
        if (code === "name_taken") return wrong("handle", a.handleTaken(suggestion));
        return wrong("form", sentenceOf(changed.failure));
      }
      known(changed.value.user);
    }
    const status = {
      ...(emoji.trim() && { emoji: emoji.trim() }),
      ...(text.trim() && { text: text.trim() }),
    };
    if (JSON.stringify(status) !== JSON.stringify(you.status ?? {})) {
      const refusal = await changeStatus(status);
      if (refusal) return wrong("form", sentenceOf(refusal));
    }
    setSaved(true);
  };

  return (
    <>
      <form noValidate onSubmit={(event) => void save(event)}>
        <CardHead {...you} />
        <OwnPicture you={you} />
        <Field
          label={a.displayName}
          value={name}
          onInput={setName}
          problem={problemOf("name")}
          autocomplete="name"
          maxLength={128}
        />
        <Field
          label={a.handle}
          value={handle}
          onInput={(value) => setHandle(value.trim().toLowerCase())}
          hint={a.handleHint}
          problem={problemOf("handle")}
          prefix="@"
          autocomplete="off"
          maxLength={32}
          plain
        />
        <Field label={a.statusEmoji} value={emoji} onInput={setEmoji} maxLength={32} plain />
        <Field
          label={a.status}
          value={text}
          onInput={setText}
          hint={a.statusHint}
          maxLength={200}
        />
        <Said
          good={problemOf("form") === undefined}
          text={problemOf("form") ?? (saved ? a.saved : "")}
        />
        <button type="submit" class="button button--main">
          {a.save}
        </button>
      </form>
      <ZoneSelect you={you} />
    </>
  );
}

/** What came of it: a failure at once, a success politely. */
export function Said({ good, text }: { good?: boolean; text?: string }) {
  return (
    <p class={good === false ? "problem" : "hint"} role={good === false ? "alert" : "status"}>
      {text}
    </p>
  );
}
