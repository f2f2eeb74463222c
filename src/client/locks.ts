// Which page owns which unsent commands, so that two tabs do not send the same ones [P1].
// A page is the owner of what it wrote until it is gone; then one other page takes it over. Should two
// believe that they own a command, both send it unchanged, and the log holds it once all the same [P3].

import { createAlarm } from "./alarm.ts";
import type { Platform } from "./platform.ts";

export interface Ownership {
  /** From when this resolves until `release`, every page can tell that the owner is there. */
  claim(owner: string): Promise<void>;
  /** Runs `act` while the owner is gone and no other page acts on it; not at all where it is there. */
  ifGone(owner: string, act: () => Promise<void>): Promise<void>;
  release(): void;
}

/** The browser frees a page's locks the moment it is gone, however it went. */
export function byLocks(locks: Pick<LockManager, "request">): Ownership {
  let release = () => {};
  const nameOf = (owner: string) => `edgewise outbox ${owner}`;
  return {
    claim: (owner) =>
      new Promise((resolve, reject) => {
        const hold = () =>
          new Promise<void>((done) => {
            release = done;
            resolve();
          });
        locks.request(nameOf(owner), hold).catch(reject);
      }),
    async ifGone(owner, act) {
      await locks.request(nameOf(owner), { ifAvailable: true }, async (lock) => {
        if (lock) await act();
      });
    },
    release: () => release(),
  };
}

/** When each owner was last there, in ms of this machine's clock. */
export interface Beats {
  get(owner: string): Promise<number | undefined>;
  set(owner: string, at: number | undefined): Promise<void>;
}

const BEAT_MS = 5_000;
const STALE_MS = 20_000;

/** Over plain http there are no locks: pages write when they were last there. A frozen tab looks gone. */
export function byBeats(platform: Platform, beats: Beats): Ownership {
  const next = createAlarm(platform);
  let owned: string | undefined;

  async function beat(owner: string): Promise<void> {
    next.set(BEAT_MS, () => void beat(owner));
    await beats.set(owner, platform.now()).catch(() => {});
  }

  return {
    claim(owner) {
      owned = owner;
      return beat(owner);
    },
    async ifGone(owner, act) {
      const at = await beats.get(owner);
      if (at !== undefined && Math.abs(platform.now() - at) < STALE_MS) return;
      await act();
      await beats.set(owner, undefined).catch(() => {});
    },
    release() {
      next.clear();
      if (owned !== undefined) beats.set(owned, undefined).catch(() => {});
    },
  };
}
