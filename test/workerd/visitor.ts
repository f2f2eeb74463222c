// A visitor of the worker under test: signs up, asks over HTTP, opens sockets and reads their frames.
// `next` waits for a frame of one type, so that no test needs to sleep.

import { env, exports } from "cloudflare:workers";
import { expect } from "vitest";
import type { UpFrame } from "../../src/protocol/commands.ts";
import type { DownFrame } from "../../src/protocol/frames.ts";
import type { InboxFrame, LobbyFrame, MyRoom, SessionAnswer } from "../../src/protocol/http.ts";

export const ORIGIN = "http://edgewise.test";
export const bindings = env;

export function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return exports.default.fetch(new Request(`${ORIGIN}${path}`, init));
}

export function json(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { method: "POST", body: JSON.stringify(body), headers };
}

let count = 0;
/** An id that no other test has used. */
export function unique(prefix: string): string {
  return `${prefix}-${Date.now().toString(36)}-${count++}`;
}

export async function signUp(stem = "ada") {
  const handle = unique(stem)
    .slice(-32)
    .replace(/^[^a-z0-9]+/, "");
  const response = await ask("/api/session", json({ handle, id: unique("claim-id"), token: true }));
  expect(response.status).toBe(200);
  const { user, token = "" } = (await response.json()) as SessionAnswer;
  return { ...user, token, auth: { Authorization: `Bearer ${token}` } };
}

export type Visitor = Awaited<ReturnType<typeof signUp>>;

export async function makeRoom(by: Visitor, stem = "room"): Promise<string> {
  const name = unique(stem);
  const response = await ask("/api/rooms", json({ name, id: unique("room-id") }, by.auth));
  expect(response.status).toBe(201);
  return name;
}

export const roomStub = (room: string) => env.ROOM.get(env.ROOM.idFromName(room));

/** The rooms that are somebody's own. */
export async function ownRooms(who: Visitor): Promise<MyRoom[]> {
  const response = await ask("/api/me/rooms", { headers: who.auth });
  return ((await response.json()) as { rooms: MyRoom[] }).rooms;
}

/** The runtime's answer to `ping`, given a type so that it can be waited for. */
type Pong = { type: "pong"; text: string };
type AnyDown = DownFrame | LobbyFrame | InboxFrame | Pong;

export interface Socket {
  raw: WebSocket;
  frames: AnyDown[];
  send(frame: UpFrame | object): void;
  sendRaw(data: string | ArrayBuffer): void;
  /** The next frame of this type that was not taken yet. */
  next<T extends AnyDown["type"]>(type: T): Promise<Extract<AnyDown, { type: T }>>;
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

export function upgrade(path: string, headers: Record<string, string>): Promise<Response> {
  return ask(path, { headers: { Upgrade: "websocket", ...headers } });
}

export async function open(path: string, headers: Record<string, string>): Promise<Socket> {
  const response = await upgrade(path, headers);
  expect(response.status, await (response.webSocket ? "" : response.text())).toBe(101);
  return wrap(response.webSocket as WebSocket);
}

export function wrap(raw: WebSocket): Socket {
  const frames: Socket["frames"] = [];
  const taken = new Set<object>();
  let wake = () => {};
  const closing = Promise.withResolvers<{ code: number; reason: string }>();
  raw.addEventListener("message", ({ data }) => {
    const text = data as string;
    frames.push(text.startsWith("{") ? (JSON.parse(text) as AnyDown) : { type: "pong", text });
    wake();
  });
  raw.addEventListener("close", ({ code, reason }) => closing.resolve({ code, reason }));
  raw.accept();
  return {
    raw,
    frames,
    send: (frame) => raw.send(JSON.stringify(frame)),
    sendRaw: (data) => raw.send(data),
    async next(type) {
      for (;;) {
        const frame = frames.find((each) => each.type === type && !taken.has(each));
        if (frame) {
          taken.add(frame);
          return frame as never;
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    closed: closing.promise,
    close: () => raw.close(1000, "bye"),
  };
}

export async function enter(room: string, visitor: Visitor, query = ""): Promise<Socket> {
  const socket = await open(`/room/${room}${query}`, visitor.auth);
  return socket;
}

export function post(body: string, id = unique("post-id")) {
  return { type: "post", id, body, after: 0 } as const;
}

/** Waits until `check` holds: for what no frame announces. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2_000; i++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("it did not come true within 20 s");
}
