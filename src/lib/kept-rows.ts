// Rows that were read and are still true: a query is answered from memory until its table is written,
// and so is what was made of several.
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
  /** By name: what was made, and the tables it was made of. */
  private readonly made = new Map<string, { tables: readonly string[]; what: unknown }>();
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
    this.keep(table, query, key, rows);
    return rows;
  }

  /** Whoever wrote the table last knows what this query would answer. */
  tell(table: string, query: string, row: object): void {
    this.keep(table, query, undefined, [row]);
  }

  private keep(table: string, query: string, key: unknown, rows: readonly object[]): void {
    if (this.count >= MOST) this.clear();
    const queries = this.tables.get(table) ?? new Map<string, Map<unknown, readonly object[]>>();
    const answers = queries.get(query) ?? new Map<unknown, readonly object[]>();
    if (!answers.has(key)) this.count++;
    this.tables.set(table, queries.set(query, answers.set(key, rows)));
  }

  /** What is made of these tables, which nobody may change. The names are few. */
  make<T>(name: string, tables: readonly string[], make: () => T): T {
    const known = this.made.get(name);
    if (known) return known.what as T;
    const what = make();
    this.made.set(name, { tables, what });
    return what;
  }

  /** This statement ran: what it may have changed is read again. */
  ran(query: string): void {
    if (!this.written.has(query)) this.written.set(query, tableOf(query));
    const table = this.written.get(query);
    if (table === undefined) return this.clear();
    if (table === "") return;
    for (const answers of this.tables.get(table)?.values() ?? []) this.count -= answers.size;
    this.tables.delete(table);
    for (const [name, { tables }] of this.made) if (tables.includes(table)) this.made.delete(name);
  }

  clear(): void {
    this.tables.clear();
    this.made.clear();
    this.count = 0;
  }
}

function tableOf(query: string): string | undefined {
  if (READS.test(query)) return "";
  return WRITES.exec(query)?.[1];
}
