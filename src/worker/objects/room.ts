// The shell of a room: parse the frame, run the rule in a transaction, perform its effects.
// Nothing is sent and no memory changes inside the transaction [L1].

import { DurableObject } from "cloudflare:workers";
import { CLOSE, type Failure } from "../../protocol/codes.ts";
import { encode } from "../../protocol/codec.ts";
import { isCommand } from "../../protocol/commands.ts";
import type { CommunityRole } from "../../protocol/community-roles.ts";
import { parseFrame } from "../../protocol/parse.ts";
import type { DownFrame, Rejected } from "../../protocol/frames.ts";
import type { Message } from "../../protocol/entries.ts";
import type {
  AuditAnswer,
  FilesAnswer,
  Invitation,
  InviteListed,
  MemberAnswer,
  MembersAnswer,
  MessageList,
  RemovedAnswer,
  RoomListed,
  ThreadList,
} from "../../protocol/http.ts";
import type { FileInfo } from "../../protocol/files.ts";
import type { NewUpload } from "../../protocol/uploads.ts";
import { profileOf, type People, type Person } from "../../protocol/people.ts";
import type { NewInvite } from "../../lib/invites.ts";
import { expectPicture } from "../../lib/pictures.ts";
import { isMigrated, migrate } from "../../lib/sql.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import { actFault, deletionFault } from "../../room/authorize.ts";
import { isOut, membersAfter, tellAnew } from "../../room/belonging.ts";
import { handleCommand, release } from "../../room/commands.ts";
import {
  reject,
  type Connection,
  type Context,
  type Deed,
  type Effect,
  type Memory,
} from "../../room/context.ts";
import { depart, erasing, eraseStep, former, hasDeparted } from "../../room/departures.ts";
import { listFiles, readableFile, type FilesPlace } from "../../room/files.ts";
import { comeBy, invitation, invitesFor, makeInvite, revokeInvite } from "../../room/invites.ts";
import { createDirect, keepRefusal } from "../../room/direct.ts";
import { endRoom } from "../../room/end.ts";
import { handle } from "../../room/handle.ts";
import { setIcon } from "../../room/icon.ts";
import { join } from "../../room/join.ts";
import { messagesAt } from "../../room/history.ts";
import {
  admit,
  changeProfile,
  findMembers,
  hasPosted,
  peopleOf,
  readSeqOf,
  unreadAfter,
} from "../../room/members.ts";
import { auditFor } from "../../room/audit.ts";
import { memberFor, removedFor } from "../../room/order.ts";
import { ownMessages, type OwnMessages } from "../../room/own-messages.ts";
import { pins } from "../../room/pins.ts";
import { namedIn } from "../../room/publish.ts";
import { roleOf } from "../../room/roles.ts";
import { threadReadSeq, threadsOf } from "../../room/threads.ts";
import { readLog, type LogPage, type LogQuery } from "../../room/poll.ts";
import { createPrivate } from "../../room/private.ts";
import { MIGRATIONS } from "../../room/schema.ts";
import {
  createRoom,
  settings,
  settingsOfOpen,
  type NewRoomOf,
  type Settings,
} from "../../room/settings.ts";
import {
  beginUpload,
  giveUpUpload,
  keepFile,
  keepMultipart,
  keepPart,
  keepThumbnail,
  uploadOf,
  type Upload,
} from "../../room/uploads.ts";
import { FIRST_ROOM } from "../../workspace/directory.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import type { Env } from "../env.ts";
import { fileLimits } from "../files/bucket.ts";
import type { ImageSize } from "../files/image-size.ts";
import type { Facts } from "../files/kind.ts";
import { isFresh, takeOver, type HandOver } from "../hand-over.ts";
import { newId } from "../random.ts";
import { Duties } from "./duties.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { Intake } from "./intake.ts";
import type { Actor, Seat } from "./perform.ts";
import { PresenceBoard } from "./presence-board.ts";
import { Rates } from "./rates.ts";
import { SendWindow } from "./send-window.ts";
import { Sockets } from "./sockets.ts";
import { sqlOf, type CountedSql } from "./storage.ts";
import { Turns, type About } from "./turns.ts";
import { joiningOf, memoryOf } from "./upgrade.ts";

/** People that one search for members answers. */
const PEOPLE_FOUND = 20;

/** Milliseconds from waking until what may wait is seen to: the first frames have left by then. */
const WOKE_MS = 50;

