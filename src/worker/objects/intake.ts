// What comes from the sockets, in the order in which it came: frames that arrive during a commit share the next one.
// Nobody waits longer for it: an answer is held until its commit is done anyway [G1].

import { logBug } from "../log-line.ts";

export interface Commits {
  /** Rows written so far. */
  written(): number;
  /** Resolves when all that is written is stored. */
  stored(): Promise<void>;
  /** Several frames begin that will share a commit. */
  began(): void;
  /** They are decided. */
  decided(): void;
}

export class Intake {
  private waiting: (() => void)[] = [];
  private isCommitting = false;

  private readonly commits: Commits;

  constructor(commits: Commits) {
    this.commits = commits;
  }

  /** Does the work at once, or after the commit that is under way, in turn. */
  take(work: () => void): void {
    if (this.isCommitting) this.waiting.push(work);
    else this.work([work]);
  }

  private work(all: readonly (() => void)[]): void {
    const before = this.commits.written();
    if (all.length > 1) this.commits.began();
    // One that throws is a bug, and alone: the others of its commit go on.
    for (const one of all)
      try {
        one();
      } catch (error) {
        logBug({}, error);
      }
    if (all.length > 1) this.commits.decided();
    if (this.commits.written() === before) return;
    this.isCommitting = true;
    const goOn = (): void => this.goOn();
    // Where a commit fails the object is reset, and with it all that waits here.
    this.commits.stored().then(goOn, goOn);
  }

  private goOn(): void {
    this.isCommitting = false;
    const all = this.waiting;
    this.waiting = [];
    if (all.length > 0) this.work(all);
  }
}
