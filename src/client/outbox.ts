// One's commands that the log does not hold yet, oldest first [P1].
// An author's order is kept: nothing overtakes what waits, is being stored, or was put off [G5] [P5].

import { isTemporary, type Code } from "../protocol/codes.ts";
import type { Command, Leave, Order } from "../protocol/commands.ts";
import type { FileInfo } from "../protocol/files.ts";
import type { Rejected } from "../protocol/frames.ts";
import type { Refused } from "./state.ts";
import { backoff } from "./backoff.ts";

/** What is stored of a command; everything in it is resent unchanged. */
export interface OutboxItem {
  id: string;
  /** With the author's cursor when it was written; without an epoch it is looked for in the whole log [P3]. */
  command: Exclude<Command, Order | Leave>;
  /** ms of the client's clock when it was written */
  ts: number;
  failure?: Refused;
  /** What the files of a message look like until the log shows them. */
  files?: readonly FileInfo[];
  /** Person id, where it was known: nobody else may send it. */
  by?: string;
}

interface Waiting extends OutboxItem {
  /** In the storage; until then it is not sent [P1]. */
  stored: boolean;
  /** On this connection, and not answered yet. */
  sent: boolean;
  /** Accepted as this `seq`; shown as pending until the log has come so far. */
  seq?: number;
  /** Temporary refusals so far, and how many of them were `internal`. */
  refusals: number;
  internals: number;
}

export interface Outbox {
  readonly items: readonly Waiting[];
  /** So many may be unanswered; a refusal narrows it, so that a long line is not resent in vain. */
  readonly window: number;
  /** The command that holds the line, until `release` [P5]. */
  readonly held?: string;
}

/** What a refusal asks for. */
export interface Consequence {
  outbox: Outbox;
  /** Give the command up at the server, too. */
  drop?: true;
  /** `release` after this many ms. */
  waitMs?: number;
  /** The connection holds a line that we know nothing of: a new one does not. */
  stuck?: true;
}

const INTERNALS_MOST = 5;
const STUCK_AFTER = 5;
const REFUSED_FIRST_MS = 1_000;

const WINDOW_MOST = 32;

export const EMPTY: Outbox = { items: [], window: WINDOW_MOST };

export function add(outbox: Outbox, item: OutboxItem): Outbox {
  return { ...outbox, items: [...outbox.items, waiting(item, false)] };
}

/** Takes over what another page left in the storage; `first`: before what was written since. */
export function adopt(outbox: Outbox, items: readonly OutboxItem[], first: boolean): Outbox {
  const known = new Set(outbox.items.map(({ id }) => id));
  const taken = items.filter(({ id }) => !known.has(id)).map((item) => waiting(item, true));
  return { ...outbox, items: first ? [...taken, ...outbox.items] : [...outbox.items, ...taken] };
}

export function stored(outbox: Outbox, id: string): Outbox {
  return change(outbox, id, { stored: true });
}

/** What may be sent now, oldest first. */
export function sendable(outbox: Outbox): readonly Waiting[] {
  if (outbox.held !== undefined) return [];
  const open = outbox.items.filter(isOpen);
  const barrier = open.findIndex((item) => !item.stored);
  const unanswered = open.filter((item) => item.sent).length;
  return (barrier < 0 ? open : open.slice(0, barrier))
    .filter((item) => !item.sent)
    .slice(0, Math.max(0, outbox.window - unanswered));
}

export function sent(outbox: Outbox, id: string): Outbox {
  return change(outbox, id, { sent: true });
}

/** Kept for show until the cursor has reached `seq`: between the two it would be nowhere. */
export function accepted(outbox: Outbox, id: string, seq: number, cursor: number): Outbox {
  const wider = { ...outbox, window: Math.min(WINDOW_MOST, outbox.window + 1) };
  return free(seq <= cursor ? remove(wider, id) : change(wider, id, { seq, sent: false }));
}

/** The log has come to `cursor`. */
export function reached(outbox: Outbox, cursor: number): Outbox {
  const items = outbox.items.filter(({ seq }) => seq === undefined || seq > cursor);
  return items.length === outbox.items.length ? outbox : { ...outbox, items };
}

export function remove(outbox: Outbox, id: string): Outbox {
  if (!outbox.items.some((item) => item.id === id)) return outbox;
  return free({ ...outbox, items: outbox.items.filter((item) => item.id !== id) });
}

