// One Durable Object: its storage, its sockets, and the instance that is awake, if any.
// An instance may go at any moment; storage and sockets go only in the ways that the platform knows.

import type { Clock, Timer } from "./clock.ts";
import type { Owner, ServerEnd } from "./link.ts";
import { FakeStorage, type Snapshot } from "./storage.ts";

export interface Instance {
  fetch?(request: Request): Response | Promise<Response>;
  alarm?(): void | Promise<void>;
  webSocketMessage?(socket: WebSocket, text: string): void;
  webSocketClose?(socket: WebSocket, code: number, reason: string): void;
}

export type ObjectClass = new (state: DurableObjectState, env: never) => Instance;

export class Host implements Owner {
  readonly storage: FakeStorage;
  readonly sockets = new Set<ServerEnd>();
  /** Calls that wait for their results to be durable. */
  private held: { send: () => void; lost?: (error: Error) => void }[] = [];
  private instance: Instance | undefined;
  private answer: { request: string; response: string } | undefined;
  private timers = new Set<Timer>();
  private isSleepy = false;
  /** Commits that the instance waits for. */
  private commits = 0;
  private alarm: Timer | undefined;
  private life = 0;
  readonly clock: Clock;
  private readonly make: (state: DurableObjectState) => Instance;
  /** Called after each flush: what is written is durable now. */
  flushed: (() => void) | undefined;
  bug: (error: unknown) => void = () => {};
  /** Runs the object's code, so that the world knows whose timers it sets. */
  enter: <T>(run: () => T) => T = (run) => run();

  constructor(clock: Clock, make: (state: DurableObjectState) => Instance) {
    this.clock = clock;
    this.make = make;
    this.storage = new FakeStorage(() => {
      const { life } = this;
      clock.later(clock.between(0, 8), () => {
        if (life === this.life) this.flush();
      });
    });
  }

  async call(method: string, args: unknown[]): Promise<unknown> {
    const { life } = this;
    const result: unknown = await this.enter(() => {
      const instance = this.awake() as Record<string, (...of: unknown[]) => unknown>;
      return instance[method]?.(...args);
    });
    if (life !== this.life) throw new Error("The object was reset.");
    return new Promise((resolve, lost) => this.hold(() => resolve(result), lost));
  }

  message(end: ServerEnd, text: string): void {
    this.enter(() => this.awake().webSocketMessage?.(end as unknown as WebSocket, text));
  }

  closed(end: ServerEnd, code: number, reason: string): void {
    // As in the runtime: an object that its close wakes is not told of it among its sockets.
    if (!this.instance) this.sockets.delete(end);
    this.enter(() => this.awake().webSocketClose?.(end as unknown as WebSocket, code, reason));
    this.sockets.delete(end);
  }

  afterFlush(send: () => void): void {
    this.hold(send);
  }

  pongFor(text: string): string | undefined {
    return this.answer?.request === text ? this.answer.response : undefined;
  }

  timer(ms: number, fn: () => void): Timer {
    const timer = this.clock.later(ms, () => {
      this.timers.delete(timer);
      this.enter(fn);
      this.fallAsleep();
    });
    this.timers.add(timer);
    return timer;
  }

  clearTimer(timer: Timer): void {
    this.timers.delete(timer);
    this.clock.cancel(timer);
    this.fallAsleep();
  }

  flush(): void {
    this.storage.flush();
    this.flushed?.();
    const { held } = this;
    this.held = [];
    for (const { send } of held) send();
    this.armAlarm();
    this.fallAsleep();
  }

  /** Memory goes; storage and sockets stay. A timer, or what is not durable yet, keeps it awake until then. */
  hibernate(): void {
    this.isSleepy = true;
    this.flush();
    this.fallAsleep();
  }

  private fallAsleep(): void {
    if (!this.isSleepy || this.timers.size > 0 || this.commits > 0 || this.storage.isDirty) return;
    this.isSleepy = false;
    this.forget();
  }

