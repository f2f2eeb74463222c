// The box one writes in. What stands in it is the room's draft, kept at each keystroke.
// The field owns its text; nothing renders per key but the counter and the button.

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { codePoints } from "../../lib/text.ts";
import { isVisible } from "../../protocol/names.ts";
import { drafts } from "../behavior/app.ts";
import { attaching, filled } from "../behavior/attaching.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { answering, editing, editNewest, stopEditing, type Editing } from "../behavior/editing.ts";
import { plainText } from "../behavior/markdown/plain.ts";
import { polite } from "../behavior/notices.ts";
import { heldMessage, type OpenRoom } from "../behavior/open-room.ts";
import { coarse, places } from "../behavior/places.ts";
import { titleOf } from "../behavior/rooms.ts";
import { t } from "../strings.ts";
import { Icon } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";
import { AttachAbove, AttachTools } from "./lazy-attach.tsx";
import { Completion, loadWriting, writing } from "./lazy-writing.ts";

/** The counter shows when this few are left. */
const NEAR_LIMIT = 500;
const GROWS_ITSELF = CSS.supports("field-sizing", "content");

interface Props {
  room: OpenRoom;
  /** The message under whose thread one writes. */
  thread?: number;
}

export function Composer({ room, thread }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const blank = useSignal(true);
  const left = useSignal<number | undefined>(undefined);
  const problem = useSignal("");
  /** A second Enter is not a second command. */
  const obeying = useRef(false);
  const limit = room.bodyLength.value;
  const title = titleOf(room);

  const refresh = () => {
    const body = field.current?.value ?? "";
    blank.value = !isVisible(body);
    // Counting code points is linear; it is only done when it could matter.
    const spare = body.length > limit - NEAR_LIMIT ? limit - codePoints(body) : limit;
    left.value = spare < NEAR_LIMIT ? spare : undefined;
    if (!GROWS_ITSELF && field.current) grow(field.current);
  };

  const isHere = (message: Editing | undefined) =>
    message?.room === room.name && message.thread === thread;
  const edited = isHere(editing.value) ? editing.value : undefined;
  const answered = isHere(answering.value) ? answering.value : undefined;
  const draft = thread === undefined ? room.name : `${room.name}#${thread}`;
  const isMain = thread === undefined;
  const ids = isMain ? "message" : "reply";

  /** Beside files there need be no words. */
  const mayBeBlank = () =>
    edited ? (heldMessage(room, edited.seq)?.files?.length ?? 0) > 0 : filled.value.has(draft);

  useLayoutEffect(() => {
    if (isMain) places.composer = field.current ?? undefined;
    else if (!coarse()) focusOn(field.current);
    return () => {
      if (isMain) places.composer = undefined;
      places.writing = undefined;
      stopEditing();
    };
  }, [room, thread]);
  // Leaving an edit brings back the draft that waited beneath it.
  useLayoutEffect(() => {
    if (field.current) field.current.value = edited?.body ?? drafts.read(draft);
    refresh();
    if (edited) focusOn(field.current);
  }, [room, thread, edited]);
  useLayoutEffect(() => {
    if (answered) focusOn(field.current);
  }, [answered]);

  const onInput = (event: InputEvent) => {
    problem.value = "";
    // A sign that something can be completed after, or more at once than a key.
    if ("@#:/".includes(event.data ?? "")) loadWriting();
    const body = field.current?.value ?? "";
    if (!edited) drafts.write(draft, body);
    refresh();
    if (!blank.value) room.client.typing();
  };

  const send = () => {
    const body = field.current?.value ?? "";
    if (!field.current || (!mayBeBlank() && !isVisible(body)) || codePoints(body) > limit) return;
    if (edited) {
      if (body !== edited.body) room.client.edit(edited.seq, body);
      return stopEditing();
    }
    const place = { thread, replyTo: answered?.seq };
    if (attaching.post && filled.peek().has(draft)) attaching.post(room, draft, body, place);
    else if (body.startsWith("/")) return void obey(body);
    else room.client.post(body, place);
    clear();
  };

  const clear = () => {
    if (field.current) field.current.value = "";
    drafts.write(draft, "");
    stopEditing();
    refresh();
    field.current?.focus();
  };

  /** What begins with a slash: a command, or a message after all. */
  const obey = async (body: string) => {
    if (obeying.current) return;
    obeying.current = true;
    const said = await writing().then(
      ({ obeySlash }) => obeySlash(body, room.client, limit, { thread, replyTo: answered?.seq }),
      () => t.networkFailed,
    );
    obeying.current = false;
    if (said) problem.value = polite.value = said;
    // What was written meanwhile stays.
    else if (field.current?.value === body) clear();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && (edited || answered) && !event.isComposing) {
      event.stopPropagation();
      return stopEditing();
    }
    if (
      event.key === "ArrowUp" &&
      !edited &&
      field.current?.value === "" &&
      editNewest(room, thread)
    )
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
      {(edited || answered) && (
        <p class="composer__mode">
          <span class="composer__about" id={`${ids}-mode`} dir="auto">
            {answered
              ? t.answering(answered.author, plainText(answered.body) || t.files)
              : t.editing}
          </span>
          <button type="button" class="link" onClick={stopEditing}>
            {t.cancel}
          </button>
        </p>
      )}
      {!edited && <AttachAbove room={room} box={draft} />}
      <div class="composer__box">
        <textarea
          id={ids}
          class="composer__field"
          aria-label={isMain ? t.message : t.threadMessage}
          aria-describedby={`${ids}-mode${spare === undefined ? "" : ` ${ids}-left`}`}
          placeholder={isMain ? t.placeholder(title) : t.threadMessage}
          rows={1}
          dir="auto"
          ref={field}
          onInput={onInput}
          onKeyDown={onKeyDown}
        />
        {!edited && <AttachTools room={room} box={draft} />}
        <IconButton
          label={t.emoji}
          class="composer__tool"
          onPointerDown={stay}
          onClick={() => {
            places.writing = field.current ?? undefined;
            openDialog({ name: "emoji" });
          }}
        >
          <Icon name="smile" />
        </IconButton>
        <Completion field={field} room={room} commands={!edited} />
        <button
          type="submit"
          class="composer__send"
          aria-label={edited ? t.save : isMain ? t.send : t.sendReply}
          title={edited ? t.save : isMain ? t.send : t.sendReply}
          disabled={(blank.value && !mayBeBlank()) || (spare ?? 0) < 0}
          onPointerDown={stay}
        >
          <Icon name={edited ? "check" : "send"} />
        </button>
      </div>
      {problem.value && <p class="composer__problem">{problem}</p>}
      {spare !== undefined && (
        <p id={`${ids}-left`} class={spare < 0 ? "problem" : "hint"}>
          {spare < 0 ? t.tooLong(-spare) : t.charactersLeft(spare)}
        </p>
      )}
    </form>
  );
}

/** A press must not take the focus: the phone's keyboard would go down. */
function stay(event: Event): void {
  event.preventDefault();
}

function focusOn(field: HTMLTextAreaElement | null): void {
  field?.focus({ preventScroll: true });
}

function grow(field: HTMLTextAreaElement): void {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
