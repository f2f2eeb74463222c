// A new direct message: to one person, or to several, which is a group.
// The focus stays in the field; the chosen line of the list is told by aria-activedescendant.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Profile } from "../../protocol/people.ts";
import { isHandle } from "../../protocol/names.ts";
import { closeDialog } from "../behavior/dialogs.ts";
import { writeTo, writeToAll } from "../behavior/direct.ts";
import { searchPeople } from "../behavior/completion/people.ts";
import { find } from "../behavior/find.ts";
import { blocked } from "../behavior/inbox.ts";
import { keptApi } from "../behavior/kept-api.ts";
import { focusComposer } from "../behavior/places.ts";
import { knownPeople } from "../behavior/known-people.ts";
import { roomId } from "../behavior/new-room.ts";
import { HOME_ROOM } from "../behavior/rooms.ts";
import { me } from "../behavior/session.ts";
import { v } from "../strings-private.ts";
import { t } from "../strings.ts";
import { AnyIcon } from "./any-icon.tsx";
import { Avatar } from "./avatar.tsx";
import { Dialog } from "./dialog.tsx";

/** As many as the server brings in at once. */
const MOST = 50;
const SHOWN = 8;

/** Whom one means: by handle, as somebody may be here whom the page has not met. */
type Meant = Pick<Profile, "handle" | "name"> & Partial<Profile>;

const search = searchPeople(keptApi);

export function NewMessage() {
  const [chosen, setChosen] = useState<readonly Meant[]>([]);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [, setMet] = useState(0);
  const attempt = useRef<{ whom: string; id: string }>(undefined);
  const field = useRef<HTMLInputElement>(null);
  const letters = query.trim().replace(/^@/, "");
  useEffect(() => {
    if (letters !== "") search.ask(HOME_ROOM, letters, () => setMet((n) => n + 1));
  }, [letters]);
  const options = optionsFor(letters, chosen, query.trim().startsWith("@"));
  const active = options[Math.min(at, options.length - 1)];

  const type = (text: string) => {
    setQuery(text);
    setAt(0);
    setProblem(undefined);
  };
  const choose = (who: Meant) => {
    field.current?.focus();
    const refusal = refusalOf(who, chosen);
    type(refusal === undefined ? "" : query);
    setProblem(refusal);
    if (refusal !== undefined) return;
    setChosen([...chosen, who]);
    setSaid(v.isChosen(who.name, chosen.length + 1));
  };
  const unchoose = (who: Meant) => {
    field.current?.focus();
    setChosen(chosen.filter(({ handle }) => handle !== who.handle));
    setSaid(v.isNotChosen(who.name));
    setProblem(undefined);
  };
  const submit = async () => {
    if (busy) return;
    // Whoever is written but not chosen yet is meant, too, and is to be seen first.
    if (letters !== "" && active) return choose(active);
    const [first, ...others] = chosen;
    if (!first) return setProblem(v.toNobody);
    const whom = chosen.map(({ handle }) => handle).join(" ");
    if (attempt.current?.whom !== whom) attempt.current = { whom, id: roomId() };
    setBusy(true);
    const refusal =
      others.length > 0
        ? await writeToAll(chosen, attempt.current.id)
        : await writeTo({ handle: first.handle }).then(
            (message) => message && { message, handle: first.handle },
          );
    setBusy(false);
    if (refusal) {
      setProblem(refusal.message);
      return field.current?.focus();
    }
    closeDialog();
    focusComposer();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const last = chosen.at(-1);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && options.length > 0)
      setAt((Math.min(at, options.length - 1) + step + options.length) % options.length);
    else if (event.key === "Enter" && letters !== "" && active) choose(active);
    else if (event.key === "Backspace" && query === "" && last) unchoose(last);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={v.newMessage}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div class="field">
          <label class="field__label" for="new-message-to">
            {v.to}
          </label>
          {chosen.length > 0 && (
            <ul class="chosen" role="list" aria-label={v.chosen}>
              {chosen.map((who) => (
                <li key={who.handle} class="chosen__one">
                  <span dir="auto">{who.name}</span>
                  <button
                    type="button"
                    class="icon-button icon-button--small"
                    aria-label={v.unchoose(who.name)}
                    onClick={() => unchoose(who)}
                  >
                    <AnyIcon name="close" />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <input
            class="input"
            id="new-message-to"
            role="combobox"
            aria-expanded={options.length > 0}
            aria-controls="new-message-people"
            aria-autocomplete="list"
            aria-activedescendant={letters !== "" && active ? optionId(active) : undefined}
            aria-describedby="new-message-under"
            aria-invalid={problem !== undefined}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={64}
            value={query}
            ref={field}
            data-first
            onInput={(event) => type(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          <p
            class={problem === undefined ? "hint" : "problem"}
            id="new-message-under"
            role={problem === undefined ? undefined : "alert"}
          >
            {problem ?? v.toHint}
          </p>
        </div>
        <ul
          class="list chosen__from"
          id="new-message-people"
          role="listbox"
          aria-label={v.choosable}
        >
          {options.map((who) => (
            <li
              key={who.handle}
              id={optionId(who)}
              role="option"
              aria-selected={letters !== "" && who === active}
              class="list__item"
              ref={letters !== "" && who === active ? intoView : null}
              onClick={() => choose(who)}
            >
              <Avatar name={who.name} picture={who.avatar} size="s" />
              <span class="list__name" dir="auto">
                {who.name}
              </span>
              <span class="list__note">{`@${who.handle}`}</span>
            </li>
          ))}
        </ul>
        <p class="unseen" role="status">
          {said}
        </p>
        <div class="dialog__buttons">
          <button type="button" class="button" onClick={closeDialog}>
            {t.cancel}
          </button>
          <button type="submit" class="button button--main" aria-disabled={busy}>
            {busy ? v.starting : v.start}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const optionId = ({ handle }: Meant) => `to-${handle}`;
const intoView = (row: HTMLElement | null) => row?.scrollIntoView({ block: "nearest" });

/** People whom one knows, or who are found by what one types; where nobody is, or one writes a handle, whoever has just this one. */
function optionsFor(letters: string, chosen: readonly Meant[], isOfHandle: boolean): Meant[] {
  const taken = new Set([me.value?.handle, ...chosen.map(({ handle }) => handle)]);
  const known = new Map([...search.found(HOME_ROOM), ...knownPeople.value]);
  const people = [...known.values()]
    .filter(({ handle }) => handle !== "" && !taken.has(handle))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((who) => ({ ...who, words: [who.name, who.handle] }));
  const found: Meant[] = find(people, letters, SHOWN);
  const handle = letters.toLowerCase();
  const isNew = isHandle(handle) && !taken.has(handle);
  const isThere = found.some((who) => who.handle === handle);
  if (!isNew || isThere || (found.length > 0 && !isOfHandle)) return found;
  return [...found, { handle, name: v.addHandle(handle) }];
}

/** Why this person cannot be one of them, in words for people. */
function refusalOf({ handle, name }: Meant, chosen: readonly Meant[]): string | undefined {
  if (chosen.length >= MOST) return v.toTooMany(MOST);
  const isTheirs = blocked.value?.some((one) => one.handle === handle) ?? false;
  return isTheirs ? v.youBlock(name) : undefined;
}
