// The trays: what was chosen for a message, on its way to the server or there, by the box it was chosen in.
// A message that is sent meanwhile waits for its files, and carries those that arrived.

import { batch, effect, signal, untracked, type Signal } from "@preact/signals";
import { newId } from "../../../client/new-id.ts";
import type { PostPlace } from "../../../client/room-client.ts";
import { roomsPath } from "../../../client/address.ts";
import { createHttp, resultOf } from "../../../client/http.ts";
import { upload } from "../../../client/upload.ts";
import type { FileInfo, FileLimits, UploadAnswer } from "../../../protocol/files.ts";
import { f } from "../../strings-files.ts";
import { origin, platform } from "../app.ts";
import { attaching, filled, waiting, type WaitingMessage } from "../attaching.ts";
import { showNotice } from "../notices.ts";
import type { OpenRoom } from "../open-room.ts";
import { openNow } from "../rooms.ts";
import { me, whoAmI } from "../session.ts";
import { localPictures, showFromHere } from "./local.ts";
import { prepare, type Prepared } from "./prepare.ts";
import {
  adopt,
  drop,
  keepItem,
  keepMessage,
  type StoredItem,
  type StoredMessage,
} from "./tray-store.ts";

export type Stage = "preparing" | "queued" | "sending" | "waiting" | "failed" | "there";

export interface Item {
  id: string;
  room: string;
  /** The name of the draft of the box it was chosen in. */
  box: string;
  /** As a message shows it before it has arrived. */
  shown: FileInfo;
  stage: Stage;
  failure?: string | undefined;
  /** The message that waits for it. */
  message?: string;
  file?: FileInfo;
}

/** In the order in which they were chosen. */
export const items = signal<readonly Item[]>([]);

/** Uploads at once: more would only share the same line. */
const AT_ONCE = 3;

interface Work {
  /** The share that has gone. */
  progress: Signal<number>;
  abort: AbortController;
  raw?: File;
  prepared?: Prepared;
  thumbnailBytes: number;
  n: number;
}
const works = new Map<string, Work>();
let count = 0;
/** Nothing keeps what was chosen over a reload: then the browser asks. */
let isKept = true;

export const progressOf = (id: string) => works.get(id)?.progress;
export const inTray = (box: string) =>
  items.value.filter((item) => item.box === box && item.message === undefined);

/** Takes files into the tray of a box; those that cannot be sent at all are said to be so. */
export function add(
  room: OpenRoom,
  box: string,
  files: readonly File[],
  /** What is known of the one file already. */
  told?: Pick<Prepared, "duration" | "placeholder">,
): void {
  const limits = room.files.peek();
  if (!limits || files.length === 0) return;
  const space = limits.perMessage - inTray(box).length;
  if (files.length > space) showNotice(f.tooMany(limits.perMessage));
  batch(() => {
    for (const file of files.slice(0, Math.max(0, space)))
      addOne(room.name, box, file, limits, told);
  });
}

function addOne(
  room: string,
  box: string,
  file: File,
  limits: FileLimits,
  told: Partial<Prepared> | undefined,
): void {
  const id = newId(platform);
  const failure =
    file.size === 0 ? f.empty : file.size > limits.fileBytes ? f.tooLarge(limits.fileBytes) : "";
  count += 1;
  works.set(id, { ...newWork(limits.thumbnailBytes), n: count, raw: file });
  const shown = { id, name: file.name, size: file.size, type: file.type };
  items.value = [
    ...items.peek(),
    { id, room, box, shown, stage: failure ? "failed" : "preparing", ...(failure && { failure }) },
  ];
  if (!failure) getReady(id, told);
}

const newWork = (thumbnailBytes = 0): Work => ({
  progress: signal(0),
  abort: new AbortController(),
  thumbnailBytes,
  n: 0,
});

/** One after the other: pictures of today are large, and memory is not. */
let preparing = Promise.resolve();

function getReady(id: string, told?: Partial<Prepared>): void {
  preparing = preparing.then(async () => {
    const work = works.get(id);
    if (!work?.raw) return;
    const prepared = { ...(await prepare(work.raw, work.thumbnailBytes)), ...told };
    if (!has(id)) return;
    work.prepared = prepared;
    change(id, { shown: shownOf(id, prepared), stage: "queued" });
    void store(id);
    next();
  });
}

