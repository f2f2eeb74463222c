// Entries that not all sockets have got yet, in order, and what a socket gets that has got them up to a place.
// A place counts all entries that ever came before it; what waits fits one frame [L6].

import { utf8Length } from "../../lib/text.ts";
import { encode } from "../../protocol/codec.ts";
import type { Entry } from "../../protocol/entries.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { People } from "../../protocol/people.ts";

export interface Waiting {
  text: string;
  people: People;
  bytes: number;
}

/** What waits from one place on, encoded once for those who know its authors and once for the others. */
export interface Batch {
  plain: string;
  bytes: number;
  people: People;
  ids: string[];
  introducing?: string;
}

export class Backlog {
  private waiting: Waiting[] = [];
  private first = 0;
  private bytes = 0;
  /** By the place from which on. */
  private readonly batches = new Map<number, Batch>();

  /** The place of the next that comes. */
  get end(): number {
    return this.first + this.waiting.length;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  hasRoomFor(one: Waiting): boolean {
    return (
      this.waiting.length < LIMITS.replayEntries && this.bytes + one.bytes <= LIMITS.replayBytes
    );
  }

  add(one: Waiting): void {
    this.waiting.push(one);
    this.bytes += one.bytes;
    this.batches.clear();
  }

  /** Everybody has got those before this place. */
  dropUntil(place: number): void {
    const gone = this.waiting.splice(0, place - this.first);
    this.first += gone.length;
    for (const { bytes } of gone) this.bytes -= bytes;
    this.batches.clear();
  }

  /** Undefined where nothing waits from there on. */
  batchFrom(place: number): Batch | undefined {
    if (place >= this.end) return undefined;
    const from = Math.max(0, place - this.first);
    const kept = this.batches.get(from);
    if (kept) return kept;
    const batch = batchOf(this.waiting.slice(from));
    this.batches.set(from, batch);
    return batch;
  }
}

export function waitingOf(entry: Entry, people: People): Waiting {
  const text = JSON.stringify(entry);
  return { text, people, bytes: utf8Length(text) + utf8Length(JSON.stringify(people)) };
}

function batchOf(waiting: readonly Waiting[]): Batch {
  const people: People = Object.assign({}, ...waiting.map((one) => one.people));
  const empty = encode({ type: "entries", entries: [] });
  const plain = `${empty.slice(0, -2)}${waiting.map(({ text }) => text).join(",")}]}`;
  return { plain, bytes: utf8Length(plain), people, ids: Object.keys(people) };
}

/** The same for those who do not know all its authors: in most rooms nobody, after a while. */
export function introducing(batch: Batch): string {
  return (batch.introducing ??= `${batch.plain.slice(0, -1)},"people":${JSON.stringify(batch.people)}}`);
}
