// The box one writes in. What stands in it is the room's draft, kept at each keystroke.
// The field owns its text; nothing renders per key but the counter and the button.

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { codePoints } from "../../lib/text.ts";
import { isVisible } from "../../protocol/names.ts";
import { drafts } from "../behavior/app.ts";
import { editing, editNewest, stopEditing } from "../behavior/editing.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { coarse, focusComposer, places } from "../behavior/places.ts";
import { t } from "../strings.ts";
import { Icon } from "./icon.tsx";

/** The counter shows when this few are left. */
const NEAR_LIMIT = 500;
const GROWS_ITSELF = CSS.supports("field-sizing", "content");

export function Composer({ room }: { room: OpenRoom }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const blank = useSignal(true);
  const left = useSignal<number | undefined>(undefined);
  const limit = room.bodyLength.value;
  const title = room.info.value?.title || room.name;

  const refresh = () => {
    const body = field.current?.value ?? "";
    blank.value = !isVisible(body);
    // Counting code points is linear; it is only done when it could matter.
    const spare = body.length > limit - NEAR_LIMIT ? limit - codePoints(body) : limit;
    left.value = spare < NEAR_LIMIT ? spare : undefined;
    if (!GROWS_ITSELF && field.current) grow(field.current);
  };

  const edited = editing.value?.room === room.name ? editing.value : undefined;

  useLayoutEffect(() => {
    places.composer = field.current ?? undefined;
    return () => {
      places.composer = undefined;
      stopEditing();
    };
  }, [room]);
  // Leaving an edit brings back the draft that waited beneath it.
  useLayoutEffect(() => {
    if (field.current) field.current.value = edited?.body ?? drafts.read(room.name);
    refresh();
    if (edited) focusComposer();
  }, [room, edited]);

  const onInput = () => {
    const body = field.current?.value ?? "";
    if (!edited) drafts.write(room.name, body);
    refresh();
    if (!blank.value) room.client.typing();
  };

  const send = () => {
    const body = field.current?.value ?? "";
    if (!field.current || !isVisible(body) || codePoints(body) > limit) return;
    if (edited) {
      if (body !== edited.body) room.client.edit(edited.seq, body);
      return stopEditing();
    }
    room.client.post(body);
    field.current.value = "";
    drafts.write(room.name, "");
    refresh();
    field.current.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && edited && !event.isComposing) {
      event.stopPropagation();
      return stopEditing();
    }
    if (event.key === "ArrowUp" && !edited && field.current?.value === "" && editNewest(room))
      return event.preventDefault();
    // Safari ends a composition with a key of code 229.
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    if (event.shiftKey || event.altKey || (coarse() && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    send();
  };

  const spare = left.value;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {edited && (
        <p class="composer__mode">
          <span>{t.editing}</span>
          <button type="button" class="link" onClick={stopEditing}>
            {t.cancel}
          </button>
        </p>
      )}
      <div class="composer__box">
        <textarea
          id="message"
          class="composer__field"
          aria-label={t.message}
          aria-describedby={spare === undefined ? undefined : "characters-left"}
          placeholder={t.placeholder(title)}
          rows={1}
          dir="auto"
          ref={field}
          onInput={onInput}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          class="composer__send"
          aria-label={edited ? t.save : t.send}
          title={edited ? t.save : t.send}
          disabled={blank.value || (spare ?? 0) < 0}
          // A press must not take the focus: the phone's keyboard would go down.
          onPointerDown={(event) => event.preventDefault()}
        >
          <Icon name={edited ? "check" : "send"} />
        </button>
      </div>
      {spare !== undefined && (
        <p id="characters-left" class={spare < 0 ? "problem" : "hint"}>
          {spare < 0 ? t.tooLong(-spare) : t.charactersLeft(spare)}
        </p>
      )}
    </form>
  );
}

function grow(field: HTMLTextAreaElement): void {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