function shownOf(id: string, prepared: Prepared): FileInfo {
  const { name, source, type = "", thumbnail, thumbnailSize } = prepared;
  const { width, height, duration, placeholder } = prepared;
  const picture =
    thumbnail ?? (type.startsWith("image/") && width !== undefined ? source : undefined);
  const playable = /^(?:video|audio)\//.test(type) ? source : undefined;
  if (picture) showFromHere(id, URL.createObjectURL(picture));
  if (playable) showFromHere(`${id}/whole`, URL.createObjectURL(playable));
  return {
    id,
    name,
    size: source.size,
    type: type.split(";", 1)[0] ?? "",
    ...(width !== undefined && height !== undefined && { width, height }),
    ...(duration !== undefined && { duration }),
    ...(placeholder !== undefined && { placeholder }),
    ...(thumbnailSize && { thumbnail: thumbnailSize }),
  };
}

function next(): void {
  const all = items.peek();
  const busy = all.filter(({ stage }) => stage === "sending" || stage === "waiting").length;
  const one = all.find(({ stage }) => stage === "queued");
  if (busy >= AT_ONCE || !one) return;
  void send(one);
  next();
}

async function send({ id, room }: Item): Promise<void> {
  const work = works.get(id);
  const prepared = work?.prepared;
  if (!prepared) return;
  change(id, { stage: "sending" });
  const { name, source, type, width, height, duration, placeholder, thumbnail } = prepared;
  const answer = await upload({
    origin,
    platform,
    room,
    id,
    name,
    source,
    ...(type !== undefined && { type }),
    ...(width !== undefined && height !== undefined && { width, height }),
    ...(duration !== undefined && { duration }),
    ...(placeholder !== undefined && { placeholder }),
    ...(thumbnail && { thumbnail }),
    signal: work.abort.signal,
    onProgress: (sent, size) => void (work.progress.value = sent / size),
    onWaiting: (isWaiting) => has(id) && change(id, { stage: isWaiting ? "waiting" : "sending" }),
  });
  if (answer && has(id)) {
    if (answer.ok) arrived(id, answer.value);
    else change(id, { stage: "failed", failure: answer.failure.message });
    void store(id);
  }
  next();
  settle();
}

function arrived(id: string, file: FileInfo): void {
  for (const part of ["", "/whole"]) {
    const url = localPictures.peek().get(id + part);
    if (url !== undefined) showFromHere(file.id + part, url);
  }
  change(id, { stage: "there", file });
}

function has(id: string): boolean {
  return items.peek().some((item) => item.id === id);
}

function change(id: string, patch: Partial<Item>): void {
  items.value = items.peek().map((item) => (item.id === id ? { ...item, ...patch } : item));
  if (patch.shown) tellWaiting();
}

/** A waiting message shows the files that it still waits for, as far as they are known. */
function tellWaiting(): void {
  waiting.value = waiting.peek().map((message) =>
    message.postedAs === undefined
      ? {
          ...message,
          files: items.peek().flatMap((item) => (item.message === message.id ? item.shown : [])),
        }
      : message,
  );
}

/** Gives up an upload, or throws away what has arrived. */
export function remove(id: string): void {
  const item = items.peek().find((each) => each.id === id);
  const work = works.get(id);
  items.value = items.peek().filter((each) => each.id !== id);
  works.delete(id);
  void drop("items", id);
  tellWaiting();
  if (!item || !work) return;
  work.abort.abort();
  if (item.stage === "there") void throwAway(item, work);
  next();
  settle();
}

/** What has arrived is found again by its id, to be taken away; what is not goes by itself within a day [U6]. */
async function throwAway({ id, room }: Item, { prepared }: Work): Promise<void> {
  if (!prepared) return;
  const { name, source } = prepared;
  const http = createHttp({ origin, platform });
  const path = `${roomsPath(room)}/files`;
  const found = resultOf<UploadAnswer>(await http("POST", path, { id, name, size: source.size }));
  if (found.ok) await http("DELETE", `${path}/${found.value.upload}`);
}

export function retry(id: string): void {
  const work = works.get(id);
  if (!work) return;
  work.abort = new AbortController();
  work.progress.value = 0;
  change(id, { stage: work.prepared ? "queued" : "preparing", failure: undefined });
  if (work.prepared) next();
  else getReady(id);
}

/** What is only unlucky can be tried again; what is empty or too large stays so. */
export const mayRetry = (id: string) => works.get(id)?.prepared !== undefined;

attaching.post = (room, box, body, place) => {
  const mine = inTray(box).filter(({ stage }) => stage !== "failed");
  const id = newId(platform);
  const message = { id, room: room.name, body, ts: platform.now(), ...plain(place) };
  batch(() => {
    items.value = items
      .peek()
      .map((item) => (mine.includes(item) ? { ...item, message: id } : item));
    waiting.value = [...waiting.peek(), { ...message, files: mine.map(({ shown }) => shown) }];
  });
  boxes.set(id, box);
  void keepMessage({ id, who: whoAmI(), room: room.name, box, body, ts: message.ts, place });
  for (const item of mine) void store(item.id);
  settle();
};

