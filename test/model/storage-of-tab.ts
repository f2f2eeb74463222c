// A browser's storage as a model has it: it takes its time, may be full, and outlives the page.
// What it holds can be looked at, so that a test knows what a page has left behind.

import { memoryStorage, type RoomStorage } from "../../src/client/storage.ts";
import type { Clock } from "./clock.ts";

export class Disk {
  isFull = false;
  /** Ids of the commands in it, and of those on their way into it. */
  readonly commands = new Set<string>();
  readonly underway = new Set<string>();
  readonly refused = new Set<string>();
  private readonly memory = memoryStorage();
  private readonly clock: Clock;
  private free = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    // The page that this one is made with never comes.
    this.memory.close();
  }

  /** As the next page sees it. `kill`: what that page had not finished never happened. */
  open(): RoomStorage & { kill(): void } {
    const page = this.memory.open();
    let isKilled = false;
    const inTurn = <T>(run: () => Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        this.free = Math.max(this.free, this.clock.now + this.clock.between(0, 4));
        this.clock.later(
          this.free - this.clock.now,
          () => isKilled || void run().then(resolve, reject),
        );
      });
    return {
      loadRoom: () => inTurn(() => page.loadRoom()),
      saveRoom: (room) => inTurn(() => page.saveRoom(room)),
      putCommand: (item) => {
        this.underway.add(item.id);
        return inTurn(async () => {
          this.underway.delete(item.id);
          if (this.isFull) this.refused.add(item.id);
          if (this.isFull) throw new Error("QuotaExceededError");
          this.commands.add(item.id);
          await page.putCommand(item);
        });
      },
      removeCommand: (id) =>
        inTurn(async () => {
          this.commands.delete(id);
          await page.removeCommand(id);
        }),
      adopt: (take) => inTurn(() => page.adopt(take)),
      close: () => page.close(),
      kill: () => {
        isKilled = true;
        this.underway.clear();
        page.close();
      },
    };
  }
}
