// The workspace's tables, as an append-only list of migrations.
// There is no table of all people: only rooms, and whoever is more than a member, stand here.

import { INVITE_TABLE } from "../lib/invites.ts";
import { PICTURE_TABLE } from "../lib/pictures.ts";

export const MIGRATIONS = [
  [
    `CREATE TABLE room (
      name TEXT PRIMARY KEY,
      title TEXT NOT NULL,
      topic TEXT NOT NULL,
      created_ts INTEGER NOT NULL
    ) WITHOUT ROWID`,
  ],
  [`CREATE TABLE secret (one INTEGER PRIMARY KEY CHECK (one = 1), secret TEXT NOT NULL)`],
  [
    // first_person: who came before all others; null while nobody has, '' where that is not known.
    // turn: counts appointments.
    `CREATE TABLE community (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      name TEXT NOT NULL,
      joining TEXT NOT NULL,
      making_rooms TEXT NOT NULL,
      first_person TEXT,
      turn INTEGER NOT NULL DEFAULT 0
    )`,
    `INSERT INTO community (one, name, joining, making_rooms, first_person)
     SELECT 1, 'Edgewise', 'anyone', 'anyone', CASE WHEN EXISTS (SELECT 1 FROM room) THEN '' END`,
    // SHA-256 of set-up tokens that made an owner: they make no other.
    `CREATE TABLE spent_token (digest TEXT PRIMARY KEY) WITHOUT ROWID`,
    // told: the person knows of it. A member stands here until then only.
    `CREATE TABLE role (
      person TEXT PRIMARY KEY,
      role TEXT NOT NULL,
      turn INTEGER NOT NULL,
      told INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID`,
    // What is left of the tries with a set-up token, as of \`at\` in ms since 1970.
    `CREATE TABLE attempts (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      tokens REAL NOT NULL,
      at INTEGER NOT NULL
    )`,
  ],
  [
    // What each person's files weigh, and all of them together.
    `CREATE TABLE usage (
      person TEXT PRIMARY KEY,
      bytes INTEGER NOT NULL,
      turn INTEGER NOT NULL
    ) WITHOUT ROWID`,
    `CREATE TABLE used (one INTEGER PRIMARY KEY CHECK (one = 1), bytes INTEGER NOT NULL)`,
    `ALTER TABLE room ADD COLUMN icon TEXT NOT NULL DEFAULT ''`,
  ],
  [
    // n: rises with each change of a ban; lifted: it stands here until the person knows; told: they know.
    `CREATE TABLE ban (
      person TEXT PRIMARY KEY,
      by TEXT NOT NULL,
      ts INTEGER NOT NULL,
      until INTEGER,
      reason TEXT,
      address INTEGER NOT NULL DEFAULT 0,
      n INTEGER NOT NULL,
      lifted INTEGER NOT NULL DEFAULT 0,
      told INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID`,
    `CREATE INDEX ban_n ON ban (n)`,
    // Keyed digests of network addresses, for as long as the ban on whose account they stand here.
    `CREATE TABLE barred (
      digest TEXT,
      person TEXT,
      until INTEGER NOT NULL,
      PRIMARY KEY (digest, person)
    ) WITHOUT ROWID`,
    // data: JSON.
    `CREATE TABLE audit (
      n INTEGER PRIMARY KEY,
      ts INTEGER NOT NULL,
      by TEXT NOT NULL,
      kind TEXT NOT NULL,
      data TEXT NOT NULL
    )`,
  ],
  [`ALTER TABLE room ADD COLUMN archived INTEGER NOT NULL DEFAULT 0`],
  [PICTURE_TABLE],
  [
    INVITE_TABLE,
    // Digests of requests that came by an invite, for as long as a retry finds the same person.
    `CREATE TABLE invite_use (request TEXT PRIMARY KEY, ts INTEGER NOT NULL) WITHOUT ROWID`,
  ],
] as const;
