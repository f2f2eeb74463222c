// Sessions that ended a moment ago: an upgrade that was verified before is refused all the same [C5].
// Kept for as long as a hand-over is good, and no longer.

import { LIMITS } from "../../protocol/limits.ts";

export class EndedSessions {
  private readonly at = new Map<string, number>();

  add(session: string, now: number): void {
    this.at.set(session, now);
    for (const [id, at] of this.at) if (now - at > 2 * LIMITS.handOverMs) this.at.delete(id);
  }

  has(session: string): boolean {
    return this.at.has(session);
  }
}
