// Keeps a scroller where its reader is: at the newest while at the bottom, else at the row in view.
// It measures rows and never adds up heights, so that nothing drifts.

import { offsetIn, pickAnchor, type Anchor } from "./anchor.ts";

const NEAR_BOTTOM = 100;
/** Rounding leaves a pixel or two. */
const AT_END = 2;

export class ScrollKeeper {
  /** The newest row is followed. */
  following = true;
  /** Where one last scrolled by oneself. */
  direction: "older" | "newer" | undefined;

  readonly #element: HTMLElement;
  #anchor: Anchor | undefined;
  #lastTop = 0;
  #atTail = true;
  /** Nothing stood below what was in view. */
  #wasAtEnd = true;
  #newest: Element | undefined;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** Pixels to the lower end. */
  get distance(): number {
    const { scrollHeight, scrollTop, clientHeight } = this.#element;
    return scrollHeight - scrollTop - clientHeight;
  }

  /** Sees where the reader scrolled to: the event comes only with the next frame. */
  look(): void {
    const { scrollTop } = this.#element;
    if (scrollTop === this.#lastTop) return;
    this.direction = scrollTop < this.#lastTop ? "older" : "newer";
    this.#lastTop = scrollTop;
    this.following = this.#atTail && this.distance <= NEAR_BOTTOM;
    this.#wasAtEnd = this.distance <= AT_END;
    this.#anchor = pickAnchor(this.#element);
  }

  /** To be called right before rows change. */
  remember(): void {
    this.look();
    this.#anchor = pickAnchor(this.#element) ?? this.#anchor;
    this.#newest = this.#newestRow();
  }

  /** To be called right after rows changed; `atTail`: the last one is the newest message. */
  keep(atTail: boolean): void {
    this.#atTail = atTail;
    // Near the end only a new message moves the page, not each change of a row.
    const follows = this.#wasAtEnd || this.#newestRow() !== this.#newest;
    if (this.following && atTail && follows) {
      if (this.distance > 0) this.#element.scrollTop = this.#element.scrollHeight;
    } else if (this.#anchor?.row.isConnected) {
      const moved = offsetIn(this.#element, this.#anchor.row) - this.#anchor.top;
      if (Math.abs(moved) >= 0.5) this.#element.scrollTop += moved;
    }
    this.#settle();
  }

  /** To be called right after sizes changed. */
  resized(): void {
    this.look();
    this.keep(this.#atTail);
  }

  toBottom(atTail: boolean): void {
    this.#atTail = atTail;
    this.#element.scrollTop = this.#element.scrollHeight;
    this.following = true;
    this.#settle();
  }

  /** Puts `row` so many pixels below the upper edge, as far as there is room. */
  toRow(row: Element, space: number, atTail: boolean): void {
    this.#atTail = atTail;
    this.#element.scrollTop += offsetIn(this.#element, row) - space;
    this.following = atTail && this.distance <= NEAR_BOTTOM;
    this.#settle();
  }

  #newestRow(): Element | undefined {
    const rows = this.#element.getElementsByTagName("article");
    return rows[rows.length - 1];
  }

  #settle(): void {
    this.#newest = this.#newestRow();
    this.#wasAtEnd = this.distance <= AT_END;
    this.#lastTop = this.#element.scrollTop;
    this.#anchor = pickAnchor(this.#element);
  }
}
