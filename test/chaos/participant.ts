// One client of `src/client` in the chaos: what it wrote, and what it was shown of the log.
// It is given up and opened anew like a tab: what it had not sent yet is in its storage.

import type { Entry, Message } from "../../src/protocol/entries.ts";
import { createApi } from "../../src/client/api.ts";
import { openRoom, type RoomClient } from "../../src/client/room.ts";
import { memoryStorage } from "../../src/client/storage.ts";
import { change, type Sent } from "./changes.ts";
import type { Random } from "./random.ts";

/** Messages that come while the page's reader stays. */
const STAYS_FOR = 2_000;

export interface Participant {
  name: string;
  /** Person id. */
  person: string;
  token: string;
  sent: readonly Sent[];
  /** What the server refused for good, by id. */
  refused: ReadonlyMap<string, string>;
  /** From the first entry on; otherwise only the newest stretch, as on a page. */
  fromStart: boolean;
  /** Every entry it was shown, in the order it was shown; of a page, the stretch on show. */
  shown(): readonly Entry[];
  /** The messages on show now. */
  messages(): readonly Message[];
  post(body: string): void;
  /** False where nothing on show can be changed. */
  change(random: Random, body: string): boolean;
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
  const refused = new Map<string, string>();
  let shown: Entry[] = [];
  let client = open();

  function open(): RoomClient {
    const mine: Entry[] = [];
    shown = mine;
    const opened = openRoom({
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
    opened.subscribe(() => {
      for (const { id, failure } of [...opened.state.pending, ...opened.state.changes]) {
        if (!failure) continue;
        refused.set(id, failure.code);
        opened.discard(id);
      }
    });
    return opened;
  }

  function pending(): number {
    return client.state.pending.length + client.state.changes.length;
  }

  return {
    name,
    person,
    token,
    sent,
    refused,
    fromStart,
    shown: () => (fromStart ? shown : client.state.timeline.messages),
    post(body) {
      sent.push({ id: client.post(body), kind: "message", body });
    },
    messages: () => client.state.timeline.messages,
    change(random, body) {
      const made = change(client, person, random, body);
      if (made) sent.push(made);
      return made !== undefined;
    },
    pending,
    reopen() {
      client.close();
      client = open();
    },
    hasAll: (head) => pending() === 0 && client.state.head === head,
    describe() {
      const { connection, head } = client.state;
      return `${name}: ${connection.name}, head ${head}, ${pending()} pending, ${refused.size} refused`;
    },
    close: () => client.close(),
  };
}
