// A room's client as signals: the one place where the headless client meets the views.
// Each signal changes only when its part of the state does.

import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { browserStorage } from "../../client/indexed-db.ts";
import { openRoom, type RoomClient } from "../../client/room.ts";
import type { RoomState } from "../../client/state.ts";
import {
  isKind,
  isMessage,
  type Entry,
  type Message,
  type MessageEntry,
} from "../../protocol/entries.ts";
import { clientId, origin, platform } from "./app.ts";
import { waiting } from "./attaching.ts";
import { quietFor } from "./connection.ts";

type Parts = { readonly [K in keyof RoomState]-?: ReadonlySignal<RoomState[K]> };

export interface OpenRoom extends Omit<Parts, "room"> {
  readonly name: string;
  readonly client: RoomClient;
  readonly info: Parts["room"];
  /** Set by the timeline: its newest message is in view. */
  readonly atBottom: Signal<boolean>;
  /** Rises with each message that is pinned or unpinned. */
  readonly pinned: ReadonlySignal<number>;
  /** Not live for long enough to say so. */
  readonly troubled: ReadonlySignal<boolean>;
  /** Tells of each message that arrives from now on, whether or not it is held; returns what ends it. */
  onArrival(listener: Listener): () => void;
  close(): void;
}

type Listener = (message: MessageEntry) => void;

/** `who`: the person's id. */
export function watchRoom(name: string, who: string): OpenRoom {
  // Kept per person: whoever signs in next on this machine must not send what another wrote.
  const storage = browserStorage(`${who}/${name}`, platform);
  const listeners = new Set<Listener>();
  const pinned = signal(0);
  const onEntries = (entries: readonly Entry[]) => {
    if (entries.some((entry) => isKind(entry, "pin"))) pinned.value++;
    for (const entry of entries)
      if (isMessage(entry)) for (const listener of listeners) listener(entry);
  };
  const client = openRoom({ origin, room: name, clientId, platform, storage, onEntries });
  const state = signal(client.state);
  const unsubscribe = client.subscribe(() => (state.value = client.state));
  const part = <K extends keyof RoomState>(key: K) => computed(() => state.value[key]);
  const connection = part("connection");
  const trouble = quietFor(connection);
  const sent = part("pending");
  // What waits for its files stands below, and is not there twice once it goes.
  const pending = computed(() => {
    const held = waiting.value.filter(
      ({ room, postedAs }) => room === name && !sent.value.some(({ id }) => id === postedAs),
    );
    return held.length > 0 ? [...sent.value, ...held] : sent.value;
  });
  return {
    name,
    client,
    info: part("room"),
    connection,
    you: part("you"),
    role: part("role"),
    muted: part("muted"),
    removal: part("removal"),
    people: part("people"),
    online: part("online"),
    onlineCount: part("onlineCount"),
    typing: part("typing"),
    timeline: part("timeline"),
    thread: part("thread"),
    pending,
    changes: part("changes"),
    head: part("head"),
    readSeq: part("readSeq"),
    readTurn: part("readTurn"),
    unread: part("unread"),
    mentions: part("mentions"),
    threads: part("threads"),
    reads: part("reads"),
    newAfter: part("newAfter"),
    bodyLength: part("bodyLength"),
    files: part("files"),
    atBottom: signal(false),
    pinned,
    troubled: trouble.signal,
    onArrival(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      listeners.clear();
      trouble.stop();
      unsubscribe();
      client.close();
    },
  };
}

/** There is no such room, or none that one may see. */
export function isMissing(room: OpenRoom): boolean {
  const connection = room.connection.value;
  return connection.name === "ended" && connection.code === "not_found";
}

/** A message that is loaded, in the room or in the thread beside it. */
export function heldMessage({ timeline, thread }: OpenRoom, seq: number): Message | undefined {
  const shown = thread.value;
  const all = [timeline.value.messages, shown?.timeline.messages ?? []].flat();
  return shown?.first?.seq === seq ? shown.first : all.find((message) => message.seq === seq);
}
