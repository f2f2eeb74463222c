// One's read mark in a room: moved by reading here, by writing, and by one's other devices.
// The mark goes to the server at most once a second, and again after `welcome` where we are ahead [H6].

import type { Entry } from "../protocol/entries.ts";
import type { ReadFrame, Welcome } from "../protocol/frames.ts";
import { createAlarm } from "./alarm.ts";
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
  mark(seq: number): void;
  enter(): void;
  leave(): void;
  /** The numbers begin anew; entries up to `head` are nobody's news. */
  startedOver(head: number, isVoid: boolean): void;
}

/** `send` may do nothing; the next `welcome` makes up for it. */
export function createReader(
  platform: Platform,
  store: Store<RoomState>,
  send: (seq: number) => void,
): Reader {
  let counted = store.state.head;
  let isWelcome = false;
  let isInside = false;
  let sentSeq = 0;
  const pause = createAlarm(platform);

  function sendMark(): void {
    const { readSeq } = store.state;
    if (pause.pending || readSeq <= sentSeq) return;
    sentSeq = readSeq;
    send(readSeq);
    pause.set(MARK_MS, sendMark);
  }

  function move(seq: number): void {
    const { head, timeline, you } = store.state;
    store.update(read.marked(store.state, seq, head, timeline, you?.id));
  }

  function line(): number | undefined {
    const { unread, readSeq } = store.state;
    return unread > 0 ? readSeq : undefined;
  }

  return {
    welcomed(frame, trusted) {
      const own = trusted ? store.state : { readSeq: 0, unread: 0 };
      const told = { readSeq: frame.readSeq, unread: frame.unread };
      if (isInside && !isWelcome) {
        const where = Math.max(frame.readSeq, store.state.newAfter ?? 0);
        store.update({ newAfter: frame.unread > 0 ? where : undefined });
      }
      isWelcome = true;
      counted = frame.head;
      store.update(read.welcomed(own, { ...told, head: frame.head }, store.state.timeline));
      sentSeq = frame.readSeq;
      pause.clear();
      sendMark();
    },
    arrived(entries) {
      const next = read.received(store.state, entries, counted, store.state.you?.id);
      counted = next.counted;
      store.update({ readSeq: next.readSeq, unread: next.unread });
      // The server marks what one writes by itself.
      sentSeq = Math.max(
        sentSeq,
        entries.findLast(({ by }) => by === store.state.you?.id)?.seq ?? 0,
      );
    },
    told({ by, seq }) {
      if (by === store.state.you?.id) move(seq);
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
      if (isVoid) store.update({ readSeq: Math.min(store.state.readSeq, head) });
    },
  };
}
