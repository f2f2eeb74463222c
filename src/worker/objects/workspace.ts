// The shell of the workspace: the directory of rooms, live for everybody over `/lobby` [T4].
// No message passes through here.

import { DurableObject } from "cloudflare:workers";
import type { LobbyFrame, RoomListed } from "../../protocol/http.ts";
import { expectPicture, nextGonePicture, showPicture } from "../../lib/pictures.ts";
import type { InviteKept, NewInvite } from "../../lib/invites.ts";
import { isMigrated, migrate } from "../../lib/sql.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import { CLOSE, type Failure } from "../../protocol/codes.ts";
import type { Appointed, Community, CommunityChange } from "../../protocol/community.ts";
import type { Ban, NewBan } from "../../protocol/community-order.ts";
import { audit, record } from "../../workspace/audit.ts";
import {
  ban,
  banOf,
  bans,
  isBarred,
  liftBan,
  owedBans,
  saidBan,
  type OwedBan,
} from "../../workspace/bans.ts";
import { changeCommunity, community } from "../../workspace/community.ts";
import { announce, forgetRoom, listRooms } from "../../workspace/directory.ts";
import {
  comeBy,
  inviter,
  invitesFor,
  makeInvite,
  mayComeBy,
  revokeInvite,
  type Coming,
} from "../../workspace/invites.ts";
import {
  appoint,
  appointed,
  appointedAs,
  forgetAppointment,
  moderatorFault,
  ownerFault,
  owedRoles,
  saidRole,
  type OwedRole,
} from "../../workspace/roles.ts";
import { MIGRATIONS } from "../../workspace/schema.ts";
import { takeUsage, type Usage } from "../../workspace/usage.ts";
import { secretOf } from "../../workspace/secret.ts";
import { claimCommunity, isUntouched, noteFirst, setUpFor } from "../../workspace/set-up.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { personOf, type Env } from "../env.ts";
import { isFresh, takeOver } from "../hand-over.ts";
import { digest, keyedDigest, newSecret } from "../random.ts";
import { isSameSecret } from "../secrets.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { erasePictures } from "./picture-bytes.ts";
import { Sockets } from "./sockets.ts";
import { sqlOf } from "./storage.ts";
import { tellAll } from "./tell-all.ts";
import { clientOf } from "./upgrade.ts";

const RETRY_MS = 30_000;

interface Visitor {
  person: { id: string };
  session: string;
  client: string | null;
  attempt: number | null;
  since: number;
}

