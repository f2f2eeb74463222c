// The shell of the workspace: the directory of rooms, live for everybody over `/lobby` [T4].
// No message passes through here.

import { DurableObject } from "cloudflare:workers";
import type { LobbyFrame, RoomListed } from "../../protocol/http.ts";
import { isMigrated, migrate } from "../../lib/sql.ts";
import { announce, listRooms, MIGRATIONS } from "../../workspace/directory.ts";
import { secretOf } from "../../workspace/secret.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import type { Env } from "../env.ts";
import { isFresh, takeOver } from "../hand-over.ts";
import { newSecret } from "../random.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { Sockets } from "./sockets.ts";
import { sqlOf } from "./storage.ts";
import { clientOf } from "./upgrade.ts";

interface Visitor {
  person: { id: string };
  session: string;
  client: string | null;
  attempt: number | null;
  since: number;
}

export class Workspace extends DurableObject<Env> {
  private readonly sql = sqlOf(this.ctx.storage);
  private readonly sockets = new Sockets<Visitor>(this.ctx, Date.now());
  private readonly ended = new EndedSessions();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (isMigrated(this.sql)) migrate(this.sql, MIGRATIONS);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong lobby 0"));
  }

  rooms(): RoomListed[] {
    return listRooms(this.sql);
  }

  /** Takes in what a room says of itself; everybody hears of it if it is news. */
  announce(room: RoomListed): void {
    if (!this.ctx.storage.transactionSync(() => announce(this.sql, room))) return;
    const text = encode({ type: "room", room });
    for (const seat of this.sockets.all.values()) this.sockets.send(seat, text, Date.now());
  }

  /** The deployment's secret, made when it is first asked for. */
  secret(): string {
    return this.ctx.storage.transactionSync(() => secretOf(this.sql, newSecret()));
  }

  /** A session ended: its sockets close, and its upgrades on the way are refused [C5]. */
  endSession(session: string): void {
    this.ended.add(session, Date.now());
    this.sockets.endSession(session);
  }

  override fetch(request: Request): Response {
    const now = Date.now();
    const handOver = takeOver(request);
    if (!handOver || this.ended.has(handOver.session)) return answerFailure(FAILURES.unauthorized);
    if (!isFresh(handOver, now)) return answerFailure(FAILURES.stale);
    const { person, session } = handOver;
    const from = clientOf(new URL(request.url).searchParams);
    const visitor = { person: { id: person.id }, session, ...from, since: now };
    const pair = new WebSocketPair();
    if (!this.sockets.makeWay(visitor)) {
      this.sockets.refuse(pair[1]);
      return new Response(null, { status: 101, webSocket: pair[0] });
    }
    this.sockets.sweep(now);
    const seat = this.sockets.accept(pair[1], visitor, now);
    this.sockets.send(seat, encode({ type: "rooms", rooms: this.rooms() }), now);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }

  /** Nothing is said in the lobby but `ping`, which the runtime answers. */
  override webSocketMessage(socket: WebSocket): void {
    const seat = this.sockets.all.get(socket);
    if (seat) this.sockets.heard(seat, Date.now());
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.sockets.closed(socket, code, reason);
  }
}

function encode(frame: LobbyFrame): string {
  return JSON.stringify(frame);
}
