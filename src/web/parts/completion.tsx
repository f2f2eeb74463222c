// What could follow, in a list above the box one writes in: people, rooms, emoji, commands.
// The focus stays in the box, which names the chosen one by aria-activedescendant.

import { untracked, useSignal, useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { keptApi } from "../behavior/kept-api.ts";
import { replaceText } from "../behavior/completion/insert.ts";
import { isTyped, suggest, type Suggestion } from "../behavior/completion/suggest.ts";
import { searchPeople } from "../behavior/completion/people.ts";
import { shortcodeAt, triggerAt, type Trigger } from "../behavior/completion/trigger.ts";
import { emojiNow, loadEmoji, noteUsed, recent, tone } from "../behavior/emoji/data.ts";
import { emojiOf } from "../behavior/emoji/find.ts";
import { withTone } from "../behavior/emoji/tone.ts";
import { polite } from "../behavior/notices.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { coarse } from "../behavior/places.ts";
import { HERE } from "../../protocol/mentions.ts";
import { may } from "../../protocol/roles.ts";
import { knownPeople } from "../behavior/known-people.ts";
import { roomList, roomNames } from "../behavior/rooms.ts";
import { me } from "../behavior/session.ts";
import { w } from "../strings-writing.ts";
import { Avatar } from "./avatar.tsx";

const search = searchPeople(keptApi);

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  room: OpenRoom;
  /** An edited message is no command. */
  commands: boolean;
}

interface Open {
  trigger: Trigger;
  list: readonly Suggestion[];
  at: number;
  /** One has walked the list: Enter takes what is chosen, whatever is typed. */
  walked: boolean;
}

export function Completion({ field, room, commands }: Props) {
  const open = useSignal<Open | undefined>(undefined);
  /** Where the sign stands whose list one has closed. */
  const closed = useRef(-1);

  const refresh = () => {
    const box = field.current;
    const trigger = box && document.activeElement === box ? triggerIn(box) : undefined;
    if (!trigger || (trigger.kind === "command" && !commands)) {
      closed.current = -1;
      open.value = undefined;
      return;
    }
    if (trigger.from === closed.current) return;
    if (trigger.kind === "emoji" && !emojiNow.value) loadEmoji().then(refresh, () => {});
    if (trigger.kind === "person") search.ask(room.name, trigger.query, refresh);
    const list = suggest(trigger, known(room), coarse() ? 5 : 8);
    const before = open.value?.trigger.from === trigger.from ? open.value : undefined;
    if (list.length === 0) open.value = undefined;
    else if (before?.trigger.query !== trigger.query || isOther(before.list, list))
      open.value = { trigger, list, at: 0, walked: false };
    if (list.length > 0 && !before) polite.value = w.suggestionsFor(list.length);
  };

  const take = (chosen: Suggestion | undefined) => {
    const box = field.current;
    const now = open.value;
    if (!box || !now || !chosen) return;
    const end = now.trigger.from + 1 + now.trigger.query.length;
    const spaced = chosen.insert.endsWith(" ") && box.value[end] === " ";
    replaceText(box, now.trigger.from, spaced ? end + 1 : end, chosen.insert);
    if (chosen.emoji !== undefined) noteUsed(chosen.emoji);
    open.value = undefined;
  };

  const onKey = (event: KeyboardEvent) => {
    const now = open.value;
    const box = field.current;
    if (!now || !box || event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const { key } = event;
    const count = now.list.length;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const step = key === "ArrowDown" ? 1 : count - 1;
      open.value = { ...now, at: (now.at + step) % count, walked: true };
    } else if (key === "Escape") {
      closed.current = now.trigger.from;
      open.value = undefined;
    } else if (key === "Tab" || key === "Enter") {
      const chosen = now.list[now.at];
      const { from, query } = now.trigger;
      const typed = box.value.slice(from, from + 1 + query.length);
      if (key === "Enter" && chosen && !now.walked && isTyped(chosen, typed)) {
        open.value = undefined;
        return;
      }
      take(chosen);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    const onInput = (event: Event) => {
      if (event instanceof InputEvent && event.isComposing) return void (open.value = undefined);
      if (event instanceof InputEvent && event.inputType === "insertText")
        void finishShortcode(box).then(refresh);
      refresh();
    };
    const close = () => (open.value = undefined);
    // Before the box itself hears of the key.
    const parent = box.parentElement;
    parent?.addEventListener("keydown", onKey, true);
    const listeners: [string, (event: Event) => void][] = [
      ["input", onInput],
      ["compositionend", refresh],
      ["click", refresh],
      ["keyup", refresh],
      ["blur", close],
    ];
    for (const [type, listener] of listeners) box.addEventListener(type, listener);
    refresh();
    return () => {
      parent?.removeEventListener("keydown", onKey, true);
      for (const [type, listener] of listeners) box.removeEventListener(type, listener);
    };
  }, [room, commands]);

  // The rooms may come after the sign that asks for them.
  useSignalEffect(() => {
    void roomNames.value;
    untracked(refresh);
  });

  const now = open.value;
  useLayoutEffect(() => {
    const box = field.current;
    if (!box || !now) return;
    // A textarea keeps the role of a text box, which knows no aria-expanded.
    const states = {
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": "suggestions",
      "aria-activedescendant": `suggestion-${now.at}`,
    };
    for (const [name, value] of Object.entries(states)) box.setAttribute(name, value);
    return () => {
      for (const name of Object.keys(states)) box.removeAttribute(name);
    };
  }, [now]);

  if (!now) return null;
  return (
    <ul
      class="completion"
      id="suggestions"
      role="listbox"
      aria-label={w.suggestions}
      // The focus, and with it a phone's keyboard, stays where it is.
      onPointerDown={(event) => event.preventDefault()}
    >
      {now.list.map((one, i) => (
        <li
          key={one.key}
          id={`suggestion-${i}`}
          role="option"
          aria-selected={i === now.at}
          class="list__item"
          ref={i === now.at ? (row) => row?.scrollIntoView({ block: "nearest" }) : null}
          onClick={() => take(one)}
        >
          <Mark suggestion={one} />
          <span class="list__name" dir="auto">
            {one.label}
            {one.takes && <i class="completion__takes"> {one.takes}</i>}
          </span>
          <span class="list__note">{one.note}</span>
        </li>
      ))}
    </ul>
  );
}

