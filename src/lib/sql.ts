// The one door to SQLite: the same calls on workerd's storage and on node:sqlite.
// Every value is bound, never written into the text of a query; in a LIMIT as `+?`, since SQLite compiles a
// statement anew for each value that is bound to a bare one there.

export type SqlValue = string | number | null;
export type Row = Record<string, SqlValue>;

export interface Sql {
  /** Runs one statement and returns its rows. */
  all<T extends object = Row>(query: string, ...bindings: SqlValue[]): T[];
  /** The same of a query upon this one table: where it is there, it may know the rows without asking for them. */
  kept?<T extends object = Row>(
    table: string,
    query: string,
    ...bindings: SqlValue[]
  ): readonly T[];
  /** What `make` reads from these tables alone: it may be known without making it. */
  made?<T>(name: string, tables: readonly string[], make: () => T): T;
  /** The one row that this query upon this one table would answer, known to whoever wrote the table last. */
  tell?(table: string, query: string, row: object): void;
}

/** The first row, or undefined. */
export function first<T extends object = Row>(
  sql: Sql,
  query: string,
  ...bindings: SqlValue[]
): T | undefined {
  return sql.all<T>(query, ...bindings)[0];
}

/** The first row of a query upon one table that is read far more often than written; nobody changes it. */
export function firstKept<T extends object = Row>(
  sql: Sql,
  table: string,
  query: string,
  ...bindings: SqlValue[]
): Readonly<T> | undefined {
  return allKept<T>(sql, table, query, ...bindings)[0];
}

/** All rows of such a query. */
export function allKept<T extends object = Row>(
  sql: Sql,
  table: string,
  query: string,
  ...bindings: SqlValue[]
): readonly Readonly<T>[] {
  return sql.kept?.<T>(table, query, ...bindings) ?? sql.all<T>(query, ...bindings);
}

/** What is made of these tables and of nothing else, under a name of its own; nobody changes it. */
export function keptFrom<T>(
  sql: Sql,
  name: string,
  tables: readonly string[],
  make: () => T,
): Readonly<T> {
  return sql.made ? sql.made(name, tables, make) : make();
}

/** Whether `migrate` ever ran here: reading this creates nothing. */
export function isMigrated(sql: Sql): boolean {
  const query = "SELECT 1 AS found FROM sqlite_master WHERE name = 'migration'";
  return firstKept(sql, "sqlite_master", query) !== undefined;
}

/** Brings the tables up to date. `steps` is append-only: a step that ran anywhere never changes. */
export function migrate(sql: Sql, steps: readonly (readonly string[])[]): void {
  if (!isMigrated(sql)) sql.all("CREATE TABLE migration (step INTEGER PRIMARY KEY)");
  const done =
    first<{ step: number | null }>(sql, "SELECT MAX(step) AS step FROM migration")?.step ?? 0;
  steps.slice(done).forEach((statements, i) => {
    for (const statement of statements) sql.all(statement);
    sql.all("INSERT INTO migration (step) VALUES (?)", done + i + 1);
  });
}
