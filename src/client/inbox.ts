// One's own socket [T7]: how many notices are unread, and each thing that is news in any room.
// It carries no text of a message; the list is asked for when somebody looks at it.

import type { InboxFrame } from "../protocol/http.ts";
import { parseObject } from "../protocol/codec.ts";
import { bearer, socketUrl } from "./address.ts";
import { createKeptApi } from "./kept.ts";
import { createConnection, type Reach } from "./connection.ts";
import { endingOfFailure } from "./endings.ts";
import { defaultPlatform, type Platform } from "./platform.ts";
import type { ConnectionState } from "./state.ts";
import { createStore } from "./store.ts";

export interface InboxOptions {
  origin: string;
  token?: string;
  platform?: Platform;
  /** Each new notice, and each room that tells of unread messages, while the socket is open. */
  heard?: (frame: Exclude<InboxFrame, { type: "inbox" }>) => void;
}

export interface InboxState {
  unread: number;
  connection: ConnectionState;
}

export interface InboxClient {
  readonly state: InboxState;
  subscribe(listener: () => void): () => void;
  reconnect(): void;
  wake(): void;
  close(): void;
}

export function openInbox(options: InboxOptions): InboxClient {
  const { origin, token, platform = defaultPlatform(), heard } = options;
  const api = createKeptApi({ origin, token, platform });
  const store = createStore<InboxState>({
    unread: 0,
    connection: { name: "connecting", since: platform.now() },
  });
  const connection = createConnection({
    platform,
    polls: false,
    headers: bearer(token),
    url: () => socketUrl(origin, "/inbox"),
    received,
    changed: (state) => store.update({ connection: state }),
    reach,
  });

  function received(text: string): void {
    const frame = parseObject(text) as InboxFrame | undefined;
    if (frame?.type === "inbox") {
      store.update({ unread: frame.unread });
      if (connection.state.name === "live") return;
      connection.welcomed();
      connection.caughtUp();
    } else if (frame?.type === "notice") {
      store.update({ unread: frame.unread });
      heard?.(frame);
    } else if (frame?.type === "news") heard?.(frame);
  }

  /** Where sockets do not get through, the number is as fresh as the last try. */
  async function reach(): Promise<Reach> {
    const inbox = await api.inbox();
    if (!inbox.ok) return endingOfFailure(inbox.failure) ?? "unreachable";
    store.update({ unread: inbox.value.notices.filter(({ read }) => !read).length });
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
