// What a person owes others and does later: farewells, introductions, old handles, blocks, usage, leaving.
// Every duty is found again in storage after a failed alarm, which re-arms.

import { nextGonePicture } from "../../lib/pictures.ts";
import { markBlockTold, untoldBlocks } from "../../person/blocks.ts";
import { communityRoleOf, isAppointed } from "../../person/community.ts";
import { ownFiles, toldUsage, untoldUsage } from "../../person/files.ts";
import { hasPartings, partings, saidParting } from "../../person/handles.ts";
import { departed, departures, leaving } from "../../person/leaving.ts";
import { roomsEver } from "../../person/memberships.ts";
import { introduced, introductions, profile } from "../../person/profile.ts";
import {
  farewells,
  lastUse,
  LOBBY,
  saidFarewell,
  SESSION_MS,
  type Farewell,
} from "../../person/sessions.ts";
import { directAddress } from "../direct-rooms.ts";
import { handleOf, roomOf, workspaceOf, type Env } from "../env.ts";
import { communityBytes, pictureKey } from "../files/bucket.ts";
import { logBug } from "../log-line.ts";
import type { Account } from "./account.ts";
import { erasePictures } from "./picture-bytes.ts";
import type { CountedSql } from "./storage.ts";
import { isTold, tellAll } from "./tell-all.ts";

const RETRY_MS = 30_000;

export class PersonDuties {
  private readonly storage: DurableObjectStorage;
  private readonly env: Env;
  private readonly sql: CountedSql;
  private readonly account: Account;

  constructor(storage: DurableObjectStorage, env: Env, sql: CountedSql, account: Account) {
    this.storage = storage;
    this.env = env;
    this.sql = sql;
    this.account = account;
  }

  /** To all rooms; one that cannot be reached is told by the next alarm. */
  async sayFarewells(): Promise<void> {
    await tellAll(
      () => farewells(this.sql),
      ({ room }) => ({ room }),
      (farewell) => this.sayFarewell(farewell),
    );
  }

  /** Each of one's rooms hears of the profile as it is then. */
  async introduce(): Promise<void> {
    await tellAll(
      () => (profile(this.sql) ? introductions(this.sql) : []),
      (room) => ({ room }),
      (room) => this.introduceIn(room),
    );
  }

  /** The handles from before hear that they are kept only. */
  async part(): Promise<void> {
    const { id = "" } = this.self() ?? {};
    await tellAll(
      () => (this.self() ? partings(this.sql) : []),
      () => ({ person: id }),
      async ({ handle, until }) => {
        await handleOf(this.env, handle).keep(id, until);
        saidParting(this.sql, handle);
      },
    );
  }

  /** The rooms between oneself and whom one blocked. */
  async tellBlocks(): Promise<void> {
    const { id = "" } = profile(this.sql) ?? {};
    await tellAll(
      () => (profile(this.sql) ? untoldBlocks(this.sql) : []),
      () => ({ person: id }),
      async (block) => {
        const { person, holds, turn } = block;
        await roomOf(this.env, await directAddress(this.env, id, person)).refuse(id, holds, turn);
        markBlockTold(this.sql, block);
      },
    );
  }

  /** The workspace hears what one's files weigh; false where that is too much for all of them together. */
  async weighIn(): Promise<boolean> {
    const { id } = this.self() ?? {};
    const owed = id === undefined ? undefined : untoldUsage(this.sql);
    if (id === undefined || !owed) return true;
    const isTaken = await workspaceOf(this.env).use(id, owed, communityBytes(this.env));
    if (isTaken) toldUsage(this.sql, owed.turn);
    return isTaken;
  }

  /** The same where nobody waits for the answer: a workspace that cannot be reached is told by the next alarm. */
  async tellUsage(): Promise<void> {
    const { id = "" } = this.self() ?? {};
    await isTold({ person: id }, async () => void (await this.weighIn()));
  }

  async erasePictures(): Promise<void> {
    await erasePictures(this.env, this.sql, { person: profile(this.sql)?.id ?? "" });
  }

