// A world with one room in it, the pages of some people, and the oracle that watches them.
// `rest` heals everything; then all pages must show the same log, and hold nothing back.

import { whole } from "../../src/client/timeline.ts";
import type { Message } from "../../src/protocol/entries.ts";
import { append } from "../../src/room/log.ts";
import type { SqlValue } from "../../src/lib/sql.ts";
import type { Link } from "./link.ts";
import { ORIGIN, signUp } from "./net.ts";
import { Oracle } from "./oracle.ts";
import { Slot, type SlotOptions } from "./slot.ts";
import { Raw } from "./raw.ts";
import type { Snapshot } from "./storage.ts";
import { watchWire } from "./wire.ts";
import { World, type WorldOptions } from "./world.ts";

const REST_MS = 15 * 60_000;
/** What a test has broken on purpose: a statement, or the life of an instance. */
const EXPECTED = /injected|instance is gone|object was reset/;

export class Scene {
  readonly world: World;
  room: ReturnType<World["room"]>;
  roomName = "general";
  readonly oracle: Oracle;
  readonly slots: Slot[] = [];
  /** Each text that left the room, oldest first. */
  readonly said: string[] = [];
  /** Each text that reached it. */
  readonly heard: string[] = [];

  constructor(seed: number, options?: WorldOptions) {
    this.world = new World(seed, options);
    this.room = this.world.room();
    this.oracle = new Oracle(this.room);
    this.world.watch = (link: Link) => watchWire(link, this.oracle, this);
  }

  /** What follows is about this room. */
  goTo(name: string): void {
    this.roomName = name;
    this.room = this.world.room(name);
    this.oracle.follow(this.room);
  }

  person(handle: string): Promise<{ id: string; token: string }> {
    return signUp(this.world, handle);
  }

  open(options: SlotOptions): Slot {
    const slot = new Slot(this.world, this.oracle, { room: this.roomName, ...options });
    this.slots.push(slot);
    return slot;
  }

  /** Somebody new whose page is open and live. */
  async join(name: string, options: Partial<SlotOptions> = {}): Promise<Slot> {
    const slot = this.open({ name, person: await this.person(name), ...options });
    await this.until(() => slot.client.state.connection.name === "live");
    return slot;
  }

  /** Somebody who keeps order in the room, without a page. */
  async owner(): Promise<Raw> {
    const owner = await new Raw(this, await this.person("owner")).connect();
    const query = "INSERT INTO role (person, role) VALUES (?, 'owner')";
    this.room.storage.sql.exec(query, owner.person.id);
    this.room.flush();
    // Written behind its back: what it remembers goes.
    this.fall("hibernate");
    return owner;
  }

  /** Entries in the room's table, durable or not. */
  get written(): number {
    const tables = this.room.storage.rows("SELECT 1 FROM sqlite_master WHERE name = 'log'");
    if (tables.length === 0) return 0;
    return this.room.storage.rows<{ n: number }>("SELECT COUNT(*) AS n FROM log")[0]?.n ?? 0;
  }

  run(ms: number): Promise<void> {
    return this.world.clock.run(ms);
  }

  async until(done: () => boolean, ms = 60_000): Promise<void> {
    if (!(await this.world.clock.until(done, ms))) throw new Error("It did not come so far.");
  }

  /** Entries that nobody here sent: they came while all sockets were gone. */
  fill(count: number, by: string): void {
    const { storage } = this.room;
    const sql = {
      all: <T>(query: string, ...of: SqlValue[]) => storage.sql.exec(query, ...of).toArray() as T[],
    };
    for (let i = 0; i < count; i++) {
      const id = `fill-${this.oracle.intents.size}`;
      const body = `filler ${i}`;
      this.oracle.wrote({ slot: "fill", by, order: this.oracle.intents.size, id, body });
      append(sql, Date.now(), { author: by, kind: "message", id, body });
    }
    this.fall("evict");
  }

  /** The instance goes, with what it remembered and, but for hibernation, with its sockets. */
  fall(how: "hibernate" | "evict" | "crash" | "crash-durable"): void {
    if (how === "hibernate") this.room.hibernate();
    else if (how === "evict") this.room.evict();
    else this.room.crash(how === "crash-durable");
  }

  rollBack(to: Snapshot): void {
    this.room.rollBack(to);
    this.oracle.rolledBack();
  }

  check(): void {
    for (const slot of this.slots) slot.check();
    for (const bug of this.world.bugs.splice(0))
      if (!EXPECTED.test(bug)) this.oracle.fault(`a bug: ${bug}`);
  }

  /** All is well again; everybody must notice by himself. */
  async rest(): Promise<void> {
    const { room, oracle, slots, world } = this;
    room.storage.failures = undefined;
    for (const { net, disk } of slots) {
      net.upgrades = net.requests = "open";
      disk.isFull = false;
      for (const link of net.links) link.down.lose = undefined;
    }
    if (!(await world.clock.until(() => slots.every((slot) => slot.isQuiet), REST_MS)))
      for (const slot of slots)
        if (!slot.isQuiet) oracle.fault(`stuck: ${slot.describe()} of ${oracle.log.length}`);
    await world.clock.run(5_000);
    this.check();
    for (const slot of slots) if (!slot.isOut) slot.checkEnd(await this.truth(slot));
    for (const { id, body, mayBeGone, hasFailed } of oracle.intents.values()) {
      const isRefused = slots.some(({ disk }) => disk.refused.has(id));
      if (!oracle.has(id) && !mayBeGone && !hasFailed && !isRefused && !oracle.isGone)
        oracle.fault(`[G2] never arrived: ${body}`);
    }
  }

  /** What this page shows, as the room shows it to this person. */
  private async truth({ person, net, client }: Slot): Promise<Message[]> {
    const messages: Message[] = [];
    const first = client.state.timeline.messages[0]?.seq ?? 0;
    for (let before = Number.MAX_SAFE_INTEGER; ; before = messages[0]?.seq ?? 0) {
      let page: { messages: Message[]; start: boolean } | undefined;
      void net.platform
        .fetch(`${ORIGIN}/api/rooms/${this.roomName}/log?before=${before}&limit=100`, {
          headers: { Authorization: `Bearer ${person.token}` },
        })
        .then(async (answer) => (page = JSON.parse(await answer.text()) as typeof page));
      await this.until(() => page !== undefined);
      messages.unshift(...(page?.messages ?? []).map(whole));
      if (page?.start !== false || (messages[0]?.seq ?? 0) <= first) return messages;
    }
  }

  end(): void {
    this.world.end();
  }
}
