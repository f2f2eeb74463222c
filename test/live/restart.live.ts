// The server is killed outright while two clients are sending, and started again on the same data.
// [G1] [G2] [G4] [G5]: what was accepted is there, once; rooms and sessions are, too; clients go on.

import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { createApi } from "../../src/client/api.ts";
import { defaultPlatform, type Platform } from "../../src/client/platform.ts";
import { openRoom, type RoomClient } from "../../src/client/room.ts";
import { parseDown } from "../../src/protocol/codec.ts";
import { readWholeLog } from "../chaos/log.ts";
import { signUp } from "../chaos/participant.ts";
import { startServer, type Server } from "../e2e/server.ts";

const ROOM = "restart";
/** A client goes on writing until it is told to stop, this many ahead of the answers. */
const AHEAD = 10;

let server: Server | undefined;
afterAll(async () => {
  await server?.stop();
  if (server) rmSync(server.persistTo, { recursive: true, force: true });
});

/** The global platform; `accepted` collects what the server answered. */
function listening(accepted: string[]): Platform {
  const platform = defaultPlatform();
  return {
    ...platform,
    openSocket(url, protocols, headers) {
      const socket = platform.openSocket(url, protocols, headers);
      const target = socket as unknown as WebSocket;
      target.addEventListener("message", ({ data }) => {
        const frame = parseDown(data as string);
        if (frame?.type === "accepted") accepted.push(frame.id);
      });
      return socket;
    },
  };
}

async function enter(origin: string, name: string) {
  const { person, token } = await signUp(origin, name);
  const accepted: string[] = [];
  const client = openRoom({ origin, room: ROOM, token, platform: listening(accepted) });
  const sent: string[] = [];
  let writes = true;
  const write = () => {
    while (writes && client.state.pending.length < AHEAD)
      sent.push(client.post(`${name} ${sent.length}`));
  };
  client.subscribe(write);
  return { person, token, client, accepted, sent, write, stop: () => (writes = false) };
}

/** Resolves when the client's state is so; a client that never gets there fails by the test's timeout. */
function reaches(client: RoomClient, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => isSo() && resolve();
    client.subscribe(look);
    look();
  });
}

test("killed while two clients send, everything accepted is there once, and they go on", async () => {
  server = await startServer();
  const { port, persistTo, url } = server;
  const owner = await signUp(url, "owner");
  const api = createApi({ origin: url, token: owner.token });
  expect((await api.createRoom({ name: ROOM, id: crypto.randomUUID() })).ok).toBe(true);
  const both = [await enter(url, "ada"), await enter(url, "bea")];
  for (const { write } of both) write();
  await Promise.all(
    both.map(({ client, accepted }) => reaches(client, () => accepted.length >= 100)),
  );

  await server.kill();
  const before = both.map(({ accepted, sent }) => ({ accepted: [...accepted], sent: sent.length }));
  expect(before.some(({ accepted, sent }) => sent > accepted.length)).toBe(true);
  server = await startServer({ port, persistTo });

  await Promise.all(
    both.map(({ client, accepted }, i) =>
      reaches(client, () => accepted.length >= (before[i]?.accepted.length ?? 0) + 50),
    ),
  );
  for (const { stop } of both) stop();
  await Promise.all(
    both.map(({ client }) => reaches(client, () => client.state.pending.length === 0)),
  );

  const log = await readWholeLog(url, ROOM, owner.token);
  for (const [i, { person, sent, client, token }] of both.entries()) {
    const stored = log.filter(({ by }) => by === person).map(({ id }) => id);
    for (const id of before[i]?.accepted ?? []) expect(stored).toContain(id);
    expect(stored).toEqual(sent);
    expect(client.state.connection.name).toBe("live");
    const session = await createApi({ origin: url, token }).session();
    expect(session).toMatchObject({ ok: true, value: { user: { id: person } } });
    client.close();
  }
  const rooms = await api.rooms();
  expect(rooms.ok && rooms.value.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["general", ROOM]),
  );
});
