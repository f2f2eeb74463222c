// The one menu of a message that may be open, and the button that it belongs to.
// The row it was opened on keeps its buttons meanwhile.

import { signal } from "@preact/signals";

export interface MessageMenu {
  seq: number;
  from: HTMLElement;
}

export const menu = signal<MessageMenu | undefined>(undefined);
