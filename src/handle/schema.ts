// The handle's tables, as an append-only list of migrations.
// A handle that nobody claimed may have attempts, which are forgotten after minutes.

export const MIGRATIONS = [
  [
    `CREATE TABLE claim (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      handle TEXT NOT NULL,
      person TEXT NOT NULL,
      request TEXT NOT NULL,
      ts INTEGER NOT NULL,
      settled INTEGER NOT NULL DEFAULT 0
    )`,
  ],
  [
    // What is left of the tries at signing in, as of `at` in ms since 1970.
    `CREATE TABLE attempts (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      tokens REAL NOT NULL,
      at INTEGER NOT NULL
    )`,
  ],
  // ms since 1970 until when its former holder may take it back; null while it is in use.
  [`ALTER TABLE claim ADD COLUMN kept_until INTEGER`],
] as const;
