// The room's tables, as an append-only list of migrations.
// A plain message writes one row: no AUTOINCREMENT, no index that holds it [L8].

export const MIGRATIONS = [
  [
    `CREATE TABLE room (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      name TEXT NOT NULL,
      title TEXT NOT NULL,
      topic TEXT NOT NULL,
      epoch TEXT NOT NULL,
      floor INTEGER NOT NULL DEFAULT 0,
      created_ts INTEGER NOT NULL,
      created_by TEXT NOT NULL,
      created_id TEXT NOT NULL,
      announced INTEGER NOT NULL DEFAULT 0
    )`,
    `CREATE TABLE member (
      id TEXT PRIMARY KEY,
      handle TEXT NOT NULL,
      name TEXT NOT NULL,
      joined_ts INTEGER NOT NULL,
      read_seq INTEGER NOT NULL,
      told_seq INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID`,
    `CREATE TABLE log (
      seq INTEGER PRIMARY KEY,
      n INTEGER NOT NULL,
      ts INTEGER NOT NULL,
      author TEXT NOT NULL,
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      target INTEGER,
      edited_ts INTEGER,
      data TEXT,
      body TEXT
    )`,
    `CREATE INDEX log_target ON log (target) WHERE target IS NOT NULL`,
    `CREATE TABLE reaction (
      target INTEGER,
      emoji TEXT,
      person TEXT,
      seq INTEGER NOT NULL,
      PRIMARY KEY (target, emoji, person)
    ) WITHOUT ROWID`,
    `CREATE TABLE consumer (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID`,
  ],
] as const;
