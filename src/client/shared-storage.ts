// A room's storage that several pages share: each command has one owner, and is adopted when that is gone.
// Adopted commands keep their order among themselves; they count as written by the page that took them.

import { createAlarm } from "./alarm.ts";
import type { Ownership } from "./locks.ts";
import { newId } from "./new-id.ts";
import type { OutboxItem } from "./outbox.ts";
import type { Platform } from "./platform.ts";
import type { RoomStorage, SavedRoom } from "./storage.ts";

/** Looks for pages that went: soon, as one may just be closing, then now and then. */
const ROUNDS_MS = [1_000, 5_000, 15_000];

export interface StoredCommand {
  room: string;
  id: string;
  owner: string;
  /** Its place among the owner's. */
  n: number;
  item: OutboxItem;
}

/** What is shared: plain records, without a rule. */
export interface Shelf {
  room(name: string): Promise<SavedRoom | undefined>;
  keepRoom(name: string, room: SavedRoom | undefined): Promise<void>;
  commands(room: string): Promise<StoredCommand[]>;
  /** All of them or none, on the disk when it resolves. */
  put(commands: readonly StoredCommand[]): Promise<void>;
  remove(room: string, id: string): Promise<void>;
}

export interface SharedStorageOptions {
  platform: Platform;
  room: string;
  shelf: Shelf;
  ownership: Ownership;
}

export function createSharedStorage(options: SharedStorageOptions): RoomStorage {
  const { platform, room, shelf, ownership } = options;
  const me = newId(platform);
  const next = createAlarm(platform);
  const places = new Map<string, number>();
  let count = 0;
  let closed = false;
  let claimed: Promise<void> | undefined;

  /** Only a page that has something to own needs to be seen. */
  function claim(): Promise<void> {
    claimed ??= ownership.claim(me);
    return claimed;
  }

  function record(item: OutboxItem): StoredCommand {
    const n = places.get(item.id) ?? (count += 1);
    places.set(item.id, n);
    return { room, id: item.id, owner: me, n, item };
  }

  async function adoptFrom(owner: string): Promise<OutboxItem[]> {
    let taken: OutboxItem[] = [];
    await ownership.ifGone(owner, async () => {
      const left = (await shelf.commands(room)).filter((command) => command.owner === owner);
      if (left.length === 0 || closed) return;
      await claim();
      const items = left.toSorted((a, b) => a.n - b.n).map(({ item }) => item);
      await shelf.put(items.map(record));
      taken = items;
    });
    return taken;
  }

  /** One look at who is gone; the oldest owner's commands first. */
  async function adoptOnce(take: (items: readonly OutboxItem[]) => void): Promise<void> {
    const others = (await shelf.commands(room)).filter(({ owner }) => owner !== me);
    const owners = new Set(
      others.toSorted((a, b) => a.item.ts - b.item.ts).map(({ owner }) => owner),
    );
    const taken: OutboxItem[] = [];
    // One after the other: the order of owners is the order of their commands.
    // oxlint-disable-next-line no-await-in-loop
    for (const owner of owners) taken.push(...(await adoptFrom(owner)));
    if (taken.length > 0 && !closed) take(taken);
  }

  function adoptLater(take: (items: readonly OutboxItem[]) => void, round: number): void {
    const ms = ROUNDS_MS[Math.min(round, ROUNDS_MS.length - 1)] ?? 0;
    if (closed) return;
    next.set(ms, () => {
      void adoptOnce(take)
        .catch(() => {})
        .then(() => adoptLater(take, round + 1));
    });
  }

  return {
    loadRoom: () => shelf.room(room),
    saveRoom: (saved) => shelf.keepRoom(room, saved),
    async putCommand(item) {
      const stored = record(item);
      await claim();
      await shelf.put([stored]);
    },
    removeCommand(id) {
      places.delete(id);
      return shelf.remove(room, id);
    },
    async adopt(take) {
      await adoptOnce(take).catch(() => {});
      adoptLater(take, 0);
    },
    close() {
      closed = true;
      next.clear();
      ownership.release();
    },
  };
}
