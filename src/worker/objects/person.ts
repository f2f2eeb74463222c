// The shell of a person: sessions, memberships, and what is due when they end.
// A stranger's object answers without storing anything.

import { DurableObject } from "cloudflare:workers";
import type { Person as PersonValue } from "../../protocol/people.ts";
import { isMigrated, migrate } from "../../lib/sql.ts";
import { createPerson, profile } from "../../person/profile.ts";
import {
  isMember,
  memberships,
  noteRead,
  noteUnread,
  rememberRoom,
  setLevel,
  type Membership,
} from "../../person/memberships.ts";
import type { NotificationLevel } from "../../protocol/http.ts";
import { MIGRATIONS } from "../../person/schema.ts";
import {
  closeSession,
  farewells,
  lastUse,
  LOBBY,
  openSession,
  saidFarewell,
  SESSION_MS,
  useSession,
  type Farewell,
  type NewSession,
} from "../../person/sessions.ts";
import { handleOf, roomOf, workspaceOf, type Env } from "../env.ts";
import { logBug } from "../log-line.ts";
import { sqlOf } from "./storage.ts";

const RETRY_MS = 30_000;

export interface Verified {
  person: PersonValue;
  session: string;
  /** The room is among the person's own already. */
  known: boolean;
}

export class Person extends DurableObject<Env> {
  private readonly sql = sqlOf(this.ctx.storage);

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (isMigrated(this.sql)) migrate(this.sql, MIGRATIONS);
  }

  /** Creates the person if need be and opens a session; the claim of the handle comes before. */
  async signUp(person: PersonValue, session: NewSession): Promise<PersonValue> {
    const now = Date.now();
    const known = this.ctx.storage.transactionSync(() => {
      const created = createPerson(this.sql, now, person);
      openSession(this.sql, now, session);
      return created;
    });
    await this.arm();
    return known;
  }

  /** Who holds this token, by which session, and whether `room` is known as one of theirs. */
  verify(hash: string, room: string | undefined): Verified | undefined {
    const person = profile(this.sql);
    const session = person && useSession(this.sql, Date.now(), hash);
    if (!person || session === undefined) return undefined;
    const known = room !== undefined && isMember(this.sql, room);
    return { person: { id: person.id, handle: person.handle, name: person.name }, session, known };
  }

  /** The room let this person in: it will be told when a session ends. */
  rememberRoom(room: string): void {
    if (profile(this.sql)) rememberRoom(this.sql, Date.now(), room);
  }

  /** Ends a session; its sockets close, now or by alarm. */
  async signOut(session: string): Promise<void> {
    if (!profile(this.sql)) return;
    this.ctx.storage.transactionSync(() => closeSession(this.sql, session));
    await this.arm();
    await this.sayFarewells();
  }

  /** The rooms one has been in, and which of them have told of news. */
  rooms(): Membership[] {
    return profile(this.sql) ? memberships(this.sql).map((membership) => ({ ...membership })) : [];
  }

  /** A room tells that something is unread, while no socket of this person is open there. */
  unreadIn(room: string, seq: number): void {
    if (profile(this.sql)) noteUnread(this.sql, room, seq);
  }

  readIn(room: string, seq: number): void {
    if (profile(this.sql)) noteRead(this.sql, room, seq);
  }

  setLevel(room: string, level: NotificationLevel): void {
    if (profile(this.sql)) setLevel(this.sql, room, level);
  }

  exists(): boolean {
    return profile(this.sql) !== undefined;
  }

  override async alarm(): Promise<void> {
    if (!profile(this.sql)) return;
    await this.sayFarewells();
    if (!(await this.expire())) await this.arm();
  }

  /** To all rooms; one that cannot be reached is told by the next alarm. */
  private async sayFarewells(): Promise<void> {
    for (let owed = farewells(this.sql); owed.length > 0; owed = farewells(this.sql)) {
      const said = await Promise.all(owed.map((farewell) => this.sayFarewell(farewell)));
      if (said.includes(false)) return;
    }
  }

  private async sayFarewell(farewell: Farewell): Promise<boolean> {
    const { room, session } = farewell;
    try {
      if (room === LOBBY) await workspaceOf(this.env).endSession(session);
      else await roomOf(this.env, room).endSession(session);
      saidFarewell(this.sql, farewell);
      return true;
    } catch (error) {
      logBug({ room }, error);
      return false;
    }
  }

  /** A handle that never posted is freed after 30 days without use. True where nothing is left to watch. */
  private async expire(): Promise<boolean> {
    if (Date.now() < lastUse(this.sql) + SESSION_MS) return false;
    const person = profile(this.sql);
    if (!person) return true;
    try {
      for (const { room } of memberships(this.sql))
        if (await roomOf(this.env, room).hasPosted(person.id)) return true;
      await handleOf(this.env, person.handle).release(person.id);
    } catch (error) {
      logBug({ person: person.id }, error);
      return false;
    }
    await this.ctx.storage.deleteAll();
    return true;
  }

  private async arm(): Promise<void> {
    const owed = farewells(this.sql).length > 0;
    const expiry = lastUse(this.sql) + SESSION_MS;
    await this.ctx.storage.setAlarm(
      owed ? Date.now() + RETRY_MS : Math.max(expiry, Date.now() + RETRY_MS),
    );
  }
}
