// Which row shows its actions: the one under the mouse, with the focus, or pressed long by a finger.
// One listener each on the log instead of one on each row.

import { menu } from "./menu.ts";

const LONG_PRESS_MS = 450;
/** Rows that pass under a resting mouse are not pointed at. */
const REST_MS = 120;

export class ActiveRow {
  readonly #set: (seq: string | undefined) => void;
  #press: ReturnType<typeof setTimeout> | undefined;
  #scrolledAt = 0;

  constructor(set: (seq: string | undefined) => void) {
    this.#set = set;
  }

  readonly handlers = {
    onPointerOver: (event: PointerEvent) => {
      const rests = event.timeStamp - this.#scrolledAt > REST_MS;
      if (event.pointerType === "mouse" && rests) this.#activate(event.target);
    },
    // Scrolling moves rows below the mouse, not the mouse.
    onPointerMove: (event: PointerEvent) => {
      const moved = event.movementX !== 0 || event.movementY !== 0;
      if (event.pointerType === "mouse" && moved) this.#activate(event.target);
    },
    onPointerLeave: (event: PointerEvent & { currentTarget: Element }) => {
      const focused = event.currentTarget.contains(document.activeElement);
      if (event.pointerType === "mouse" && !focused) this.#activate(undefined);
    },
    onPointerDown: (event: PointerEvent) => {
      this.cancel();
      const { target } = event;
      if (event.pointerType === "mouse" || !(target instanceof Element)) return;
      if (target.closest(".row__actions")) return;
      this.#activate(undefined);
      this.#press = setTimeout(() => this.#activate(target), LONG_PRESS_MS);
    },
    onPointerUp: () => this.cancel(),
    onPointerCancel: () => this.cancel(),
    // A tap, too, gives the focus; it is no long press.
    onFocusIn: ({ target }: FocusEvent) => {
      if (target instanceof Element && target.matches(":focus-visible")) this.#activate(target);
    },
  };

  /** A finger that scrolls does not press. */
  scrolled(): void {
    this.#scrolledAt = performance.now();
    this.cancel();
  }

  cancel(): void {
    clearTimeout(this.#press);
  }

  #activate(target: EventTarget | null | undefined): void {
    if (menu.peek()) return;
    const row = target instanceof Element ? target.closest("article") : null;
    this.#set(row?.dataset["seq"]);
  }
}
