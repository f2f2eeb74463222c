// `npm run bench:private`: what the time of an answer tells of a private room to whom it is closed: nothing [D4].
// Over HTTP and by upgrade, in turn with a room that never was; fails where medians differ by 5 %.

import { request } from "node:http";
import { startServer } from "../e2e/server.ts";
import { alike } from "./medians.ts";

const TRIES = Number(process.env["TRIES"] ?? 1_000);
const MOST = 1.05;
const NOWHERE = `~${"q".repeat(26)}`;
/** Messages in the room that has a past. */
const PAST = 1_000;

const server = await startServer({ by: "serve" });
try {
  const ada = await claim("ada");
  const eve = await claim("eve");
  const rooms = {
    "a room that never was": NOWHERE,
    "a private room": await makeRoom("new-plans", ada),
    "a private room with a past": await makeRoom("old-plans", ada, PAST),
  };
  const ways = (path: (room: string) => string, ask: (url: string) => Promise<number>) =>
    Object.fromEntries(
      Object.entries(rooms).map(([kind, room]) => [
        `${ask.name}, ${kind}`,
        async () => {
          const status = await ask(server.url + path(room));
          if (status !== 404) throw new Error(`The answer was ${status}.`);
        },
      ]),
    );
  const http = async (url: string) => {
    const answer = await fetch(url, { headers: eve });
    await answer.text();
    return answer.status;
  };
  const upgrade = (url: string) => upgraded(url, eve);
  const results = [
    await alike(
      ways((room) => `/api/rooms/${room}/log`, http),
      { tries: TRIES, most: MOST },
    ),
    await alike(
      ways((room) => `/room/${room}`, upgrade),
      { tries: TRIES, most: MOST },
    ),
  ];
  if (results.includes(false)) process.exitCode = 1;
} finally {
  await server.stop();
}

async function claim(handle: string): Promise<Record<string, string>> {
  const answer = await send("/api/session", { handle, id: `claim-${handle}`, token: true });
  return { Authorization: `Bearer ${((await answer.json()) as { token: string }).token}` };
}

async function makeRoom(id: string, owner: Record<string, string>, messages = 0): Promise<string> {
  const made = await send("/api/rooms", { private: true, title: "Plans", id }, owner);
  const { name } = (await made.json()) as { name: string };
  for (let i = 0; i < messages; i++) {
    const post = { type: "post", id: `message-${i}`, after: i, body: `plan ${i}` };
    await (await send(`/api/rooms/${name}/log`, post, owner)).text();
  }
  return name;
}

/** The status of an upgrade that is refused. */
function upgraded(url: string, headers: Record<string, string>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const asked = request(url, {
    headers: {
      ...headers,
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    },
  });
  asked.on("error", reject);
  asked.on("upgrade", (response, socket) => {
    socket.destroy();
    resolve(response.statusCode ?? 101);
  });
  asked.on("response", (response) => {
    response.resume().on("end", () => resolve(response.statusCode ?? 0));
  });
  asked.end();
  return promise;
}

function send(path: string, body: object, headers = {}): Promise<Response> {
  return fetch(server.url + path, { method: "POST", headers, body: JSON.stringify(body) });
}
