// Opens and closes the menu of a message, and knows where the focus goes.

import { menu } from "./menu.ts";

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
