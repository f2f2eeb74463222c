// Choosing any emoji: by words, by group, among those used lately, in one's own skin tone.
// A chunk of its own; the emoji themselves come with another.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { chooseTone, emojiNow, loadEmoji, noteUsed, recent, tone } from "../behavior/emoji/data.ts";
import { findEmoji } from "../behavior/emoji/find.ts";
import type { Section } from "../behavior/emoji/layout.ts";
import type { Emoji } from "../behavior/emoji/read.ts";
import { TONES, withTone } from "../behavior/emoji/tone.ts";
import { closeDialog } from "../behavior/dialogs.ts";
import { coarse } from "../behavior/places.ts";
import { t } from "../strings.ts";
import { w } from "../strings-writing.ts";
import { EmojiGrid } from "./emoji-grid.tsx";
import { AnyIcon } from "./any-icon.tsx";
import { IconButton } from "./icon-button.tsx";

/** Before one has used any. */
const USUAL = [..."👍👎😀😂😍🤔😮😢😡🎉👏🙏💯🔥🚀👀✅❌"];
const RECENT_SHOWN = 18;
const FOUND_MOST = 120;
/** What stands for each section: what one used lately, then the groups. */
const SIGNS = ["🕘", "😀", "👋", "🐻", "🍎", "🚗", "⚽", "💡", "🔣", "🏁"];

export interface EmojiPickerProps {
  /** Those that are to be taken back by choosing them again. */
  chosen?: ReadonlySet<string>;
  /** `keepsOpen`: one asked for more than one. */
  onChoose(emoji: string, keepsOpen: boolean): void;
}

const NONE: ReadonlySet<string> = new Set();

export function EmojiPicker({ chosen = NONE, onChoose }: EmojiPickerProps) {
  const all = emojiNow.value;
  const picker = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const [failed, setFailed] = useState(false);
  const [looked, setLooked] = useState<Emoji | undefined>(undefined);
  const [section, setSection] = useState(0);
  const [wanted, setWanted] = useState<{ section: number } | undefined>(undefined);
  // As it was when this opened: nothing moves under the pointer.
  const lately = useMemo(() => recent.peek(), []);

  const load = () => {
    setFailed(false);
    loadEmoji().catch(() => setFailed(true));
  };
  useEffect(load, []);
  // This may come after the dialog around it.
  useLayoutEffect(() => {
    picker.current?.querySelector<HTMLElement>("[data-first]")?.focus();
  }, []);

  const groups = useMemo(() => (all ? groupsOf(all, lately) : []), [all, lately]);
  const found = useMemo(
    () => (all && query.trim() ? findEmoji(all, query, FOUND_MOST, lately) : undefined),
    [all, query, lately],
  );
  const sections = useMemo(
    (): readonly Section[] => (found ? [{ title: "", emoji: found }] : groups),
    [found, groups],
  );
  const first = found?.[0];
  const shown = found ? (looked && found.includes(looked) ? looked : first) : looked;

  const choose = (one: Emoji, keepsOpen: boolean) => {
    noteUsed(one.emoji);
    onChoose(withTone(one, tone.value), keepsOpen);
  };

  return (
    <div class="picker" ref={picker}>
      <div class="picker__head">
        <input
          // No search field of the browser's: Esc closes, and does not clear first.
          type="text"
          class="input"
          role="searchbox"
          aria-label={w.searchEmoji}
          aria-activedescendant={first ? "emoji-first" : undefined}
          placeholder={w.searchEmoji}
          autocomplete="off"
          spellcheck={false}
          ref={field}
          value={query}
          {...(!coarse() && { "data-first": true })}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setLooked(undefined);
          }}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === "Enter" && first) choose(first, event.shiftKey);
            else if (event.key === "ArrowDown") focusGrid(event.currentTarget);
            else return;
            event.preventDefault();
          }}
        />
        <IconButton label={t.close} {...(coarse() && { "data-first": true })} onClick={closeDialog}>
          <AnyIcon name="close" />
        </IconButton>
      </div>
      {!found && groups.length > 0 && (
        <Groups groups={groups} section={section} onGo={(to) => setWanted({ section: to })} />
      )}
      {all &&
        (found?.length !== 0 ? (
          <EmojiGrid
            sections={sections}
            tone={tone.value}
            chosen={chosen}
            marked={found !== undefined}
            wanted={wanted}
            leave={() => field.current?.focus()}
            choose={choose}
            look={setLooked}
            onSection={setSection}
          />
        ) : null)}
      {found?.length === 0 && <p class="picker__none hint">{w.noEmoji}</p>}
      {!all && (
        <p class="picker__none hint">
          {failed && (
            <>
              {w.emojiAway}{" "}
              <button type="button" class="link" onClick={load}>
                {t.tryAgain}
              </button>
            </>
          )}
        </p>
      )}
      <p class="unseen" role="status">
        {found && (found.length > 0 ? w.found(found.length) : w.noEmoji)}
      </p>
      <div class="picker__foot">
        <p class="picker__name" aria-hidden="true">
          {shown && (
            <>
              <span class="picker__shown">{withTone(shown, tone.value)}</span>
              <span class="picker__words">
                <span>{shown.name}</span>
                <span class="picker__code">:{shown.codes[0]}:</span>
              </span>
            </>
          )}
        </p>
        <Tones />
      </div>
    </div>
  );
}

