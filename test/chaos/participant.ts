// One client of `src/client` in the chaos: what it wrote, and what it was shown of the log.
// It is given up and opened anew like a tab: what it had not sent yet is in its storage.

import type { Entry } from "../../src/protocol/entries.ts";
import { createApi } from "../../src/client/api.ts";
import { openRoom, type RoomClient } from "../../src/client/room.ts";
import { memoryStorage } from "../../src/client/storage.ts";

/** Messages that come while the page's reader stays. */
const STAYS_FOR = 2_000;

export interface Sent {
  id: string;
  body: string;
}

export interface Participant {
  name: string;
  /** Person id. */
  person: string;
  sent: readonly Sent[];
  /** From the first entry on; otherwise only the newest stretch, as on a page. */
  fromStart: boolean;
  /** Every entry it was shown, in the order it was shown; of a page, the stretch on show. */
  shown(): readonly Entry[];
  post(body: string): void;
  /** Unsent or unanswered. */
  pending(): number;
  /** Closes as a killed tab does, and comes back. */
  reopen(): void;
  hasAll(head: number): boolean;
  describe(): string;
  close(): void;
}

export interface Joining {
  origin: string;
  room: string;
  name: string;
  fromStart: boolean;
}

export async function signUp(origin: string, name: string) {
  const handle = `${name}-${crypto.randomUUID().slice(0, 8)}`;
  const claim = { handle, id: crypto.randomUUID(), token: true };
  const api = createApi({ origin });
  // The same claim gets the same answer [T3]: a busy machine may need a second try.
  const first = await api.claim(claim);
  const claimed = first.ok ? first : await api.claim(claim);
  if (!claimed.ok) throw new Error(`${name} could not sign up: ${claimed.failure.message}`);
  return { person: claimed.value.user.id, token: claimed.value.token ?? "" };
}

export async function join({ origin, room, name, fromStart }: Joining): Promise<Participant> {
  const { person, token } = await signUp(origin, name);
  const storage = memoryStorage();
  const sent: Sent[] = [];
  let shown: Entry[] = [];
  let client = open();

  function open(): RoomClient {
    const mine: Entry[] = [];
    shown = mine;
    return openRoom({
      origin,
      room,
      token,
      fromStart,
      storage: storage.open(),
      onEntries(entries) {
        mine.push(...entries);
        // A reader goes elsewhere now and then, and the page keeps the newest messages only.
        if (!fromStart && client.state.timeline.messages.length > STAYS_FOR) client.leave();
      },
    });
  }

  return {
    name,
    person,
    sent,
    fromStart,
    shown: () => (fromStart ? shown : client.state.timeline.messages),
    post(body) {
      sent.push({ id: client.post(body), body });
    },
    pending: () => client.state.pending.length,
    reopen() {
      client.close();
      client = open();
    },
    hasAll: (head) => client.state.pending.length === 0 && client.state.head === head,
    describe() {
      const { connection, pending, head } = client.state;
      const failed = pending.filter(({ failure }) => failure).length;
      return `${name}: ${connection.name}, head ${head}, ${pending.length} pending, ${failed} failed`;
    },
    close: () => client.close(),
  };
}
