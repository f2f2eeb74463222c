// What the trays hold, kept in the browser, so that a reload or a crash loses no file that was chosen.
// Each tab owns its own; what a tab that is gone left behind is taken over by the next one.

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { byBeats, byLocks } from "../../../client/locks.ts";
import { newId } from "../../../client/new-id.ts";
import type { PostPlace } from "../../../client/room-client.ts";
import type { FileInfo } from "../../../protocol/files.ts";
import { platform, store } from "../app.ts";
import type { Prepared } from "./prepare.ts";

const NAME = "edgewise-files";
const BEAT = "beat:";

export interface StoredItem {
  id: string;
  owner: string;
  who: string;
  room: string;
  box: string;
  n: number;
  prepared: Prepared;
  /** Once it has arrived. */
  file?: FileInfo;
  /** Of the message that waits for it. */
  message?: string;
}

export interface StoredMessage {
  id: string;
  owner: string;
  who: string;
  room: string;
  box: string;
  body: string;
  ts: number;
  place: PostPlace;
}

interface Schema extends DBSchema {
  items: { key: string; value: StoredItem };
  messages: { key: string; value: StoredMessage };
}
type Kind = "items" | "messages";
type Unowned<T> = Omit<T, "owner">;

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function open(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(NAME, 1, {
    upgrade(database) {
      database.createObjectStore("items", { keyPath: "id" });
      database.createObjectStore("messages", { keyPath: "id" });
    },
    // A newer page wants another version: it must not wait for this one.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    terminated: () => (opened = undefined),
  });
  return opened;
}

/** Each false where the browser keeps nothing: a private window, a full disk. */
export const keepItem = (item: Unowned<StoredItem>) =>
  tried(async () => (await mine()).put("items", { ...item, owner: me }));
export const keepMessage = (message: Unowned<StoredMessage>) =>
  tried(async () => (await mine()).put("messages", { ...message, owner: me }));
export const drop = (kind: Kind, id: string) => tried(async () => (await open()).delete(kind, id));

/** For somebody who signs out. */
export const forgetTrays = () =>
  tried(async () => {
    const database = await open();
    await Promise.all([database.clear("items"), database.clear("messages")]);
  });

async function tried(act: () => Promise<unknown>): Promise<boolean> {
  return act().then(
    () => true,
    () => false,
  );
}

const me = newId(platform);
const beats = {
  get: (page: string) => Promise.resolve(Number(store.get(BEAT + page)) || undefined),
  set: (page: string, at: number | undefined) =>
    Promise.resolve(
      at === undefined ? store.remove(BEAT + page) : store.set(BEAT + page, String(at)),
    ),
};
const ownership = "locks" in navigator ? byLocks(navigator.locks) : byBeats(platform, beats);
if (!("locks" in navigator)) addEventListener("pagehide", () => ownership.release());
let claimed: Promise<void> | undefined;
/** Only a page that has something to own needs to be seen. */
const claim = () => (claimed ??= ownership.claim(me).catch(() => undefined));

async function mine(): Promise<IDBPDatabase<Schema>> {
  await claim();
  return open();
}

/** Calls `take` with what pages that are gone have left of this person's. */
export async function adopt(
  who: string,
  take: (items: readonly StoredItem[], messages: readonly StoredMessage[]) => void,
): Promise<void> {
  const database = await open();
  const all = async () =>
    Promise.all([database.getAll("items"), database.getAll("messages")] as const);
  const owners = new Set((await all()).flat().map(({ owner }) => owner));
  for (const owner of owners) {
    if (owner === me) continue;
    // One page after the other, as each has it.
    // oxlint-disable-next-line no-await-in-loop
    await ownership.ifGone(owner, async () => {
      await claim();
      // Another page may have been quicker since.
      const [items, messages] = await all();
      const left = items.filter((item) => item.owner === owner && item.who === who);
      const said = messages.filter((message) => message.owner === owner && message.who === who);
      await Promise.all([...left.map(keepItem), ...said.map(keepMessage)]);
      if (left.length + said.length > 0) take(left, said);
    });
  }
}
