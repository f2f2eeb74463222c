// The same room with the package `ws` and SQLite in one Node process: one row and one frame a message.
// WAL without a sync at each commit: a power cut may lose the last messages, which Edgewise may not.

import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { WebSocketServer } from "ws";

const [, , port, folder] = process.argv;
const database = new DatabaseSync(`${folder}/chat.sqlite`);
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
database.exec(
  "CREATE TABLE message (room TEXT, seq INTEGER, id TEXT, author TEXT, ts INTEGER, body TEXT, PRIMARY KEY (room, seq)) WITHOUT ROWID",
);
database.exec("CREATE TABLE reaction (room TEXT, target INTEGER, author TEXT, emoji TEXT)");
database.exec(
  "CREATE TABLE mark (room TEXT, author TEXT, seq INTEGER, PRIMARY KEY (room, author))",
);
const insert = database.prepare("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?)");
const page = database.prepare(
  "SELECT seq, id, author, ts, body FROM message WHERE room = ? ORDER BY seq DESC LIMIT 50",
);
const edit = database.prepare("UPDATE message SET body = ? WHERE room = ? AND seq = ?");
const react = database.prepare("INSERT INTO reaction VALUES (?, ?, ?, ?)");
const mark = database.prepare("INSERT OR REPLACE INTO mark VALUES (?, ?, ?)");

const rooms = new Map();
const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });

server.on("connection", (socket, request) => {
  const url = new URL(request.url, "http://localhost");
  const room = roomOf(url.pathname.slice(1));
  const by = url.searchParams.get("person");
  room.sockets.add(socket);
  socket.send(JSON.stringify({ type: "welcome", messages: page.all(room.name).reverse() }));
  socket.on("message", (text) => {
    const frame = JSON.parse(text);
    if (frame.type === "post") return broadcast(room, message(room, by, frame.body));
    if (frame.type === "edit") edit.run(frame.body, room.name, frame.seq);
    if (frame.type === "react") react.run(room.name, frame.seq, by, frame.emoji);
    if (frame.type === "read") mark.run(room.name, by, frame.seq);
    broadcast(room, { ...frame, by });
  });
  socket.on("close", () => room.sockets.delete(socket));
  socket.on("error", () => {});
});

function message(room, by, body) {
  const id = crypto.randomUUID();
  const [seq, ts] = [++room.seq, Date.now()];
  insert.run(room.name, seq, id, by, ts, body);
  return { type: "message", seq, id, by, ts, body };
}

function broadcast(room, frame) {
  const text = JSON.stringify(frame);
  for (const socket of room.sockets) if (socket.readyState === 1) socket.send(text);
}

function roomOf(name) {
  const room = rooms.get(name) ?? { name, seq: 0, sockets: new Set() };
  rooms.set(name, room);
  return room;
}

http.on("request", (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const room = roomOf(url.pathname.slice(1));
  database.exec("BEGIN");
  for (let i = 0; i < Number(url.searchParams.get("fill")); i++)
    message(room, "author", `Message ${i}, as people write it.`);
  database.exec("COMMIT");
  response.end();
});
http.listen(Number(port), "127.0.0.1");
