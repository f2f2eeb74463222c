// Time and chance of a model world: a virtual clock, its timers, and a seeded generator.
// Nothing happens but in `step`, one event at a time, so a seed repeats a history exactly.

export interface Timer {
  at: number;
  n: number;
  fn: () => void;
}

export class Clock {
  /** ms since 1970, the true time; each machine may believe another one. */
  now = 1_700_000_000_000;
  events = 0;
  private timers: Timer[] = [];
  private count = 0;
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** 0 <= x < 1 (mulberry32) */
  random = (): number => {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };

  between(low: number, high: number): number {
    return Math.floor(low + this.random() * (high - low + 1));
  }

  later(ms: number, fn: () => void): Timer {
    this.count += 1;
    const timer = { at: this.now + Math.max(0, ms), n: this.count, fn };
    this.timers.push(timer);
    return timer;
  }

  cancel(timer: Timer | undefined): void {
    const index = timer ? this.timers.indexOf(timer) : -1;
    if (index >= 0) this.timers.splice(index, 1);
  }

  /** Lets `ms` pass. */
  async run(ms: number): Promise<void> {
    await this.until(() => false, ms);
  }

  /** Lets time pass until `done`, asked between any two events, at most `ms`; whether it came so far. */
  async until(done: () => boolean, ms: number): Promise<boolean> {
    const end = this.now + ms;
    await settle();
    while (!done()) {
      const due = this.next(end);
      if (!due) {
        this.now = end;
        return false;
      }
      this.cancel(due);
      this.now = Math.max(this.now, due.at);
      this.events += 1;
      due.fn();
      await settle();
    }
    return true;
  }

  private next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers)
      if (
        timer.at <= end &&
        (!first || timer.at < first.at || (timer.at === first.at && timer.n < first.n))
      )
        first = timer;
    return first;
  }
}

const immediate = setImmediate;

/** Drains every microtask. */
export function settle(): Promise<void> {
  return new Promise((resolve) => immediate(resolve));
}