  /** Memory and sockets go. */
  evict(): void {
    this.settle();
    this.forget();
    this.dropSockets();
  }

  /** The process dies: what it wrote last is durable or not, but nobody heard of it. */
  crash(isDurable: boolean): void {
    if (isDurable) {
      this.storage.flush();
      this.flushed?.();
    } else this.storage.lose();
    const { held } = this;
    this.held = [];
    this.forget();
    this.dropSockets();
    for (const { lost } of held) lost?.(new Error("The object was reset."));
    this.armAlarm();
  }

  rollBack(to: Snapshot): void {
    this.crash(true);
    this.storage.restore(to);
    this.armAlarm();
  }

  /** What waited for a commit writes as soon as that is done: that is stored, too. */
  private settle(): void {
    do this.flush();
    while (this.storage.isDirty);
  }

  private awake(): Instance {
    this.instance ??= this.make(this.state());
    return this.instance;
  }

  private hold(send: () => void, lost?: (error: Error) => void): void {
    if (this.storage.isDirty || this.held.length > 0)
      this.held.push({ send, ...(lost && { lost }) });
    else send();
  }

  private forget(): void {
    this.instance = undefined;
    this.isSleepy = false;
    this.commits = 0;
    this.life += 1;
    for (const timer of this.timers) this.clock.cancel(timer);
    this.timers.clear();
  }

  private dropSockets(): void {
    for (const end of this.sockets) end.drop();
    this.sockets.clear();
    this.answer = undefined;
  }

  private armAlarm(): void {
    this.clock.cancel(this.alarm);
    const { alarmAt } = this.storage;
    if (alarmAt === null) return;
    this.alarm = this.clock.later(alarmAt - Date.now(), () => {
      this.storage.alarmAt = null;
      Promise.resolve(this.enter(() => this.awake().alarm?.())).catch(this.bug);
    });
  }

  /** Whoever waits for it goes on in this object, if it still lives, when what is written is durable. */
  private stored(life: number): PromiseLike<void> {
    this.commits += 1;
    return {
      // oxlint-disable-next-line unicorn/no-thenable -- a promise would go on as nobody, with nobody's clock
      then: (goOn?: ((value: void) => unknown) | null) => {
        this.hold(() => {
          if (life !== this.life) return;
          this.enter(() => goOn?.());
          this.commits -= 1;
          this.fallAsleep();
        });
        return undefined as never;
      },
    };
  }

  private state(): DurableObjectState {
    const { life } = this;
    const alive = () => {
      if (life !== this.life) throw new Error("This instance is gone.");
    };
    const state = {
      storage: guard(this.storage, alive, () => this.stored(life)),
      acceptWebSocket: (end: ServerEnd) => {
        end.owner = this;
        this.sockets.add(end);
      },
      getWebSockets: () => [...this.sockets],
      setWebSocketAutoResponse: (pair: { request: string; response: string } | undefined) => {
        this.answer = pair;
      },
      getWebSocketAutoResponseTimestamp: (end: ServerEnd) =>
        end.pingedAt === undefined ? null : new Date(end.pingedAt),
      waitUntil: (promise: Promise<unknown>) => {
        promise.catch((error: unknown) => {
          if (life === this.life) this.bug(error);
        });
      },
    };
    return state as unknown as DurableObjectState;
  }
}

/** An instance that is gone reaches nothing any more. */
function guard(storage: FakeStorage, alive: () => void, stored: () => PromiseLike<void>) {
  return {
    sync: stored,
    sql: {
      exec: (...query: Parameters<FakeStorage["sql"]["exec"]>) => {
        alive();
        return storage.sql.exec(...query);
      },
    },
    transactionSync<T>(run: () => T): T {
      alive();
      return storage.transactionSync(run);
    },
    getAlarm: async () => storage.getAlarm(),
    setAlarm: async (at: number) => {
      alive();
      return storage.setAlarm(at);
    },
    deleteAlarm: async () => {
      alive();
      return storage.deleteAlarm();
    },
    deleteAll: async () => storage.deleteAll(),
  };
}
