// One's read mark in a room: moved by reading here, by writing, and by one's other devices.
// The mark goes to the server at most once a second, and again after `welcome` where we are ahead [H6].
// What is unread is never left at a guess: where messages in between are not at hand, the server is asked.

import type { Read } from "../protocol/commands.ts";
import { isMessage, type Entry, type Message } from "../protocol/entries.ts";
import type { ReadFrame, ReadMain, ThreadMark, Welcome } from "../protocol/frames.ts";
import { createAlarm } from "./alarm.ts";
import { mentionsAfter, threadsAfter, withMark } from "./concern.ts";
import type { Platform } from "./platform.ts";
import * as read from "./read.ts";
import type { RoomState } from "./state.ts";
import type { Store } from "./store.ts";
import { countAbove } from "./timeline.ts";

const MARK_MS = 1_000;
/** An answer that takes longer is lost. Asking twice does no harm. */
const PATIENCE_MS = 3_000;

export interface Reader {
  /** `trusted`: the client's own mark is of the same log. */
  welcomed(frame: Welcome, trusted: boolean): void;
  arrived(entries: readonly Entry[]): void;
  told(frame: ReadFrame): void;
  /** How far others have read. */
  seen(reads: Record<string, number>): void;
  mark(seq: number): void;
  /** In a thread that one takes part in; the others have no mark. */
  markThread(root: number, seq: number): void;
  enter(): void;
  leave(): void;
  /** The numbers begin anew; entries up to `head` are nobody's news. */
  startedOver(head: number, isVoid: boolean): void;
  close(): void;
}

