// Brings the outbox into the log: stores, sends, waits and resends [P1] [P2] [P5].
// A command that could not be stored is never sent; one that was sent is never changed.

import type { Accepted, Rejected } from "../protocol/frames.ts";
import type { Command, UpFrame } from "../protocol/commands.ts";
import { createAlarm } from "./alarm.ts";
import * as outbox from "./outbox.ts";
import type { Outbox, OutboxItem } from "./outbox.ts";
import type { Platform } from "./platform.ts";
import type { Refused } from "./state.ts";
import type { RoomStorage } from "./storage.ts";

/** So long a command may stay unanswered while pongs come: its object may be stuck. */
const ANSWER_MS = 20_000;

export interface SenderOptions {
  platform: Platform;
  storage: RoomStorage;
  /** What commands can travel over now. */
  transport(): "socket" | "http" | undefined;
  send(frame: UpFrame): void;
  /** One command over HTTP [T1]; undefined where the server was not reached. */
  request(command: Command): Promise<Accepted | Rejected | undefined>;
  cursor(): number;
  changed(pending: Outbox["items"]): void;
  /** The connection is of no use any more. */
  stuck(): void;
}

export interface Sender {
  add(item: OutboxItem): void;
  /** Commands of a page that is gone, in the storage already; the first ones go before what is new. */
  adopt(items: readonly OutboxItem[], first: boolean): void;
  retry(id: string, newId: string): void;
  discard(id: string): void;
  /** Sends what may go, over the transport there is. */
  pump(): void;
  answered(frame: Accepted | Rejected): void;
  /** One's own entry came: the answer is known without `accepted` [P1]. */
  seen(id: string): void;
  reached(cursor: number): void;
  disconnected(): void;
  reset(epoch: string): void;
  /** Closed with 4506: what stands first in flight has failed. */
  headFailed(message: string): void;
  /** Nothing of what waits will ever get in: it has failed, and goes nowhere by itself. */
  giveUp(failure: Refused): void;
  /** Only these people's commands may go from here. */
  keepOnly(person: string): void;
  close(): void;
}

export function createSender(options: SenderOptions): Sender {
  const { platform, storage } = options;
  let box: Outbox = outbox.EMPTY;
  let requesting = false;
  let closed = false;
  const hold = createAlarm(platform);
  const answer = createAlarm(platform);

  function set(next: Outbox): void {
    if (next === box) return;
    const shown = next.items !== box.items;
    box = next;
    if (box.held === undefined) hold.clear();
    if (shown) options.changed(box.items);
  }

  function pump(): void {
    if (closed) return;
    const transport = options.transport();
    if (transport === "socket") for (const item of outbox.sendable(box)) sendOne(item);
    if (transport === "http") void requestOne();
    if (transport !== "socket" || !outbox.inFlight(box)) answer.clear();
    else if (!answer.pending) answer.set(ANSWER_MS, options.stuck);
  }

  function sendOne(item: OutboxItem): void {
    set(outbox.sent(box, item.id));
    options.send(item.command);
  }

  /** One at a time: over HTTP the next could overtake [P5]. */
  async function requestOne(): Promise<void> {
    const [item] = outbox.sendable(box);
    if (!item || requesting) return;
    requesting = true;
    const frame = await options.request(item.command);
    requesting = false;
    // After a reset it is another command, and this answer is of a log that is void [H7].
    if (frame && box.items.some(({ command }) => command === item.command)) answered(frame);
  }

  function answered(frame: Accepted | Rejected): void {
    answer.clear();
    if (frame.type === "accepted") {
      set(outbox.accepted(box, frame.id, frame.seq, options.cursor()));
      forget(frame.id);
    } else refused(frame);
    pump();
  }

  function refused(frame: Rejected): void {
    const { outbox: next, drop, waitMs, stuck } = outbox.refused(box, frame, platform.random());
    set(next);
    const item = box.items.find(({ id }) => id === frame.id);
    // The line goes on once no later page would send it again: that would come after what goes now [G5].
    if (drop && item)
      void storage
        .putCommand(outbox.plain(item))
        .catch(() => {})
        .then(() => giveUp(item.id));
    if (waitMs !== undefined) hold.set(waitMs, releaseLine);
    if (stuck) options.stuck();
  }

  function releaseLine(): void {
    set(outbox.release(box));
    pump();
  }

  function giveUp(id: string): void {
    if (options.transport() === "socket") options.send({ type: "drop", id });
  }

  function store(item: OutboxItem): void {
    storage.putCommand(outbox.plain(item)).then(
      () => {
        set(outbox.stored(box, item.id));
        pump();
      },
      () => {
        set(outbox.fail(box, item.id, "storage", "There was no room to keep this message safe."));
        pump();
      },
    );
  }

  /** A command that stays in the storage by mistake is sent again, and found there [P3]. */
  function forget(id: string): void {
    storage.removeCommand(id).catch(() => {});
  }

  return {
    pump,
    answered,
    add(item) {
      set(outbox.add(box, item));
      store(item);
    },
    adopt(items, first) {
      set(outbox.adopt(box, items, first));
      pump();
    },
    retry(id, newId) {
      const failure = box.items.find((item) => item.id === id)?.failure;
      if (!failure) return;
      // The old id stands for another message already [P4]; any other failure left no trace.
      const renamed = failure.code === "id_conflict" ? newId : id;
      set(outbox.again(box, id, renamed));
      if (renamed !== id) forget(id);
      const item = box.items.at(-1);
      if (item) store(item);
    },
    discard(id) {
      if (!box.items.some((item) => item.id === id && item.failure)) return;
      set(outbox.remove(box, id));
      forget(id);
    },
    seen(id) {
      if (!box.items.some((item) => item.id === id)) return;
      set(outbox.remove(box, id));
      forget(id);
      answer.clear();
      pump();
    },
    reached(cursor) {
      set(outbox.reached(box, cursor));
    },
    disconnected() {
      hold.clear();
      answer.clear();
      set(outbox.disconnected(box));
    },
    reset(epoch) {
      set(outbox.reset(box, epoch));
    },
    headFailed(message) {
      const head = outbox.inFlight(box);
      if (!head) return;
      set(outbox.fail(box, head.id, "bad_command", message));
      const item = box.items.find(({ id }) => id === head.id);
      if (item) void storage.putCommand(outbox.plain(item)).catch(() => {});
    },
    giveUp(failure) {
      for (const { id, seq, failure: known } of box.items) {
        if (known) continue;
        // What was accepted is in the log, which one does not see any more.
        set(seq === undefined ? outbox.failAs(box, id, failure) : outbox.remove(box, id));
        const item = box.items.find((one) => one.id === id);
        if (item) void storage.putCommand(outbox.plain(item)).catch(() => {});
      }
    },
    keepOnly(person) {
      const others = box.items.filter(({ by }) => by !== undefined && by !== person);
      for (const { id } of others) set(outbox.remove(box, id));
    },
    close() {
      closed = true;
      hold.clear();
      answer.clear();
    },
  };
}
