// One person's page in a model world: a real client, its network and its disk, over many page loads.
// `check` holds what it shows against the oracle, at any moment.

import { isDeepStrictEqual } from "node:util";
import type { Entry, Message, MessageEntry } from "../../src/protocol/entries.ts";
import { createOverHttp } from "../../src/client/over-http.ts";
import { openRoom, type RoomClient } from "../../src/client/room.ts";
import type { RoomStorage } from "../../src/client/storage.ts";
import type { How } from "./steps.ts";
import { Net, ORIGIN } from "./net.ts";
import { isMain, type Oracle } from "./oracle.ts";
import { Disk } from "./storage-of-tab.ts";
import type { World } from "./world.ts";

export interface SlotOptions {
  name: string;
  person: { id: string; token: string };
  room?: string;
  fromStart?: boolean;
  clientId?: string;
  disk?: Disk;
}

export class Slot {
  net: Net;
  client: RoomClient;
  /** What `onEntries` handed out since this copy began. */
  seen: MessageEntry[] = [];
  readonly disk: Disk;
  readonly name: string;
  readonly person: { id: string; token: string };
  /** Their handle: pages of one person share it. */
  get handle(): string {
    return this.name.replace(/-\d+$/, "");
  }

  private storage: RoomStorage & { kill(): void };
  /** How many it wrote. */
  count = 0;
  private readonly options: SlotOptions;
  private readonly world: World;
  private readonly oracle: Oracle;

  constructor(world: World, oracle: Oracle, options: SlotOptions) {
    this.world = world;
    this.oracle = oracle;
    this.options = options;
    this.name = options.name;
    this.person = options.person;
    this.disk = options.disk ?? new Disk(world.clock);
    this.net = new Net(world);
    this.storage = this.disk.open();
    this.client = this.open();
  }

  post(body = `${this.name} ${this.count + 1}`): string {
    this.count += 1;
    const id = this.client.post(body);
    this.oracle.wrote({ slot: this.name, by: this.person.id, order: this.count, id, body });
    return id;
  }

  /** Changes or answers one of the messages on show: one's own, or as far as everybody may, anybody's. */
  change(how: How, share: number): void {
    const { messages } = this.client.state.timeline;
    const isFree = how !== "edit" && how !== "delete";
    const some = messages.filter(
      ({ by, deleted }) => !deleted && (isFree || by === this.person.id),
    );
    const message = some[Math.floor(share * (some.length - 1))];
    if (!message) return;
    this.count += 1;
    const { seq } = message;
    const body = `${this.name} ${this.count} ${how} ${seq}`;
    const id = this.send(how, seq, body);
    // What changes nothing, or comes too late, makes no entry.
    const kind = how === "reply" ? {} : { isChange: true, isLoose: isFree, mayBeGone: true };
    this.oracle.wrote({
      slot: this.name,
      by: this.person.id,
      order: this.count,
      id,
      body,
      ...kind,
    });
    this.mayFail.add("not_found");
  }

  private send(how: How, seq: number, body: string): string {
    const { client } = this;
    switch (how) {
      case "edit":
        return client.edit(seq, body);
      case "delete":
        return client.delete(seq);
      case "react":
      case "unreact":
        return client.react(seq, "🎉", how === "react");
      case "pin":
      case "unpin":
        return client.pin(seq, how === "pin");
      case "reply":
        return client.post(body, { thread: seq });
    }
  }

  /** Failed messages go to the end of the line. */
  retryFailed(): void {
    for (const { id, failure } of this.client.state.pending) {
      const intent = this.oracle.intents.get(id);
      if (!failure || !intent) continue;
      this.count += 1;
      intent.order = this.count;
      this.client.retry(id);
    }
  }

  /** The page is closed, or killed in the middle of whatever it did, and opened again. */
  reopen(isKilled: boolean, late?: number): void {
    if (isKilled) this.storage.kill();
    else this.client.close();
    this.net.isGone = isKilled;
    if (isKilled) this.net.link?.cutClient(late);
    // What the disk did not take, or would not take, goes with the page.
    for (const intent of this.oracle.intents.values())
      if (
        intent.slot === this.name &&
        !this.disk.commands.has(intent.id) &&
        !this.oracle.has(intent.id)
      )
        intent.mayBeGone ||= isKilled || this.disk.isFull;
    const { upgrades, requests, skew } = this.net;
    this.net = new Net(this.world);
    Object.assign(this.net, { upgrades, requests, skew });
    this.storage = this.disk.open();
    this.client = this.open();
  }

  check(): void {
    const { oracle, name } = this;
    const { timeline, pending, changes, head, connection } = this.client.state;
    const { messages } = timeline;
    const waiting = new Set(pending.flatMap(({ id, failure }) => (failure ? [] : [id])));
    messages.forEach((message, i) => {
      if (i > 0 && oracle.isBetween(messages[i - 1]!.seq, message.seq))
        oracle.fault(`[L2] ${name} shows a hole before ${message.seq}`);
      if (!oracle.knows(message))
        oracle.fault(`[G1] ${name} shows what is not in the log: ${message.body}`);
      if (waiting.has(message.id)) oracle.fault(`${name} shows ${message.body} twice`);
    });
    if (timeline.atHead && messages.length > 0 && oracle.isBetween(messages.at(-1)!.seq, head + 1))
      oracle.fault(`${name} claims to be at ${head}, but shows ${messages.at(-1)?.seq}`);
    if (timeline.start && messages.length > 0 && oracle.isBetween(0, messages[0]!.seq))
      oracle.fault(`${name} claims the start`);
    if (connection.name === "ended" && !this.isOut && !this.mayEnd)
      oracle.fault(`${name} ended: ${connection.message}`);
    for (const { id, failure } of [...pending, ...changes])
      if (failure) this.failed(id, failure.code);
    const known = new Set(pending.map(({ id }) => id));
    for (const intent of oracle.intents.values()) {
      if (intent.slot !== name || intent.mayBeGone || oracle.has(intent.id)) continue;
      if (oracle.isGone) continue;
      const { commands, underway, refused } = this.disk;
      if (![known, commands, underway, refused].some((kept) => kept.has(intent.id)))
        oracle.fault(`[G2] lost: ${intent.body}`);
    }
  }

