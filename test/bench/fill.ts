// Fills a room's database on disk while no server runs: 100,000 messages in seconds, through the rules' own `append`.
// The server that starts on it afterwards finds a room as it would have written it.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Sql, SqlValue } from "../../src/lib/sql.ts";
import { append } from "../../src/room/log.ts";

/** On each of the newest 50 messages: five emoji of four people each, 1,000 in all. */
const REACTED = 50;
const EMOJI = ["👍", "🎉", "❤️", "😂", "👀"];
const REACTING = 4;
export const REACTIONS = REACTED * EMOJI.length * REACTING;

interface Past {
  /** A person's id. */
  author: string;
  messages: number;
  /** With the reactions, with which the log ends then. */
  reacted: boolean;
}

export function fillRoom(persistTo: string, room: string, past: Past): void {
  const { author, messages: count, reacted } = past;
  const database = openRoomDatabase(persistTo, room);
  const sql: Sql = {
    all: <T extends object>(query: string, ...bindings: SqlValue[]) =>
      database.prepare(query).all(...bindings) as T[],
  };
  const start = Date.now() - count * 1_000;
  database.exec("BEGIN");
  for (let i = 1; i <= count; i++) {
    const body = `Message ${i}, of a length that people write when they are in the middle of a talk.`;
    append(sql, start + i * 1_000, { author, kind: "message", id: `filled-${i}`, body });
  }
  const from = reacted ? count - REACTED + 1 : Infinity;
  for (let target = from; target <= count; target++)
    for (const emoji of EMOJI)
      for (let i = 0; i < REACTING; i++) {
        const person = `reacting${i}`.padEnd(26, "a");
        const id = `reacted-${target}-${emoji}-${i}`;
        const data = { emoji, on: true };
        const { seq } = append(sql, start, { author: person, kind: "react", id, target, data });
        const values = [target, emoji, person, seq];
        sql.all("INSERT INTO reaction (target, emoji, person, seq) VALUES (?, ?, ?, ?)", ...values);
      }
  database.exec("COMMIT");
  database.close();
}

function openRoomDatabase(persistTo: string, room: string): DatabaseSync {
  const folder = join(persistTo, "v3/do/edgewise-Room");
  for (const file of readdirSync(folder)) {
    if (!file.endsWith(".sqlite") || file.startsWith("metadata")) continue;
    const database = new DatabaseSync(join(folder, file));
    if (nameOf(database) === room) return database;
    database.close();
  }
  throw new Error(`There is no database of the room ${room} below ${folder}.`);
}

function nameOf(database: DatabaseSync): unknown {
  const isRoom = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'room'").get();
  return isRoom && database.prepare("SELECT name FROM room").get()?.["name"];
}