function Mark({ suggestion: { kind, label, insert, picture } }: { suggestion: Suggestion }) {
  if (kind === "person") return <Avatar name={label} picture={picture} size="s" />;
  if (kind === "command") return null;
  return (
    <span class={kind === "emoji" ? "completion__emoji" : "list__hash"} aria-hidden="true">
      {kind === "emoji" ? insert : "#"}
    </span>
  );
}

function isOther(before: readonly Suggestion[], list: readonly Suggestion[]): boolean {
  return before.length !== list.length || before.some(({ key }, i) => key !== list[i]?.key);
}

function triggerIn({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) {
  return selectionStart === selectionEnd ? triggerAt(value, selectionStart) : undefined;
}

/** `:tada:` becomes its emoji with the last colon. */
async function finishShortcode(box: HTMLTextAreaElement): Promise<void> {
  const { value, selectionStart } = box;
  const done = shortcodeAt(value, selectionStart);
  if (!done) return;
  const all = await loadEmoji().catch(() => []);
  const one = emojiOf(all, done.code);
  if (!one || box.value !== value || box.selectionStart !== selectionStart) return;
  replaceText(box, done.from, selectionStart, withTone(one, tone.value));
  noteUsed(one.emoji);
}

/** Who is here before who is not, oneself last. */
function known(room: OpenRoom) {
  const you = me.value?.id;
  const here = new Set(room.online.value);
  const inRoom = room.people.value;
  const calls = room.reads.value !== undefined || may(room.role.value, "callAll");
  const nearness = (id: string) => (id === you ? 3 : here.has(id) ? 0 : inRoom.has(id) ? 1 : 2);
  return {
    people: [...new Map([...search.found(room.name), ...knownPeople.value])]
      .map(([id, person]) => ({ ...person, near: nearness(id) }))
      .toSorted((a, b) => a.near - b.near || a.name.localeCompare(b.name))
      .concat(calls ? [{ handle: HERE, name: w.everybodyHere, near: 3 }] : []),
    rooms: roomList.value.filter(({ kind }) => !kind),
    emoji: emojiNow.value ?? [],
    tone: tone.value,
    recent: recent.value,
    commands: w.commands,
  };
}
