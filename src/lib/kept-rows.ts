// Rows that were read and are still true: a query is answered from memory until its table is written.
// Whoever writes says so with each statement, and whoever undoes a transaction clears all.

import type { SqlValue } from "./sql.ts";

/** Answers kept at once; beyond it all start anew. */
const MOST = 2_000;
const WRITES =
  /^\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+(\w+)/i;
const READS = /^\s*SELECT\b/i;

export class KeptRows {
  /** By table, then by query, then by what is bound. */
  private readonly tables = new Map<string, Map<string, Map<unknown, readonly object[]>>>();
  private count = 0;
  /** The table that a statement writes; "" for one that only reads, undefined where nothing can be said. */
  private readonly written = new Map<string, string | undefined>();

  /** The rows of a query upon this one table, which nobody may change. */
  rows<T extends object>(
    table: string,
    query: string,
    bindings: readonly SqlValue[],
    read: () => readonly T[],
  ): readonly T[] {
    const key = bindings.length > 1 ? JSON.stringify(bindings) : bindings[0];
    const known = this.tables.get(table)?.get(query)?.get(key);
    if (known) return known as readonly T[];
    const rows = read();
    if (this.count >= MOST) this.clear();
    const queries = this.tables.get(table) ?? new Map<string, Map<unknown, readonly object[]>>();
    const answers = queries.get(query) ?? new Map<unknown, readonly object[]>();
    this.tables.set(table, queries.set(query, answers.set(key, rows)));
    this.count++;
    return rows;
  }

  /** This statement ran: what it may have changed is read again. */
  ran(query: string): void {
    if (!this.written.has(query)) this.written.set(query, tableOf(query));
    const table = this.written.get(query);
    if (table === undefined) return this.clear();
    for (const answers of this.tables.get(table)?.values() ?? []) this.count -= answers.size;
    this.tables.delete(table);
  }

  clear(): void {
    this.tables.clear();
    this.count = 0;
  }
}

function tableOf(query: string): string | undefined {
  if (READS.test(query)) return "";
  return WRITES.exec(query)?.[1];
}
