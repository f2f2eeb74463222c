// What a room keeps between two visits: its unsent commands, and a copy of its newest messages.
// A command is stored before it is first sent, and belongs to one page at a time [P1].

import type { Cursor, Message } from "../protocol/entries.ts";
import type { RoomInfo } from "../protocol/frames.ts";
import type { Person, Profile } from "../protocol/people.ts";
import type { OutboxItem } from "./outbox.ts";

/** The room as of `cursor`: both are saved as one, or the copy would lie. */
export interface SavedRoom {
  cursor: Cursor;
  messages: readonly Message[];
  start: boolean;
  room?: RoomInfo;
  you?: Person;
  people: readonly (readonly [string, Profile])[];
  readSeq: number;
  /** How often the mark had been set back; in copies of an older version there is none. */
  readTurn?: number;
  unread: number;
  mentions?: readonly number[];
}

export interface RoomStorage {
  loadRoom(): Promise<SavedRoom | undefined>;
  /** Undefined forgets it. */
  saveRoom(room: SavedRoom | undefined): Promise<void>;
  /** Stores or replaces one of this page's commands; rejects where it could not (quota). */
  putCommand(item: OutboxItem): Promise<void>;
  removeCommand(id: string): Promise<void>;
  /**
   * Calls `take` with the commands of pages that are gone, oldest first: once before it resolves, and
   * again when another page goes. From then on they are this page's.
   */
  adopt(take: (items: readonly OutboxItem[]) => void): Promise<void>;
  /** This page goes: its commands are free for the next one. */
  close(): void;
}

/** Keeps everything as long as the process lives; `open` it again to come back as the next page. */
export function memoryStorage(): RoomStorage & { open(): RoomStorage } {
  let room: SavedRoom | undefined;
  const commands = new Map<string, { item: OutboxItem; owner: object }>();
  const owners = new Set<object>();

  function open(): RoomStorage {
    const me = {};
    owners.add(me);
    return {
      loadRoom: () => Promise.resolve(room),
      saveRoom(next) {
        room = next;
        return Promise.resolve();
      },
      putCommand(item) {
        commands.set(item.id, { item, owner: me });
        return Promise.resolve();
      },
      removeCommand(id) {
        commands.delete(id);
        return Promise.resolve();
      },
      adopt(take) {
        const orphans = [...commands.values()].filter(({ owner }) => !owners.has(owner));
        for (const orphan of orphans) orphan.owner = me;
        take(orphans.map(({ item }) => item));
        return Promise.resolve();
      },
      close() {
        owners.delete(me);
      },
    };
  }
  return { ...open(), open };
}
