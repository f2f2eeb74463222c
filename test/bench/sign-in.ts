// `npm run bench:sign-in`: what the time of a refused sign-in tells of a handle: nothing [T11].
// Three kinds of handle in turn, so that a busy machine slows them all alike; fails where medians differ by 5 %.

import { startServer } from "../e2e/server.ts";

const TRIES = Number(process.env["TRIES"] ?? 500);
const MOST = 1.05;

const server = await startServer({ by: "serve" });
try {
  const handles = {
    "unknown handle": "nobody-is-called-so",
    "handle without a password": await claim("guest", undefined),
    "wrong password": await claim("ada", "a garden of forking paths"),
  };
  const times = new Map<string, number[]>(Object.keys(handles).map((kind) => [kind, []]));
  const kinds = Object.entries(handles);
  // The first ones wake the objects.
  for (let i = -5; i < TRIES; i++)
    for (let k = 0; k < kinds.length; k++) {
      // No kind always follows the same other one.
      const [kind, handle] = kinds[(k * (1 + (i & 1)) + Math.max(0, i)) % kinds.length] ?? ["", ""];
      const took = await tryOnce(handle);
      if (i >= 0) times.get(kind)?.push(took);
    }
  const medians = [...times].map(([kind, all]) => {
    const sorted = all.toSorted((a, b) => a - b);
    const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0;
    console.log(
      `${kind}: ${all.length} tries, median ${ms(at(0.5))}, from ${ms(at(0.05))} to ${ms(at(0.95))} (5 % and 95 %)`,
    );
    return at(0.5);
  });
  const ratio = Math.max(...medians) / Math.min(...medians);
  console.log(`the slowest median is ${ratio.toFixed(3)} times the fastest; at most ${MOST}`);
  if (!(ratio <= MOST)) process.exitCode = 1;
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

async function tryOnce(handle: string): Promise<number> {
  const before = performance.now();
  const answer = await send("POST", "/api/sign-in", { handle, password: "not the password" });
  await answer.text();
  if (answer.status !== 401) throw new Error(`The answer was ${answer.status}.`);
  return performance.now() - before;
}

function send(method: string, path: string, body: object, headers = {}): Promise<Response> {
  return fetch(server.url + path, { method, headers, body: JSON.stringify(body) });
}

function ms(time: number): string {
  return `${time.toFixed(1)} ms`;
}
