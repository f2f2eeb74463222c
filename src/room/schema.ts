// The room's tables, as an append-only list of migrations.
// A plain message writes one row: no AUTOINCREMENT, no index that holds it [L8].

import { INVITE_TABLE } from "../lib/invites.ts";
import { PICTURE_TABLE } from "../lib/pictures.ts";

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
  [
    // A message in a thread has the thread's first message as its target.
    `CREATE INDEX log_thread ON log (target, seq) WHERE kind = 'message' AND target IS NOT NULL`,
    `CREATE TABLE thread (
      root INTEGER PRIMARY KEY,
      n INTEGER NOT NULL,
      last_seq INTEGER NOT NULL,
      last_ts INTEGER NOT NULL
    )`,
    `CREATE TABLE thread_member (
      root INTEGER,
      person TEXT,
      read_seq INTEGER NOT NULL,
      told_seq INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (root, person)
    ) WITHOUT ROWID`,
    `CREATE INDEX thread_member_person ON thread_member (person, root)`,
    // Whom a message concerns, and why: they are counted apart, and told wherever they are.
    `CREATE TABLE notice (
      seq INTEGER,
      person TEXT,
      why TEXT NOT NULL,
      thread INTEGER,
      noted INTEGER NOT NULL,
      PRIMARY KEY (seq, person)
    ) WITHOUT ROWID`,
    `CREATE INDEX notice_person ON notice (person, seq)`,
    `CREATE INDEX notice_noted ON notice (noted)`,
    `CREATE TABLE pin (target INTEGER PRIMARY KEY, seq INTEGER NOT NULL)`,
    `CREATE INDEX member_handle ON member (handle)`,
    `ALTER TABLE member ADD COLUMN read_turn INTEGER NOT NULL DEFAULT 0`,
    `ALTER TABLE member ADD COLUMN status TEXT`,
  ],
  [
    // Members are not listed here: it is what everybody is.
    `CREATE TABLE role (person TEXT PRIMARY KEY, role TEXT NOT NULL) WITHOUT ROWID`,
    `INSERT INTO role (person, role) SELECT created_by, 'owner' FROM room WHERE created_by <> ''`,
    // until: ms since 1970, or null until it is lifted.
    `CREATE TABLE mute (person TEXT PRIMARY KEY, until INTEGER) WITHOUT ROWID`,
    // seq: the entry that removed them; told: their own object knows.
    `CREATE TABLE removal (
      person TEXT PRIMARY KEY,
      until INTEGER,
      seq INTEGER NOT NULL,
      told INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID`,
    `ALTER TABLE room ADD COLUMN read_only INTEGER NOT NULL DEFAULT 0`,
    `ALTER TABLE room ADD COLUMN slow_ms INTEGER NOT NULL DEFAULT 0`,
  ],
  // What members are by the community, where that is more than a member.
  [`CREATE TABLE community_role (person TEXT PRIMARY KEY, role TEXT NOT NULL) WITHOUT ROWID`],
  [
    // What the timeline shows between messages, by the message before it; no message is in here.
    `CREATE INDEX log_event ON log (target, seq)
     WHERE kind IN ('topic', 'role', 'mute', 'remove', 'mode', 'icon')`,
    `CREATE INDEX log_audited ON log (seq)
     WHERE kind IN ('topic', 'role', 'mute', 'remove', 'mode', 'icon', 'delete', 'pin')`,
  ],
  [
    // place: 16 times the seq of its message, and which of its files it is; null before and after that.
    // command: the request that began it; info: what it is, once it has arrived; gone: its bytes are to go.
    `CREATE TABLE file (
      id TEXT PRIMARY KEY,
      author TEXT NOT NULL,
      command TEXT NOT NULL,
      name TEXT NOT NULL,
      size INTEGER NOT NULL,
      claims TEXT NOT NULL,
      ts INTEGER NOT NULL,
      multipart TEXT,
      thumbnail TEXT,
      info TEXT,
      media INTEGER NOT NULL DEFAULT 0,
      place INTEGER,
      gone INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID`,
    `CREATE INDEX file_unsent ON file (author, command) WHERE place IS NULL`,
    `CREATE INDEX file_place ON file (place) WHERE place IS NOT NULL`,
    `CREATE INDEX file_media ON file (media, place) WHERE place IS NOT NULL`,
    `CREATE TABLE file_part (
      file TEXT,
      n INTEGER,
      etag TEXT NOT NULL,
      PRIMARY KEY (file, n)
    ) WITHOUT ROWID`,
    PICTURE_TABLE,
    `ALTER TABLE member ADD COLUMN avatar TEXT`,
  ],
  [
    `ALTER TABLE room ADD COLUMN kind TEXT NOT NULL DEFAULT 'open'`,
    // Who belongs to a room that is not open, and who did once. told: their own object knows.
    `CREATE TABLE belonging (
      person TEXT PRIMARY KEY,
      inside INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      told INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID`,
    // Who belongs to the room is an event, too.
    `DROP INDEX log_event`,
    `DROP INDEX log_audited`,
    `CREATE INDEX log_event ON log (target, seq)
     WHERE kind IN ('topic', 'role', 'mute', 'remove', 'mode', 'icon', 'member')`,
    `CREATE INDEX log_audited ON log (seq)
     WHERE kind IN ('topic', 'role', 'mute', 'remove', 'mode', 'icon', 'member', 'delete', 'pin')`,
  ],
  [
    // In a room between two people: who wants to hear nothing of the other.
    `CREATE TABLE refusal (
      person TEXT PRIMARY KEY,
      holds INTEGER NOT NULL,
      turn INTEGER NOT NULL
    ) WITHOUT ROWID`,
  ],
  // Who left the community for good. erased: up to there their messages are gone; null where they stay.
  [
    `CREATE TABLE departed (
      person TEXT PRIMARY KEY,
      erased INTEGER,
      until INTEGER NOT NULL
    ) WITHOUT ROWID`,
  ],
  [
    // archived: nobody writes. gone_by, gone_ts: who deleted the room, and when; nothing else of it is left.
    `ALTER TABLE room ADD COLUMN archived INTEGER NOT NULL DEFAULT 0`,
    `ALTER TABLE room ADD COLUMN gone_by TEXT`,
    `ALTER TABLE room ADD COLUMN gone_ts INTEGER`,
    // Whoever was in a room that was deleted, until their own object knows.
    `CREATE TABLE goodbye (person TEXT PRIMARY KEY) WITHOUT ROWID`,
  ],
  [
    // until: ms since 1970, or null until it is revoked; most: people whom it lets in, or null for all who come.
    INVITE_TABLE,
    `CREATE TABLE invite_use (invite TEXT, person TEXT, PRIMARY KEY (invite, person)) WITHOUT ROWID`,
  ],
  [
    // seqs: by person, how far they have read where that is above their own row; upto: of page 0, how far authors have.
    `CREATE TABLE mark_page (page INTEGER PRIMARY KEY, upto INTEGER NOT NULL, seqs TEXT NOT NULL)`,
    `INSERT INTO mark_page (page, upto, seqs) SELECT 0, seq, '{}' FROM consumer WHERE name = 'authors'`,
    `DELETE FROM consumer WHERE name = 'authors'`,
  ],
] as const;
