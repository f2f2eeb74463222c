// The shell of the workspace: the directory of rooms, live for everybody over `/lobby` [T4].
// No message passes through here.

import { DurableObject } from "cloudflare:workers";
import { CLOSE } from "../../protocol/codes.ts";
import type { LobbyFrame, RoomListed } from "../../protocol/http.ts";
import { vacate } from "../../room/seats.ts";
import { announce, listRooms } from "../../workspace/directory.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import type { Env } from "../env.ts";
import { isFresh, takeOver } from "../hand-over.ts";
import { answerClose, Sockets } from "./sockets.ts";
import { sqlOf } from "./storage.ts";

interface Visitor {
  person: { id: string };
  session: string;
  client: string | null;
  since: number;
}

export class Workspace extends DurableObject<Env> {
  private readonly sql = sqlOf(this.ctx.storage);
  private readonly sockets = new Sockets<Visitor>(this.ctx, Date.now());

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
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

  endSession(session: string): void {
    for (const seat of [...this.sockets.all.values()])
      if (seat.kept.session === session)
        this.sockets.close(seat, CLOSE.sessionRevoked, "signed out");
  }

  override fetch(request: Request): Response {
    const now = Date.now();
    const handOver = takeOver(request);
    if (!handOver || !isFresh(handOver, now)) return answerFailure(FAILURES.unauthorized);
    const client = new URL(request.url).searchParams.get("client");
    const visitor = {
      person: { id: handOver.person.id },
      session: handOver.session,
      client,
      since: now,
    };
    const seats = [...this.sockets.all.values()].map((of) => ({ ...of.kept, of }));
    for (const { seat, code } of vacate(seats, visitor))
      this.sockets.close(seat.of, code, "another socket");
    for (const seat of this.sockets.silent(now)) this.sockets.close(seat, CLOSE.idle, "silent");
    const pair = new WebSocketPair();
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
    this.sockets.all.delete(socket);
    answerClose(socket, code, reason);
  }
}

function encode(frame: LobbyFrame): string {
  return JSON.stringify(frame);
}
