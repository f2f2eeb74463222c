// The rules' door to SQLite, on a Durable Object's storage.
// It also counts rows, which are what a deployment pays for.

import type { Sql, SqlValue } from "../../lib/sql.ts";

export interface CountedSql extends Sql {
  readonly rows: { written: number; read: number };
}

export function sqlOf(storage: DurableObjectStorage): CountedSql {
  const rows = { written: 0, read: 0 };
  return {
    rows,
    all<T extends object>(query: string, ...bindings: SqlValue[]): T[] {
      const cursor = storage.sql.exec(query, ...bindings);
      const result = cursor.toArray() as unknown as T[];
      rows.written += cursor.rowsWritten;
      rows.read += cursor.rowsRead;
      return result;
    },
  };
}
