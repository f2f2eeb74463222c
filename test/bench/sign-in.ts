// `npm run bench:sign-in`: what the time of a refused sign-in tells of a handle: nothing [T11].
// Three kinds of handle in turn, so that a busy machine slows them all alike; fails where medians differ by 5 %.

import { startServer } from "../e2e/server.ts";
import { alike } from "./medians.ts";

const TRIES = Number(process.env["TRIES"] ?? 500);
const MOST = 1.05;

const server = await startServer({ by: "serve" });
try {
  const handles = {
    "unknown handle": "nobody-is-called-so",
    "handle without a password": await claim("guest", undefined),
    "wrong password": await claim("ada", "a garden of forking paths"),
  };
  const ways = Object.fromEntries(
    Object.entries(handles).map(([kind, handle]) => [kind, () => tryOnce(handle)]),
  );
  if (!(await alike(ways, { tries: TRIES, most: MOST }))) process.exitCode = 1;
} finally {
  await server.stop();
}

async function claim(handle: string, password: string | undefined): Promise<string> {
  const answer = await send("POST", "/api/session", { handle, id: `claim-${handle}`, token: true });
  const { token } = (await answer.json()) as { token: string };
  const auth = { Authorization: `Bearer ${token}` };
  if (password !== undefined) await send("PUT", "/api/me/password", { password }, auth);
  return handle;
}

async function tryOnce(handle: string): Promise<void> {
  const answer = await send("POST", "/api/sign-in", { handle, password: "not the password" });
  await answer.text();
  if (answer.status !== 401) throw new Error(`The answer was ${answer.status}.`);
}

function send(method: string, path: string, body: object, headers = {}): Promise<Response> {
  return fetch(server.url + path, { method, headers, body: JSON.stringify(body) });
}
