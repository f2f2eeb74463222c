// A room of a few rules on an array, to hold the client against: what docs/PROTOCOL.md says a server does.
// It answers at once unless the test drops, holds or cuts.

import { pong } from "../../src/protocol/codec.ts";
import { parseFrame } from "../../src/protocol/parse.ts";
import type { Code } from "../../src/protocol/codes.ts";
import type { Post, UpFrame } from "../../src/protocol/commands.ts";
import type { Entry, MessageEntry } from "../../src/protocol/entries.ts";
import type { DownFrame, Rejected } from "../../src/protocol/frames.ts";
import type { FakeSocket, World } from "./world.ts";

export const ME = { id: "a".repeat(26), handle: "ada", name: "Ada" };
export const BOB = { id: "b".repeat(26), handle: "bob", name: "Bob" };

export interface Refusal {
  code: Code;
  retryAfterMs?: number;
}

export interface FakeRoom {
  epoch: string;
  log: Entry[];
  readSeq: number;
  /** Asked about each command before it is stored. */
  refuse: ((command: Post) => Refusal | undefined) | undefined;
  /** Frames for which it says true are lost on the way down. */
  lose: ((frame: DownFrame) => boolean) | undefined;
  /** Commands as they came in. */
  commands: Post[];
  frames: UpFrame[];
  upgrades: "open" | "refuse" | "hang";
  /** Nothing passes in either direction, and nobody is told. */
  blackhole: boolean;
  http: boolean;
  spreadMs: number | undefined;
  pageSize: number;
  /** ms on the way, in either direction; the order is kept. */
  latency: (() => number) | undefined;
  /** Somebody says something. */
  say(body: string, by?: string): Entry;
  /** An entry of a kind of a later version. */
  add(kind: string): Entry;
  bodies(): string[];
  /** A mark, and what is unread above it. */
  left(seq: number): { seq: number; unread: number; head: number };
  send(frame: DownFrame): void;
}

interface Seat {
  live: boolean;
  held: string | undefined;
  person: typeof ME;
  client: string | null;
  attempt: number;
  /** When what was sent last arrives. */
  downAt: number;
  upAt: number;
}