  /** Everybody who has to hears that one left; then nothing is left of it here but what files weigh that stay. */
  async depart(): Promise<void> {
    await this.storage.setAlarm(Date.now() + RETRY_MS);
    await this.sayFarewells();
    await this.part();
    await this.tellUsage();
    await this.erasePictures();
    const hasLeft = await tellAll(
      () => departures(this.sql),
      (room) => ({ room }),
      (room) => this.departFrom(room),
    );
    if (!hasLeft) return;
    const isOwed = farewells(this.sql).length > 0 || hasPartings(this.sql);
    if (isOwed || untoldUsage(this.sql) || nextGonePicture(this.sql) !== undefined) return;
    await this.storage.deleteAlarm();
    if (ownFiles(this.sql).length === 0) await this.sql.deleteAll();
  }

  async onAlarm(): Promise<void> {
    if (leaving(this.sql)) return this.depart();
    if (!profile(this.sql)) return;
    await this.sayFarewells();
    await this.introduce();
    await this.part();
    await this.tellBlocks();
    await this.tellUsage();
    await this.erasePictures();
    if (!(await this.expire())) await this.arm();
  }

  async arm(): Promise<void> {
    const owed =
      farewells(this.sql).length > 0 ||
      introductions(this.sql).length > 0 ||
      hasPartings(this.sql) ||
      untoldBlocks(this.sql).length > 0 ||
      untoldUsage(this.sql) !== undefined;
    const soon = Date.now() + RETRY_MS;
    if (owed) return this.storage.setAlarm(soon);
    const picture = nextGonePicture(this.sql);
    const expiry = this.isKept() ? undefined : lastUse(this.sql) + SESSION_MS;
    const dues = [picture, expiry].filter((due) => due !== undefined);
    if (dues.length === 0) return this.storage.deleteAlarm();
    return this.storage.setAlarm(Math.max(Math.min(...dues), soon));
  }

  /** Whoever lives here, or has left and is not forgotten yet. */
  private self(): { id: string } | undefined {
    return profile(this.sql) ?? leaving(this.sql);
  }

  private async sayFarewell(farewell: Farewell): Promise<void> {
    const { room, session } = farewell;
    if (room === LOBBY) await workspaceOf(this.env).endSession(session);
    else await roomOf(this.env, room).endSession(session);
    saidFarewell(this.sql, farewell);
  }

  /** A profile that changed meanwhile is still owed. */
  private async introduceIn(room: string): Promise<void> {
    const person = profile(this.sql);
    if (!person) return;
    const community = communityRoleOf(this.sql);
    const said = JSON.stringify([person, community]);
    await roomOf(this.env, room).changeProfile(person, community);
    if (JSON.stringify([profile(this.sql), communityRoleOf(this.sql)]) === said)
      introduced(this.sql, room);
  }

  private async departFrom(room: string): Promise<void> {
    const who = leaving(this.sql);
    if (!who) return;
    await roomOf(this.env, room).depart(who.id, who.erases);
    departed(this.sql, room);
  }

  /** A guest's handle that never posted is freed after 30 days without use. True where nothing is left to watch. */
  private async expire(): Promise<boolean> {
    if (this.isKept()) return false;
    if (Date.now() < lastUse(this.sql) + SESSION_MS) return false;
    const person = profile(this.sql);
    if (!person) return true;
    try {
      for (const room of roomsEver(this.sql))
        if (await roomOf(this.env, room).hasPosted(person.id)) return true;
      await handleOf(this.env, person.handle).release(person.id);
      if (person.avatar !== undefined) await this.env.FILES?.delete(pictureKey(person.avatar));
    } catch (error) {
      logBug({ person: person.id }, error);
      return false;
    }
    await this.sql.deleteAll();
    return true;
  }

  /** Who has an account, or was appointed, is not forgotten for want of use. */
  private isKept(): boolean {
    return this.account.exists() || isAppointed(this.sql);
  }
}
