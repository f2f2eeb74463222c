// A bare durable room on workerd: the least that such a room can do, one row and one frame a message.
// No names, no limits, no look-up, no resume: what Edgewise costs more than this, its promises cost.

import { DurableObject } from "cloudflare:workers";

const PAGE = "SELECT seq, id, author, ts, body FROM message ORDER BY seq DESC LIMIT 50";

export class Plain extends DurableObject {
  sockets = new Map();

  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.sql.exec(
      "CREATE TABLE IF NOT EXISTS message (seq INTEGER PRIMARY KEY, id TEXT, author TEXT, ts INTEGER, body TEXT)",
    );
    this.sql.exec("CREATE TABLE IF NOT EXISTS reaction (target INTEGER, author TEXT, emoji TEXT)");
    this.sql.exec("CREATE TABLE IF NOT EXISTS mark (author TEXT PRIMARY KEY, seq INTEGER)");
    this.seq = this.sql.exec("SELECT coalesce(max(seq), 0) AS seq FROM message").one().seq;
    for (const socket of ctx.getWebSockets())
      this.sockets.set(socket, socket.deserializeAttachment());
  }

  fetch(request) {
    const query = new URL(request.url).searchParams;
    if (query.has("fill")) return this.fill(Number(query.get("fill")));
    const [client, socket] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(socket);
    socket.serializeAttachment(query.get("person"));
    this.sockets.set(socket, query.get("person"));
    socket.send(
      JSON.stringify({ type: "welcome", messages: this.sql.exec(PAGE).toArray().reverse() }),
    );
    return new Response(null, { status: 101, webSocket: client });
  }

  fill(count) {
    this.ctx.storage.transactionSync(() => {
      for (let i = 0; i < count; i++) this.insert("author", `Message ${i}, as people write it.`);
    });
    return new Response(String(this.seq));
  }

  insert(by, body) {
    const message = {
      type: "message",
      seq: ++this.seq,
      id: crypto.randomUUID(),
      by,
      ts: Date.now(),
      body,
    };
    const { seq, id, ts } = message;
    this.sql.exec("INSERT INTO message VALUES (?, ?, ?, ?, ?)", seq, id, by, ts, body);
    return message;
  }

  webSocketMessage(socket, text) {
    const by = this.sockets.get(socket);
    const frame = JSON.parse(text);
    switch (frame.type) {
      case "post":
        return this.broadcast(this.insert(by, frame.body));
      case "edit":
        this.sql.exec("UPDATE message SET body = ? WHERE seq = ?", frame.body, frame.seq);
        return this.broadcast({ ...frame, by });
      case "react":
        this.sql.exec("INSERT INTO reaction VALUES (?, ?, ?)", frame.seq, by, frame.emoji);
        return this.broadcast({ ...frame, by });
      case "read":
        this.sql.exec("INSERT OR REPLACE INTO mark VALUES (?, ?)", by, frame.seq);
        return this.broadcast({ ...frame, by });
      default:
        return this.broadcast({ ...frame, by });
    }
  }

  broadcast(frame) {
    const text = JSON.stringify(frame);
    for (const socket of this.sockets.keys()) socket.send(text);
  }

  webSocketClose(socket) {
    this.sockets.delete(socket);
  }

  webSocketError(socket) {
    this.sockets.delete(socket);
  }
}

export default {
  fetch(request, env) {
    const [, room] = new URL(request.url).pathname.split("/");
    return env.PLAIN.getByName(room).fetch(request);
  },
};
