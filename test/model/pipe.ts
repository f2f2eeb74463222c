// One direction of a connection: it keeps the order and can delay, lose, or swallow everything.
// A packet arrives after the one before it, whatever each of them took.

import type { Clock } from "./clock.ts";

export type Packet = { text: string } | { close: number; reason: string };

export class Pipe {
  /** Swallows what is under way and what will be. */
  isDead = false;
  /** Frames to lose: asked about each when it would arrive. */
  lose: ((text: string) => boolean) | undefined;
  /** ms that a packet takes at most. */
  latency = 30;
  /** What waits for the connection to open. */
  private corked: Packet[] | undefined;
  private free = 0;
  private readonly clock: Clock;
  private readonly receive: (packet: Packet) => void;

  constructor(clock: Clock, receive: (packet: Packet) => void) {
    this.clock = clock;
    this.receive = receive;
  }

  cork(): void {
    this.corked = [];
  }

  uncork(): void {
    const { corked = [] } = this;
    this.corked = undefined;
    for (const packet of corked) this.push(packet);
  }

  push(packet: Packet): void {
    if (this.corked) return void this.corked.push(packet);
    this.inOrder(() => {
      if ("text" in packet && this.lose?.(packet.text)) return;
      this.receive(packet);
    });
  }

  /** Runs `arrive` after all that was sent before, unless nothing arrives any more. */
  inOrder(arrive: () => void): void {
    const { clock } = this;
    this.free = Math.max(this.free, clock.now + clock.between(0, this.latency));
    clock.later(this.free - clock.now, () => this.isDead || arrive());
  }

  /** What is pushed from now on arrives after `ms` at the earliest. */
  stall(ms: number): void {
    this.free = Math.max(this.free, this.clock.now + ms);
  }
}
