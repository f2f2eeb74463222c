// A server whose rooms have a past: written into the rooms' own databases while no server runs.
// That is the only way to have messages of other days, or a hundred thousand of them, within a test's time.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startServer, type Server } from "./server.ts";

export interface PastMessage {
  /** An index into `people`. */
  by: number;
  ts: number;
  body: string;
}

export interface Past {
  /** Names; each is a member of every room. */
  people: readonly string[];
  /** The rooms' messages, oldest first, by the room's name, which is its title as well. */
  rooms: Readonly<Record<string, Iterable<PastMessage>>>;
}

export interface ServerWithPast extends Server {
  /** A bearer token for each of `people`. */
  tokens: readonly string[];
}

export async function startWithPast({ people, rooms }: Past): Promise<ServerWithPast> {
  const first = await startServer();
  const authors = await Promise.all(people.map((name) => signUp(first.url, name)));
  const [maker] = authors;
  for (const name of Object.keys(rooms)) {
    await send(first.url, "/api/rooms", { name, title: name, id: newId() }, maker?.token);
    for (const { token } of authors) await post(first.url, name, token, "Hello.");
  }
  await first.kill();
  const ids = authors.map(({ id }) => id);
  for (const [name, messages] of Object.entries(rooms)) write(first.persistTo, name, ids, messages);
  const server = await startServer({ port: first.port, persistTo: first.persistTo });
  return { ...server, tokens: authors.map(({ token }) => token) };
}

/** One message over HTTP, at the present time. */
export async function post(url: string, room: string, token: string, body: string): Promise<void> {
  await send(url, `/api/rooms/${room}/log`, { type: "post", id: newId(), body }, token);
}

const newId = () => crypto.randomUUID();

async function signUp(url: string, name: string): Promise<{ id: string; token: string }> {
  const handle = name.toLowerCase().replaceAll(" ", "-");
  const answer = await send(url, "/api/session", { handle, name, id: newId(), token: true });
  const { user, token } = answer as { user: { id: string }; token: string };
  return { id: user.id, token };
}

async function send(url: string, path: string, body: object, token = ""): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    method: "POST",
    headers: token ? { authorization: `Bearer ${token}` } : {},
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

/** Puts `messages` in the place of all that the log holds. */
function write(
  persistTo: string,
  room: string,
  ids: readonly string[],
  messages: Iterable<PastMessage>,
): void {
  const database = databaseOf(persistTo, room);
  const insert = database.prepare(
    "INSERT INTO log (seq, n, ts, author, kind, id, body) VALUES (?, ?, ?, ?, 'message', ?, ?)",
  );
  database.exec("BEGIN; DELETE FROM log");
  let seq = 0;
  for (const { by, ts, body } of messages) {
    seq += 1;
    insert.run(seq, seq, ts, ids[by] ?? "", `past-${seq}`.padEnd(8, "_"), body);
  }
  // They have read it all, and nobody who was away is to be told.
  database.prepare("UPDATE member SET read_seq = ?, told_seq = ?").run(seq, seq);
  database.prepare("UPDATE consumer SET seq = ?").run(seq);
  database.exec("COMMIT");
  database.close();
}

function databaseOf(persistTo: string, room: string): DatabaseSync {
  const folder = join(persistTo, "v3/do/edgewise-Room");
  for (const file of readdirSync(folder)) {
    if (!file.endsWith(".sqlite") || file.startsWith("metadata")) continue;
    const database = new DatabaseSync(join(folder, file));
    const isRoom = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'room'").get();
    if (isRoom && database.prepare("SELECT name FROM room").get()?.["name"] === room)
      return database;
    database.close();
  }
  throw new Error(`There is no database of the room ${room} below ${folder}.`);
}
