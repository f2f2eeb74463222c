// One's read mark in a room: moved by reading here, by writing, and by one's other devices.
// The mark goes to the server at most once a second, and again after `welcome` where we are ahead [H6].

import type { Read } from "../protocol/commands.ts";
import { isMessage, type Entry, type Message } from "../protocol/entries.ts";
import type { ReadFrame, ThreadMark, Welcome } from "../protocol/frames.ts";
import { createAlarm } from "./alarm.ts";
import { mentionsAfter, threadsAfter, withMark } from "./concern.ts";
import type { Platform } from "./platform.ts";
import * as read from "./read.ts";
import type { RoomState } from "./state.ts";
import type { Store } from "./store.ts";

const MARK_MS = 1_000;

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
}

/** `send` may do nothing; the next `welcome` makes up for it. */
export function createReader(
  platform: Platform,
  store: Store<RoomState>,
  send: (frame: Read) => void,
): Reader {
  let counted = store.state.head;
  let isWelcome = false;
  let isInside = false;
  let sentSeq = 0;
  const pause = createAlarm(platform);
  const threadPause = createAlarm(platform);
  const unsent = new Map<number, number>();

  function sendMark(): void {
    const { readSeq } = store.state;
    if (pause.pending || readSeq <= sentSeq) return;
    sentSeq = readSeq;
    send({ type: "read", seq: readSeq, turn: store.state.readTurn });
    pause.set(MARK_MS, sendMark);
  }

  function sendThreadMarks(): void {
    if (threadPause.pending || unsent.size === 0) return;
    for (const [thread, seq] of unsent) send({ type: "read", seq, thread });
    unsent.clear();
    threadPause.set(MARK_MS, sendThreadMarks);
  }

  function move(seq: number): void {
    const { head, timeline, you } = store.state;
    store.update(read.marked(store.state, seq, head, timeline, you?.id));
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

  function setBack(frame: ReadFrame): void {
    const { seq: readSeq, turn = 0, unread = 0, mentions = [] } = frame;
    sentSeq = readSeq;
    counted = Math.max(counted, store.state.head);
    store.update({
      readSeq,
      readTurn: turn,
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
      const isOwn = trusted && readTurn === store.state.readTurn;
      const own = isOwn ? store.state : { readSeq: 0, unread: 0 };
      store.update({ readTurn });
      const told = { readSeq: frame.readSeq, unread: frame.unread };
      if (isInside && !isWelcome) {
        const where = Math.max(frame.readSeq, store.state.newAfter ?? 0);
        store.update({ newAfter: frame.unread > 0 ? where : undefined });
      }
      isWelcome = true;
      counted = frame.head;
      store.update(read.welcomed(own, { ...told, head: frame.head }, store.state.timeline));
      welcomedMarks(frame);
      sentSeq = frame.readSeq;
      pause.clear();
      sendMark();
    },
    arrived(entries) {
      // What `welcome` counted is in its lists, too.
      const news = entries.filter(({ seq }) => seq > counted);
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
      if (frame.turn !== undefined) setBack(frame);
      else if (frame.thread !== undefined) moveThread(frame.thread, frame.seq);
      else move(frame.seq);
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
      if (isVoid)
        store.update({
          readSeq: Math.min(store.state.readSeq, head),
          mentions: [],
          threads: new Map(),
        });
    },
  };
}
