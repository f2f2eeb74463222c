// The live sockets of one object: attachments, sending, closing, silence.
// A dead socket is out of `all` at once, whatever the runtime still holds [C5].

import { CLOSE } from "../../protocol/codes.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { utf8Length } from "../../lib/text.ts";
import { encode } from "../../protocol/codec.ts";
import { present } from "../../room/presence.ts";
import { isSuperseded, vacate, type Seat } from "../../room/seats.ts";

/** What survives hibernation. */
export interface Kept extends Seat {
  session: string;
}

/** Looking through all sockets is not for every frame. */
const SWEEP_MS = 5_000;

export interface Live<K extends Kept> {
  socket: WebSocket;
  kept: K;
  /** People this socket has been told of; forgotten in hibernation, which only repeats them. */
  told: Set<string>;
  /** Up to which place of the send window's backlog it has got all. */
  place: number;
  /** Bytes sent since its last frame, and since when [H4]. */
  unanswered: { bytes: number; since: number };
  /** Bytes that nothing proves it has read, and how many of them a probe that is on its way would prove. */
  unread: { bytes: number; probed: number | undefined };
  /** ms since 1970 of the last frame that woke us. */
  heardAt: number;
}

const PROBE = encode({ type: "probe" });

export class Sockets<K extends Kept> {
  readonly all = new Map<WebSocket, Live<K>>();

  /** Called once for each socket that is no longer among them, whoever closed it. `isFound`: its close woke the object. */
  onClosed: (live: Live<K>, isFound?: boolean) => void = () => {};

  private readonly state: DurableObjectState;
  private sweptAt = 0;
  /** Made anew where anybody may have gone. */
  private present: Map<string, K["person"]> | undefined;

  constructor(state: DurableObjectState, now: number) {
    this.state = state;
    for (const socket of state.getWebSockets()) {
      const kept = socket.deserializeAttachment() as (K & { dead?: true }) | null;
      if (kept && !kept.dead) this.all.set(socket, open(socket, kept, now));
    }
  }

  accept(socket: WebSocket, kept: K, now: number): Live<K> {
    this.state.acceptWebSocket(socket);
    socket.serializeAttachment(kept);
    const live = open(socket, kept, now);
    this.all.set(socket, live);
    this.present?.set(kept.person.id, kept.person);
    return live;
  }

  /** The people behind the open sockets, by id. */
  people(): ReadonlyMap<string, K["person"]> {
    return (this.present ??= present([...this.all.values()].map(({ kept }) => kept)));
  }

  remember(live: Live<K>, memory: Partial<K>): void {
    if (!this.all.has(live.socket)) return;
    live.kept = { ...live.kept, ...memory };
    if (memory.person) this.present = undefined;
    live.socket.serializeAttachment(live.kept);
  }

  heard(live: Live<K>, now: number): void {
    live.heardAt = now;
    live.unanswered = { bytes: 0, since: now };
  }

  /** The probe was answered: what had been sent before it was read. A ping proves no such thing. */
  received({ unread }: Live<K>): void {
    unread.bytes -= unread.probed ?? 0;
    unread.probed = undefined;
  }

  /** Nobody else ever waits for a slow reader: it is asked, then dropped [H4]. */
  send(live: Live<K>, text: string, now: number, bytes = utf8Length(text)): void {
    const { unanswered: owed, unread } = live;
    owed.bytes += bytes;
    unread.bytes += bytes;
    if (owed.bytes > LIMITS.probeBytes && this.lastPing(live) > owed.since) this.heard(live, now);
    if (live.unanswered.bytes > LIMITS.slowBytes || unread.bytes > LIMITS.unreadBytes)
      return this.close(live, CLOSE.tooSlow, "too slow");
    trySend(live.socket, text);
    if (unread.bytes > LIMITS.probeBytes && unread.probed === undefined) {
      unread.probed = unread.bytes;
      trySend(live.socket, PROBE);
    }
  }

  /** Marks the socket dead first: what still comes from it counts for nothing [C5]. */
  close(live: Live<K>, code: number, reason: string): void {
    if (!this.all.delete(live.socket)) return;
    this.present = undefined;
    live.socket.serializeAttachment({ ...live.kept, dead: true });
    try {
      live.socket.close(code, reason);
    } catch {
      // The peer was faster.
    }
    this.onClosed(live);
  }

  /** The peer closed: its close is answered. 1005 and 1006 are no codes one may send. */
  closed(socket: WebSocket, code: number, reason: string): void {
    const isKnown = this.all.has(socket);
    const live = this.all.get(socket) ?? this.found(socket);
    this.all.delete(socket);
    this.present = undefined;
    if (live) socket.serializeAttachment({ ...live.kept, dead: true });
    try {
      socket.close(code === 1005 || code === 1006 ? 1000 : code, reason);
    } catch {
      // Closed already.
    }
    if (live) this.onClosed(live, !isKnown);
  }

  /** One whose close woke the object: the runtime names it among the others no more. */
  private found(socket: WebSocket): Live<K> | undefined {
    const kept = socket.deserializeAttachment() as (K & { dead?: true }) | null;
    return kept && !kept.dead ? open(socket, kept, Date.now()) : undefined;
  }

  /** Closes those silent for 150 s, which no event will ever announce [H3]. */
  sweep(now: number): void {
    if (Math.abs(now - this.sweptAt) < SWEEP_MS) return;
    this.sweptAt = now;
    for (const live of [...this.all.values()])
      if (now - Math.max(live.heardAt, this.lastPing(live)) > LIMITS.silentMs)
        this.close(live, CLOSE.idle, "silent");
  }

  endSession(session: string): void {
    for (const live of [...this.all.values()])
      if (live.kept.session === session) this.close(live, CLOSE.sessionRevoked, "signed out");
  }

  endPerson(person: string, code: number, reason: string): void {
    for (const live of [...this.all.values()])
      if (live.kept.person.id === person) this.close(live, code, reason);
  }

  /** Closes what has to go before `next` comes in; false where `next` itself has to go [C4]. */
  makeWay(next: Kept): boolean {
    const seats: (K & { live: Live<K> })[] = [];
    // Only these are copied: a whole room may come back at once.
    for (const live of this.all.values())
      if (live.kept.person.id === next.person.id) seats.push({ ...live.kept, live });
    if (isSuperseded(seats, next)) return false;
    for (const { seat, code } of vacate(seats, next)) this.close(seat.live, code, "another socket");
    return true;
  }

  /** An upgrade that came after its successor, which stays: it is nobody's from the first moment on. */
  refuse(socket: WebSocket): void {
    this.state.acceptWebSocket(socket);
    socket.serializeAttachment({ dead: true });
    socket.close(CLOSE.replaced, "a later socket is here");
  }

  private lastPing(live: Live<K>): number {
    return this.state.getWebSocketAutoResponseTimestamp(live.socket)?.getTime() ?? 0;
  }
}

function open<K extends Kept>(socket: WebSocket, kept: K, now: number): Live<K> {
  const unanswered = { bytes: 0, since: now };
  const unread = { bytes: 0, probed: undefined };
  return { socket, kept, told: new Set(), place: 0, unanswered, unread, heardAt: kept.since };
}

function trySend(socket: WebSocket, text: string): void {
  try {
    socket.send(text);
  } catch {
    // Gone: its close event is on the way.
  }
}