const boxes = new Map<string, string>();

const plain = ({ thread, replyTo }: PostPlace) => ({
  ...(thread !== undefined && { thread }),
  ...(replyTo !== undefined && { replyTo }),
});

/** Posts each message whose files have all arrived or failed, in the order in which they were sent. */
function settle(): void {
  const held = new Set<string>();
  for (const message of waiting.peek()) {
    if (message.postedAs !== undefined || held.has(message.room)) continue;
    const all = items.peek().filter((item) => item.message === message.id);
    if (!all.every(({ stage }) => stage === "there" || stage === "failed")) held.add(message.room);
    else post(message, all);
  }
}

function post(message: WaitingMessage, all: readonly Item[]): void {
  const room = openNow.peek().find(({ name }) => name === message.room);
  // A room that was left long ago is opened again when one comes back to it.
  if (!room) return;
  const files = all.flatMap(({ file }) => file ?? []);
  const failed = all.filter(({ file }) => !file);
  const { thread, replyTo, body } = message;
  batch(() => {
    // What failed lies in the tray again, and says why.
    items.value = items
      .peek()
      .filter(({ id }) => !all.some((item) => item.id === id && item.file))
      .map((item) => {
        if (item.message !== message.id) return item;
        const { message: _, ...rest } = item;
        return rest;
      });
    if (files.length === 0 && body.trim() === "") {
      forget(message.id);
      return;
    }
    const postedAs = room.client.post(body, {
      thread,
      replyTo,
      ...(files.length > 0 && { files }),
    });
    waiting.value = waiting
      .peek()
      .map((each) => (each.id === message.id ? { ...each, postedAs } : each));
  });
  const stop = room.client.subscribe(() => {
    stop();
    forget(message.id);
  });
  for (const { id } of all.filter(({ file }) => file)) {
    works.delete(id);
    void drop("items", id);
  }
  for (const { id, shown } of failed) {
    void store(id);
    showNotice(f.didNotArrive(shown.name));
  }
}

function forget(message: string): void {
  waiting.value = waiting.peek().filter(({ id }) => id !== message);
  boxes.delete(message);
  void drop("messages", message);
}

async function store(id: string): Promise<void> {
  const item = items.peek().find((each) => each.id === id);
  const work = works.get(id);
  if (!item || !work?.prepared) return;
  const { room, box, file, message } = item;
  const kept = await keepItem({
    id,
    who: whoAmI(),
    room,
    box,
    n: work.n,
    prepared: work.prepared,
    ...(file && { file }),
    ...(message !== undefined && { message }),
  });
  isKept &&= kept;
  // It may have gone meanwhile.
  if (!has(id)) void drop("items", id);
}

function restore(left: readonly StoredItem[], messages: readonly StoredMessage[]): void {
  batch(() => {
    for (const { id, room, box, prepared, file, message } of left.toSorted((a, b) => a.n - b.n)) {
      if (has(id)) continue;
      count += 1;
      works.set(id, { ...newWork(), n: count, prepared });
      const shown = shownOf(id, prepared);
      items.value = [
        ...items.peek(),
        { id, room, box, shown, stage: "queued", ...(message !== undefined && { message }) },
      ];
      if (file) arrived(id, file);
    }
    for (const { id, room, box, body, ts, place } of messages.toSorted((a, b) => a.ts - b.ts)) {
      if (waiting.peek().some((each) => each.id === id)) continue;
      boxes.set(id, box);
      const files = items.peek().filter((item) => item.message === id);
      waiting.value = [
        ...waiting.peek(),
        { id, room, body, ts, ...plain(place), files: files.map(({ shown }) => shown) },
      ];
    }
  });
  next();
  settle();
}

/** Looks for what gone pages left: soon, as one may just be closing, then once more. */
const ROUNDS_MS = [0, 1_000, 5_000, 25_000];

effect(() => {
  filled.value = new Set(
    items.value
      .filter(({ message, stage }) => message === undefined && stage !== "failed")
      .map(({ box }) => box),
  );
});
// A message may wait for its room to be open.
effect(() => {
  void openNow.value;
  untracked(settle);
});
effect(() => {
  const who = me.value?.id;
  if (who === undefined) {
    items.value = [];
    waiting.value = [];
    for (const { abort } of works.values()) abort.abort();
    works.clear();
    return undefined;
  }
  const timers = ROUNDS_MS.map((ms) =>
    setTimeout(() => void adopt(who, restore).catch(() => undefined), ms),
  );
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
});
addEventListener("beforeunload", (event) => {
  if (!isKept && items.peek().length > 0) event.preventDefault();
});
