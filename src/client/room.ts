// One room as a client sees it: the parts of this folder, put together.
// What the network says goes through `frames`; what a person does, through the functions returned.

import { encode, parseDown } from "../protocol/codec.ts";
import type { Command, Leave, Order, UpFrame } from "../protocol/commands.ts";
import {
  isKind,
  isMessage,
  type Cursor,
  type Entry,
  type Message,
  type TopicEntry,
} from "../protocol/entries.ts";
import { longerThan } from "../lib/text.ts";
import { bearer, roomPath, socketUrl } from "./address.ts";
import { copyOf, createCache, savedOf } from "./cache.ts";
import { createConnection, type Reach } from "./connection.ts";
import { show, type Part } from "./copy.ts";
import { createFollow } from "./follow.ts";
import { createFrames } from "./frames.ts";
import { createHistory, type Where } from "./history.ts";
import { newId } from "./new-id.ts";
import type { OverHttp } from "./over-http.ts";
import { createNames } from "./people.ts";
import { defaultPlatform } from "./platform.ts";
import { createReader } from "./reader.ts";
import { createRequests, type Question } from "./requests.ts";
import { createSender } from "./sender.ts";
import type { OutboxItem } from "./outbox.ts";
import type { RoomClient, RoomOptions } from "./room-client.ts";
import {
  isUp,
  nothingYet,
  type ConnectionState,
  type PendingChange,
  type PendingMessage,
} from "./state.ts";
import { memoryStorage, type SavedRoom } from "./storage.ts";
import * as standing from "./standing.ts";
import { createStore } from "./store.ts";
import { shrink, type Page, type Place } from "./stretch.ts";
import { BEGINNING, NOTHING } from "./timeline.ts";
import { createThreads, shownThread } from "./threads.ts";
import { createTyping } from "./typing.ts";
import { within } from "./within.ts";

export type { RoomClient, RoomOptions } from "./room-client.ts";

/** A storage that hangs must not keep the room closed. */
const STORAGE_MS = 2_000;
const LOAD_MS = 15_000;
/** Messages kept of a room that one has left. */
const KEPT_ON_LEAVING = 200;
const OUT = { code: "not_found", message: "You are no longer in this room." } as const;

type Bare<C> = C extends unknown ? Omit<C, "id" | "epoch" | "after"> : never;
type NewCommand = Bare<Exclude<Command, Order | Leave>>;

