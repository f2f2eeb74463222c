import { describe, expect, it } from "vitest";
import { openRoom, type RoomOptions } from "../../src/client/room.ts";
import { createFakeRoom } from "./fake-room.ts";
import { createWorld } from "./world.ts";

function setUp(options: Partial<RoomOptions> = {}) {
  const world = createWorld();
  const room = createFakeRoom(world);
  const open = (more: Partial<RoomOptions> = {}) =>
    openRoom({
      origin: "http://localhost:8787",
      room: "general",
      platform: world.platform,
      ...options,
      ...more,
    });
  return { world, room, open };
}

describe("a room", () => {
  it("shows the newest page, then what comes [C3] [L5]", async () => {
    const { world, room, open } = setUp();
    for (let i = 1; i <= 60; i++) room.say(`m${i}`);
    const client = open();
    await world.settle();
    expect(client.state.connection.name).toBe("live");
    expect(client.state.timeline).toMatchObject({ atHead: true, start: false });
    expect(client.state.timeline.messages.map(({ body }) => body)).toEqual(
      room.bodies().slice(-50),
    );
    room.say("hello");
    expect(client.state.timeline.messages.at(-1)?.body).toBe("hello");
    client.post("mine");
    expect(client.state.pending).toHaveLength(1);
    await world.settle();
    expect(client.state.pending).toEqual([]);
    expect(room.bodies().at(-1)).toBe("mine");
    expect(client.state.timeline.messages.at(-1)?.body).toBe("mine");
  });
});
