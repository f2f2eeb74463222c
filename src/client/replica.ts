// How far this client's copy of the log reaches, and what a page of entries does to it.
// Entries are applied once, in order, without holes [L2]; what is missing is asked for with `sync` [L6].

import type { Cursor, Entry } from "../protocol/entries.ts";

export interface Replica {
  readonly cursor: Cursor;
  /** The `after` of a replay page that was asked for, or comes unasked after `welcome`. */
  readonly awaiting?: number;
  /** The entries applied last, for pages of history that are older than the cursor [L5]. */
  readonly tail: readonly Entry[];
}

export interface Receipt {
  replica: Replica;
  /** The entries that were new, rising by one. */
  fresh: readonly Entry[];
  /** The next page, or what is missing, has to be asked for. */
  sync: boolean;
  /** The copy reaches what was the head. */
  caughtUp: boolean;
}

const TAIL_MOST = 500;

export function startAt(cursor: Cursor): Replica {
  return { cursor, tail: [] };
}

/** The page after `seq` will come: asked for with `sync`, or unasked after `welcome`. */
export function awaitPage(replica: Replica, seq = replica.cursor.seq): Replica {
  return { ...replica, awaiting: seq };
}

/** Nothing asked for on the last connection will be answered. */
export function disconnected({ cursor, tail }: Replica): Replica {
  return { cursor, tail };
}

/** Takes in one `entries` frame: live, replayed, late, repeated or too early. */
export function receive(replica: Replica, entries: readonly Entry[], more: boolean): Receipt {
  const { replica: moved, fresh, gap } = absorb(replica, entries);
  // A replay page begins where it was asked for. A live frame that does so, too, proves as much.
  const answers =
    replica.awaiting !== undefined &&
    (entries.length === 0 || entries[0]?.seq === replica.awaiting + 1);
  const turned = answers ? disconnected(moved) : moved;
  const pull = more && (answers || fresh.length > 0);
  const sync = pull || (gap && turned.awaiting === undefined);
  return { replica: turned, fresh, sync, caughtUp: !sync && turned.awaiting === undefined };
}

/** Applies what continues the copy; from the socket or not, it is the same log. */
export function absorb(
  replica: Replica,
  entries: readonly Entry[],
): { replica: Replica; fresh: readonly Entry[]; gap: boolean } {
  const { fresh, gap } = contiguous(replica.cursor.seq, entries);
  return { replica: advance(replica, fresh), fresh, gap };
}

/** Learns which entry stands at the cursor, where a page of history shows it [L7]. */
export function identify(replica: Replica, entries: readonly Entry[]): Replica {
  const { cursor } = replica;
  if (cursor.at !== undefined) return replica;
  const here = entries.find(({ seq }) => seq === cursor.seq);
  return here ? { ...replica, cursor: { ...cursor, at: here.id, atTs: here.ts } } : replica;
}

/** The applied entries above `seq`, or undefined where they are not kept so far back. */
export function appliedAfter({ cursor, tail }: Replica, seq: number): readonly Entry[] | undefined {
  const above = tail.filter((entry) => entry.seq > seq);
  return above.length >= cursor.seq - seq ? above : undefined;
}

function contiguous(after: number, entries: readonly Entry[]): { fresh: Entry[]; gap: boolean } {
  const fresh: Entry[] = [];
  for (const entry of entries) {
    const next = after + fresh.length + 1;
    if (entry.seq > next) return { fresh, gap: true };
    if (entry.seq === next) fresh.push(entry);
  }
  return { fresh, gap: false };
}

function advance(replica: Replica, fresh: readonly Entry[]): Replica {
  const last = fresh.at(-1);
  if (!last) return replica;
  const cursor = { epoch: replica.cursor.epoch, seq: last.seq, at: last.id, atTs: last.ts };
  return { ...replica, cursor, tail: [...replica.tail, ...fresh].slice(-TAIL_MOST) };
}
