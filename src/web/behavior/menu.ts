// The one menu of a message that may be open, and the button that it belongs to.
// The row it was opened on keeps its buttons meanwhile.

import { signal } from "@preact/signals";

export interface MessageMenu {
  seq: number;
  from: HTMLElement;
}

export const menu = signal<MessageMenu | undefined>(undefined);

/** The same button again closes it. */
export function toggleMenu(seq: number, from: HTMLElement): void {
  menu.value = menu.peek() ? undefined : { seq, from };
}

/** The focus goes back to the button, or to the message where that has gone. */
export function closeMenu(): void {
  const { from, seq } = menu.peek() ?? {};
  menu.value = undefined;
  const row = document.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
  (from?.isConnected ? from : row)?.focus({ preventScroll: true });
}
