// The same room with Socket.IO in Node, and nothing stored: the usual way to write a chat.

import { createServer } from "node:http";
import { Server } from "socket.io";

const rooms = new Map();
const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });

io.on("connection", (socket) => {
  let room;
  let by;
  const tell = (frame) => io.to(room.name).emit("frame", { ...frame, by });
  socket.on("join", (name, person) => {
    room = roomOf(name);
    by = person;
    void socket.join(name);
    socket.emit("welcome", room.messages.slice(-50));
  });
  socket.on("post", ({ body }) => {
    const message = {
      type: "message",
      seq: ++room.seq,
      id: crypto.randomUUID(),
      ts: Date.now(),
      body,
    };
    room.messages.push({ ...message, by });
    if (room.messages.length > 1_000) room.messages.splice(0, 500);
    tell(message);
  });
  for (const type of ["edit", "react", "read", "typing"])
    socket.on(type, (frame) => tell({ ...frame, type }));
});

function roomOf(name) {
  const room = rooms.get(name) ?? { name, seq: 0, messages: [] };
  rooms.set(name, room);
  return room;
}

http.on("request", (request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname.startsWith("/socket.io")) return;
  response.end();
  if (!url.searchParams.has("fill")) return;
  const room = roomOf(url.pathname.slice(1));
  const body = "Message, as people write it.";
  for (let i = 0; i < 50; i++)
    room.messages.push({
      type: "message",
      seq: ++room.seq,
      id: crypto.randomUUID(),
      by: "author",
      ts: 0,
      body,
    });
});
http.listen(Number(process.argv[2]), "127.0.0.1");
