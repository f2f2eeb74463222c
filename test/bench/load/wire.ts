// A WebSocket client that costs less than the servers it measures: one buffer for all reads, no object per frame.
// Payloads are handed on as a stretch of that buffer, which is overwritten after the call.

import { connect, type Socket } from "node:net";

const READS = Buffer.allocUnsafe(256 * 1024);

export interface Ends {
  opened(): void;
  /** A text frame's payload is `bytes` from `start` up to `end`. */
  frame(bytes: Buffer, start: number, end: number): void;
  closed(why: string): void;
}

export class Wire {
  private readonly socket: Socket;
  private readonly ends: Ends;
  private rest: Buffer | undefined;
  private state: "upgrading" | "open" | "closed" = "upgrading";

  constructor(port: number, path: string, headers: Record<string, string>, ends: Ends) {
    this.ends = ends;
    const take = (length: number): boolean => {
      this.take(READS.subarray(0, length));
      return true;
    };
    this.socket = connect({
      port,
      host: "127.0.0.1",
      noDelay: true,
      onread: { buffer: READS, callback: take },
    });
    const all = {
      Host: `127.0.0.1:${port}`,
      Upgrade: "websocket",
      Connection: "Upgrade",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "RWRnZXdpc2UgYmVuY2g0Mg==",
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    this.socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
    this.socket.on("error", ({ message }) => this.ended(message));
    this.socket.on("close", () => this.ended("the connection ended"));
  }

  send(text: string): void {
    this.write(0x81, text);
  }

  close(): void {
    if (this.state === "open") this.write(0x88, "");
    this.state = "closed";
    this.socket.end();
  }

  private take(read: Buffer): void {
    const bytes = this.rest ? Buffer.concat([this.rest, read]) : read;
    this.rest = undefined;
    let at = this.state === "upgrading" ? this.upgraded(bytes) : 0;
    while (this.state === "open") {
      const next = this.one(bytes, at);
      if (next === at) break;
      at = next;
    }
    if (this.state !== "closed" && at < bytes.length) this.rest = Buffer.from(bytes.subarray(at));
  }

  private upgraded(bytes: Buffer): number {
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return 0;
    const [status = ""] = bytes.toString("latin1", 0, end).split("\r\n");
    if (!status.includes(" 101 ")) {
      this.ended(status);
      return 0;
    }
    this.state = "open";
    this.ends.opened();
    return end + 4;
  }

  /** Where the next frame begins; `at` where this one is not whole yet. */
  private one(bytes: Buffer, at: number): number {
    if (bytes.length < at + 2) return at;
    const short = bytes[at + 1]! & 127;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < at + head) return at;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    const start = at + head;
    const end = start + length;
    if (bytes.length < end) return at;
    const kind = bytes[at]! & 15;
    if (kind <= 2) this.ends.frame(bytes, start, end);
    else if (kind === 9) this.write(0x8a, bytes.toString("latin1", start, end));
    else if (kind === 8)
      this.ended(length < 2 ? "closed" : `closed with ${bytes.readUInt16BE(start)}`);
    return end;
  }

  private write(kind: number, text: string): void {
    const length = Buffer.byteLength(text);
    const head = length < 126 ? 2 : 4;
    if (length > 65_535) throw new Error("A frame of the bench is short.");
    const frame = Buffer.alloc(head + 4 + length);
    frame[0] = kind;
    frame[1] = 0x80 | (head === 2 ? length : 126);
    if (head === 4) frame.writeUInt16BE(length, 2);
    // The mask stays zero, which leaves the text as it is.
    frame.write(text, head + 4);
    this.socket.write(frame);
  }

  private ended(why: string): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.socket.destroy();
    this.ends.closed(why);
  }
}
