// Places in the page that other parts lead to: the box one writes in, and the timeline.
// Each registers itself while it is in the page.

import { signal } from "@preact/signals";

export interface TimelinePlace {
  jumpToDate(date: number): Promise<void>;
  toNewest(): Promise<void>;
  /** Lights it up, or says that there is none. */
  toMessage(seq: number): Promise<void>;
}

export const places: {
  composer?: HTMLTextAreaElement | undefined;
  /** The box one wrote in last, where there are two. */
  writing?: HTMLTextAreaElement | undefined;
  timeline?: TimelinePlace | undefined;
  /** One has just pressed Join: the cursor goes to the composer also on a phone. */
  joined?: boolean;
} = {};

const narrowQuery = matchMedia("(width < 720px)");
/** One pane at a time; layout.css has the same width. */
export const narrow = signal(narrowQuery.matches);
narrowQuery.addEventListener("change", () => (narrow.value = narrowQuery.matches));

/** A finger does not want the keyboard to come up by itself. */
export const coarse = () => matchMedia("(pointer: coarse)").matches;

export function focusComposer(): void {
  places.composer?.focus({ preventScroll: true });
}
