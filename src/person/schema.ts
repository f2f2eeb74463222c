// The person's tables, as an append-only list of migrations.
// A person exists from the claim of a handle on; asking a stranger's object creates nothing.

export const MIGRATIONS = [
  [
    `CREATE TABLE person (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      id TEXT NOT NULL,
      handle TEXT NOT NULL,
      name TEXT NOT NULL,
      created_ts INTEGER NOT NULL,
      used_ts INTEGER NOT NULL
    )`,
    `CREATE TABLE session (
      id TEXT PRIMARY KEY,
      hash TEXT NOT NULL,
      created_ts INTEGER NOT NULL,
      used_ts INTEGER NOT NULL
    ) WITHOUT ROWID`,
    // unread_seq: the newest entry the room told of while one was away; 0 where all was read since.
    `CREATE TABLE membership (
      room TEXT PRIMARY KEY,
      since_ts INTEGER NOT NULL,
      unread_seq INTEGER NOT NULL DEFAULT 0,
      level TEXT NOT NULL DEFAULT 'mentions'
    ) WITHOUT ROWID`,
    // Sign-outs that rooms have yet to hear of.
    `CREATE TABLE farewell (room TEXT, session TEXT, PRIMARY KEY (room, session)) WITHOUT ROWID`,
  ],
] as const;
