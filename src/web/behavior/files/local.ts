// Pictures of files that are on this machine anyway: one's own are shown from here, and not fetched again.
// By the id of the file; as long as the page is open, and the newest only.

import { signal } from "@preact/signals";

const KEPT_MOST = 40;

/** Addresses of bytes in this page's memory. */
export const localPictures = signal<ReadonlyMap<string, string>>(new Map());

export function showFromHere(id: string, url: string): void {
  const next = new Map(localPictures.peek()).set(id, url);
  for (const [old, address] of next) {
    if (next.size <= KEPT_MOST) break;
    next.delete(old);
    if (![...next.values()].includes(address)) URL.revokeObjectURL(address);
  }
  localPictures.value = next;
}
