// A WebSocket from a client to an object: two pipes, two ends, and the ways in which it breaks.
// Neither end learns of a cut but by the event that a real one would get, or by silence.

import type { SocketLike } from "../../src/client/platform.ts";
import type { Clock } from "./clock.ts";
import { Pipe, type Packet } from "./pipe.ts";

/** What an object does about its sockets. */
export interface Owner {
  message(end: ServerEnd, text: string): void;
  closed(end: ServerEnd, code: number, reason: string): void;
  /** Runs `send` once everything written before it is durable. */
  afterFlush(send: () => void): void;
  pongFor(text: string): string | undefined;
}

/** The end that a client holds. */
export class ClientEnd implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  state: "connecting" | "open" | "closed" = "connecting";
  link: Link | undefined;
  onSend: ((text: string) => void) | undefined;

  opened(link: Link): void {
    if (this.state === "closed") return link.up.push({ close: 1006, reason: "" });
    this.link = link;
    this.state = "open";
    this.onopen?.();
  }

  send(text: string): void {
    if (this.state === "connecting") throw new Error("Still connecting.");
    if (this.state === "closed") return;
    this.onSend?.(text);
    this.link?.up.push({ text });
  }

  close(code = 1000, reason = ""): void {
    if (this.state === "open") this.link?.up.push({ close: code, reason });
    this.state = "closed";
  }

  received(packet: Packet): void {
    if (this.state !== "open") return;
    if ("text" in packet) return this.onmessage?.({ data: packet.text });
    this.link?.up.push({ close: packet.close, reason: "" });
    this.ended(packet.close);
  }

  ended(code: number): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.onclose?.({ code, reason: "" });
  }
}

/** The end that an object holds: the part of the platform's WebSocket in use. */
export class ServerEnd {
  state: "open" | "closing" | "closed" = "open";
  owner: Owner | undefined;
  pingedAt: number | undefined;
  private attachment: unknown = null;
  private readonly link: Link;

  constructor(link: Link) {
    this.link = link;
  }

  accept(): void {}

  send(text: string): void {
    if (this.state !== "open") throw new TypeError("Can't call WebSocket send() after close().");
    this.link.said?.(text);
    this.leave(() => {
      this.link.sent?.(text);
      this.link.down.push({ text });
    });
  }

  close(code = 1005, reason = ""): void {
    if (code === 1005 || code === 1006) throw new TypeError("Invalid close code.");
    if (this.state !== "open") return;
    this.state = "closing";
    this.leave(() => this.link.down.push({ close: code, reason }));
  }

  serializeAttachment(value: unknown): void {
    if (JSON.stringify(value).length > 16 * 1024)
      throw new Error("An attachment has at most 16 KiB.");
    this.attachment = structuredClone(value);
  }

  deserializeAttachment(): unknown {
    return structuredClone(this.attachment);
  }

  received(packet: Packet): void {
    const { owner } = this;
    if (this.state === "closed" || !owner) return;
    if ("close" in packet) return this.ended(packet.close, packet.reason);
    const pong = owner.pongFor(packet.text);
    if (pong === undefined) return owner.message(this, packet.text);
    this.pingedAt = this.link.clock.now;
    if (this.state === "open") this.link.down.push({ text: pong });
  }

  ended(code: number, reason = ""): void {
    if (this.state === "closed") return;
    const wasOpen = this.state === "open";
    this.state = wasOpen ? "closing" : "closed";
    this.owner?.closed(this, code, reason);
    this.state = "closed";
  }

  /** The object's process is gone; what had left it still arrives. */
  drop(): void {
    this.state = "closed";
    this.link.up.isDead = true;
    this.link.down.push({ close: 1006, reason: "" });
  }

  private leave(send: () => void): void {
    if (this.owner) this.owner.afterFlush(send);
    else send();
  }
}

export class Link {
  readonly server: ServerEnd;
  client: ClientEnd | undefined;
  readonly up: Pipe;
  readonly down: Pipe;
  readonly clock: Clock;
  /** Sees each text that the object wants to send, before it is free to go. */
  said: ((text: string) => void) | undefined;
  /** Sees each text that leaves the object. */
  sent: ((text: string) => void) | undefined;
  /** Sees each text as it reaches the object. */
  heard: ((text: string) => void) | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
    this.server = new ServerEnd(this);
    this.down = new Pipe(clock, (packet) => this.client?.received(packet));
    this.down.cork();
    this.up = new Pipe(clock, (packet) => {
      if ("text" in packet && this.server.state === "open") this.heard?.(packet.text);
      this.server.received(packet);
    });
  }

  /** Nothing passes any more, and nobody is told. */
  blackhole(): void {
    this.up.isDead = this.down.isDead = true;
  }

  cut(): void {
    this.blackhole();
    this.tellServer();
    this.tellClient();
  }

  /** Only the client notices; with `late` what it has sent still arrives, after that time. */
  cutClient(late?: number): void {
    this.down.isDead = true;
    if (late === undefined) this.up.isDead = true;
    else this.up.stall(late);
    this.tellClient();
  }

  /** Only the server notices. */
  cutServer(): void {
    this.blackhole();
    this.tellServer();
  }

  tellClient(): void {
    this.clock.later(this.clock.between(0, 20), () => this.client?.ended(1006));
  }

  private tellServer(): void {
    this.clock.later(this.clock.between(0, 20), () => this.server.ended(1006));
  }
}