interface Doorway extends Pick<Community, "joining"> {
  isFirst: boolean;
  isInvited: boolean;
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
    if (!this.sql.transact(() => announce(this.sql, room))) return;
    const text = encode({ type: "room", room });
    for (const seat of this.sockets.all.values()) this.sockets.send(seat, text, Date.now());
  }

  /** Takes in what a person's files weigh; false where that is too much for all of them together. */
  use(person: string, usage: Usage, most: number): boolean {
    return this.sql.transact(() => takeUsage(this.sql, person, usage, most));
  }

  /** A room was deleted; everybody hears of it, once. */
  roomGone(room: string, by: string): void {
    const isNews = this.sql.transact(() => {
      if (!forgetRoom(this.sql, room)) return false;
      record(this.sql, Date.now(), by, { kind: "room", room, did: "delete" });
      return true;
    });
    if (!isNews) return;
    const text = encode({ type: "gone", room });
    for (const seat of this.sockets.all.values()) this.sockets.send(seat, text, Date.now());
  }

  /** The deployment's secret, made when it is first asked for. */
  secret(): string {
    return this.sql.transact(() => secretOf(this.sql, newSecret()));
  }

  community(): Community {
    return community(this.sql);
  }

  /** What somebody new comes to; `isFirst`: nobody came before; `isInvited`: the invite lets them in. */
  doorway(coming?: Coming): Doorway {
    const { joining } = community(this.sql);
    const isInvited = coming !== undefined && mayComeBy(this.sql, Date.now(), coming);
    return { joining, isFirst: isUntouched(this.sql), isInvited };
  }

  /** Takes a place of an invite [M6]; false where none is left. */
  comeBy(person: string, coming: Coming): boolean {
    return this.sql.transact(() => comeBy(this.sql, Date.now(), person, coming));
  }

  /** An invite to the community, of whose token the digest comes here [M5]. Errors: `forbidden`, `storage_full`. */
  makeInvite(invite: NewInvite): Result<InviteKept, Failure> {
    return this.sql.transact(() => makeInvite(this.sql, Date.now(), invite));
  }

  /** Error: `forbidden`. */
  invites(by: string): Result<InviteKept[], Failure> {
    return invitesFor(this.sql, Date.now(), by);
  }

  /** False where there is none. Error: `forbidden`. */
  revokeInvite(by: string, id: string): Result<boolean, Failure> {
    return this.sql.transact(() => revokeInvite(this.sql, Date.now(), by, id));
  }

  /** What an invite leads to, and who invites; undefined where it does not hold. */
  invitation(hash: string): (Pick<Community, "name" | "icon"> & { by: string }) | undefined {
    const by = inviter(this.sql, Date.now(), hash);
    const { name, icon } = community(this.sql);
    return by === undefined ? undefined : { name, by, ...(icon !== undefined && { icon }) };
  }

  /** Somebody became a person where nobody was: of two at once the first is kept. */
  came(person: string): void {
    this.sql.transact(() => noteFirst(this.sql, person));
  }

  /** Makes the person the owner, of a community as they name it. Errors: `forbidden`, `rate_limited`. */
  async claim(
    person: string,
    token: string,
    change: CommunityChange,
  ): Promise<Result<Community, Failure>> {
    const wanted = await this.tokenDigest();
    const matches = wanted !== undefined && isSameSecret(await digest(token), wanted);
    const claimed = this.sql.transact(() => {
      const made = claimCommunity(this.sql, Date.now(), person, { wanted, matches });
      if (!made.ok) return made;
      record(this.sql, Date.now(), person, { kind: "claim" });
      return ok(changeCommunity(this.sql, change));
    });
    if (!claimed.ok) return claimed;
    this.tellCommunity();
    await this.tellPeople();
    return claimed;
  }

  /** Error: `forbidden`. */
  changeCommunity(by: string, change: CommunityChange): Result<Community, Failure> {
    const fault = ownerFault(this.sql, by);
    if (fault) return failed(fault);
    const changed = this.sql.transact(() => {
      record(this.sql, Date.now(), by, { kind: "settings", ...change });
      return changeCommunity(this.sql, change);
    });
    this.tellCommunity();
    return ok(changed);
  }

  /** The community's picture is about to be stored [U8]. Error: `forbidden`. */
  async expectIcon(by: string, id: string): Promise<Result<void, Failure>> {
    const fault = ownerFault(this.sql, by);
    if (fault) return failed(fault);
    expectPicture(this.sql, Date.now(), id);
    await this.arm();
    return ok(undefined);
  }

  /** Shows a picture that was stored, or none; everybody hears of it. Errors: `forbidden`, `not_found`. */
  async setIcon(by: string, id: string | undefined): Promise<Result<void, Failure>> {
    const fault = ownerFault(this.sql, by);
    if (fault) return failed(fault);
    const shown = this.sql.transact(() => {
      if (!showPicture(this.sql, id)) return false;
      record(this.sql, Date.now(), by, { kind: "settings", icon: id ?? "" });
      return true;
    });
    if (!shown) return failed(FAILURES.noFile);
    this.tellCommunity();
    await this.erasePictures();
    return ok(undefined);
  }

  /** Why this person may not change the community, or undefined. */
  ownerFault(by: string): Failure | undefined {
    return ownerFault(this.sql, by);
  }

  /** Owners and moderators, by person id. */
  appointed(): { person: string; role: Appointed }[] {
    return appointed(this.sql);
  }

  /** Errors: `forbidden`, `storage_full`. */
  async appoint(by: string, person: string, role: Appointed): Promise<Result<void, Failure>> {
    const made = this.sql.transact(() => {
      const before = appointedAs(this.sql, person);
      const is = appoint(this.sql, by, person, role);
      if (is.ok && before !== role)
        record(this.sql, Date.now(), by, { kind: "role", person, role });
      return is;
    });
    if (!made.ok) return made;
    this.tellCommunity();
    await this.tellPeople();
    return made;
  }

  /** From where somebody joins or signs in: as a digest that only this deployment can make. */
  async gate(network: string): Promise<{ digest: string; isBarred: boolean }> {
    const mark = await keyedDigest(this.secret(), `address ${network}`);
    return { digest: mark, isBarred: isBarred(this.sql, Date.now(), mark) };
  }

  /** Keeps a person out of the community. Error: `forbidden`. */
  async ban(by: string, person: string, terms: NewBan): Promise<Result<void, Failure>> {
    const made = this.sql.transact(() => ban(this.sql, Date.now(), by, person, terms));
    if (!made.ok) return made;
    this.sockets.endPerson(person, CLOSE.sessionRevoked, "kept out");
    await this.tellPeople();
    return made;
  }

  /** Errors: `forbidden`, `not_found`. */
  async liftBan(by: string, person: string): Promise<Result<void, Failure>> {
    const made = this.sql.transact(() => liftBan(this.sql, Date.now(), by, person));
    if (made.ok) await this.tellPeople();
    return made;
  }

  /** Error: `forbidden`. */
  bans(by: string, before: number): Result<ReturnType<typeof bans>, Failure> {
    const fault = moderatorFault(this.sql, by, "ban");
    return fault ? failed(fault) : ok(bans(this.sql, Date.now(), before));
  }

  /** Whether somebody is kept out, for those who may know. Error: `forbidden`. */
  standing(by: string, person: string): Result<Ban | undefined, Failure> {
    const fault = moderatorFault(this.sql, by, "ban");
    return fault ? failed(fault) : ok(banOf(this.sql, Date.now(), person));
  }

  /** Error: `forbidden`. */
  moderatorFault(by: string): Failure | undefined {
    return moderatorFault(this.sql, by, "ban");
  }

  /** Error: `forbidden`. */
  audit(by: string, before: number): Result<ReturnType<typeof audit>, Failure> {
    const fault = moderatorFault(this.sql, by, "audit");
    return fault ? failed(fault) : ok(audit(this.sql, before));
  }

  /** Somebody leaves for good: they are appointed to nothing. Error: `forbidden` for the last owner. */
  leave(person: string): Result<void, Failure> {
    return this.sql.transact(() => forgetAppointment(this.sql, person));
  }

  override async alarm(): Promise<void> {
    await this.tellPeople();
    await this.erasePictures();
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
    this.sockets.send(seat, encode(this.communityFor(person.id)), now);
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

  private communityFor(person: string): LobbyFrame {
    const setUp = setUpFor(this.sql, person, hasToken(this.env));
    const role = appointedAs(this.sql, person);
    return {
      type: "community",
      community: community(this.sql),
      ...(role !== "member" && { role }),
      ...(setUp && { setUp }),
    };
  }

  private tellCommunity(): void {
    for (const seat of this.sockets.all.values())
      this.sockets.send(seat, encode(this.communityFor(seat.kept.person.id)), Date.now());
  }

  private tokenDigest(): Promise<string> | undefined {
    return hasToken(this.env) ? digest(this.env.SETUP_TOKEN ?? "") : undefined;
  }

  /** Each hears what they are, and whether they are kept out; who cannot be reached is told by the next alarm. */
  private async tellPeople(): Promise<void> {
    const owing = () => [
      ...owedBans(this.sql).map((each) => ({
        person: each.person,
        tell: () => this.tellBan(each),
      })),
      ...owedRoles(this.sql).map((each) => ({
        person: each.person,
        tell: () => this.tellRole(each),
      })),
    ];
    if (owing().length === 0) return;
    await this.ctx.storage.setAlarm(Date.now() + RETRY_MS);
    const areTold = await tellAll(
      owing,
      ({ person }) => ({ person }),
      ({ tell }) => tell(),
    );
    if (!areTold) return;
    await this.ctx.storage.deleteAlarm();
    await this.arm();
  }

  /** The bytes of a picture that nobody is shown any more go. */
  private async erasePictures(): Promise<void> {
    await erasePictures(this.env, this.sql, {});
    await this.arm();
  }

  /** For the next picture to go; what is owed to people is there before it. */
  private async arm(): Promise<void> {
    const next = isMigrated(this.sql) ? nextGonePicture(this.sql) : undefined;
    if (next === undefined || (await this.ctx.storage.getAlarm()) !== null) return;
    await this.ctx.storage.setAlarm(Math.max(next, Date.now() + RETRY_MS));
  }

  private async tellBan(owed: OwedBan): Promise<void> {
    const from = await personOf(this.env, owed.person).ban(owed.n, owed.ban);
    this.sql.transact(() => saidBan(this.sql, Date.now(), owed, from));
  }

  private async tellRole(owed: OwedRole): Promise<void> {
    await personOf(this.env, owed.person).appoint(owed);
    saidRole(this.sql, owed);
  }
}

function hasToken({ SETUP_TOKEN: token }: Env): boolean {
  return token !== undefined && token !== "";
}

function encode(frame: LobbyFrame): string {
  return JSON.stringify(frame);
}
