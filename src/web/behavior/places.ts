// Places in the page that other parts lead to: the box one writes in, and the timeline.
// Each registers itself while it is in the page.

export interface TimelinePlace {
  jumpToDate(date: number): Promise<void>;
  toNewest(): Promise<void>;
}

export const places: {
  composer?: HTMLTextAreaElement | undefined;
  timeline?: TimelinePlace | undefined;
} = {};

/** A finger does not want the keyboard to come up by itself. */
export const coarse = () => matchMedia("(pointer: coarse)").matches;

export function focusComposer(): void {
  places.composer?.focus({ preventScroll: true });
}
