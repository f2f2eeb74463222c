// The grid of emoji: only the rows in view are in the page, however many there are.
// One cell is where Tab leads; the arrows walk from there, and its row stays in the page.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  cellAt,
  firstCell,
  rowsOf,
  step,
  type Place,
  type Section,
} from "../behavior/emoji/layout.ts";
import type { Emoji } from "../behavior/emoji/read.ts";
import { withTone, type Tone } from "../behavior/emoji/tone.ts";
import { t } from "../strings.ts";
import { w } from "../strings-writing.ts";

/** Rows beyond the edges of the view. */
const SPARE = 2;

export interface EmojiGridProps {
  sections: readonly Section[];
  tone: Tone;
  /** Chosen already: choosing one again takes it back. */
  chosen: ReadonlySet<string>;
  /** The first one stands for Enter in the field above. */
  marked: boolean;
  /** Which section the grid is to show; a new object scrolls again. */
  wanted: { section: number } | undefined;
  /** A key led up and out, or into words. */
  leave(): void;
  choose(one: Emoji, keepsOpen: boolean): void;
  look(one: Emoji): void;
  onSection(section: number): void;
}

export function EmojiGrid(props: EmojiGridProps) {
  const { sections, tone, chosen, marked, wanted } = props;
  const view = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ columns: 8, cell: 40, height: 320 });
  const [top, setTop] = useState(0);
  const [active, setActive] = useState<Place | undefined>(undefined);
  const focusNext = useRef(false);
  const { columns, cell } = size;
  const rows = rowsOf(sections, columns);

  useLayoutEffect(() => {
    const box = view.current;
    if (!box) return;
    const measure = () => {
      const least = Number.parseFloat(getComputedStyle(box).getPropertyValue("--cell")) || 40;
      const fit = Math.max(4, Math.floor((box.firstElementChild?.clientWidth ?? 0) / least));
      setSize({ columns: fit, cell: least, height: box.clientHeight });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    measure();
    return () => observer.disconnect();
  }, []);

  const scrollTo = (to: number) => {
    if (view.current) view.current.scrollTop = to;
    setTop(view.current?.scrollTop ?? to);
  };
  useLayoutEffect(() => {
    setActive(undefined);
    scrollTo(0);
  }, [sections]);
  useLayoutEffect(() => {
    if (!wanted) return;
    const row = rows.findIndex((one) => one.section === wanted.section);
    if (row < 0) return;
    setActive(undefined);
    scrollTo(row * cell);
  }, [wanted]);
  useLayoutEffect(() => {
    if (!focusNext.current) return;
    focusNext.current = false;
    view.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus({ preventScroll: true });
  });

  const from = Math.max(0, Math.floor(top / cell) - SPARE);
  const to = Math.min(rows.length, Math.ceil((top + size.height) / cell) + SPARE);
  const tab = active && cellAt(rows, active) ? active : firstCell(rows, Math.ceil(top / cell));
  const drawn = Array.from({ length: to - from }, (_, i) => from + i);
  if (tab && (tab.row < from || tab.row >= to)) drawn.push(tab.row);

  const goTo = (place: Place) => {
    const above = place.row * cell;
    // A title above the first row comes into view with it.
    const lead = rows[place.row - 1] && "title" in (rows[place.row - 1] ?? {}) ? cell : 0;
    if (above - lead < top) scrollTo(above - lead);
    else if (above + cell > top + size.height) scrollTo(above + cell - size.height);
    focusNext.current = true;
    setActive(place);
    const one = cellAt(rows, place);
    if (one) props.look(one);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!tab || event.isComposing) return;
    const page = Math.max(1, Math.floor(size.height / cell) - 1);
    const place = step(rows, tab, event.key, page, event.ctrlKey || event.metaKey);
    if (place) goTo(place);
    else if (event.key === "ArrowUp") props.leave();
    else if (event.key.startsWith("Arrow")) return event.preventDefault();
    else {
      // Words belong to the field.
      if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey)
        props.leave();
      return;
    }
    event.preventDefault();
  };

  const inView = rows[Math.min(rows.length - 1, Math.floor((top + cell / 2) / cell))]?.section ?? 0;
  useLayoutEffect(() => props.onSection(inView), [inView, sections]);

  return (
    <div
      class="emoji-grid"
      ref={view}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div
        class="emoji-grid__rows"
        role="grid"
        aria-label={t.emoji}
        aria-rowcount={rows.length}
        aria-colcount={columns}
        style={{ height: `${rows.length * cell}px`, "--columns": columns }}
      >
        {drawn.map((index) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <div
              key={"title" in row ? `title-${row.section}` : index}
              class="emoji-grid__row"
              role="row"
              aria-rowindex={index + 1}
              style={{ transform: `translateY(${index * cell}px)` }}
            >
              {"title" in row ? (
                <span class="emoji-grid__title" role="rowheader" aria-colspan={columns}>
                  {row.title}
                </span>
              ) : (
                row.cells.map((one, column) => (
                  <Cell
                    key={one.emoji}
                    one={one}
                    tone={tone}
                    isTab={tab?.row === index && tab.column === column}
                    isMarked={marked && index === 0 && column === 0}
                    isChosen={chosen.has(withTone(one, tone))}
                    column={column}
                    choose={props.choose}
                    look={props.look}
                    onFocus={() => setActive({ row: index, column })}
                  />
                ))
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface CellProps {
  one: Emoji;
  tone: Tone;
  column: number;
  isTab: boolean;
  isMarked: boolean;
  isChosen: boolean;
  onFocus(): void;
  choose(one: Emoji, keepsOpen: boolean): void;
  look(one: Emoji): void;
}

function Cell({ one, tone, column, isTab, isMarked, isChosen, onFocus, choose, look }: CellProps) {
  const name = one.tones && tone > 0 ? w.toned(one.name, w.tones[tone] ?? "") : one.name;
  return (
    <div role="gridcell" aria-colindex={column + 1} class="emoji-grid__cell">
      <button
        type="button"
        class={`emoji-grid__choice${isMarked ? " emoji-grid__choice--marked" : ""}`}
        {...(isMarked && { id: "emoji-first" })}
        tabIndex={isTab ? 0 : -1}
        aria-label={name}
        aria-pressed={isChosen}
        onFocus={() => {
          onFocus();
          look(one);
        }}
        onPointerEnter={() => look(one)}
        onClick={(event) => choose(one, event.shiftKey)}
      >
        {withTone(one, tone)}
      </button>
    </div>
  );
}