/** What another object tells a person of this room. */
export interface RoomExcerpt {
  title: string;
  messages: Message[];
  people: People;
  /** The `seq`s among them that the person has read. */
  read: number[];
  /** The person may not look: nothing is said of what is there. */
  closed: boolean;
}

export class Room extends DurableObject<Env> {
  private readonly sql = openStorage(this.ctx.storage);
  private readonly sockets = new Sockets<Memory>(this.ctx, Date.now());
  private readonly rates = new Rates(this.env.RATE_LIMIT === "off");
  private readonly duties = new Duties(this.ctx, this.env, this.sql, this.sockets);
  private readonly ended = new EndedSessions();
  private readonly board = new PresenceBoard(this.sockets);
  private readonly window = new SendWindow(this.sockets, windowOf(this.env));
  private readonly intake = new Intake({
    written: () => this.sql.rows.written,
    stored: () => this.ctx.storage.sync(),
    began: () => this.window.hold(),
    decided: () => this.window.release(Date.now()),
  });
  private readonly turns = new Turns(this.ctx, {
    sql: this.sql,
    sockets: this.sockets,
    window: this.window,
    rates: this.rates,
    duties: this.duties,
    board: this.board,
  });

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.turns.tellStoredHead();
    // The first frame needs none of it, and its commit leaves the time.
    setTimeout(() => this.duties.woke(Date.now()), WOKE_MS);
    this.sockets.onClosed = (seat, isFound) => this.left(seat, isFound);
  }

  /** Creates the room and makes the directory know it [T4]. Error: `room_exists`. */
  async create(room: Omit<NewRoomOf, "epoch">): Promise<Result<RoomListed, Failure>> {
    this.openFirst(room.name);
    const made = this.sql.transact(() =>
      createRoom(this.sql, Date.now(), { ...room, epoch: newId() }),
    );
    this.turns.tellStoredHead();
    await this.duties.announce();
    return made;
  }

  /** Deletes the room with everything in it [O13]. Errors: `unauthorized`, `not_found`, `forbidden`. */
  async end(name: string, handOver: HandOver): Promise<Result<void, Failure>> {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return entry;
    const { id } = handOver.person;
    const fault = deletionFault(this.sql, entry.value, id);
    if (fault) return failed(fault);
    this.sql.transact(() => endRoom(this.sql, Date.now(), id));
    for (const seat of [...this.sockets.all.values()])
      this.sockets.close(seat, CLOSE.removed, "deleted");
    await this.duties.part();
    return ok(undefined);
  }

  /** Creates a room that is not open, with these people in it [D1]. The same request again changes nothing. */
  async createPrivate(
    room: Omit<NewRoomOf, "epoch" | "by" | "kind">,
    by: Person,
    members: readonly Person[],
  ): Promise<Result<RoomListed, Failure>> {
    const made = this.sql.transact(() =>
      createPrivate(this.sql, Date.now(), { ...room, epoch: newId() }, by, members),
    );
    this.turns.tellStoredHead();
    await this.duties.announce();
    return made;
  }

  isThere(): boolean {
    return settings(this.sql) !== undefined;
  }

  /** Makes the room between these two, where it is not there yet; the second hears of it with the first message [D5]. */
  async createDirect(name: string, who: Person, other: Person): Promise<void> {
    const named = { name, epoch: newId() };
    this.sql.transact(() => createDirect(this.sql, Date.now(), named, who, other));
    this.turns.tellStoredHead();
    await this.duties.announce();
  }

  /** One of the two wants to hear nothing of the other, or does again [D6]. */
  refuse(person: string, holds: boolean, turn: number): void {
    if (settings(this.sql)?.kind !== "direct") return;
    this.sql.transact(() => keepRefusal(this.sql, person, holds, turn));
  }

  /** Brings somebody into a private room [D2]. Errors: those of a command. */
  add(name: string, handOver: HandOver, id: string, who: Person): DownFrame {
    return this.command(name, handOver, { type: "add", id, after: 0, who });
  }

  /** An invite link, of whose token the digest comes here [D7]. Errors: `not_found`, `forbidden`, `storage_full`. */
  makeInvite(name: string, handOver: HandOver, invite: NewInvite): Result<InviteListed, Failure> {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return entry;
    return this.sql.transact(() => makeInvite(this.sql, Date.now(), entry.value, invite));
  }

  /** Errors: `not_found`, `forbidden`. */
  invites(name: string, handOver: HandOver): Result<InviteListed[], Failure> {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return entry;
    return invitesFor(this.sql, Date.now(), entry.value, handOver.person.id);
  }

  /** Errors: `not_found`, `forbidden`. */
  revokeInvite(name: string, handOver: HandOver, id: string): Result<void, Failure> {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return entry;
    const { person } = handOver;
    return this.sql.transact(() => revokeInvite(this.sql, Date.now(), entry.value, person.id, id));
  }

  /** What a link leads to, for whoever has it. Error: `not_found`. */
  invitation(hash: string): Result<Invitation, Failure> {
    const room = settings(this.sql);
    if (!room) return failed(FAILURES.noInvite);
    const by = invitation(this.sql, Date.now(), room, hash);
    return by.ok ? ok({ title: room.title, by: profileOf(by.value) }) : by;
  }

  /** Somebody comes by an invite. Error: `not_found`, whatever is wrong with it. */
  comeBy(name: string, handOver: HandOver, by: { id: string; hash: string }): DownFrame {
    const fault = this.handOverFault(handOver);
    const room = settings(this.sql);
    if (fault || !room || room.name !== name) return rejected(fault ?? FAILURES.noInvite);
    const { person } = handOver;
    const actor: Actor = { person: person.id };
    this.turns.take(room, actor, this.passing(handOver), { type: "come", id: by.id }, (context) =>
      comeBy(context, room, person, by),
    );
    return actor.answer ?? rejected(FAILURES.internal);
  }

  /** The members, a page at a time [D3]. Errors: `unauthorized`, `not_found`. */
  members(name: string, handOver: HandOver, after?: string): Result<MembersAnswer, Failure> {
    const entry = this.enter(handOver, name);
    return entry.ok ? ok(membersAfter(this.sql, Date.now(), after)) : entry;
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
    return this.command(name, handOver, frame);
  }

  private command(name: string, handOver: HandOver, command: Deed): DownFrame {
    return this.act(name, handOver, command, (context, room, connection) =>
      handleCommand(context, room, connection, command),
    );
  }

  /** What somebody does without a socket, on the same path as a frame. */
  private act(
    name: string,
    handOver: HandOver,
    about: About,
    rule: (context: Context, room: Settings, connection: Connection) => Effect[],
  ): DownFrame {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return rejected(entry.failure);
    const actor: Actor = { person: handOver.person.id };
    const connection = this.passing(handOver);
    this.turns.take(entry.value, actor, connection, about, (context) => {
      admit(context.sql, context.now, handOver.person, handOver.community);
      return rule(context, entry.value, connection);
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

  /** How much of this room the person has not read; undefined where it is closed to them. */
  unreadOf(person: string): { readSeq: number; unread: number } | undefined {
    if (this.isOut(settings(this.sql), person)) return undefined;
    const readSeq = this.readSeqOf(person);
    return { readSeq, unread: unreadAfter(this.sql, readSeq) };
  }

  /** Messages of this room as one sees them now, and which of them one has read [T7]. */
  messagesFor(person: string, seqs: readonly number[]): RoomExcerpt {
    const room = settings(this.sql);
    if (!room || this.isOut(room, person))
      return { title: "", messages: [], people: {}, read: [], closed: true };
    const messages = messagesAt(this.sql, seqs, person);
    const people = peopleOf(this.sql, messages.flatMap(namedIn));
    const read = messages.filter((message) => this.hasRead(person, message));
    return { title: room.title, messages, people, read: read.map(({ seq }) => seq), closed: false };
  }

  /** The pinned messages, the newest pin first. Errors: `unauthorized`, `not_found`. */
  pins(name: string, handOver: HandOver): Result<MessageList, Failure> {
    const entry = this.enter(handOver, name);
    return entry.ok ? ok(this.messages(handOver, pins(this.sql))) : entry;
  }

  /** The threads one takes part in, by their last message. Errors: `unauthorized`, `not_found`. */
  threads(name: string, handOver: HandOver): Result<ThreadList, Failure> {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return entry;
    const { id } = handOver.person;
    const marks = threadsOf(this.sql, id, this.duties.marks.threadsOf(id));
    const roots = marks.map(({ root }) => root);
    return ok({ ...this.messages(handOver, roots), threads: marks });
  }

  /** Members by the beginning of handle or name. Errors: `unauthorized`, `not_found`. */
  people(name: string, handOver: HandOver, find: string): Result<Person[], Failure> {
    const entry = this.enter(handOver, name);
    return entry.ok ? ok(findMembers(this.sql, Date.now(), find, PEOPLE_FOUND)) : entry;
  }

  /** What somebody is in this room. Errors: `unauthorized`, `not_found`. */
  member(name: string, handOver: HandOver, person: string): Result<MemberAnswer, Failure> {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return entry;
    const answer = memberFor(this.sql, Date.now(), handOver.person.id, person);
    return answer ? ok(answer) : failed(FAILURES.noPerson);
  }

  /** Who was removed, for those who may lift it. Errors: `unauthorized`, `not_found`, `forbidden`. */
  removed(name: string, handOver: HandOver): Result<RemovedAnswer, Failure> {
    const entry = this.enter(handOver, name);
    return entry.ok ? removedFor(this.sql, Date.now(), handOver.person.id) : entry;
  }

  /** Who did what, below this `seq`. Errors: `unauthorized`, `not_found`, `forbidden`. */
  audit(name: string, handOver: HandOver, before: number): Result<AuditAnswer, Failure> {
    const entry = this.enter(handOver, name);
    return entry.ok ? auditFor(this.sql, handOver.person.id, before) : entry;
  }

  /** Begins an upload, or finds it again [U1]. Errors: as of a post; `id_conflict`, `rate_limited`. */
  beginUpload(name: string, handOver: HandOver, asked: NewUpload): Result<Upload, Failure> {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return entry;
    const { id } = handOver.person;
    const now = Date.now();
    const fault = actFault({ sql: this.sql, now }, entry.value, id, "write");
    if (fault) return failed(fault);
    const begun = this.sql.transact(() => {
      admit(this.sql, now, handOver.person, handOver.community);
      return beginUpload(this.sql, now, id, asked, newId());
    });
    this.duties.eraseSoon();
    return begun;
  }

  /** One's own upload that was not sent. Errors: `unauthorized`, `not_found`, `rate_limited`. */
  upload(name: string, handOver: HandOver, id: string): Result<Upload, Failure> {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return entry;
    const { person } = handOver;
    const retryAfterMs = this.rates.waits(person.id, Date.now()).queries;
    if (retryAfterMs > 0)
      return failed({ code: "rate_limited", message: "That was a lot at once.", retryAfterMs });
    this.rates.charge(person.id, "queries", 1, Date.now());
    const upload = uploadOf(this.sql, person.id, id);
    return upload ? ok(upload) : failed(FAILURES.noFile);
  }

  /** The worker tells what has become of an upload; undefined, or false, where it was given up meanwhile. */
  keepMultipart(id: string, multipart: string): string | undefined {
    return isMigrated(this.sql) ? keepMultipart(this.sql, id, multipart) : undefined;
  }

  keepPart(id: string, n: number, etag: string): boolean {
    return this.sql.transact(() => keepPart(this.sql, id, n, etag));
  }

  keepThumbnail(id: string, size: ImageSize): "kept" | "late" | "gone" {
    return this.sql.transact(() => keepThumbnail(this.sql, id, size));
  }

  keepFile(id: string, facts: Facts): FileInfo | undefined {
    return this.sql.transact(() => keepFile(this.sql, id, facts));
  }

  giveUpUpload(id: string): void {
    if (!isMigrated(this.sql)) return;
    giveUpUpload(this.sql, id);
    this.duties.eraseSoon();
  }

  /** A file, for whoever may read it now [U5]. Errors: `unauthorized`, `not_found`. */
  file(name: string, handOver: HandOver, id: string): Result<FileInfo, Failure> {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return entry;
    const file = readableFile(this.sql, handOver.person.id, id);
    return file ? ok(file) : failed(FAILURES.noFile);
  }

  /** A page of what was sent here [U7]. Errors: `unauthorized`, `not_found`. */
  files(name: string, handOver: HandOver, place: FilesPlace): Result<FilesAnswer, Failure> {
    const entry = this.enter(handOver, name);
    return entry.ok ? ok(listFiles(this.sql, place)) : entry;
  }

  /** The room's picture is about to be stored [U8]. Errors: `unauthorized`, `not_found`, `forbidden`, `read_only`. */
  expectIcon(name: string, handOver: HandOver, id: string): Result<undefined, Failure> {
    const entry = this.enter(handOver, name);
    if (!entry.ok) return entry;
    const now = Date.now();
    const fault = actFault({ sql: this.sql, now }, entry.value, handOver.person.id, "arrange");
    if (fault) return failed(fault);
    expectPicture(this.sql, now, id);
    this.duties.eraseSoon();
    return ok(undefined);
  }

  /** Shows a picture that was stored, or none. Errors: as of `topic`. */
  setIcon(name: string, handOver: HandOver, icon: string | undefined): DownFrame {
    const change = { id: newId(), icon };
    const about = { type: "icon", id: change.id };
    return this.act(name, handOver, about, (context, room, connection) =>
      setIcon(context, room, connection, change),
    );
  }

  /** What a member says of themselves, or is in the community, has changed; those here see it. */
  changeProfile(person: Person, community: CommunityRole): void {
    if (!isMigrated(this.sql) || hasDeparted(this.sql, person.id)) return;
    const before = roleOf(this.sql, person.id);
    this.sql.transact(() => {
      changeProfile(this.sql, person, community);
      tellAnew(this.sql);
    });
    this.duties.announceSoon();
    const role = roleOf(this.sql, person.id);
    for (const seat of this.sockets.all.values())
      if (seat.kept.person.id === person.id) {
        this.sockets.remember(seat, { person });
        if (role !== before)
          this.sockets.send(seat, encode({ type: "standing", role }), Date.now());
      }
    this.board.renamed(person);
  }

  /** Somebody left the community for good; hearing it again changes nothing. */
  async depart(person: string, erases: boolean): Promise<void> {
    const room = settings(this.sql);
    if (!room) return;
    this.inTheNameOf(room, person, "depart", (context) => depart(context, room, person, erases));
    // With the last of them the room is gone, and what it kept of them.
    if (!settings(this.sql)) return;
    if (!hasDeparted(this.sql, person)) throw new Error("It was not kept.");
    this.sockets.endPerson(person, CLOSE.sessionRevoked, "left for good");
    this.board.renamed(former(person));
    this.duties.announceSoon();
    await this.duties.takeBackSoon();
  }

  /** A part of what the person wrote here, wherever they are now: it is theirs [T15]. */
  ownMessages(person: string, after: number): OwnMessages {
    return isMigrated(this.sql) ? ownMessages(this.sql, person, after) : { messages: [] };
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
    this.intake.take(() => this.hear(socket, raw));
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.intake.take(() => this.sockets.closed(socket, code, reason));
  }

  override webSocketError(socket: WebSocket): void {
    this.intake.take(() => this.sockets.closed(socket, 1011, ""));
  }

  override async alarm(): Promise<void> {
    this.sockets.sweep(Date.now());
    const isFine = this.takeBack();
    await this.duties.onAlarm(isFine);
  }

  /** One step of taking back what somebody wrote who left; the alarm brings back the next. False where it threw. */
  private takeBack(): boolean {
    const room = settings(this.sql);
    const owed = room && erasing(this.sql);
    if (!owed) return true;
    return this.inTheNameOf(room, owed.person, "take back", (context) => eraseStep(context, owed));
  }

  /** What the room does to what was theirs, who is not here to do it. False where the rule threw. */
  private inTheNameOf(
    room: Settings,
    id: string,
    type: string,
    rule: (context: Context) => Effect[],
  ): boolean {
    const person = former(id);
    const handOver = { person, session: "", community: "guest", at: 0, request: "" } as const;
    return this.turns.take(room, { person: id }, this.passing(handOver), { type }, rule);
  }

  /** Who acts by one HTTP request. */
  private passing(handOver: HandOver): Connection {
    const memory = memoryOf(handOver, new URLSearchParams(), Date.now());
    return { ...memory, live: true, told: new Set<string>() };
  }

  /** One frame, unless its socket has been closed meanwhile [C5]. */
  private hear(socket: WebSocket, raw: string | ArrayBuffer): void {
    const seat = this.sockets.all.get(socket);
    const room = seat && settingsOfOpen(this.sql);
    if (!seat || !room) return;
    this.sockets.heard(seat, Date.now());
    this.sockets.sweep(Date.now());
    const parsed = parseFrame(raw);
    const connection: Connection = { ...seat.kept, told: seat.told };
    const actor: Actor = { person: seat.kept.person.id, seat };
    if (parsed.ok) {
      const frame = parsed.value;
      if (frame.type === "received") this.sockets.received(seat);
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
        : // It is refused in the same way whenever it comes: nothing can overtake it.
          [...release(connection, id), reject(failure, { id })],
    );
  }

  private readSeqOf(person: string): number {
    return Math.max(readSeqOf(this.sql, person), this.duties.marks.seqOf(person));
  }

  private hasRead(person: string, { seq, thread }: Message): boolean {
    if (thread === undefined) return seq <= this.readSeqOf(person);
    const pending = this.duties.marks.threadSeqOf(person, thread);
    return seq <= Math.max(threadReadSeq(this.sql, thread, person) ?? 0, pending);
  }

  private messages({ person }: HandOver, seqs: readonly number[]): MessageList {
    const messages = messagesAt(this.sql, seqs, person.id);
    return { messages, people: peopleOf(this.sql, messages.flatMap(namedIn)) };
  }

  /** The room, for whom it is open. Errors: `unauthorized`, `not_found`. */
  private enter(handOver: HandOver, name: string): Result<Settings, Failure> {
    this.sockets.sweep(Date.now());
    const fault = this.handOverFault(handOver);
    if (fault) return failed(fault);
    this.openFirst(name);
    const room = settings(this.sql);
    if (room && hasDeparted(this.sql, handOver.person.id)) return failed(FAILURES.unauthorized);
    if (!room || this.isOut(room, handOver.person.id)) return failed(FAILURES.noRoom);
    return ok(room);
  }

  /** The session ended meanwhile, or it took too long [C5]. */
  private handOverFault({ session, at }: HandOver): Failure | undefined {
    if (this.ended.has(session)) return FAILURES.unauthorized;
    return isFresh({ at }, Date.now()) ? undefined : FAILURES.stale;
  }

  /** Whoever was removed, or does not belong to it, finds what is found where no room is. */
  private isOut(room: Settings | undefined, person: string): boolean {
    return !room || isOut(this.sql, Date.now(), room, person);
  }

  /** The one room that needs nobody to create it. */
  private openFirst(name: string): void {
    if (name !== FIRST_ROOM.name || settings(this.sql)) return;
    const first = { ...FIRST_ROOM, by: "", id: "", epoch: newId() };
    this.sql.transact(() => createRoom(this.sql, Date.now(), first));
    this.turns.tellStoredHead();
    this.duties.announceSoon();
  }

  private seat(
    socket: WebSocket,
    handOver: HandOver,
    query: URLSearchParams,
    room: Settings,
  ): void {
    const now = Date.now();
    const memory = memoryOf(handOver, query, now);
    if (!this.sockets.makeWay(memory)) return this.sockets.refuse(socket);
    const seat = this.sockets.accept(socket, memory, now);
    const connection: Connection = { ...memory, told: seat.told };
    const actor: Actor = { person: memory.person.id, seat };
    const joined = this.turns.take(room, actor, connection, { type: "join" }, (context) =>
      join(context, room, {
        ...joiningOf(query),
        person: memory.person,
        community: handOver.community,
        pendingReads: this.duties.marks.all(),
        pendingThreads: this.duties.marks.threadsOf(memory.person.id),
        files: fileLimits(this.env),
      }),
    );
    this.board.changed();
    if (!joined) this.sockets.close(seat, CLOSE.restart, "try again");
  }

  /** A socket is gone, whoever closed it: its mark is written and the others hear of it. */
  private left(seat: Seat, isFound = false): void {
    this.duties.left(seat.kept);
    if (isFound) this.board.wasHere(seat.kept.person.id);
    this.board.changed();
  }
}

/** The parts of a room read what they need as they are made: it is brought up to date before. */
function openStorage(storage: DurableObjectStorage): CountedSql {
  const sql = sqlOf(storage);
  if (isMigrated(sql)) migrate(sql, MIGRATIONS);
  return sql;
}

function windowOf({ SEND_WINDOW_US: us }: Env): number | undefined {
  return us === undefined ? undefined : Number(us);
}

function rejected({ code, message, retryAfterMs, id }: Failure & { id?: string }): Rejected {
  const when = retryAfterMs === undefined ? {} : { retryAfterMs };
  return { type: "rejected", ...(id !== undefined && { id }), code, message, ...when };
}
