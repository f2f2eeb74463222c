// The browser's storage: IndexedDB, shared by all tabs of one origin.
// Where a browser has none (a private window, a full disk at the start) the memory has to do.

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { byBeats, byLocks } from "./locks.ts";
import { defaultPlatform, type Platform } from "./platform.ts";
import { createSharedStorage, type Shelf, type StoredCommand } from "./shared-storage.ts";
import { memoryStorage, type RoomStorage, type SavedRoom } from "./storage.ts";

interface Schema extends DBSchema {
  rooms: { key: string; value: SavedRoom };
  commands: { key: [string, string]; value: StoredCommand; indexes: { room: string } };
  beats: { key: string; value: number };
}

type Database = IDBPDatabase<Schema>;

const NAME = "edgewise";
const VERSION = 1;

let opened: Promise<Database> | undefined;

/** The storage of one room on this page. */
export function browserStorage(room: string, platform: Platform = defaultPlatform()): RoomStorage {
  const inner = open().then(
    (database) =>
      createSharedStorage({
        platform,
        room,
        shelf: shelfOf(database),
        ownership: ownershipOf(database),
      }),
    () => memoryStorage(),
  );

  function ownershipOf(database: Database) {
    return "locks" in navigator ? byLocks(navigator.locks) : byBeats(platform, beatsOf(database));
  }

  return {
    loadRoom: async () => (await inner).loadRoom(),
    saveRoom: async (saved) => (await inner).saveRoom(saved),
    putCommand: async (item) => (await inner).putCommand(item),
    removeCommand: async (id) => (await inner).removeCommand(id),
    adopt: async (take) => (await inner).adopt(take),
    close: () => void inner.then((storage) => storage.close()),
  };
}

/** Forgets every room and every unsent command, for somebody who signs out. */
export async function clearBrowserStorage(): Promise<void> {
  const database = await open();
  const all = database.transaction(["rooms", "commands"], "readwrite");
  await Promise.all([
    all.objectStore("rooms").clear(),
    all.objectStore("commands").clear(),
    all.done,
  ]);
}

function open(): Promise<Database> {
  opened ??= openDB<Schema>(NAME, VERSION, {
    upgrade(database) {
      database.createObjectStore("rooms");
      database
        .createObjectStore("commands", { keyPath: ["room", "id"] })
        .createIndex("room", "room");
      database.createObjectStore("beats");
    },
    // A newer page wants another version: it must not wait for this one.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    terminated: () => (opened = undefined),
  });
  return opened;
}

function shelfOf(database: Database): Shelf {
  return {
    room: (name) => database.get("rooms", name),
    async keepRoom(name, room) {
      await (room ? database.put("rooms", room, name) : database.delete("rooms", name));
    },
    commands: (room) => database.getAllFromIndex("commands", "room", room),
    async put(commands) {
      // Strict: "stored" has to survive a crash of the machine, or [P1] means little.
      const writing = database.transaction("commands", "readwrite", { durability: "strict" });
      await Promise.all([...commands.map((command) => writing.store.put(command)), writing.done]);
    },
    remove: (room, id) => database.delete("commands", [room, id]),
  };
}

function beatsOf(database: Database) {
  return {
    get: (owner: string) => database.get("beats", owner),
    async set(owner: string, at: number | undefined) {
      await (at === undefined ? database.delete("beats", owner) : database.put("beats", at, owner));
    },
  };
}
