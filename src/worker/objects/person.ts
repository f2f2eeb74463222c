// The shell of a person: sessions, memberships, the inbox, and what one keeps.
// A stranger's object answers without storing anything.

import { DurableObject } from "cloudflare:workers";
import type { Person as PersonValue, Profile } from "../../protocol/people.ts";
import { isMigrated, migrate } from "../../lib/sql.ts";
import type {
  AccountAnswer,
  ExportAnswer,
  PasskeyListed,
  PersonAnswer,
} from "../../protocol/account.ts";
import type { Failure } from "../../protocol/codes.ts";
import type { Appointed } from "../../protocol/community.ts";
import type { CommunityRole } from "../../protocol/community-roles.ts";
import type { Status } from "../../protocol/people.ts";
import { inWords } from "../../lib/duration.ts";
import { refill, waitFor, type Bucket, type BucketRate } from "../../lib/bucket.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import { expectPicture } from "../../lib/pictures.ts";
import type { OwnFile } from "../../protocol/files.ts";
import {
  addBookmark,
  bookmarksBefore,
  removeBookmark,
  type BookmarkKept,
} from "../../person/bookmarks.ts";
import { communityRoleOf, keepAppointment } from "../../person/community.ts";
import { blocked, blockOf, isBlocked, keepBlock, type Block } from "../../person/blocks.ts";
import {
  dropNotices,
  keepNotice,
  noticesBefore,
  readNotices,
  unreadNotices,
  type NoticeGiven,
  type NoticeKept,
} from "../../person/notices.ts";
import { ownFiles, release, reserve } from "../../person/files.ts";
import { addresses, banOf, keepBan, noteAddress, type BanKept } from "../../person/bans.ts";
import { changeHandle, isCalled } from "../../person/handles.ts";
import {
  createPerson,
  profile,
  setAvatar,
  setName,
  setStatus,
  setZone,
  zoneOf,
} from "../../person/profile.ts";
import {
  belong,
  isMember,
  leaveRoom,
  memberships,
  noteRead,
  noteUnread,
  rememberRoom,
  setLevel,
  type Membership,
  type RoomNews,
} from "../../person/memberships.ts";
import { renamePasskey } from "../../person/passkeys.ts";
import { leave, leaving } from "../../person/leaving.ts";
import type { NotificationLevel } from "../../protocol/http.ts";
import { MIGRATIONS } from "../../person/schema.ts";
import {
  closeOtherSessions,
  closeSession,
  hasSession,
  openSession,
  sessions,
  useSession,
  type NewSession,
  type SessionKept,
} from "../../person/sessions.ts";
import { workspaceOf, type Env } from "../env.ts";
import { FAILURES } from "../answers.ts";
import { personBytes } from "../files/bucket.ts";
import type { Registration } from "../webauthn.ts";
import { Account, type Shown } from "./account.ts";
import { InboxSockets } from "./inbox-sockets.ts";
import { PersonDuties } from "./person-duties.ts";
import { sqlOf } from "./storage.ts";

/** What one says of oneself goes to all of one's rooms. */
const PROFILE_RATE: BucketRate = { burst: 10, rate: 0.2 };
/** Each begins with several requests to several objects. */
const UPLOAD_RATE: BucketRate = { burst: 30, rate: 1 };

export interface Verified {
  person: PersonValue;
  session: string;
  community: CommunityRole;
  /** The room is among the person's own already. */
  known: boolean;
}

