// The shell of a room: parse the frame, run the rule in a transaction, perform its effects.
// Nothing is sent and no memory changes inside the transaction [L1].

import { DurableObject } from "cloudflare:workers";
import { CLOSE, type Failure } from "../../protocol/codes.ts";
import { isCommand } from "../../protocol/commands.ts";
import { parseFrame } from "../../protocol/parse.ts";
import type { DownFrame, Rejected } from "../../protocol/frames.ts";
import type { RoomListed } from "../../protocol/http.ts";
import { isMigrated, migrate } from "../../lib/sql.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import { refuse } from "../../room/commands.ts";
import { reject, type Connection, type Memory } from "../../room/context.ts";
import { handle } from "../../room/handle.ts";
import { join } from "../../room/join.ts";
import { admit, hasPosted, readSeqOf, unreadAfter } from "../../room/members.ts";
import { readLog, type LogPage, type LogQuery } from "../../room/poll.ts";
import { MIGRATIONS } from "../../room/schema.ts";
import { createRoom, settings, type NewRoomOf, type Settings } from "../../room/settings.ts";
import { FIRST_ROOM } from "../../workspace/directory.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import type { Env } from "../env.ts";
import { isFresh, takeOver, type HandOver } from "../hand-over.ts";
import { newId } from "../random.ts";
import { Duties } from "./duties.ts";
import { EndedSessions } from "./ended-sessions.ts";
import type { Actor, Seat } from "./perform.ts";
import { PresenceBoard } from "./presence-board.ts";
import { Rates } from "./rates.ts";
import { Sockets } from "./sockets.ts";
import { sqlOf } from "./storage.ts";
import { Turns } from "./turns.ts";
import { clientOf, joiningOf, memoryOf } from "./upgrade.ts";

