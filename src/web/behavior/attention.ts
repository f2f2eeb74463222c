// Which message calls for attention: everything, one's own handle, or nothing, as one chose for the room.
// The same message and level give the same answer; the page's state plays no part.

import type { NotificationLevel } from "../../protocol/http.ts";

export function callsFor(level: NotificationLevel, body: string, handle: string): boolean {
  if (level !== "mentions") return level === "all";
  return mentions(body, handle);
}

/** `@ada` as a word of its own: neither within an address nor the beginning of a longer handle. */
export function mentions(body: string, handle: string): boolean {
  const text = body.toLowerCase();
  const word = `@${handle}`;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? " ";
    const after = /^[._-]*[a-z0-9]/.test(text.slice(at + word.length));
    if (!/[\p{L}\p{N}_@.-]/u.test(before) && !after) return true;
  }
  return false;
}