  /** Whether there is nothing left to do. */
  get isQuiet(): boolean {
    if (this.isOut) return this.client.state.connection.name === "ended";
    const { connection, pending, changes, head, timeline } = this.client.state;
    return (
      connection.name === "live" &&
      [...pending, ...changes].every(({ failure }) => failure) &&
      head === this.oracle.log.length &&
      (timeline.atHead || this.isElsewhere) &&
      (!this.oracle.log.some(isMain) || timeline.messages.length > 0)
    );
  }

  /** Removed from the room: it has to end, and needs not show what came after. */
  isOut = false;
  /** It may be removed, and let back in. */
  mayEnd = false;
  /** The reader went to an older part of the room. */
  isElsewhere = false;
  /** Codes that a message may fail with here. */
  readonly mayFail = new Set<string>();

  describe(): string {
    const { connection, pending, head, timeline } = this.client.state;
    const { atHead, messages } = timeline;
    const shown = { connection, pending: pending.length, head, atHead, shown: messages.length };
    return `${this.name} ${JSON.stringify(shown)}`;
  }

  /** At rest: what it shows is the log, to the letter. */
  checkEnd(truth: readonly Message[]): void {
    if (this.oracle.isBlurred) return;
    const { log } = this.oracle;
    const { timeline, readSeq, unread, head, pending } = this.client.state;
    const first = timeline.messages[0]?.seq ?? 1;
    const last = timeline.messages.at(-1)?.seq ?? 0;
    const shown = truth.filter(({ seq }) => seq >= first && seq <= last);
    if (!isDeepStrictEqual(timeline.messages, shown))
      this.oracle.fault(`${this.name} shows another log: ${difference(timeline.messages, shown)}`);
    if (
      this.options.fromStart &&
      log.length > 0 &&
      !(
        this.seen.length === log.length && this.seen.every((m, i) => this.oracle.agrees(log[i]!, m))
      )
    )
      this.oracle.fault(
        `${this.name} was handed another log: ${this.seen.length} of ${log.length}`,
      );
    // One's own messages are read by being written, whatever the room has forgotten since.
    const own = log.findLast((row) => row.by === this.person.id && isMain(row));
    const isRead = readSeq >= (own?.seq ?? 0) && readSeq <= head;
    if (!isRead || unread !== this.oracle.messagesAfter(readSeq))
      this.oracle.fault(`[L8] ${this.name} has ${unread} unread, read ${readSeq} of ${head}`);
    // What was on its way when one was removed is known to have got in once its page is on show.
    const mayBeAbove = (id: string) => this.mayEnd && !timeline.messages.some((m) => m.id === id);
    for (const { id, body } of pending)
      if (this.oracle.has(id) && !mayBeAbove(id)) this.oracle.fault(`${body} is failed and stored`);
  }

  private open(): RoomClient {
    this.seen = [];
    const { net, storage } = this;
    net.onSend = (text) => this.checkStored(text);
    const client = openRoom({
      origin: ORIGIN,
      room: this.options.room ?? "general",
      token: this.person.token,
      platform: net.platform,
      loadOverHttp: async () => createOverHttp,
      storage,
      ...(this.options.fromStart && { fromStart: true }),
      ...(this.options.clientId !== undefined && { clientId: this.options.clientId }),
      onEntries: (entries) => {
        if (net === this.net) this.take(entries as Entry[] as MessageEntry[]);
      },
    });
    return client;
  }

  private take(entries: readonly MessageEntry[]): void {
    const { oracle, name } = this;
    if (entries[0]?.seq === 1) this.seen = [];
    for (const entry of entries) {
      const last = this.seen.at(-1)?.seq;
      if (last !== undefined && entry.seq !== last + 1) {
        if (this.options.fromStart)
          oracle.fault(`[L2] ${name} was handed ${entry.seq} after ${last}`);
        this.seen = [];
      }
      if (!oracle.knows(entry))
        oracle.fault(`[G1] ${name} was handed what is not in the log: ${entry.body}`);
      this.seen.push(entry);
    }
  }

  private checkStored(text: string): void {
    if (!/"type":"(post|edit|delete|react|pin)"/.test(text)) return;
    const { id } = JSON.parse(text) as { id: string };
    // A page before this one may have heard since that it is in the log.
    if (!this.disk.commands.has(id) && !this.oracle.has(id))
      this.oracle.fault(`[P1] sent before it was stored: ${text}`);
  }

  private failed(id: string, code: string): void {
    const intent = this.oracle.intents.get(id);
    if (intent) intent.hasFailed = true;
    if (!this.mayFail.has(code)) this.oracle.fault(`${intent?.body} failed: ${code}`);
  }
}

function difference(shown: readonly Message[], truth: readonly Message[]): string {
  const i = shown.findIndex((message, n) => !isDeepStrictEqual(message, truth[n]));
  return `${JSON.stringify(shown[i])} instead of ${JSON.stringify(truth[i < 0 ? shown.length : i])}`;
}
