// The rules' door to SQLite on node:sqlite: a database in memory for each test.
// Statements run as on the platform, so that the very same SQL is proven.

import { DatabaseSync } from "node:sqlite";
import type { Sql, SqlValue } from "../src/lib/sql.ts";

export interface TestSql extends Sql {
  transaction<T>(run: () => T): T;
  /** A copy of everything stored, and the way back to it. */
  snapshot(): () => void;
}

export function openSql(): TestSql {
  const database = new DatabaseSync(":memory:");
  let depth = 0;
  return {
    all<T extends object>(query: string, ...bindings: SqlValue[]): T[] {
      return database.prepare(query).all(...bindings) as T[];
    },
    transaction<T>(run: () => T): T {
      const name = `t${depth++}`;
      database.exec(`SAVEPOINT ${name}`);
      try {
        const result = run();
        database.exec(`RELEASE ${name}`);
        return result;
      } catch (error) {
        database.exec(`ROLLBACK TO ${name}`);
        database.exec(`RELEASE ${name}`);
        throw error;
      } finally {
        depth--;
      }
    },
    snapshot() {
      const tables = database
        .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")
        .all() as { name: string; sql: string }[];
      const rows = tables.map(({ name }) => database.prepare(`SELECT * FROM ${name}`).all());
      return () => {
        tables.forEach(({ name }, i) => {
          database.exec(`DELETE FROM ${name}`);
          for (const row of rows[i] ?? []) {
            const places = Object.keys(row).map(() => "?");
            const insert = `INSERT INTO ${name} (${Object.keys(row).join(",")}) VALUES (${places.join(",")})`;
            database.prepare(insert).run(...Object.values(row));
          }
        });
      };
    },
  };
}