export function openRoom(options: RoomOptions): RoomClient {
  const {
    origin,
    room,
    token,
    onEntries,
    fromStart = false,
    platform = defaultPlatform(),
    loadOverHttp = async () => (await import("./over-http.ts")).createOverHttp,
  } = options;
  const storage = options.storage ?? memoryStorage();
  const clientId = options.clientId ?? newId(platform);
  const store = createStore(nothingYet(platform.now(), fromStart ? BEGINNING : NOTHING));
  /** The cursor that went with the newest upgrade. */
  let asked: Cursor | undefined;
  /** Rises with each upgrade, also where a duplicated or reloaded page goes on with the same id [C4]. */
  let attempt = 0;
  let closed = false;
  /** Removed from the room, or there is none: nothing of it is kept, nothing gets in. */
  let isOut = false;
  let overHttp: OverHttp | undefined;

  const connection = createConnection({
    platform,
    polls: true,
    headers: bearer(token),
    url() {
      asked = follow.copy?.replica.cursor;
      const { epoch, seq: after, at, atTs } = asked ?? {};
      attempt = Math.max(attempt + 1, platform.now());
      const cursor = { epoch, after, at, atTs };
      return socketUrl(origin, roomPath(room), { ...cursor, client: clientId, attempt, drops: 1 });
    },
    received(text) {
      const frame = parseDown(text);
      if (frame) onFrame(frame);
    },
    pong: (head) => follow.pong(head),
    changed: onConnection,
    badFrame: (message) => sender.headFailed(message),
    reach,
  });

  const follow = createFollow({
    platform,
    fromStart,
    send,
    changed({ stretch, thread, replica }) {
      const timeline = stretch.timeline;
      store.update({ timeline, thread: thread && shownThread(thread), head: replica.cursor.seq });
      sender.reached(replica.cursor.seq);
      history.reached();
      threads.reached();
      cache.touch();
    },
    arrived,
    startedOver(cursor, isVoid) {
      history.abandon();
      requests.drop();
      // Of a log that is void, `seq`s name other messages or none.
      if (isVoid) threads.close();
      reader.startedOver(cursor.seq, isVoid);
      if (isVoid) sender.reset(cursor.epoch);
      if (isVoid) cache.forget();
      if (!fromStart) void history.newest();
      threads.reload();
    },
    caughtUp: () => connection.caughtUp(),
    stalled: () => connection.lost(),
  });

  const pages = {
    async ask(where: Where & { thread?: number }) {
      const answer = await requests.ask((ref) => ({ type: "history", ref, ...where }));
      return answer?.type === "history" ? answer : undefined;
    },
    show(page: Page, place: Place, part: Part) {
      const copy = follow.copy && show(follow.copy, page, place, part);
      if (!copy || copy === "stale") return copy ?? "early";
      follow.replace(copy);
      shown(page.messages);
      return "shown";
    },
  };
  const history = createHistory({
    ask: pages.ask,
    timeline: () => follow.copy?.stretch.timeline,
    show: (page, place) => pages.show(page, place, "main"),
  });
  const threads = createThreads({
    ...pages,
    copy: () => follow.copy,
    replace: (copy) => follow.replace(copy),
  });

  const requests = createRequests(platform, ask);
  const { named, who, refreshOnline } = createNames(store, requests);
  const reader = createReader(platform, store, send);
  const typing = createTyping(
    platform,
    () => send({ type: "typing" }),
    (names) => store.update({ typing: names }),
  );
  const sender = createSender({
    platform,
    storage,
    transport,
    send,
    request: async (command) => overHttp?.post(command),
    cursor: () => store.state.head,
    changed: (items) =>
      store.update({ pending: items.flatMap(messageOf), changes: items.flatMap(changeOf) }),
    stuck: () => connection.lost(),
  });
  const cache = createCache(platform, storage, () =>
    follow.copy && !fromStart && !isOut ? savedOf(follow.copy, store.state) : undefined,
  );
  const onFrame = createFrames({
    store,
    connection,
    follow,
    reader,
    requests,
    sender,
    typing,
    asked: () => asked,
    named,
    send,
    refreshOnline: () => void refreshOnline(),
  });

  function send(frame: UpFrame): void {
    connection.send(encode(frame));
  }

  function transport(): "socket" | "http" | undefined {
    const { name } = connection.state;
    return name === "live" ? "socket" : name === "polling" ? "http" : undefined;
  }

  function ask(question: Question): void {
    const way = transport();
    if (way === "socket") send(question);
    else if (way === "http") void overHttp?.ask(question);
  }

  /** Where it cannot be loaded, the server it would be loaded from cannot be reached. */
  async function reach(): Promise<Reach> {
    const create = overHttp ? undefined : await within(platform, LOAD_MS, loadOverHttp());
    overHttp ??= create?.({
      origin,
      room,
      token,
      platform,
      store,
      connection,
      follow,
      requests,
      sender,
      named,
      shown,
    });
    return overHttp ? overHttp.reach() : "unreachable";
  }

  function onConnection(state: ConnectionState, was: ConnectionState): void {
    store.update({ connection: state });
    if (isClosedTo(state)) leaveForGood();
    if (isUp(was) && !isUp(state)) {
      follow.disconnected();
      sender.disconnected();
      typing.clear();
      history.renew();
      threads.renew();
    }
    if (state.name !== "polling") overHttp?.stop();
    else if (was.name !== "polling") overHttp?.start();
    if (transport() === undefined) return;
    isOut = false;
    requests.resend();
    sender.pump();
  }

  /** What was read stays on show while the page is open, and nowhere else. */
  function leaveForGood(): void {
    isOut = true;
    cache.forget();
    sender.giveUp(OUT);
  }

  /** A page of history, too, may hold what is waiting to be sent again. */
  function shown(messages: readonly Message[]): void {
    const { pending, you } = store.state;
    if (pending.length === 0) return;
    const mine = new Set(messages.flatMap(({ by, id }) => (by === you?.id ? [id] : [])));
    for (const { id } of pending) if (mine.has(id)) sender.seen(id);
  }

  function arrived(entries: readonly Entry[]): void {
    const you = store.state.you?.id;
    reader.arrived(entries);
    for (const entry of entries) {
      if (isKind(entry, "topic")) renamed(entry);
      store.update(standing.changed(store.state, entry));
      if (entry.by === you) sender.seen(entry.id);
      else if (isMessage(entry)) typing.stopped(entry.by);
    }
    onEntries?.(entries);
  }

  function renamed({ title, topic }: TopicEntry): void {
    const { room: info } = store.state;
    if (info) store.update({ room: { ...info, title, topic } });
  }

  function restore(saved: SavedRoom): void {
    named(Object.fromEntries(saved.people));
    store.update({
      room: saved.room,
      you: saved.you,
      readSeq: saved.readSeq,
      readTurn: saved.readTurn ?? 0,
      unread: saved.unread,
      mentions: saved.mentions ?? [],
      connection: connection.state,
    });
    reader.startedOver(saved.cursor.seq, false);
    follow.replace(copyOf(saved));
    threads.reload();
  }

  /** Into the outbox with the cursor of this moment [P1]; returns the id. */
  function write(fields: NewCommand, looks?: Pick<OutboxItem, "files">): string {
    const id = newId(platform);
    const { epoch, seq: after = 0 } = follow.copy?.replica.cursor ?? {};
    const by = store.state.you?.id;
    const isTooLong = "body" in fields && longerThan(fields.body, store.state.bodyLength);
    sender.add({
      id,
      command: { ...fields, id, ...(epoch && { epoch }), after },
      ts: platform.now(),
      ...looks,
      ...(by !== undefined && { by }),
      ...(isOut && { failure: OUT }),
      ...(isTooLong && { failure: { code: "too_large", message: "This message is too long." } }),
    });
    return id;
  }

  async function start(): Promise<void> {
    const saved = await within(platform, STORAGE_MS, storage.loadRoom());
    if (saved && !fromStart && !follow.copy) restore(saved);
    let isFirst = true;
    const adopted = storage.adopt((items) => {
      sender.adopt(items, isFirst);
      if (isOut) sender.giveUp(OUT);
    });
    await within(platform, STORAGE_MS, adopted);
    isFirst = false;
    if (!closed) connection.start();
  }

  void start();

  return {
    get state() {
      return store.state;
    },
    subscribe: (listener) => store.subscribe(listener),
    post: (body, { thread, replyTo, files } = {}) =>
      write(
        {
          type: "post",
          body,
          ...(thread !== undefined && { thread }),
          ...(replyTo !== undefined && { replyTo }),
          ...(files && { files: files.map((file) => file.id) }),
        },
        files && { files },
      ),
    edit: (seq, body) => write({ type: "edit", seq, body }),
    delete: (seq) => write({ type: "delete", seq }),
    react: (seq, emoji, on) => write({ type: "react", seq, emoji, on }),
    pin: (seq, on) => write({ type: "pin", seq, on }),
    setPreview: (seq, on) => write({ type: "preview", seq, on }),
    setTopic: (fields) => write({ type: "topic", ...fields }),
    retry: (id) => sender.retry(id, newId(platform)),
    discard: (id) => sender.discard(id),
    openThread: (root) => threads.open(root),
    closeThread: () => threads.close(),
    loadOlderReplies: () => threads.older(),
    loadOlder: () => history.older(),
    loadNewer: () => history.newer(),
    jumpTo: (where) => history.jumpTo(where),
    jumpToNewest: () => history.newest(),
    typing() {
      if (transport() === "socket") typing.say();
    },
    markRead(seq) {
      reader.mark(seq ?? store.state.head);
      cache.touch();
    },
    markThreadRead: (root, seq) => reader.markThread(root, seq),
    markUnread(seq) {
      if (transport() !== "socket") return false;
      send({ type: "unread", seq });
      return true;
    },
    enter: () => reader.enter(),
    leave() {
      reader.leave();
      const { copy } = follow;
      if (!copy) return;
      const stretch = shrink(copy.stretch, KEPT_ON_LEAVING);
      if (stretch.timeline !== copy.stretch.timeline) history.abandon();
      follow.replace({ ...copy, stretch });
    },
    see: (view) => follow.see(view),
    reconnect: () => connection.reconnect(),
    wake() {
      connection.wake();
      overHttp?.hurry();
      // It may be that the page is about to go.
      cache.flush();
    },
    who,
    close() {
      closed = true;
      cache.flush();
      connection.close();
      history.abandon();
      threads.abandon();
      requests.drop();
      reader.close();
      sender.close();
      storage.close();
    },
  };
}

function messageOf({ id, command, ts, failure, files }: OutboxItem): PendingMessage[] {
  if (command.type !== "post") return [];
  const { body, thread, replyTo } = command;
  return [
    {
      id,
      body,
      ts,
      ...(thread !== undefined && { thread }),
      ...(replyTo !== undefined && { replyTo }),
      ...(files && { files }),
      ...(failure && { failure }),
    },
  ];
}

function changeOf({ id, command, failure }: OutboxItem): PendingChange[] {
  return command.type === "post" ? [] : [{ id, command, ...(failure && { failure }) }];
}

function isClosedTo(state: ConnectionState): boolean {
  return state.name === "ended" && (state.code === "removed" || state.code === "not_found");
}