interface GroupsProps {
  groups: readonly Section[];
  section: number;
  onGo(section: number): void;
}

function Groups({ groups, section, onGo }: GroupsProps) {
  return (
    <div
      class="picker__groups"
      role="toolbar"
      aria-label={w.groups}
      onKeyDown={(event) => {
        const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        if (by === 0) return;
        event.preventDefault();
        const to = (section + by + groups.length) % groups.length;
        onGo(to);
        event.currentTarget.querySelectorAll("button")[to]?.focus();
      }}
    >
      {groups.map(({ title }, i) => (
        <button
          key={title}
          type="button"
          class="picker__group"
          aria-label={title}
          title={title}
          aria-current={i === section ? "true" : undefined}
          tabIndex={i === section ? 0 : -1}
          onClick={() => onGo(i)}
        >
          {SIGNS[i]}
        </button>
      ))}
    </div>
  );
}

function Tones() {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const hand = (one: number) => (one === 0 ? "✋" : `✋${String.fromCodePoint(0x1f3fa + one)}`);
  return (
    <div class="picker__tones">
      {open && (
        <div class="picker__tone-list" role="radiogroup" aria-label={w.skinTone}>
          {TONES.map((one) => (
            <label key={one} class="picker__tone" title={w.tones[one]}>
              <input
                type="radio"
                name="skin-tone"
                aria-label={w.tones[one]}
                checked={tone.value === one}
                ref={(radio) => {
                  if (tone.peek() === one && open) radio?.focus();
                }}
                onChange={() => chooseTone(one)}
                onClick={(event) => {
                  // The arrows click, too, and go on walking.
                  if (event.detail === 0) return;
                  // Once it has closed there is nothing left that could change.
                  chooseTone(one);
                  setOpen(false);
                  opener.current?.focus();
                }}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" && event.key !== "Escape") return;
                  event.preventDefault();
                  event.stopPropagation();
                  setOpen(false);
                  opener.current?.focus();
                }}
              />
              <span aria-hidden="true">{hand(one)}</span>
            </label>
          ))}
        </div>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={w.skinTone}
        title={w.skinTone}
        aria-expanded={open}
        ref={opener}
        onClick={() => setOpen(!open)}
      >
        {hand(tone.value)}
      </button>
    </div>
  );
}

function groupsOf(all: readonly Emoji[], lately: readonly string[]): Section[] {
  const by = new Map(all.map((one) => [one.emoji, one]));
  const first = [...new Set([...lately, ...USUAL])].slice(0, RECENT_SHOWN);
  return [
    { title: w.recently, emoji: first.flatMap((emoji) => by.get(emoji) ?? []), full: true },
    ...w.groupNames.map((title, group) => ({
      title,
      emoji: all.filter((one) => one.group === group),
    })),
  ];
}

function focusGrid(field: HTMLElement): void {
  field.closest(".picker")?.querySelector<HTMLElement>(".emoji-grid [tabindex='0']")?.focus();
}
