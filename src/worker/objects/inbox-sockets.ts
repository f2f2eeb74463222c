// A person's own sockets at `/inbox`: told of what is new anywhere, asked for nothing [T7].
// They sleep with their object; the runtime answers `ping`.

import type { InboxFrame } from "../../protocol/http.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { isFresh, takeOver } from "../hand-over.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { Sockets, type Kept } from "./sockets.ts";
import { clientOf } from "./upgrade.ts";

export class InboxSockets {
  private readonly sockets: Sockets<Kept>;
  private readonly ended = new EndedSessions();

  constructor(state: DurableObjectState) {
    this.sockets = new Sockets<Kept>(state, Date.now());
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong inbox 0"));
  }

  /** `first`: what a new socket is told. */
  open(request: Request, first: () => InboxFrame): Response {
    const now = Date.now();
    const handOver = takeOver(request);
    if (!handOver || this.ended.has(handOver.session)) return answerFailure(FAILURES.unauthorized);
    if (!isFresh(handOver, now)) return answerFailure(FAILURES.stale);
    const { person, session } = handOver;
    const load = clientOf(new URL(request.url).searchParams);
    const kept = { person: { id: person.id }, session, ...load, since: now };
    const pair = new WebSocketPair();
    if (!this.sockets.makeWay(kept)) {
      this.sockets.refuse(pair[1]);
      return new Response(null, { status: 101, webSocket: pair[0] });
    }
    this.sockets.sweep(now);
    const seat = this.sockets.accept(pair[1], kept, now);
    this.sockets.send(seat, JSON.stringify(first()), now);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }

  tell(frame: InboxFrame): void {
    const text = JSON.stringify(frame);
    for (const seat of this.sockets.all.values()) this.sockets.send(seat, text, Date.now());
  }

  heard(socket: WebSocket): void {
    const seat = this.sockets.all.get(socket);
    if (seat) this.sockets.heard(seat, Date.now());
  }

  closed(socket: WebSocket, code: number, reason: string): void {
    this.sockets.closed(socket, code, reason);
  }

  endSession(session: string): void {
    this.ended.add(session, Date.now());
    this.sockets.endSession(session);
  }
}
