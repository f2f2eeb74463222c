// The common beginning of the client's tests: one world, one room in it, clients on demand.

import { createOverHttp } from "../../src/client/over-http.ts";
import { openRoom, type RoomClient, type RoomOptions } from "../../src/client/room.ts";
import type { OutboxItem } from "../../src/client/outbox.ts";
import { createFakeRoom, type FakeRoom } from "./fake-room.ts";
import { createWorld, type World } from "./world.ts";

export interface SetUp {
  world: World;
  room: FakeRoom;
  open(options?: Partial<RoomOptions>): RoomClient;
  /** Opens one and lets it go live. */
  live(options?: Partial<RoomOptions>): Promise<RoomClient>;
}

export function setUp(seed = 1): SetUp {
  const world = createWorld(seed);
  const room = createFakeRoom(world);
  const open = (options: Partial<RoomOptions> = {}) =>
    openRoom({
      origin: "http://localhost:8787",
      room: "general",
      platform: world.platform,
      loadOverHttp: async () => createOverHttp,
      ...options,
    });
  return {
    world,
    room,
    open,
    async live(options) {
      const client = open(options);
      await world.advance(0);
      return client;
    },
  };
}

export function shown(client: RoomClient): string[] {
  return client.state.timeline.messages.map(({ body }) => body);
}

export function pending(client: RoomClient): string[] {
  return client.state.pending.map(({ body }) => body);
}

export function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `m${from + i}`);
}

/** A message as the outbox keeps it. */
export function itemOf(id: string, body: string, ts = 1): OutboxItem {
  return { id, ts, command: { type: "post", id, after: 0, body } };
}

export function bodyOf({ command }: OutboxItem): string {
  return command.type === "post" ? command.body : "";
}
