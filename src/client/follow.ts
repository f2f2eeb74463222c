// Follows a room's log over the socket: `welcome`, replay, live, gaps and resets (sections 3 and 5 of
// docs/PROTOCOL.md). Whatever arrives, in whatever order, the copy is a prefix of the log [G3] [G4].

import type { Cursor, Entry } from "../protocol/entries.ts";
import type { Entries, Reset, Welcome } from "../protocol/frames.ts";
import type { Sync } from "../protocol/commands.ts";
import { createAlarm } from "./alarm.ts";
import { take, takeAside, type Copy } from "./copy.ts";
import type { Platform } from "./platform.ts";
import { awaitPage, disconnected, startAt } from "./replica.ts";
import { NO_STRETCH, outdated, WHOLE_STRETCH } from "./stretch.ts";
import type { Range } from "./timeline.ts";

/** More than this behind, a reader is better served by the newest page [L7]. */
const START_OVER_ABOVE = 1_000;
const BEHIND_MS = 2_000;
/** A replay page of 256 KiB on a slow line takes its time; after this the connection is given up. */
const STALL_MS = 30_000;

export interface FollowOptions {
  platform: Platform;
  /** Keeps every entry from the first one on: never starts over from history. */
  fromStart: boolean;
  send(frame: Sync): void;
  changed(copy: Copy): void;
  /** Each entry once, in order, after `changed`. */
  arrived(entries: readonly Entry[]): void;
  /** The copy begins anew at this cursor; `isVoid`: the old one was wrong. */
  startedOver(cursor: Cursor, isVoid: boolean): void;
  caughtUp(): void;
  stalled(): void;
}

export interface Follow {
  readonly copy: Copy | undefined;
  /** History moved the stretch on show, or the storage had a copy. */
  replace(copy: Copy): void;
  /** The copy's cursor went with the upgrade. */
  welcomed(frame: Welcome): void;
  entries(frame: Entries): void;
  /** What a reader sees is not trimmed; nothing changes by it. */
  see(view: Range): void;
  /** Who reads here: `welcome` tells, or HTTP where no socket gets through. */
  seenBy(viewer: string): void;
  /** Entries over HTTP. */
  polled(entries: readonly Entry[], epoch: string): void;
  reset(frame: Omit<Reset, "type" | "reason">): void;
  /** The server puts a `sync` off: it goes again after `ms`. */
  putOff(ms: number): void;
  pong(hint: { epoch: string; head: number }): void;
  disconnected(): void;
}

export function createFollow(options: FollowOptions): Follow {
  const { platform, fromStart } = options;
  let copy: Copy | undefined = fromStart
    ? { replica: startAt({ epoch: "", seq: 0 }), stretch: WHOLE_STRETCH }
    : undefined;
  const stalled = createAlarm(platform);
  const behind = createAlarm(platform);

  function set(next: Copy): void {
    copy = next;
    options.changed(copy);
  }

  function sync(): void {
    if (!copy) return;
    const { seq, ...cursor } = copy.replica.cursor;
    copy = { ...copy, replica: awaitPage(copy.replica) };
    stalled.set(STALL_MS, options.stalled);
    options.send({ type: "sync", after: seq, ...cursor });
  }

  function startOver(cursor: Cursor, isVoid: boolean): void {
    const kept = isVoid || !copy ? NO_STRETCH : outdated(copy.stretch);
    const viewer = copy?.viewer !== undefined && { viewer: copy.viewer };
    set(
      fromStart
        ? { replica: startAt({ epoch: cursor.epoch, seq: 0 }), stretch: WHOLE_STRETCH, ...viewer }
        : { replica: startAt(cursor), stretch: kept, ...viewer },
    );
    options.startedOver(cursor, isVoid);
  }

  function seenBy(viewer: string): void {
    if (copy) copy = { ...copy, viewer };
  }

  function settle(): void {
    stalled.clear();
    options.caughtUp();
  }

  function resume(known: Copy, frame: Welcome): void {
    const { cursor } = known.replica;
    const missed = frame.head - cursor.seq;
    if (cursor.epoch !== frame.epoch) return sync();
    if (missed > START_OVER_ABOVE && !fromStart) {
      startOver(headOf(frame), false);
      // The unasked page is of no use: this asks for what comes after the head instead.
      return sync();
    }
    if (missed <= 0) return settle();
    copy = { ...known, replica: awaitPage(known.replica) };
    stalled.set(STALL_MS, options.stalled);
  }

  return {
    get copy() {
      return copy;
    },
    replace: set,
    see(view) {
      if (copy) copy = { ...copy, stretch: { ...copy.stretch, view } };
    },
    seenBy,
    welcomed(frame) {
      if (!copy) {
        startOver(headOf(frame), false);
        seenBy(frame.you.id);
        return settle();
      }
      seenBy(frame.you.id);
      // `reset` follows.
      if (!frame.resumed) return stalled.set(STALL_MS, options.stalled);
      copy = adopted(copy, frame.epoch);
      resume(copy, frame);
    },
    entries(frame) {
      if (!copy) return;
      const taken = take(copy, frame.entries, frame.more === true);
      set(taken.copy);
      if (taken.fresh.length > 0) options.arrived(taken.fresh);
      if (taken.sync) sync();
      else if (taken.caughtUp) settle();
    },
    polled(entries, epoch) {
      if (!copy) return;
      const taken = takeAside(adopted(copy, epoch), entries);
      set(taken.copy);
      if (taken.fresh.length > 0) options.arrived(taken.fresh);
    },
    reset(frame) {
      startOver(headOf(frame), true);
      if (fromStart && frame.head > 0) sync();
      else settle();
    },
    putOff(ms) {
      if (copy?.replica.awaiting !== undefined) stalled.set(ms, sync);
    },
    pong(hint) {
      const isBehind = () => {
        if (!copy || copy.replica.awaiting !== undefined) return false;
        const { epoch, seq } = copy.replica.cursor;
        return epoch !== hint.epoch || seq < hint.head;
      };
      if (!isBehind()) return;
      behind.set(BEHIND_MS, () => {
        if (isBehind()) sync();
      });
    },
    disconnected() {
      stalled.clear();
      behind.clear();
      if (copy) copy = { ...copy, replica: disconnected(copy.replica) };
    },
  };
}

/** The cursor at the head, as far as it was told. */
export function headOf({ epoch, head, at, atTs }: Omit<Reset, "type" | "reason">): Cursor {
  return { epoch, seq: head, ...(at && { at }), ...(atTs !== undefined && { atTs }) };
}

/** A copy that trusts the epoch learns it [C1]. */
function adopted(copy: Copy, epoch: string): Copy {
  const { cursor } = copy.replica;
  return cursor.epoch === ""
    ? { ...copy, replica: { ...copy.replica, cursor: { ...cursor, epoch } } }
    : copy;
}