export class Person extends DurableObject<Env> {
  private readonly sql = sqlOf(this.ctx.storage);
  private readonly inbox = new InboxSockets(this.ctx);
  private readonly account = new Account(this.sql);
  private readonly duties = new PersonDuties(this.ctx.storage, this.env, this.sql, this.account);
  private profileBucket: Bucket | undefined;
  private uploadBucket: Bucket | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (isMigrated(this.sql)) migrate(this.sql, MIGRATIONS);
  }

  /** A socket of this person's own: what is unread, and each thing that is news [T7]. */
  override fetch(request: Request): Response {
    return this.inbox.open(request, () => ({ type: "inbox", unread: unreadNotices(this.sql) }));
  }

  override webSocketMessage(socket: WebSocket): void {
    this.inbox.heard(socket);
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.inbox.closed(socket, code, reason);
  }

  /**
   * Creates the person if need be and opens a session; the claim of the handle comes before.
   * Errors: `forbidden`; `name_taken` where this was somebody who left: an id is nobody's again.
   */
  async signUp(person: PersonValue, session: NewSession): Promise<Result<PersonValue, Failure>> {
    const now = Date.now();
    if (leaving(this.sql)) return failed(FAILURES.handleGone);
    const known = this.sql.transact(() => {
      const created = createPerson(this.sql, now, person);
      const ban = banOf(this.sql, now);
      if (ban) return failed(keptOut(ban));
      this.openSession(now, session, 0);
      return ok(created);
    });
    await this.duties.arm();
    return known;
  }

  /** Who this is, and what in the community. */
  standing(): { person: PersonValue; role: CommunityRole } | undefined {
    const person = profile(this.sql);
    return person && { person, role: communityRoleOf(this.sql) };
  }

  /** The workspace keeps this person out, or lets them in; from where they came, as digests. */
  async ban(n: number, ban: BanKept | undefined): Promise<string[]> {
    if (!profile(this.sql)) return [];
    const ended = this.sql.transact(() => keepBan(this.sql, Date.now(), n, ban));
    await this.sessionsEnded(ended);
    return addresses(this.sql);
  }

  /** Who holds this token, by which session, and whether `room` is known as one of theirs. */
  verify(hash: string, room: string | undefined): Verified | undefined {
    const person = profile(this.sql);
    if (!person || banOf(this.sql, Date.now())) return undefined;
    const session = useSession(this.sql, Date.now(), hash);
    if (session === undefined) return undefined;
    const known = room !== undefined && isMember(this.sql, room);
    return { person, session, community: communityRoleOf(this.sql), known };
  }

  /** The room let this person in: it will be told when a session ends. False where this one ended meanwhile. */
  rememberRoom(room: string, session: string): boolean {
    if (!profile(this.sql) || !hasSession(this.sql, session)) return false;
    rememberRoom(this.sql, Date.now(), room);
    return true;
  }

  /** One is out of that room since then (ms since 1970). */
  leaveRoom(room: string, ts: number): void {
    if (!profile(this.sql)) return;
    leaveRoom(this.sql, ts, room);
    this.inbox.tell({ type: "news", room });
  }

  /** A room that is not open tells whether one belongs to it, and what it is; late and twice it changes nothing. */
  belong(news: RoomNews): void {
    if (!profile(this.sql)) return;
    this.sql.transact(() => belong(this.sql, Date.now(), news));
    this.inbox.tell({ type: "news", room: news.room });
  }

  /** From now on one hears nothing of that person, or does again. Error: `storage_full`. */
  async block(person: string, holds: boolean): Promise<Result<void, Failure>> {
    if (!profile(this.sql)) return failed(FAILURES.unauthorized);
    const kept = this.sql.transact(() => keepBlock(this.sql, Date.now(), person, holds));
    if (!kept) return failed(FAILURES.tooManyBlocks);
    await this.duties.arm();
    await this.duties.tellBlocks();
    return ok(undefined);
  }

  blocks(): string[] {
    return profile(this.sql) ? blocked(this.sql) : [];
  }

  blockOf(person: string): Block | undefined {
    return profile(this.sql) ? blockOf(this.sql, person) : undefined;
  }

  /** Who lives here, for others; undefined where nobody does. */
  whoIs(): PersonValue | undefined {
    return profile(this.sql);
  }

  /**
   * A session for whoever shows to be this person. Errors: `unauthorized` for all others, whether they exist
   * or not; `forbidden`, which only the person learns.
   */
  async signIn(shown: Shown, session: NewSession): Promise<Result<PersonValue, Failure>> {
    if (!(await this.account.isShown(shown))) return failed(FAILURES.noMatch);
    const now = Date.now();
    const person = profile(this.sql);
    if (!person) return failed(FAILURES.noMatch);
    const ban = banOf(this.sql, now);
    if (ban) return failed(keptOut(ban));
    this.sql.transact(() => this.openSession(now, session, now));
    await this.duties.arm();
    return ok(person);
  }

  /** Whether the handle was made one's own. */
  hasAccount(): boolean {
    return this.account.exists();
  }

  /** The workspace says what one is in the community; one's rooms hear of it, now or by alarm. */
  async appoint({ role, turn }: { role: Appointed; turn: number }): Promise<void> {
    if (!profile(this.sql)) return;
    this.sql.transact(() => keepAppointment(this.sql, role, turn));
    await this.duties.arm();
    await this.duties.introduce();
  }

  accountState(session: string): AccountAnswer {
    return this.account.state(session);
  }

  /** Error: `unauthorized`. */
  prove(session: string, shown: Shown): Promise<Result<void, Failure>> {
    return this.account.prove(session, shown);
  }

  /** Another password ends all other sessions. Error: `forbidden`. */
  async setPassword(session: string, password: string): Promise<Result<void, Failure>> {
    const set = await this.account.setPassword(session, password);
    if (!set.ok) return set;
    await this.sessionsEnded(set.value);
    return ok(undefined);
  }

  /** Error: `forbidden`. */
  replaceCodes(session: string, hashes: readonly string[]): Result<void, Failure> {
    return this.account.replaceCodes(session, hashes);
  }

  passkeys(): PasskeyListed[] {
    return this.account.passkeys();
  }

  /** Errors: `forbidden`, `storage_full`. */
  async addPasskey(
    session: string,
    ceremony: Registration,
    name: string,
  ): Promise<Result<void, Failure>> {
    const added = await this.account.addPasskey(session, ceremony, name);
    await this.duties.arm();
    return added;
  }

  /** Errors: `forbidden`, `not_found`. */
  removePasskey(session: string, id: string): Result<void, Failure> {
    return this.account.removePasskey(session, id);
  }

  sessions(): SessionKept[] {
    return profile(this.sql) ? sessions(this.sql, Date.now()) : [];
  }

  /** Ends a session; its sockets close, now or by alarm. False where there is none. */
  async signOut(session: string): Promise<boolean> {
    if (!profile(this.sql) || !hasSession(this.sql, session)) return false;
    this.sql.transact(() => closeSession(this.sql, session));
    await this.sessionsEnded([session]);
    return true;
  }

  /** Ends all sessions but this one. */
  async signOutOthers(session: string): Promise<void> {
    if (!profile(this.sql)) return;
    await this.sessionsEnded(this.sql.transact(() => closeOtherSessions(this.sql, session)));
  }

  /** The rooms one has been in, and which of them have told of news. */
  rooms(): Membership[] {
    return profile(this.sql) ? memberships(this.sql).map((membership) => ({ ...membership })) : [];
  }

  /** A room tells that something is unread, while no socket of this person is open there. */
  unreadIn(room: string, seq: number): void {
    if (!profile(this.sql)) return;
    noteUnread(this.sql, room, seq);
    this.inbox.tell({ type: "news", room });
  }

  /** A room tells of a message that concerns this person; twice changes nothing. False where one wants to hear nothing of it. */
  notice(notice: NoticeGiven): boolean {
    if (!profile(this.sql) || isBlocked(this.sql, notice.by)) return false;
    const isNews = this.sql.transact(() => keepNotice(this.sql, notice));
    const { room, seq, why, by } = notice;
    if (isNews)
      this.inbox.tell({ type: "notice", room, seq, why, by, unread: unreadNotices(this.sql) });
    return true;
  }

  /** The notices below `before`, the newest first. */
  notices(before: number, most: number): NoticeKept[] {
    return profile(this.sql) ? noticesBefore(this.sql, before, most) : [];
  }

  /** Marks notices as read, here or as their rooms say, and forgets those deleted there. */
  settleNotices(read: "all" | readonly number[], gone: readonly number[] = []): void {
    if (!profile(this.sql)) return;
    const before = unreadNotices(this.sql);
    this.sql.transact(() => {
      readNotices(this.sql, read);
      dropNotices(this.sql, gone);
    });
    const unread = unreadNotices(this.sql);
    if (unread !== before) this.inbox.tell({ type: "inbox", unread });
  }

  /** Error: `storage_full`. */
  bookmark(room: string, seq: number): Result<void, Failure> {
    return profile(this.sql) ? addBookmark(this.sql, room, seq) : failed(FAILURES.unauthorized);
  }

  removeBookmark(room: string, seq: number): void {
    if (profile(this.sql)) removeBookmark(this.sql, room, seq);
  }

  /** The bookmarks below `before`, the newest first. */
  bookmarks(before: number, most: number): BookmarkKept[] {
    return profile(this.sql) ? bookmarksBefore(this.sql, before, most) : [];
  }

  /** Sets the status; one's rooms hear of it, now or by alarm. Error: `rate_limited`. */
  async setStatus(status: Status | undefined): Promise<Result<void, Failure>> {
    return this.tellAnew(() => ok(setStatus(this.sql, status)));
  }

  /** Sets display name and handle, whose claim comes before. Error: `rate_limited`. */
  async changeProfile({ handle, name }: Profile): Promise<Result<PersonValue, Failure>> {
    const changed = await this.tellAnew(() => {
      const called = changeHandle(this.sql, Date.now(), handle);
      if (called.ok && profile(this.sql)?.name !== name) setName(this.sql, name);
      return called;
    });
    if (!changed.ok) return changed;
    await this.duties.part();
    const person = profile(this.sql);
    return person ? ok(person) : failed(FAILURES.unauthorized);
  }

  /** Room for a file; its room gives it back. Errors: `storage_full`, `rate_limited`. */
  async reserveFile(file: OwnFile): Promise<Result<undefined, Failure>> {
    if (!profile(this.sql)) return failed(FAILURES.unauthorized);
    const bucket = refill(this.uploadBucket, UPLOAD_RATE, Date.now());
    const retryAfterMs = this.env.RATE_LIMIT === "off" ? 0 : waitFor(bucket, UPLOAD_RATE);
    if (retryAfterMs > 0)
      return failed({ code: "rate_limited", message: "That was a lot at once.", retryAfterMs });
    this.uploadBucket = { ...bucket, tokens: bucket.tokens - 1 };
    const most = personBytes(this.env);
    const kept = this.sql.transact(() => reserve(this.sql, file, most));
    if (!kept.ok || (await this.duties.weighIn())) return kept;
    await this.releaseFile(file.id);
    return failed({ code: "storage_full", message: "There is no room for more files here." });
  }

  /** The file is gone. */
  async releaseFile(id: string): Promise<void> {
    const hasLeft = leaving(this.sql) !== undefined;
    if (!hasLeft && !profile(this.sql)) return;
    this.sql.transact(() => release(this.sql, Date.now(), id));
    if (hasLeft) return this.duties.depart();
    await this.duties.arm();
    await this.duties.tellUsage();
  }

  /** A picture of oneself is about to be stored. */
  async expectAvatar(id: string): Promise<void> {
    if (!profile(this.sql)) return;
    expectPicture(this.sql, Date.now(), id);
    await this.duties.arm();
  }

  /** Shows a picture that was stored, or none; one's rooms hear of it. Errors: `rate_limited`, `not_found`. */
  async setAvatar(id: string | undefined): Promise<Result<void, Failure>> {
    const changed = await this.tellAnew(() => setAvatar(this.sql, id));
    await this.duties.erasePictures();
    return changed;
  }

  /** Leaves for good. Errors: `forbidden` without a fresh proof, and for the last owner; `unauthorized`. */
  async leave(session: string, erases: boolean): Promise<Result<void, Failure>> {
    const person = profile(this.sql);
    if (!person || !hasSession(this.sql, session)) return failed(FAILURES.unauthorized);
    if (!this.account.mayChange(session)) return failed(FAILURES.proveFirst);
    const allowed = await workspaceOf(this.env).leave(person.id);
    if (!allowed.ok) return allowed;
    const ended = this.sql.transact(() => leave(this.sql, Date.now(), erases));
    for (const id of ended) this.inbox.endSession(id);
    await this.duties.arm();
    await this.duties.depart();
    return ok(undefined);
  }

  /** Who this is, for whoever looks at their card. */
  card(): PersonAnswer | undefined {
    const person = profile(this.sql);
    const zone = person && zoneOf(this.sql);
    return person && { person, ...(zone !== undefined && { zone }) };
  }

  setZone(zone: string): void {
    if (profile(this.sql)) setZone(this.sql, zone);
  }

  /** False where there is none with this id. */
  renamePasskey(id: string, name: string): boolean {
    return this.account.exists() && renamePasskey(this.sql, id, name);
  }

  readIn(room: string, seq: number): void {
    if (profile(this.sql)) noteRead(this.sql, room, seq);
  }

  setLevel(room: string, level: NotificationLevel): void {
    if (profile(this.sql)) setLevel(this.sql, room, level);
  }

  /** Everything kept here but what one signs in with [T15]. */
  exportOwn(): Omit<ExportAnswer, "messages"> {
    const person = profile(this.sql);
    if (!person) throw new Error("Nobody lives here.");
    const all = Number.MAX_SAFE_INTEGER;
    return {
      ...this.ownCard(person),
      sessions: this.sessions(),
      passkeys: this.passkeys(),
      files: ownFiles(this.sql).map((file) => ({ ...file })),
      rooms: this.rooms().map(({ room, level }) => ({ room, level })),
      bookmarks: bookmarksBefore(this.sql, all, all).map(({ room, seq }) => ({ room, seq })),
      notices: noticesBefore(this.sql, all, all).map(({ room, seq, why, read }) => ({
        room,
        seq,
        why,
        read,
      })),
    };
  }

  private ownCard(person: PersonValue): Pick<ExportAnswer, "profile" | "zone"> {
    const zone = zoneOf(this.sql);
    return { profile: person, ...(zone !== undefined && { zone }) };
  }

  isCalled(handle: string): boolean {
    return isCalled(this.sql, handle);
  }

  override async alarm(): Promise<void> {
    await this.duties.onAlarm();
  }

  private openSession(now: number, session: NewSession, provedTs: number): void {
    openSession(this.sql, now, session, provedTs);
    if (session.address !== undefined) noteAddress(this.sql, now, session.address);
  }

  /** Their sockets close, here and by the rooms and the lobby; who cannot be reached is told by alarm. */
  private async sessionsEnded(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.inbox.endSession(id);
    await this.duties.arm();
    await this.duties.sayFarewells();
  }

  /** Changes what one says of oneself, and tells one's rooms. */
  private async tellAnew(change: () => Result<void, Failure>): Promise<Result<void, Failure>> {
    if (!profile(this.sql)) return failed(FAILURES.unauthorized);
    const bucket = refill(this.profileBucket, PROFILE_RATE, Date.now());
    const retryAfterMs = this.env.RATE_LIMIT === "off" ? 0 : waitFor(bucket, PROFILE_RATE);
    if (retryAfterMs > 0)
      return failed({ code: "rate_limited", message: "That was a lot at once.", retryAfterMs });
    this.profileBucket = { ...bucket, tokens: bucket.tokens - 1 };
    const changed = this.sql.transact(change);
    if (!changed.ok) return changed;
    await this.duties.arm();
    await this.duties.introduce();
    return changed;
  }
}

function keptOut({ until, reason }: BanKept): Failure {
  const why = reason === undefined ? "" : ` Reason: ${reason}`;
  const end = until === undefined ? "" : ` It ends in ${inWords(until - Date.now())}.`;
  const message = `The moderators of this community keep you out.${end}${why}`;
  return { code: "forbidden", message, ...(until !== undefined && { until }) };
}
