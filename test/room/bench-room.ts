// A room for the tests of its rules: a database, a clock, and people to act.
// `act` runs a rule as the shell does, in a transaction, and keeps what it remembers.

import { expect } from "vitest";
import type { UpFrame } from "../../src/protocol/commands.ts";
import type { DownFrame } from "../../src/protocol/frames.ts";
import type { Person } from "../../src/protocol/people.ts";
import { handleCommand } from "../../src/room/commands.ts";
import type { Add, Connection, Context, Effect } from "../../src/room/context.ts";
import { handle } from "../../src/room/handle.ts";
import { join, type Joining } from "../../src/room/join.ts";
import { append } from "../../src/room/log.ts";
import { createRoom, settings, type Settings } from "../../src/room/settings.ts";
import { openSql } from "../sqlite.ts";

export const ada = person("ada");
export const bea = person("bea");

export function person(called: string): Person {
  return { id: called.padEnd(26, "a"), handle: called, name: called.toUpperCase() };
}

export function openRoom() {
  const sql = openSql();
  const created = createRoom(sql, 1_000, {
    name: "general",
    title: "General",
    topic: "",
    by: ada.id,
    id: "create-general",
    epoch: "epoch-1",
  });
  expect(created.ok).toBe(true);
  return benchOf(sql);
}

/** The room that is in this database. */
export function benchOf(sql: ReturnType<typeof openSql>) {
  const clock = { now: 1_000 };
  const wait = { commands: 0, queries: 0, typing: 0 };
  const online = new Map<string, Person>();
  /** Whether whoever acts has another socket. */
  const devices = { others: true };
  const context = (): Context => ({
    sql,
    now: clock.now,
    wait,
    online: () => online,
    isElsewhere: () => devices.others,
  });
  const room = (): Settings => {
    const found = settings(sql);
    if (!found) throw new Error("no room");
    return found;
  };
  const remember = (connection: Connection, effects: Effect[]) => {
    for (const effect of effects)
      if (effect.do === "remember") Object.assign(connection, effect.memory);
    return effects;
  };
  return {
    sql,
    clock,
    wait,
    online,
    devices,
    room,
    context,
    act(connection: Connection, frame: UpFrame | Add): Effect[] {
      const rule = () =>
        frame.type === "add"
          ? handleCommand(context(), room(), connection, frame)
          : handle(context(), room(), connection, frame);
      return remember(connection, sql.transaction(rule));
    },
    join(connection: Connection, joining: Partial<Joining> = {}): Effect[] {
      const full = {
        person: connection.person,
        pendingReads: new Map<string, number>(),
        ...joining,
      };
      return remember(
        connection,
        sql.transaction(() => join(context(), room(), full)),
      );
    },
    /** Fills the log without going through the rules' front door. */
    fill(count: number, author = ada.id, body = "filler") {
      for (let i = 0; i < count; i++)
        append(sql, clock.now, {
          author,
          kind: "message",
          id: `fill-${author}-${i}-${Math.random()}`,
          body,
        });
    },
  };
}

export function connect(who: Person, patch: Partial<Connection> = {}): Connection {
  return {
    person: who,
    session: "session-1",
    client: null,
    attempt: null,
    since: 0,
    live: true,
    held: null,
    read: null,
    request: "request-1",
    told: new Set(),
    ...patch,
  };
}

export function post(
  id: string,
  body: string,
  cursor: { epoch?: string; after?: number } = {},
): UpFrame {
  return { type: "post", id, body, epoch: "epoch-1", after: 0, ...cursor };
}

/** The frames replied, of one type. */
export function replies<T extends DownFrame["type"]>(effects: Effect[], type: T) {
  return effects.flatMap((effect) =>
    effect.do === "reply" && effect.frame.type === type
      ? [effect.frame as Extract<DownFrame, { type: T }>]
      : [],
  );
}

export function only<T>(list: T[]): T {
  expect(list).toHaveLength(1);
  return list[0] as T;
}
