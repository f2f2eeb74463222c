// How one talks to each server: where its rooms are, when one is in, and what a deed looks like on the wire.
// A newcomer to the comparison needs one entry here and one in `servers.ts`.

import type { Wire } from "./wire.ts";

export type Deed =
  | { type: "post"; body: string }
  | { type: "edit"; seq: number; body: string }
  | { type: "react"; seq: number; emoji: string }
  | { type: "read"; seq: number }
  | { type: "typing" };

/** What one person on one socket knows of the room. */
export interface Talk {
  /** The newest `seq` that was heard, for those who have to name it. */
  seq: number;
  epoch: string;
  /** Messages received on entering. */
  page: number;
}

export interface Tongue {
  /** Before anybody connects: people and rooms that have to be there. */
  prepare(origin: string, people: readonly string[], rooms: readonly string[]): Promise<void>;
  address(room: string, person: string): { path: string; headers: Record<string, string> };
  /** Looks at each frame until it returns true: then one is in, and has the newest messages if `page` was asked. */
  enter(
    text: string,
    talk: Talk,
    wire: Wire,
    as: { room: string; person: string; page: boolean },
  ): boolean;
  say(deed: Deed, talk: Talk): string;
  /** What a frame without a message may ask for: an answer keeps the connection. */
  answer?(text: string, wire: Wire): void;
}

/** `plain` and `ws`. */
export const plainTongue: Tongue = {
  prepare: async () => {},
  address: (room, person) => ({ path: `/${room}?person=${person}`, headers: {} }),
  enter(text, talk) {
    talk.page = (JSON.parse(text) as { messages: unknown[] }).messages.length;
    return true;
  },
  say: (deed) => JSON.stringify(deed),
};

export const socketIoTongue: Tongue = {
  prepare: async () => {},
  address: () => ({ path: "/socket.io/?EIO=4&transport=websocket", headers: {} }),
  enter(text, talk, wire, { room, person }) {
    if (text.startsWith("0")) wire.send("40");
    if (text.startsWith("40")) wire.send(`42${JSON.stringify(["join", room, person])}`);
    if (!text.startsWith('42["welcome"')) return false;
    talk.page = (JSON.parse(text.slice(2)) as [string, unknown[]])[1].length;
    return true;
  },
  say: ({ type, ...fields }) => `42${JSON.stringify([type, fields])}`,
  answer(text, wire) {
    if (text === "2") wire.send("3");
  },
};

const LANES = 8;

export function edgewiseTongue(): Tongue {
  const tokens = new Map<string, string>();
  return {
    async prepare(origin, people, rooms) {
      const waiting = people.filter((person) => !tokens.has(person));
      const lane = async () => {
        for (let person = waiting.pop(); person; person = waiting.pop())
          tokens.set(person, await signUp(origin, person));
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      const token = tokens.get(people[0]!) ?? "";
      for (const name of rooms)
        await ask(origin, "/api/rooms", { name, id: crypto.randomUUID() }, token);
    },
    address: (room, person) => ({
      path: `/room/${room}`,
      headers: { Authorization: `Bearer ${tokens.get(person)}` },
    }),
    enter(text, talk, wire, { page }) {
      const frame = JSON.parse(text) as {
        type: string;
        head: number;
        epoch: string;
        messages: unknown[];
      };
      if (frame.type === "welcome") {
        talk.seq = frame.head;
        talk.epoch = frame.epoch;
        if (page) wire.send('{"type":"history","ref":"page","limit":50}');
      }
      if (frame.type === "history") talk.page = frame.messages.length;
      return frame.type === (page ? "history" : "welcome");
    },
    say(deed, { epoch, seq: after }) {
      if (deed.type === "read" || deed.type === "typing") return JSON.stringify(deed);
      const on = deed.type === "react" ? { on: true } : {};
      return JSON.stringify({ ...deed, ...on, id: crypto.randomUUID(), epoch, after });
    },
    answer(text, wire) {
      if (text.startsWith('{"type":"probe"')) wire.send('{"type":"received"}');
    },
  };
}

async function signUp(origin: string, person: string): Promise<string> {
  const claim = { handle: `${person}-${crypto.randomUUID().slice(0, 8)}`, id: crypto.randomUUID() };
  const answer = await ask(origin, "/api/session", { ...claim, token: true });
  return (answer as { token: string }).token;
}

/** Takes its time on a busy machine, where a client would have given up. */
async function ask(origin: string, path: string, body: object, token = ""): Promise<unknown> {
  const response = await fetch(origin + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
