// Who was last said to be here, and the next `presence` frame.
// At most one frame a second, and none while nothing changes; the timer lives for that second only.

import { encode } from "../../protocol/codec.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Presence, TypingFrame } from "../../protocol/frames.ts";
import { profileOf, type People, type Person } from "../../protocol/people.ts";
import type { Memory } from "../../room/context.ts";
import { presenceChange } from "../../room/presence.ts";
import type { Sockets } from "./sockets.ts";

export class PresenceBoard {
  private said: Set<string>;
  private saidAt = 0;
  private reads: Record<string, number> = {};
  private profiles: People = {};
  private typing: People = {};
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly sockets: Sockets<Memory>;

  constructor(sockets: Sockets<Memory>) {
    this.sockets = sockets;
    // What was open before hibernation had been said: the timer kept the object awake until then.
    this.said = new Set(this.online().keys());
  }

  online() {
    return this.sockets.people();
  }

  /** Somebody has read up to here: the others hear of it with the next frame. */
  seen(person: string, seq: number): void {
    this.reads[person] = Math.max(this.reads[person] ?? 0, seq);
    this.changed();
  }

  /** Somebody types: told with the next frame where many are present; false where it is for the caller to tell. */
  typed({ by, people }: TypingFrame): boolean {
    if (this.sockets.all.size <= LIMITS.presenceNames) return false;
    this.typing[by] = people?.[by] ?? { handle: "", name: "" };
    this.changed();
    return true;
  }

  /** What they typed has come. */
  spoke(person: string): void {
    delete this.typing[person];
  }

  /** A person goes by another name or status. */
  renamed(person: Person): void {
    this.profiles[person.id] = profileOf(person);
    this.changed();
  }

  /** Until the close of their socket woke the room. */
  wasHere(person: string): void {
    this.said.add(person);
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
    const { reads, typing } = this;
    const profiles = { ...typing, ...this.profiles };
    this.reads = {};
    this.profiles = {};
    this.typing = {};
    const isTyped = Object.keys(typing).length > 0;
    const isRead = Object.keys(reads).length > 0;
    const isRenamed = Object.keys(profiles).length > 0;
    if (!change && !isRead && !isRenamed) return;
    this.saidAt = Date.now();
    const nobody: Presence = { type: "presence", joined: [], left: [], onlineCount: now.size };
    const text = encode({
      ...(change ?? nobody),
      ...(isRenamed && { people: { ...profiles, ...change?.people } }),
      ...(isRead && { reads }),
      ...(isTyped && { typing: Object.keys(typing) }),
    });
    for (const seat of this.sockets.all.values()) this.sockets.send(seat, text, this.saidAt);
  }
}