export function refused(outbox: Outbox, frame: Rejected, random: number): Consequence {
  const item = outbox.items.find(({ id }) => id === frame.id);
  if (!item || !isOpen(item)) return { outbox };
  // Answers come in order: one that skips a command on its way is about an earlier sending.
  if (frame.code === "out_of_order" && earlier(outbox, item.id).some((one) => one.sent))
    return { outbox };
  const refusals = item.refusals + 1;
  const internals = item.internals + (frame.code === "internal" ? 1 : 0);
  if (!isTemporary(frame.code) || internals >= INTERNALS_MOST) {
    // What was sent after it is being refused: nothing newer may go before that comes again.
    const failed = fail(outbox, item.id, frame.code, frame.message);
    return { outbox: { ...failed, window: 1 }, drop: true };
  }
  const noted = change(outbox, item.id, { refusals, internals, sent: false });
  if (outbox.held !== undefined) return { outbox: noted };
  if (frame.code === "out_of_order" && refusals >= STUCK_AFTER)
    return { outbox: noted, stuck: true };
  const waitMs = (frame.retryAfterMs ?? 0) || backoff(random, refusals - 1, REFUSED_FIRST_MS);
  return { outbox: { ...noted, held: item.id, window: 1 }, waitMs };
}

/** The wait is over: the held command and all after it go again. */
export function release(outbox: Outbox): Outbox {
  const from = outbox.items.findIndex(({ id }) => id === outbox.held);
  return unsent(outbox, from);
}

/** A new connection holds no line and has heard nothing [P2]. */
export function disconnected(outbox: Outbox): Outbox {
  return { ...unsent(outbox, 0), window: WINDOW_MOST };
}

/** The log they were written against is void [P2]: what names a message of it can no longer be meant. */
export function reset(outbox: Outbox, epoch: string): Outbox {
  const items = outbox.items.filter(({ seq }) => seq === undefined);
  return { ...outbox, items: items.map((item) => restart(item, epoch)) };
}

export function fail(outbox: Outbox, id: string, code: Code | "storage", message: string): Outbox {
  return failAs(outbox, id, { code, message });
}

export function failAs(outbox: Outbox, id: string, failure: Refused): Outbox {
  return free(change(outbox, id, { failure, sent: false }));
}

/** The first command that was sent and not answered. */
export function inFlight(outbox: Outbox): Waiting | undefined {
  return outbox.items.find((item) => isOpen(item) && item.sent);
}

/** A failed command goes to the end of the line, to be stored and sent anew as `renamed`. */
export function again(outbox: Outbox, id: string, renamed: string): Outbox {
  const item = outbox.items.find((one) => one.id === id);
  if (!item?.failure) return outbox;
  const { failure: _, ...rest } = plain(item);
  const command = { ...rest.command, id: renamed };
  return add(remove(outbox, id), { ...rest, id: renamed, command });
}

/** What the storage keeps. */
export function plain(item: OutboxItem): OutboxItem {
  const { id, command, ts, files, by, failure } = item;
  return {
    id,
    command,
    ts,
    ...(files && { files }),
    ...(by !== undefined && { by }),
    ...(failure !== undefined && { failure }),
  };
}

function restart(item: Waiting, epoch: string): Waiting {
  if ("seq" in item.command && !item.failure)
    return { ...item, sent: false, failure: { code: "not_found", message: "The room was reset." } };
  return { ...item, command: { ...item.command, epoch, after: 0 } };
}

function isOpen(item: Waiting): boolean {
  return item.failure === undefined && item.seq === undefined;
}

function earlier(outbox: Outbox, id: string): readonly Waiting[] {
  return outbox.items.slice(
    0,
    outbox.items.findIndex((item) => item.id === id),
  );
}

/** A line held by a command that got its answer, or is gone, is not held. */
function free(outbox: Outbox): Outbox {
  const holder = outbox.items.find(({ id }) => id === outbox.held);
  return holder && isOpen(holder) ? outbox : { items: outbox.items, window: outbox.window };
}

function waiting(item: OutboxItem, isStored: boolean): Waiting {
  return { ...item, stored: isStored, sent: false, refusals: 0, internals: 0 };
}

function unsent({ items, window }: Outbox, from: number): Outbox {
  return {
    items: items.map((item, i) => (i >= from && item.sent ? { ...item, sent: false } : item)),
    window,
  };
}

function change(outbox: Outbox, id: string, patch: Partial<Waiting>): Outbox {
  return {
    ...outbox,
    items: outbox.items.map((item) => (item.id === id ? { ...item, ...patch } : item)),
  };
}
