// A room's client as signals: the one place where the headless client meets the views.
// Each signal changes only when its part of the state does.

import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { browserStorage } from "../../client/indexed-db.ts";
import { openRoom, type RoomClient } from "../../client/room.ts";
import type { RoomState } from "../../client/state.ts";
import { clientId, origin, platform } from "./app.ts";
import { quietFor } from "./connection.ts";

type Parts = { readonly [K in keyof RoomState]-?: ReadonlySignal<RoomState[K]> };

export interface OpenRoom extends Omit<Parts, "room"> {
  readonly name: string;
  readonly client: RoomClient;
  readonly info: Parts["room"];
  /** Set by the timeline: its newest message is in view. */
  readonly atBottom: Signal<boolean>;
  /** Not live for long enough to say so. */
  readonly troubled: ReadonlySignal<boolean>;
  close(): void;
}

/** `who`: the person's id. */
export function watchRoom(name: string, who: string): OpenRoom {
  // Kept per person: whoever signs in next on this machine must not send what another wrote.
  const storage = browserStorage(`${who}/${name}`, platform);
  const client = openRoom({ origin, room: name, clientId, platform, storage });
  const state = signal(client.state);
  const unsubscribe = client.subscribe(() => (state.value = client.state));
  const part = <K extends keyof RoomState>(key: K) => computed(() => state.value[key]);
  const connection = part("connection");
  const trouble = quietFor(connection);
  return {
    name,
    client,
    info: part("room"),
    connection,
    you: part("you"),
    people: part("people"),
    online: part("online"),
    onlineCount: part("onlineCount"),
    typing: part("typing"),
    timeline: part("timeline"),
    pending: part("pending"),
    changes: part("changes"),
    head: part("head"),
    readSeq: part("readSeq"),
    unread: part("unread"),
    newAfter: part("newAfter"),
    bodyLength: part("bodyLength"),
    atBottom: signal(false),
    troubled: trouble.signal,
    close() {
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
