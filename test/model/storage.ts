// A Durable Object's storage on node:sqlite, with the platform's output gate.
// What is written becomes durable in `flush`; until then nothing leaves the object, and a crash undoes it [G1].

import { DatabaseSync, type StatementSync, type SQLInputValue } from "node:sqlite";

const WRITES = /^\s*(INSERT|UPDATE|DELETE|CREATE|DROP|REPLACE)/i;

export class FakeStorage {
  /** Something is written and not durable yet. */
  isDirty = false;
  alarmAt: number | null = null;
  /** Statements that match, with this value in them, throw so many times: a bug inside a transaction. */
  failures: { match: RegExp; times: number; value?: string } | undefined;
  private durableAlarm: number | null = null;
  private depth = 0;
  private readonly database = new DatabaseSync(":memory:");
  private readonly statements = new Map<string, StatementSync>();

  private readonly dirtied: () => void;

  constructor(dirtied: () => void) {
    this.dirtied = dirtied;
    this.database.exec("BEGIN");
  }

  readonly sql = {
    exec: (query: string, ...bindings: SQLInputValue[]) => {
      this.mayFail(query, bindings);
      const statement = this.prepare(query);
      if (!WRITES.test(query)) return cursorOf(statement.all(...bindings), 0);
      const isAsked = /\bRETURNING\b/i.test(query);
      const rows = isAsked ? statement.all(...bindings) : [];
      const written = isAsked ? rows.length : Number(statement.run(...bindings).changes);
      if (/^\s*CREATE/i.test(query)) this.statements.clear();
      this.soil();
      return cursorOf(rows, written);
    },
  };

  transactionSync<T>(run: () => T): T {
    const name = `t${this.depth++}`;
    const alarm = this.alarmAt;
    this.database.exec(`SAVEPOINT ${name}`);
    try {
      const result = run();
      this.database.exec(`RELEASE ${name}`);
      return result;
    } catch (error) {
      this.database.exec(`ROLLBACK TO ${name}`);
      this.database.exec(`RELEASE ${name}`);
      this.alarmAt = alarm;
      throw error;
    } finally {
      this.depth--;
    }
  }

  async getAlarm(): Promise<number | null> {
    return this.alarmAt;
  }

  async setAlarm(at: number | Date): Promise<void> {
    this.alarmAt = Number(at);
    this.soil();
  }

  async deleteAlarm(): Promise<void> {
    this.alarmAt = null;
    this.soil();
  }

  async deleteAll(): Promise<void> {
    this.restore({ tables: [], indexes: [], alarmAt: null });
  }

  flush(): void {
    this.database.exec("COMMIT; BEGIN");
    this.durableAlarm = this.alarmAt;
    this.isDirty = false;
  }

  /** The process dies before what it wrote is durable. */
  lose(): void {
    this.database.exec("ROLLBACK; BEGIN");
    this.statements.clear();
    this.alarmAt = this.durableAlarm;
    this.isDirty = false;
  }

  rows<T>(query: string, ...bindings: SQLInputValue[]): T[] {
    return this.prepare(query).all(...bindings) as T[];
  }

  snapshot(): Snapshot {
    const tables = this.rows<{ name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL",
    );
    const indexes = this.rows<{ sql: string }>(
      "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    );
    return {
      alarmAt: this.alarmAt,
      indexes: indexes.map(({ sql }) => sql),
      tables: tables.map(({ name, sql }) => ({
        name,
        sql,
        rows: this.rows(`SELECT * FROM ${name}`),
      })),
    };
  }

  /** Back to how it was: a restore from a backup. */
  restore({ tables, indexes, alarmAt }: Snapshot): void {
    this.statements.clear();
    for (const { name } of this.snapshot().tables) this.database.exec(`DROP TABLE ${name}`);
    for (const { name, sql, rows } of tables) {
      this.database.exec(sql);
      for (const row of rows) {
        const places = Object.keys(row).map(() => "?");
        const insert = `INSERT INTO ${name} (${Object.keys(row).join(",")}) VALUES (${places.join(",")})`;
        this.database.prepare(insert).run(...Object.values(row));
      }
    }
    for (const sql of indexes) this.database.exec(sql);
    this.alarmAt = alarmAt;
    this.flush();
  }

  close(): void {
    this.database.close();
  }

  private prepare(query: string): StatementSync {
    const known = this.statements.get(query);
    if (known) return known;
    const statement = this.database.prepare(query);
    this.statements.set(query, statement);
    return statement;
  }

  private soil(): void {
    if (this.isDirty) return;
    this.isDirty = true;
    this.dirtied();
  }

  private mayFail(query: string, bindings: readonly SQLInputValue[]): void {
    const { failures } = this;
    if (!failures || failures.times === 0 || !failures.match.test(query)) return;
    if (failures.value !== undefined && !bindings.includes(failures.value)) return;
    failures.times -= 1;
    throw new Error("injected: the statement failed");
  }
}

export interface Snapshot {
  alarmAt: number | null;
  indexes: string[];
  tables: { name: string; sql: string; rows: Record<string, SQLInputValue>[] }[];
}

function cursorOf(rows: unknown[], written: number) {
  return { toArray: () => rows, rowsWritten: written, rowsRead: rows.length };
}
