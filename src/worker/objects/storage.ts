// The rules' door to SQLite, on a Durable Object's storage.
// It counts rows, which are what a deployment pays for, and keeps those that are asked for all the time.

import { KeptRows } from "../../lib/kept-rows.ts";
import type { Sql, SqlValue } from "../../lib/sql.ts";

export interface CountedSql extends Sql {
  readonly rows: { written: number; read: number };
  /** Runs it as one transaction: what throws leaves nothing behind, in memory neither. */
  transact<T>(run: () => T): T;
  /** Leaves nothing behind, in memory neither. */
  deleteAll(): Promise<void>;
}

export function sqlOf(storage: DurableObjectStorage): CountedSql {
  const rows = { written: 0, read: 0 };
  const kept = new KeptRows();
  function all<T extends object>(query: string, ...bindings: SqlValue[]): T[] {
    const cursor = storage.sql.exec(query, ...bindings);
    const result = cursor.toArray() as unknown as T[];
    rows.written += cursor.rowsWritten;
    rows.read += cursor.rowsRead;
    kept.ran(query);
    return result;
  }
  return {
    rows,
    all,
    kept<T extends object>(table: string, query: string, ...bindings: SqlValue[]): readonly T[] {
      return kept.rows(table, query, bindings, () => all<T>(query, ...bindings));
    },
    made<T>(name: string, tables: readonly string[], make: () => T): T {
      return kept.make(name, tables, make);
    },
    tell: (table, query, row) => kept.tell(table, query, row),
    transact<T>(run: () => T): T {
      try {
        return storage.transactionSync(run);
      } catch (error) {
        kept.clear();
        throw error;
      }
    },
    async deleteAll() {
      try {
        await storage.deleteAll();
      } finally {
        kept.clear();
      }
    },
  };
}
