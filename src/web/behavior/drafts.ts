// Drafts, one a room, kept at each keystroke.
// An empty draft leaves nothing behind.

import type { Store } from "./store.ts";

const KEY = "draft:";

export interface Drafts {
  read(room: string): string;
  write(room: string, body: string): void;
}

export function draftsIn(store: Store): Drafts {
  return {
    read: (room) => store.get(KEY + room) ?? "",
    write(room, body) {
      if (body === "") store.remove(KEY + room);
      else store.set(KEY + room, body);
    },
  };
}
