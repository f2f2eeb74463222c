// How much concerns oneself in any room: the number at the inbox, and the mentions of rooms without a socket.
// Its own socket [T7] comes after the first load; nothing is known before.

import { signal } from "@preact/signals";
import type { Person } from "../../protocol/people.ts";

/** Unread notices, whatever room they are of. */
export const inboxUnread = signal(0);

/** Unread mentions and replies in the main timeline, by room. */
export const mentionsElsewhere = signal<ReadonlyMap<string, number>>(new Map());

/** Whom one blocks, the last one first: nothing of theirs calls for attention. Undefined before the first answer. */
export const blocked = signal<readonly Person[] | undefined>(undefined);

export const isBlocked = (id: string) => blocked.value?.some((one) => one.id === id) ?? false;

export interface InboxFollowed {
  wake(): void;
  close(): void;
}

/** Follows the inbox of whoever is signed in; where its code did not come, each `wake` tries again. */
export function startInbox(): InboxFollowed {
  let followed: InboxFollowed | undefined;
  let isOver = false;
  const load = () =>
    import("./inbox-list.ts").then(
      ({ followInbox }) => {
        if (!isOver) followed ??= followInbox();
      },
      () => undefined,
    );
  void load();
  return {
    wake: () => (followed ? followed.wake() : void load()),
    close() {
      isOver = true;
      followed?.close();
    },
  };
}
