// The person's tables, as an append-only list of migrations.
// A person exists from the claim of a handle on; asking a stranger's object creates nothing.

import { PICTURE_TABLE } from "../lib/pictures.ts";

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
  [
    // Which message of which room, never what it says: that stays in the room.
    `CREATE TABLE notice (
      n INTEGER PRIMARY KEY,
      room TEXT NOT NULL,
      seq INTEGER NOT NULL,
      why TEXT NOT NULL,
      by TEXT NOT NULL,
      ts INTEGER NOT NULL,
      thread INTEGER,
      read INTEGER NOT NULL DEFAULT 0,
      UNIQUE (room, seq)
    )`,
    `CREATE TABLE bookmark (
      n INTEGER PRIMARY KEY,
      room TEXT NOT NULL,
      seq INTEGER NOT NULL,
      UNIQUE (room, seq)
    )`,
    `ALTER TABLE person ADD COLUMN status TEXT`,
    // Rooms that have yet to hear of a new profile.
    `CREATE TABLE introduction (room TEXT PRIMARY KEY) WITHOUT ROWID`,
  ],
  [
    `CREATE TABLE password (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      salt TEXT NOT NULL,
      hash TEXT NOT NULL
    )`,
    // Recovery codes that were not used yet, by their SHA-256.
    `CREATE TABLE code (hash TEXT PRIMARY KEY) WITHOUT ROWID`,
    `ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT ''`,
    // ms since 1970: when it was last shown by a password or the like that this is the person.
    `ALTER TABLE session ADD COLUMN proved_ts INTEGER NOT NULL DEFAULT 0`,
  ],
  // 1: one was removed from the room, or left it.
  [`ALTER TABLE membership ADD COLUMN gone INTEGER NOT NULL DEFAULT 0`],
  [
    `CREATE TABLE passkey (
      id TEXT PRIMARY KEY,
      public_key TEXT NOT NULL,
      counter INTEGER NOT NULL,
      name TEXT NOT NULL,
      created_ts INTEGER NOT NULL,
      used_ts INTEGER NOT NULL
    ) WITHOUT ROWID`,
    // Answered already, and when.
    `CREATE TABLE challenge (challenge TEXT PRIMARY KEY, ts INTEGER NOT NULL) WITHOUT ROWID`,
  ],
  [
    // Handles from before, until when they are kept, and whether they have heard of it.
    `CREATE TABLE parting (
      handle TEXT PRIMARY KEY,
      until INTEGER NOT NULL,
      told INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID`,
  ],
  [
    // What the workspace last said that one is in the community, and which of its appointments that was.
    `ALTER TABLE person ADD COLUMN appointed TEXT NOT NULL DEFAULT 'member'`,
    `ALTER TABLE person ADD COLUMN appointed_turn INTEGER NOT NULL DEFAULT 0`,
  ],
  [
    // One's files in all rooms; told: the turn of the total that the workspace knows.
    `CREATE TABLE file (
      id TEXT PRIMARY KEY,
      room TEXT NOT NULL,
      name TEXT NOT NULL,
      size INTEGER NOT NULL,
      ts INTEGER NOT NULL
    ) WITHOUT ROWID`,
    `ALTER TABLE person ADD COLUMN file_bytes INTEGER NOT NULL DEFAULT 0`,
    `ALTER TABLE person ADD COLUMN file_turn INTEGER NOT NULL DEFAULT 0`,
    `ALTER TABLE person ADD COLUMN file_told INTEGER NOT NULL DEFAULT 0`,
    PICTURE_TABLE,
  ],
  [
    // What the workspace last said of a ban, and which of its changes that was; until: null where it has no end.
    `CREATE TABLE ban (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      n INTEGER NOT NULL,
      holds INTEGER NOT NULL,
      until INTEGER,
      reason TEXT
    )`,
    // Keyed digests of the addresses from which one joined and signed in: the last few.
    `CREATE TABLE address (digest TEXT PRIMARY KEY, ts INTEGER NOT NULL) WITHOUT ROWID`,
  ],
  [
    // Of rooms that are not open. seq: as of which entry the room told; what it said of itself, as JSON.
    `ALTER TABLE membership ADD COLUMN seq INTEGER`,
    `ALTER TABLE membership ADD COLUMN about TEXT`,
  ],
  [
    // told: the room between the two knows.
    `CREATE TABLE block (
      person TEXT PRIMARY KEY,
      ts INTEGER NOT NULL,
      holds INTEGER NOT NULL,
      turn INTEGER NOT NULL,
      told INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID`,
  ],
  [
    // One has left for good: this id is nobody's any more, and these rooms have yet to hear of it.
    `CREATE TABLE leaving (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      id TEXT NOT NULL,
      erases INTEGER NOT NULL
    )`,
    `CREATE TABLE departure (room TEXT PRIMARY KEY) WITHOUT ROWID`,
  ],
  // Shown to whoever looks at one's card.
  [`ALTER TABLE person ADD COLUMN zone TEXT`],
  // Files that were given back, for a day: a reservation that is still on its way comes too late.
  [`CREATE TABLE file_gone (id TEXT PRIMARY KEY, ts INTEGER NOT NULL) WITHOUT ROWID`],
] as const;
