// Read marks that are not written yet, of the main timeline and of threads.
// They only rise, and are written in batches: a row for some hundred readers and a minute [H6] [L8].

import type { Sql } from "../lib/sql.ts";
import { writePages } from "./mark-pages.ts";
import { isMarkBelow, readSeqOf, writeMark } from "./members.ts";
import { threadReadSeq, writeThreadMark } from "./threads.ts";

interface Marks {
  main: number;
  /** By the thread's first message. */
  threads: Map<number, number>;
}

const NONE: Readonly<Marks> = { main: 0, threads: new Map() };

export class PendingMarks {
  private readonly of = new Map<string, Marks>();

  get isEmpty(): boolean {
    return this.of.size === 0;
  }

  keep(person: string, seq: number, thread?: number): void {
    const marks = this.of.get(person) ?? { main: 0, threads: new Map<number, number>() };
    if (thread === undefined) marks.main = Math.max(marks.main, seq);
    else marks.threads.set(thread, Math.max(marks.threads.get(thread) ?? 0, seq));
    this.of.set(person, marks);
  }

  /** Of the main timeline; 0 where nothing is pending. */
  seqOf(person: string): number {
    return this.of.get(person)?.main ?? 0;
  }

  /** Of a thread; 0 where nothing is pending. */
  threadSeqOf(person: string, thread: number): number {
    return this.of.get(person)?.threads.get(thread) ?? 0;
  }

  /** Of all threads, by root. */
  threadsOf(person: string): ReadonlyMap<number, number> {
    return this.of.get(person)?.threads ?? new Map<number, number>();
  }

  /** Of the main timeline, by person. */
  all(): ReadonlyMap<string, number> {
    return new Map([...this.of].map(([person, { main }]) => [person, main]));
  }

  /** The mark was set back: what was pending for the main timeline is void. */
  drop(person: string): void {
    const marks = this.of.get(person);
    if (marks) marks.main = 0;
  }

  /** Writes all marks, and that those of authors are written up to `head`; inside a transaction, so `forget` comes after it. */
  write(sql: Sql, head: number): void {
    const rising = new Map<string, number>();
    for (const [person, { main, threads }] of this.of) {
      if (isMarkBelow(sql, person, main)) rising.set(person, main);
      for (const [root, seq] of threads) writeThreadMark(sql, root, person, seq);
    }
    writePages(sql, rising, head);
  }

  /** The same of one person alone, whose row it is. */
  writeOf(sql: Sql, person: string): void {
    const { main, threads } = this.of.get(person) ?? NONE;
    writeMark(sql, person, main);
    for (const [root, seq] of threads) writeThreadMark(sql, root, person, seq);
  }

  /** What an attachment still holds and storage has, too, is pending no more. */
  forgetWritten(sql: Sql): void {
    for (const [person, { main, threads }] of this.of) {
      for (const [root, seq] of threads)
        if (seq <= (threadReadSeq(sql, root, person) ?? Infinity)) threads.delete(root);
      if (main <= readSeqOf(sql, person) && threads.size === 0) this.of.delete(person);
    }
  }

  forget(only?: string): void {
    if (only === undefined) this.of.clear();
    else this.of.delete(only);
  }
}
