// The live sockets of one object: attachments, sending, closing, silence.
// A dead socket is out of `all` at once, whatever the runtime still holds [C5].

import { CLOSE } from "../../protocol/codes.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { utf8Length } from "../../lib/text.ts";
import { encode } from "../../protocol/codec.ts";

/** What survives hibernation. `since`: ms since 1970, when the socket opened. */
export interface Kept {
  since: number;
}

export interface Live<K extends Kept> {
  socket: WebSocket;
  kept: K;
  /** People this socket has been told of; forgotten in hibernation, which only repeats them. */
  told: Set<string>;
  /** Bytes sent since its last frame, and since when [H4]. */
  unanswered: { bytes: number; since: number; probed: boolean };
  /** ms since 1970 of the last frame that woke us. */
  heardAt: number;
}

const PROBE = encode({ type: "probe" });

export class Sockets<K extends Kept> {
  readonly all = new Map<WebSocket, Live<K>>();

  private readonly state: DurableObjectState;

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
    return live;
  }

  remember(live: Live<K>, memory: Partial<K>): void {
    live.kept = { ...live.kept, ...memory };
    live.socket.serializeAttachment(live.kept);
  }

  heard(live: Live<K>, now: number): void {
    live.heardAt = now;
    live.unanswered = { bytes: 0, since: now, probed: false };
  }

  /** Nobody else ever waits for a slow reader: it is asked, then dropped [H4]. */
  send(live: Live<K>, text: string, now: number, bytes = utf8Length(text)): void {
    const owed = live.unanswered;
    owed.bytes += bytes;
    if (owed.bytes > LIMITS.probeBytes && this.lastPing(live) > owed.since) this.heard(live, now);
    if (live.unanswered.bytes > LIMITS.slowBytes)
      return this.close(live, CLOSE.tooSlow, "too slow");
    trySend(live.socket, text);
    if (live.unanswered.bytes > LIMITS.probeBytes && !live.unanswered.probed) {
      live.unanswered.probed = true;
      trySend(live.socket, PROBE);
    }
  }

  /** Marks the socket dead first: what still comes from it counts for nothing [C5]. */
  close(live: Live<K>, code: number, reason: string): void {
    this.all.delete(live.socket);
    live.socket.serializeAttachment({ ...live.kept, dead: true });
    try {
      live.socket.close(code, reason);
    } catch {
      // The peer was faster.
    }
  }

  /** Those silent for 150 s, which no event will ever announce [H3]. */
  silent(now: number): Live<K>[] {
    return [...this.all.values()].filter(
      (live) => now - Math.max(live.heardAt, this.lastPing(live)) > LIMITS.silentMs,
    );
  }

  private lastPing(live: Live<K>): number {
    return this.state.getWebSocketAutoResponseTimestamp(live.socket)?.getTime() ?? 0;
  }
}

/** Answers the peer's close; 1005 and 1006 are no codes one may send. */
export function answerClose(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code === 1005 || code === 1006 ? 1000 : code, reason);
  } catch {
    // Closed already.
  }
}

function open<K extends Kept>(socket: WebSocket, kept: K, now: number): Live<K> {
  const unanswered = { bytes: 0, since: now, probed: false };
  return { socket, kept, told: new Set(), unanswered, heardAt: kept.since };
}

function trySend(socket: WebSocket, text: string): void {
  try {
    socket.send(text);
  } catch {
    // Gone: its close event is on the way.
  }
}