export class Room extends DurableObject<Env> {
  private readonly sql = sqlOf(this.ctx.storage);
  private readonly sockets = new Sockets<Memory>(this.ctx, Date.now());
  private readonly rates = new Rates(this.env.RATE_LIMIT === "off");
  private readonly duties = new Duties(this.ctx, this.env, this.sql, this.sockets);
  private readonly ended = new EndedSessions();
  private readonly board = new PresenceBoard(this.sockets);
  private readonly turns = new Turns(this.ctx, {
    sql: this.sql,
    sockets: this.sockets,
    rates: this.rates,
    duties: this.duties,
    board: this.board,
  });

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (isMigrated(this.sql)) migrate(this.sql, MIGRATIONS);
    this.turns.tellHead();
    this.sockets.onClosed = (seat) => this.left(seat);
  }

  /** Creates the room and makes the directory know it [T4]. Error: `room_exists`. */
  async create(room: Omit<NewRoomOf, "epoch">): Promise<Result<RoomListed, Failure>> {
    this.openFirst(room.name);
    const made = this.ctx.storage.transactionSync(() =>
      createRoom(this.sql, Date.now(), { ...room, epoch: newId() }),
    );
    this.turns.tellHead();
    await this.duties.announce();
    return made;
  }

  override fetch(request: Request): Response {
    const handOver = takeOver(request);
    if (!handOver) return answerFailure(FAILURES.unauthorized);
    const query = new URL(request.url).searchParams;
    const entry = this.enter(handOver, query.get("room") ?? "");
    if (!entry.ok) return answerFailure(entry.failure);
    const pair = new WebSocketPair();
    this.seat(pair[1], handOver, query, entry.value);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }

  /** One command over HTTP, on the same path as a frame [T1]. */
  post(name: string, handOver: HandOver, text: string): DownFrame {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return rejected(entry.failure);
    const parsed = parseFrame(text);
    if (!parsed.ok) return rejected(parsed.failure);
    const frame = parsed.value;
    if (!isCommand(frame))
      return rejected({ code: "bad_command", message: "Over HTTP only commands go." });
    const actor: Actor = { person: handOver.person.id };
    const connection = {
      ...memoryOf(handOver, null, Date.now()),
      live: true,
      told: new Set<string>(),
    };
    this.turns.take(entry.value, actor, connection, frame, (context) => {
      admit(context.sql, context.now, handOver.person);
      return handle(context, entry.value, connection, frame);
    });
    return actor.answer ?? rejected(FAILURES.internal);
  }

  /** A page of the log over HTTP [T2]. Errors: `unauthorized`, `not_found`. */
  read(name: string, handOver: HandOver, query: LogQuery): Result<LogPage, Failure> {
    const entry = this.enter(handOver, name);
    return entry.ok ? ok(readLog(this.sql, entry.value, handOver.person.id, query)) : entry;
  }

  /** Rows written and read since this instance woke: what a deployment pays for. */
  get rows(): Readonly<{ written: number; read: number }> {
    return this.sql.rows;
  }

  /** How much of this room the person has not read. */
  unreadOf(person: string): { readSeq: number; unread: number } {
    if (!isMigrated(this.sql)) return { readSeq: 0, unread: 0 };
    const readSeq = Math.max(readSeqOf(this.sql, person), this.duties.pendingRead(person));
    return { readSeq, unread: unreadAfter(this.sql, readSeq) };
  }

  hasPosted(person: string): boolean {
    return isMigrated(this.sql) && hasPosted(this.sql, person);
  }

  /** A session ended: its sockets close, and its upgrades on the way are refused [C5]. */
  endSession(session: string): void {
    this.ended.add(session, Date.now());
    this.sockets.endSession(session);
  }

  override webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): void {
    const seat = this.sockets.all.get(socket);
    const room = seat && settings(this.sql);
    if (!seat || !room) return;
    this.sockets.heard(seat, Date.now());
    this.sockets.sweep(Date.now());
    const parsed = parseFrame(raw);
    const connection: Connection = { ...seat.kept, told: seat.told };
    const actor: Actor = { person: seat.kept.person.id, seat };
    if (parsed.ok) {
      const frame = parsed.value;
      this.turns.take(room, actor, connection, frame, (context) =>
        handle(context, room, connection, frame),
      );
      return;
    }
    const { answerable, id, ref, ...failure } = parsed.failure;
    if (!answerable) return this.sockets.close(seat, CLOSE.badFrame, failure.message);
    this.turns.take(room, actor, connection, { type: "unreadable" }, () =>
      id === undefined
        ? [reject(failure, ref === undefined ? {} : { ref })]
        : refuse(connection, id, failure),
    );
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.sockets.closed(socket, code, reason);
  }

  override webSocketError(socket: WebSocket): void {
    this.sockets.closed(socket, 1011, "");
  }

  override async alarm(): Promise<void> {
    this.sockets.sweep(Date.now());
    await this.duties.onAlarm();
  }

  /** The room, for whom it is open. Errors: `unauthorized`, `not_found`. */
  private enter(handOver: HandOver, name: string): Result<Settings, Failure> {
    this.sockets.sweep(Date.now());
    if (this.ended.has(handOver.session)) return failed(FAILURES.unauthorized);
    if (!isFresh(handOver, Date.now())) return failed(FAILURES.stale);
    this.openFirst(name);
    const room = settings(this.sql);
    return room ? ok(room) : failed(FAILURES.noRoom);
  }

  /** The one room that needs nobody to create it. */
  private openFirst(name: string): void {
    if (name !== FIRST_ROOM.name || settings(this.sql)) return;
    const first = { ...FIRST_ROOM, by: "", id: "", epoch: newId() };
    this.ctx.storage.transactionSync(() => createRoom(this.sql, Date.now(), first));
    this.turns.tellHead();
    this.duties.announceSoon();
  }

  private seat(
    socket: WebSocket,
    handOver: HandOver,
    query: URLSearchParams,
    room: Settings,
  ): void {
    const now = Date.now();
    const memory = memoryOf(handOver, clientOf(query), now);
    this.sockets.makeWay(memory);
    const seat = this.sockets.accept(socket, memory, now);
    const connection: Connection = { ...memory, told: seat.told };
    const pendingRead = this.duties.pendingRead(memory.person.id);
    const actor: Actor = { person: memory.person.id, seat };
    const joined = this.turns.take(room, actor, connection, { type: "join" }, (context) =>
      join(context, room, { ...joiningOf(query), person: memory.person, pendingRead }),
    );
    this.board.changed();
    if (!joined) this.sockets.close(seat, CLOSE.restart, "try again");
  }

  /** A socket is gone, whoever closed it: its mark is written and the others hear of it. */
  private left(seat: Seat): void {
    this.duties.left(seat.kept.person.id, seat.kept.read !== null);
    this.board.changed();
  }
}

function rejected({ code, message, retryAfterMs, id }: Failure & { id?: string }): Rejected {
  const when = retryAfterMs === undefined ? {} : { retryAfterMs };
  return { type: "rejected", ...(id !== undefined && { id }), code, message, ...when };
}
