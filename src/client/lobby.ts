// The list of rooms, live [T4]: `rooms` replaces it, `room` adds or changes one.
// It is only ever metadata; what is said in rooms does not pass through here.

import type { Appointed, Community, SetUp } from "../protocol/community.ts";
import type { LobbyFrame, RoomListed } from "../protocol/http.ts";
import { bearer, socketUrl } from "./address.ts";
import { createApi } from "./api.ts";
import { createConnection, type Reach } from "./connection.ts";
import { endingOfFailure } from "./endings.ts";
import { defaultPlatform, type Platform } from "./platform.ts";
import type { ConnectionState } from "./state.ts";
import { createStore } from "./store.ts";

export interface LobbyOptions {
  origin: string;
  token?: string;
  platform?: Platform;
}

export interface LobbyState {
  rooms: readonly RoomListed[];
  /** Undefined until it was told. */
  community?: Community | undefined;
  /** What one was appointed to in it. */
  role?: Appointed | undefined;
  /** The community has no owner, and one may become that. */
  setUp?: SetUp | undefined;
  connection: ConnectionState;
}

export interface LobbyClient {
  readonly state: LobbyState;
  subscribe(listener: () => void): () => void;
  reconnect(): void;
  wake(): void;
  close(): void;
}

export function openLobby({
  origin,
  token,
  platform = defaultPlatform(),
}: LobbyOptions): LobbyClient {
  const api = createApi({ origin, token, platform });
  const store = createStore<LobbyState>({
    rooms: [],
    connection: { name: "connecting", since: platform.now() },
  });
  const connection = createConnection({
    platform,
    polls: false,
    headers: bearer(token),
    url: () => socketUrl(origin, "/lobby"),
    received,
    changed: (state) => store.update({ connection: state }),
    reach,
  });

  function received(text: string): void {
    const frame = parseLobby(text);
    if (frame?.type === "rooms") {
      store.update({ rooms: frame.rooms });
      connection.welcomed();
      connection.caughtUp();
    } else if (frame?.type === "community") {
      const { community, role, setUp } = frame;
      store.update({ community, role, setUp });
    } else if (frame?.type === "gone") {
      store.update({ rooms: store.state.rooms.filter(({ name }) => name !== frame.room) });
    } else if (frame) {
      const others = store.state.rooms.filter(({ name }) => name !== frame.room.name);
      store.update({ rooms: [...others, frame.room] });
    }
  }

  /** Where sockets do not get through, the list is at least as fresh as the last try. */
  async function reach(): Promise<Reach> {
    const rooms = await api.rooms();
    if (!rooms.ok) return endingOfFailure(rooms.failure) ?? "unreachable";
    store.update({ rooms: rooms.value });
    return "reachable";
  }

  connection.start();

  return {
    get state() {
      return store.state;
    },
    subscribe: (listener) => store.subscribe(listener),
    reconnect: () => connection.reconnect(),
    wake: () => connection.wake(),
    close: () => connection.close(),
  };
}

function parseLobby(text: string): LobbyFrame | undefined {
  try {
    const frame = JSON.parse(text) as LobbyFrame;
    return ["rooms", "community", "room", "gone"].includes(frame.type) ? frame : undefined;
  } catch {
    return undefined;
  }
}
