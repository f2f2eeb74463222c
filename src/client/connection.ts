// One connection that stays up: the socket's states, back-off and pings, for rooms and the lobby.
// Only the newest socket is listened to; what an older one still says is lost on purpose.

//                      welcomed()              caughtUp()
//     connecting ───────────────▶ replaying ───────────────▶ live
//       ▲    │                        │                        │
//       │    │ fails, hangs 10 s      │ lost, no pong          │
//       │    ▼                        ▼                        │
//       └─ waiting ◀──────────────────┴────────────────────────┘
//  back-off   │ ▲
//  over       │ │ the polls fail, too
//             ▼ │
//          polling ── tries a socket every 20 s; welcomed() ──▶ replaying
//     (HTTP answers, but 3 upgrades failed or one hung [H5])
//
//     any ── closed 4500 to 4999, or HTTP says 400, 401, 403, 404 ──▶ ended
//     waiting, polling, ended ── reconnect() ──▶ connecting           any ── close() ──▶ closed

import { CLOSE } from "../protocol/codes.ts";
import { parsePong } from "../protocol/codec.ts";
import { PROTOCOL_VERSION } from "../protocol/shared-limits.ts";
import { createAlarm } from "./alarm.ts";
import { backoff, jitter } from "./backoff.ts";
import { endingOfClose, type Ending } from "./endings.ts";
import { createHeartbeat } from "./heartbeat.ts";
import type { Platform, SocketLike } from "./platform.ts";
import { isUp, type ConnectionState } from "./state.ts";

const HANG_MS = 10_000;
const UPGRADES_BEFORE_POLLING = 3;
const SOCKET_AGAIN_MS = 20_000;
/** A connection that held this long starts the back-off anew; a server that drops us at once does not. */
const HELD_MS = 1_000;

/** What HTTP says of a server whose socket does not open. */
export type Reach = "reachable" | "unreachable" | Ending;

export interface ConnectionOptions {
  platform: Platform;
  /** Asked at each attempt, as the cursor moves. */
  url(): string;
  headers?: Record<string, string> | undefined;
  received(text: string): void;
  pong?(head: { epoch: string; head: number }): void;
  changed(state: ConnectionState, was: ConnectionState): void;
  /** Closed with 4506, before the state says so: what was sent first and not answered is at fault. */
  badFrame?(message: string): void;
  reach(): Promise<Reach>;
  /** Whether the owner can do without a socket. */
  polls: boolean;
}

export interface Connection {
  readonly state: ConnectionState;
  start(): void;
  /** False where no socket is up. */
  send(text: string): boolean;
  welcomed(spreadMs?: number): void;
  caughtUp(): void;
  /** Gives up this socket and takes a new one after the back-off. */
  lost(): void;
  /** The polls fail, too. */
  unreachable(): void;
  end(ending: Ending): void;
  reconnect(): void;
  wake(): void;
  close(): void;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { platform } = options;
  let state: ConnectionState = { name: "connecting", since: platform.now() };
  let socket: SocketLike | undefined;
  let failures = 0;
  let failedUpgrades = 0;
  let hung = false;
  let asking = false;
  let spreadMs: number | undefined;
  let liveSince: number | undefined;
  /** Rises whenever what `reach` was asked for is no longer the question. */
  let question = 0;
  const timer = createAlarm(platform);
  const heartbeat = createHeartbeat(platform, () => socket?.send("ping"), lost);

  function become(next: ConnectionState): void {
    const was = state;
    state = next;
    options.changed(next, was);
  }

  function drop(): void {
    heartbeat.stop();
    timer.clear();
    const old = socket;
    socket = undefined;
    if (!old) return;
    old.onopen = old.onmessage = old.onclose = old.onerror = null;
    try {
      old.close(1000, "");
    } catch {
      // One that never opened may refuse.
    }
  }

  function attempt(): void {
    drop();
    if (state.name !== "polling") become({ name: "connecting", since: platform.now() });
    let mine: SocketLike;
    try {
      mine = platform.openSocket(options.url(), [`edgewise.v${PROTOCOL_VERSION}`], options.headers);
    } catch {
      return upgradeFailed(false);
    }
    socket = mine;
    mine.onopen = () => timer.set(HANG_MS, () => upgradeFailed(false));
    mine.onmessage = ({ data }) => {
      if (socket !== mine || typeof data !== "string") return;
      if (!data.startsWith("pong")) return options.received(data);
      heartbeat.pong();
      const head = parsePong(data);
      if (head) options.pong?.(head);
    };
    mine.onclose = ({ code }) => {
      if (socket === mine) onClose(code);
    };
    mine.onerror = () => {}; // `close` follows
    timer.set(HANG_MS, () => upgradeFailed(true));
  }

  function onClose(code: number): void {
    const ending = endingOfClose(code);
    if (!ending) return isUp(state) ? lost() : upgradeFailed(false);
    if (code === CLOSE.badFrame) options.badFrame?.(ending.message);
    end(ending);
  }

  function lost(): void {
    const held = liveSince !== undefined && platform.now() - liveSince >= HELD_MS;
    liveSince = undefined;
    failures = held ? 0 : failures + 1;
    drop();
    wait();
  }

  function upgradeFailed(byHanging: boolean): void {
    drop();
    failures += 1;
    failedUpgrades += 1;
    hung ||= byHanging;
    if (state.name === "polling") return trySocketLater();
    wait();
    if (!asking) void ask();
  }

  async function ask(): Promise<void> {
    const mine = question;
    asking = true;
    const reach = await options.reach();
    asking = false;
    if (mine !== question || (state.name !== "waiting" && state.name !== "connecting")) return;
    if (typeof reach === "object") return end(reach);
    const enough = hung || failedUpgrades >= UPGRADES_BEFORE_POLLING;
    if (reach === "reachable" && enough && options.polls) poll();
  }

  /** What was asked or counted so far says nothing about what comes now. */
  function startAfresh(): void {
    question += 1;
    failedUpgrades = 0;
    hung = false;
  }

  function wait(): void {
    const delay = backoff(platform.random(), failures, spreadMs);
    const since = platform.now();
    timer.set(delay, attempt);
    become({ name: "waiting", since, retryAt: since + delay });
  }

  function poll(): void {
    if (!socket) trySocketLater();
    become({ name: "polling", since: platform.now() });
  }

  function trySocketLater(): void {
    timer.set(jitter(platform.random(), SOCKET_AGAIN_MS, 0.25), attempt);
  }

  function end(ending: Ending): void {
    question += 1;
    drop();
    become({ name: "ended", ...ending });
  }

  return {
    get state() {
      return state;
    },
    start() {
      if (!socket && state.name === "connecting") attempt();
    },
    send(text) {
      if (!socket || !isUp(state)) return false;
      socket.send(text);
      return true;
    },
    welcomed(spread) {
      startAfresh();
      spreadMs = spread;
      liveSince = platform.now();
      timer.clear();
      become({ name: "replaying", since: platform.now() });
      heartbeat.start();
    },
    caughtUp() {
      if (state.name !== "replaying") return;
      heartbeat.settle();
      become({ name: "live" });
    },
    lost,
    unreachable() {
      if (state.name !== "polling") return;
      drop();
      wait();
    },
    end,
    reconnect() {
      if (isUp(state) || state.name === "closed") return;
      startAfresh();
      failures = 0;
      attempt();
    },
    wake() {
      if (isUp(state)) heartbeat.beat();
      else if (state.name === "waiting") attempt();
    },
    close() {
      question += 1;
      drop();
      become({ name: "closed" });
    },
  };
}
