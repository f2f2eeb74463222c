// The browser's storage: IndexedDB, shared by all tabs of one origin.
// Where a browser has none (a private window, a full disk at the start) the memory has to do.

import { byBeats, byLocks } from "./locks.ts";
import { defaultPlatform, type Platform } from "./platform.ts";
import { createSharedStorage, type Shelf, type StoredCommand } from "./shared-storage.ts";
import { memoryStorage, type RoomStorage, type SavedRoom } from "./storage.ts";

const NAME = "edgewise";
const VERSION = 1;

let opened: Promise<IDBDatabase> | undefined;

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

  function ownershipOf(database: IDBDatabase) {
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
  await Promise.all([
    change(database, "rooms", (rooms) => rooms.clear()),
    change(database, "commands", (commands) => commands.clear()),
  ]);
}

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.addEventListener("upgradeneeded", () => {
      const database = request.result;
      database.createObjectStore("rooms");
      database
        .createObjectStore("commands", { keyPath: ["room", "id"] })
        .createIndex("room", "room");
      database.createObjectStore("beats");
    });
    request.addEventListener("success", () => {
      const database = request.result;
      // A newer page wants another version: it must not wait for this one.
      database.addEventListener("versionchange", () => database.close());
      database.addEventListener("close", () => (opened = undefined));
      resolve(database);
    });
    request.addEventListener("error", () => reject(errorOf(request)));
  });
  return opened;
}

function shelfOf(database: IDBDatabase): Shelf {
  return {
    room: (name) => ask<SavedRoom | undefined>(database, "rooms", (rooms) => rooms.get(name)),
    keepRoom: (name, room) =>
      change(database, "rooms", (rooms) => (room ? rooms.put(room, name) : rooms.delete(name))),
    commands: (room) =>
      ask<StoredCommand[]>(database, "commands", (all) => all.index("room").getAll(room)),
    // Strict: "stored" has to survive a crash of the machine, or [P1] means little.
    put: (commands) =>
      change(database, "commands", (all) => commands.map((command) => all.put(command)), "strict"),
    remove: (room, id) => change(database, "commands", (all) => all.delete([room, id])),
  };
}

function beatsOf(database: IDBDatabase) {
  return {
    get: (owner: string) => ask<number | undefined>(database, "beats", (beats) => beats.get(owner)),
    set: (owner: string, at: number | undefined) =>
      change(database, "beats", (beats) =>
        at === undefined ? beats.delete(owner) : beats.put(at, owner),
      ),
  };
}

/** What one request finds. */
function ask<T>(
  database: IDBDatabase,
  store: string,
  what: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = what(database.transaction(store).objectStore(store));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(errorOf(request)));
  });
}

/** Resolves once all of it is written; where something fails nothing is. */
function change(
  database: IDBDatabase,
  store: string,
  what: (store: IDBObjectStore) => unknown,
  durability: IDBTransactionDurability = "default",
): Promise<void> {
  return new Promise((resolve, reject) => {
    const writing = database.transaction(store, "readwrite", { durability });
    writing.addEventListener("complete", () => resolve());
    writing.addEventListener("abort", () => reject(errorOf(writing)));
    what(writing.objectStore(store));
  });
}

function errorOf({ error }: IDBRequest | IDBTransaction): Error {
  return error ?? new Error("the browser's storage stopped");
}
