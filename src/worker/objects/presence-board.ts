// Who was last said to be here, and the next `presence` frame.
// At most one frame a second, and none while nothing changes; the timer lives for that second only.

import { encode } from "../../protocol/codec.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Memory } from "../../room/context.ts";
import { present, presenceChange } from "../../room/presence.ts";
import type { Sockets } from "./sockets.ts";

export class PresenceBoard {
  private said: ReadonlySet<string>;
  private saidAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly sockets: Sockets<Memory>;

  constructor(sockets: Sockets<Memory>) {
    this.sockets = sockets;
    // What was open before hibernation had been said: the timer kept the object awake until then.
    this.said = new Set(this.online().keys());
  }

  online() {
    return present([...this.sockets.all.values()].map(({ kept }) => kept));
  }

  /** Somebody came or went. */
  changed(): void {
    const passed = Math.max(0, Date.now() - this.saidAt);
    const wait = Math.max(0, LIMITS.presenceMs - passed);
    this.timer ??= setTimeout(() => this.say(), wait);
  }

  private say(): void {
    this.timer = undefined;
    const now = this.online();
    const change = presenceChange(this.said, now);
    this.said = new Set(now.keys());
    if (!change) return;
    this.saidAt = Date.now();
    const text = encode(change);
    for (const seat of this.sockets.all.values()) this.sockets.send(seat, text, this.saidAt);
  }
}