export function createFakeRoom(world: World): FakeRoom {
  let count = 0;
  const live = new Map<FakeSocket, Seat>();

  const room: FakeRoom = {
    epoch: "e1",
    log: [],
    readSeq: 0,
    refuse: undefined,
    lose: undefined,
    commands: [],
    frames: [],
    upgrades: "open",
    blackhole: false,
    http: true,
    spreadMs: undefined,
    pageSize: 200,
    latency: undefined,
    say: (body, by = BOB.id) =>
      append({ kind: "message", body, by } as Omit<MessageEntry, "seq" | "ts" | "id">),
    add: (kind) => append({ kind, by: BOB.id }),
    bodies: () => messages().map(({ body }) => body),
    left(seq) {
      const unread = messages().filter((message) => message.seq > seq).length;
      return { seq, unread, head: room.log.length };
    },
    send(frame) {
      for (const socket of live.keys()) deliver(socket, frame);
    },
  };

  function messages(): MessageEntry[] {
    return room.log.filter((entry): entry is MessageEntry => entry.kind === "message");
  }

  function append(entry: { kind: string; by: string; id?: string }): Entry {
    count += 1;
    const stored: Entry = {
      id: `server-${count}`,
      ...entry,
      seq: room.log.length + 1,
      ts: 5_000_000 + count,
    };
    room.log = [...room.log, stored];
    for (const [socket, connection] of live)
      if (connection.live) deliver(socket, { type: "entries", entries: [stored] });
    return stored;
  }

  function deliver(socket: FakeSocket, frame: DownFrame): void {
    const seat = live.get(socket);
    if (room.blackhole) return swallow(socket);
    if (room.lose?.(frame) || !seat) return;
    if (!room.latency) return socket.deliver(frame);
    seat.downAt = Math.max(seat.downAt, world.now + room.latency());
    world.platform.setTimeout(() => socket.deliver(frame), seat.downAt - world.now);
  }

  /** A line that lost one thing carries nothing after it: TCP keeps the order or nothing. */
  function swallow(socket: FakeSocket): void {
    live.delete(socket);
  }

  function takeUp(socket: FakeSocket, text: string): void {
    const seat = live.get(socket);
    if (!seat) return;
    if (!room.latency) return queueMicrotask(() => onText(socket, text));
    seat.upAt = Math.max(seat.upAt, world.now + room.latency());
    world.platform.setTimeout(() => onText(socket, text), seat.upAt - world.now);
  }

  function fault({ epoch = room.epoch, after, at, atTs }: Asked): boolean {
    if (epoch !== room.epoch || after > room.log.length) return true;
    const here = room.log[after - 1];
    if (!here) return false;
    return (at !== undefined && here.id !== at) || (atTs !== undefined && here.ts !== atTs);
  }

  /** How a frame names the head. */
  function headNow() {
    const last = room.log.at(-1);
    return { head: room.log.length, ...(last && { at: last.id, atTs: last.ts }) };
  }

  function page(after: number): { entries: Entry[]; more: boolean } {
    const entries = room.log.slice(after, after + room.pageSize);
    return { entries, more: after + entries.length < room.log.length };
  }

  function replay(socket: FakeSocket, after: number): void {
    const { entries, more } = page(after);
    const connection = live.get(socket);
    if (connection) connection.live = !more;
    deliver(socket, { type: "entries", entries, ...(more && { more: true as const }) });
  }

  function reset(socket: FakeSocket): void {
    const connection = live.get(socket);
    if (connection) connection.live = true;
    deliver(socket, { type: "reset", epoch: room.epoch, ...headNow(), reason: "void" });
  }

  function history(
    where: Partial<Record<"before" | "around" | "date" | "limit", number | undefined>>,
  ) {
    const limit = where.limit ?? 50;
    const all = messages();
    const from = where.around ?? all.find(({ ts }) => ts >= (where.date ?? Infinity))?.seq;
    const split = from !== undefined || where.date !== undefined;
    const index = all.findIndex(
      ({ seq }) => seq >= (split ? (from ?? Infinity) : (where.before ?? Infinity)),
    );
    const here = index < 0 ? all.length : index;
    const after = split ? all.slice(here, here + limit) : [];
    const below = split ? Math.max(Math.floor(limit / 2), limit - after.length) : limit;
    const first = Math.max(0, here - below);
    const found = [...all.slice(first, here), ...after].slice(0, limit);
    return {
      head: room.log.length,
      messages: found,
      people: { [BOB.id]: BOB },
      start: first === 0,
    };
  }

  /** The answer to a command, on either transport. */
  function run(command: Post, connection: Pick<Seat, "held" | "person">): DownFrame {
    const by = connection.person.id;
    room.commands.push(command);
    const from = command.epoch === room.epoch ? Math.min(command.after ?? 0, room.log.length) : 0;
    const found = room.log.find(
      (entry) => entry.id === command.id && entry.by === by && entry.seq > from,
    );
    const mine = connection.held === undefined || connection.held === command.id;
    const refusal: Refusal | undefined = found
      ? undefined
      : mine
        ? room.refuse?.(command)
        : { code: "out_of_order", retryAfterMs: 0 };
    if (refusal) {
      connection.held ??= command.id;
      return { type: "rejected", id: command.id, message: "No.", ...refusal };
    }
    if (connection.held === command.id) connection.held = undefined;
    if (found)
      return { type: "accepted", id: command.id, seq: found.seq, ts: found.ts, duplicate: true };
    const { id, body } = command;
    const entry = append({ kind: "message", by, id, body } as Omit<MessageEntry, "seq" | "ts">);
    room.readSeq = entry.seq;
    return { type: "accepted", id, seq: entry.seq, ts: entry.ts };
  }

  function onText(socket: FakeSocket, text: string): void {
    if (room.blackhole) return swallow(socket);
    const connection = live.get(socket);
    if (!connection) return;
    if (text === "ping") return socket.deliver(pong(room.epoch, room.log.length));
    const parsed = parseFrame(text);
    if (!parsed.ok) throw new Error(`The client sent ${text}`);
    const frame = parsed.value;
    room.frames.push(frame);
    switch (frame.type) {
      case "post":
        return deliver(socket, run(frame, connection));
      case "drop":
        if (connection.held === frame.id) connection.held = undefined;
        return;
      case "sync":
        return fault(frame) ? reset(socket) : replay(socket, frame.after);
      case "history":
        if (!connection.live) return deliver(socket, refused(frame.ref));
        return deliver(socket, { type: "history", ref: frame.ref, ...history(frame) });
      case "read":
        room.readSeq = Math.max(room.readSeq, Math.min(frame.seq, room.log.length));
        if (frame.count) deliver(socket, { type: "read", by: ME.id, ...room.left(frame.seq) });
        return;
      case "who":
        return deliver(socket, { type: "who", ref: frame.ref, people: [ME, BOB] });
      default:
        return;
    }
  }

  function refused(ref: string): Rejected {
    return { type: "rejected", ref, code: "out_of_order", message: "Later.", retryAfterMs: 100 };
  }

  function upgrade(socket: FakeSocket): void {
    if (room.blackhole || room.upgrades === "hang") return;
    if (room.upgrades === "refuse") return socket.cut();
    const query = new URL(socket.url).searchParams;
    const person = personOf(socket.headers?.["Authorization"]);
    const client = query.get("client");
    const attempt = Number(query.get("attempt"));
    const mine = [...live.values()].filter((seat) => seat.client === client);
    if (mine.some((seat) => seat.attempt > attempt)) return socket.cut(4505);
    // The same page load has one socket [C4]; what the old one still has on its way is ignored [C5].
    for (const [old, seat] of live) {
      if (seat.client !== client) continue;
      live.delete(old);
      if (old.isOpen) old.cut(4505);
    }
    live.set(socket, { live: false, held: undefined, person, client, attempt, downAt: 0, upAt: 0 });
    socket.onSent = (text) => takeUp(socket, text);
    socket.open();
    const after = query.has("after") ? Number(query.get("after")) : undefined;
    const bad = after !== undefined && fault(cursorOf(query));
    deliver(socket, {
      type: "welcome",
      version: 1,
      room: { name: "general", title: "General", topic: "" },
      you: person,
      role: "member",
      epoch: room.epoch,
      ...headNow(),
      floor: 0,
      resumed: after !== undefined && !bad,
      readSeq: room.readSeq,
      readTurn: 0,
      mentions: [],
      threads: [],
      unread: room.left(room.readSeq).unread,
      online: [person.id],
      onlineCount: 1,
      people: {},
      limits: {
        bodyLength: 8_000,
        frameBytes: 131_072,
        ...(room.spreadMs && { reconnectSpreadMs: room.spreadMs }),
      },
    });
    const connection = live.get(socket);
    if (bad) reset(socket);
    else if (after !== undefined && after < room.log.length) replay(socket, after);
    else if (connection) connection.live = true;
  }

  function answer(method: string, url: URL, body: unknown, headers: Headers): Response | undefined {
    if (!room.http || room.blackhole) return undefined;
    const person = personOf(headers.get("Authorization"));
    if (url.pathname === "/api/session") return Response.json({ user: person });
    if (url.pathname === "/api/rooms")
      return Response.json({
        rooms: [{ name: "general", title: "General", topic: "", createdTs: 1 }],
      });
    if (method === "POST") return Response.json(run(body as Post, { held: undefined, person }));
    const number = (key: string) =>
      url.searchParams.has(key) ? { [key]: Number(url.searchParams.get(key)) } : {};
    const where = { ...number("before"), ...number("around"), ...number("date") };
    if (Object.keys(where).length > 0)
      return Response.json({
        epoch: room.epoch,
        ...headNow(),
        ...history({ ...where, ...number("limit") }),
      });
    const after = Number(url.searchParams.get("after"));
    if (fault(cursorOf(url.searchParams)))
      return Response.json(
        { type: "reset", epoch: room.epoch, ...headNow(), reason: "" },
        { status: 409 },
      );
    const etag = `"${room.epoch} ${room.log.length}"`;
    if (headers.get("If-None-Match") === etag) return new Response(null, { status: 304 });
    const answered = {
      epoch: room.epoch,
      head: room.log.length,
      floor: 0,
      people: {},
      ...page(after),
    };
    return Response.json(answered, { headers: { ETag: etag } });
  }

  world.onUpgrade = upgrade;
  world.onFetch = answer;
  return room;
}

interface Asked {
  epoch?: string;
  after: number;
  at?: string | undefined;
  atTs?: number | undefined;
}

function cursorOf(query: URLSearchParams): Asked {
  const epoch = query.get("epoch");
  const atTs = query.get("atTs");
  return {
    ...(epoch !== null && { epoch }),
    after: Number(query.get("after")),
    at: query.get("at") ?? undefined,
    atTs: atTs === null ? undefined : Number(atTs),
  };
}

function personOf(authorization: string | null | undefined): typeof ME {
  return authorization === "Bearer bob" ? BOB : ME;
}