/** `send` may do nothing; the next `welcome` makes up for it. */
export function createReader(
  platform: Platform,
  store: Store<RoomState>,
  send: (frame: Read) => void,
): Reader {
  /** Entries up to here are in the count, and in the lists of what concerns one. */
  let counted = store.state.head;
  let listed = counted;
  /** The count may be wrong, and the server is asked until it has answered. */
  let isGuess = false;
  let isWelcome = false;
  let isInside = false;
  let sentSeq = 0;
  const pause = createAlarm(platform);
  const doubt = createAlarm(platform);
  const threadPause = createAlarm(platform);
  const unsent = new Map<number, number>();

  function sendMark(): void {
    const { readSeq } = store.state;
    if (pause.pending || readSeq <= sentSeq) return;
    sentSeq = readSeq;
    say();
    pause.set(MARK_MS, sendMark);
  }

  function say(): void {
    const { readSeq: seq, readTurn: turn } = store.state;
    send({ type: "read", seq, turn, ...(isGuess && { count: true }) });
    // Of a connection that ends meanwhile nothing comes; the next `welcome` asks again.
    const { name } = store.state.connection;
    if (isGuess && (name === "live" || name === "replaying")) doubt.set(PATIENCE_MS, say);
  }

  function guess(is: boolean): void {
    isGuess = is;
    if (!is) doubt.clear();
  }

  function sendThreadMarks(): void {
    if (threadPause.pending || unsent.size === 0) return;
    for (const [thread, seq] of unsent) send({ type: "read", seq, thread });
    unsent.clear();
    threadPause.set(MARK_MS, sendThreadMarks);
  }

  function move(seq: number): void {
    const { head, timeline, you } = store.state;
    if (seq <= store.state.readSeq) return;
    const next = read.marked(store.state, seq, { head, counted }, timeline, you?.id);
    guess(next.isGuess);
    store.update(next.state);
    forgetMentions();
  }

  function forgetMentions(): void {
    const { mentions, readSeq } = store.state;
    if ((mentions[0] ?? Infinity) > readSeq) return;
    store.update({ mentions: mentions.filter((seq) => seq > readSeq) });
  }

  /** True where the mark rose. */
  function moveThread(root: number, seq: number): boolean {
    const known = store.state.threads.get(root);
    if (!known || seq <= known.readSeq) return false;
    store.update({ threads: withMark(store.state.threads, { ...known, readSeq: seq }) });
    return true;
  }

  /** The server has counted. It may do so before a replay has come that far, or after a poll came further. */
  function count({ seq: readSeq, unread, head }: ReadMain): void {
    const { timeline, you } = store.state;
    if (readSeq < store.state.readSeq) return;
    guess(false);
    counted = Math.max(counted, head);
    store.update({ readSeq, unread: unread + (countAbove(timeline, head, you?.id) ?? 0) });
    forgetMentions();
  }

  function setBack(
    readTurn: number,
    { seq: readSeq, unread, head, mentions = [] }: ReadMain,
  ): void {
    guess(false);
    sentSeq = readSeq;
    counted = Math.max(counted, head);
    listed = Math.max(listed, head);
    store.update({
      readSeq,
      readTurn,
      unread,
      mentions,
      ...(isInside && { newAfter: readSeq }),
    });
  }

  function find(seq: number): Message | undefined {
    return store.state.timeline.messages.find((message) => message.seq === seq);
  }

  function notice(entry: Entry): void {
    const { mentions, threads, you } = store.state;
    store.update({
      mentions: mentionsAfter(mentions, entry, you?.id, find),
      threads: threadsAfter(threads, entry, you?.id, find),
    });
  }

  /** What one reads of a thread here may be ahead of what the server has heard. */
  function welcomedMarks({ mentions, threads, reads }: Welcome): void {
    const { readSeq, threads: own } = store.state;
    const ahead = ({ root, readSeq: told }: ThreadMark) =>
      Math.max(told, own.get(root)?.readSeq ?? 0);
    for (const mark of threads) if (ahead(mark) > mark.readSeq) unsent.set(mark.root, ahead(mark));
    store.update({
      mentions: mentions.filter((seq) => seq > readSeq),
      threads: new Map(threads.map((mark) => [mark.root, { ...mark, readSeq: ahead(mark) }])),
      reads: reads && new Map(Object.entries(reads)),
    });
    sendThreadMarks();
  }

  function see(marks: Record<string, number>): void {
    const { reads = new Map<string, number>(), you } = store.state;
    const risen = Object.entries(marks).filter(
      ([id, seq]) => id !== you?.id && seq > (reads.get(id) ?? 0),
    );
    if (risen.length > 0) store.update({ reads: new Map([...reads, ...risen]) });
  }

  function line(): number | undefined {
    const { unread, readSeq } = store.state;
    return unread > 0 ? readSeq : undefined;
  }

  return {
    welcomed(frame, trusted) {
      const { readTurn } = frame;
      // A cursor at the beginning proves nothing: a mark above the head is of a log that was rolled back.
      const isBelow = store.state.readSeq <= frame.head;
      const isOwn = trusted && isBelow && readTurn === store.state.readTurn;
      const own = isOwn ? store.state : { readSeq: 0, unread: 0 };
      store.update({ readTurn });
      const told = { readSeq: frame.readSeq, unread: frame.unread };
      if (isInside && !isWelcome) {
        const where = Math.max(frame.readSeq, store.state.newAfter ?? 0);
        store.update({ newAfter: frame.unread > 0 ? where : undefined });
      }
      isWelcome = true;
      counted = listed = frame.head;
      store.update(read.welcomed(own, { ...told, head: frame.head }, store.state.timeline));
      welcomedMarks(frame);
      const { readSeq } = store.state;
      guess(readSeq > frame.readSeq && readSeq < frame.head);
      sentSeq = frame.readSeq;
      pause.clear();
      sendMark();
    },
    arrived(entries) {
      // What `welcome` counted is in its lists, too.
      const news = entries.filter(({ seq }) => seq > listed);
      const next = read.received(store.state, entries, counted, store.state.you?.id);
      counted = next.counted;
      store.update({ readSeq: next.readSeq, unread: next.unread });
      for (const entry of news) notice(entry);
      forgetMentions();
      const written = entries.filter((entry) => isMessage(entry) && entry.thread === undefined);
      if (store.state.reads) see(Object.fromEntries(written.map(({ by, seq }) => [by, seq])));
      // The server marks what one writes by itself.
      sentSeq = Math.max(
        sentSeq,
        written.findLast(({ by }) => by === store.state.you?.id)?.seq ?? 0,
      );
    },
    told(frame) {
      if (frame.by !== store.state.you?.id) return;
      if (frame.thread !== undefined) moveThread(frame.thread, frame.seq);
      else if (frame.turn !== undefined) setBack(frame.turn, frame);
      else count(frame);
    },
    seen: see,
    markThread(root, seq) {
      if (!moveThread(root, seq)) return;
      unsent.set(root, seq);
      sendThreadMarks();
    },
    mark(seq) {
      move(Math.min(seq, store.state.head));
      sendMark();
    },
    enter() {
      isInside = true;
      store.update({ newAfter: line() });
    },
    leave() {
      isInside = false;
      store.update({ newAfter: undefined });
    },
    startedOver(head, isVoid) {
      counted = Math.max(isVoid ? 0 : counted, head);
      listed = Math.max(isVoid ? 0 : listed, head);
      if (isVoid)
        store.update({
          readSeq: Math.min(store.state.readSeq, head),
          mentions: [],
          threads: new Map(),
        });
    },
    close() {
      pause.clear();
      threadPause.clear();
      doubt.clear();
    },
  };
}
