// Rate limits of one room, per person, in memory: hibernation forgives them.
// What a rule may spend is read before it runs and charged after the commit.

import type { BucketName } from "../../room/context.ts";
import { refill, waitFor, type Bucket, type BucketRate } from "../../lib/bucket.ts";

const RATES: Record<BucketName, BucketRate> = {
  commands: { burst: 30, rate: 5 },
  queries: { burst: 200, rate: 50 },
  typing: { burst: 1, rate: 1 / 3 },
};

/** Buckets kept at once; beyond it all start anew. */
const MOST = 5_000;

export class Rates {
  private readonly buckets = new Map<string, Bucket>();

  private readonly off: boolean;

  constructor(off: boolean) {
    this.off = off;
  }

  /** Milliseconds until the person may go on, for each bucket; 0 where it may now. */
  waits(person: string, now: number): Record<BucketName, number> {
    const wait = (name: BucketName) =>
      this.off ? 0 : waitFor(this.bucket(person, name, now), RATES[name]);
    return { commands: wait("commands"), queries: wait("queries"), typing: wait("typing") };
  }

  charge(person: string, name: BucketName, tokens: number, now: number): void {
    if (this.off) return;
    if (this.buckets.size > MOST) this.buckets.clear();
    const bucket = this.bucket(person, name, now);
    this.buckets.set(`${name} ${person}`, { ...bucket, tokens: bucket.tokens - tokens });
  }

  private bucket(person: string, name: BucketName, now: number): Bucket {
    const key = `${name} ${person}`;
    const kept = this.buckets.get(key);
    // A clock that was set back must not stop the refill until it has caught up.
    if (kept && kept.at > now) this.buckets.set(key, { ...kept, at: now });
    return refill(kept, RATES[name], now);
  }
}
