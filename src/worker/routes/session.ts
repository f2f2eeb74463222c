// Sessions over HTTP: claim a handle as a guest, ask who one is, sign out [T3].
// The handle is claimed first and the person made after, so that every step can be repeated.

import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Context } from "hono";
import { newSession, parseBody, type SessionAnswer } from "../../protocol/http.ts";
import type { Person } from "../../protocol/people.ts";
import { SESSION_MS } from "../../person/sessions.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { handleOf, personOf, type Env, type Route } from "../env.ts";
import { limitPerAddress } from "../middleware/limit.ts";
import { isForeign } from "../middleware/origin.ts";
import { cookieName, hasCredential, requireSession } from "../middleware/session.ts";
import { digest, newId, newSecret } from "../random.ts";
import { jsonOf, limitBody } from "./body.ts";

export const session = new Hono<Route>();

session.post("/", limitPerAddress("SESSION_LIMIT"), limitBody, async (c) => {
  if (isForeign(c)) return answerFailure(FAILURES.forbidden);
  const asked = parseBody(newSession, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { handle, name = handle, id, token: wantsToken } = asked.value;
  const claimed = await handleOf(c.env, handle).claim({ handle, person: newId(), request: id });
  if (!claimed.ok)
    return answerFailure(claimed.failure, { suggestion: await suggest(c.env, handle) });
  const token = `${claimed.value}.${newSecret()}`;
  const opened = { id: newId(), hash: await digest(token) };
  const user = await personOf(c.env, claimed.value).signUp(
    { id: claimed.value, handle, name },
    opened,
  );
  if (!wantsToken) giveCookie(c, token);
  return c.json(answerOf(user, wantsToken ? token : undefined));
});

/** Nobody is signed in where nothing was sent: that is an answer and no error. */
session.get("/", (c, next) => (hasCredential(c) ? next() : c.json({})));

session.get("/", requireSession, (c) => {
  const cookie = getCookie(c, cookieName(c.req.url));
  if (cookie !== undefined && c.req.header("authorization") === undefined) giveCookie(c, cookie);
  return c.json(answerOf(c.get("user").person));
});

session.delete("/", requireSession, async (c) => {
  const { person, session: id } = c.get("user");
  await personOf(c.env, person.id).signOut(id);
  deleteCookie(c, cookieName(c.req.url), { path: "/", secure: isSecure(c) });
  return c.body(null, 204);
});

function answerOf({ id, handle, name }: Person, token?: string): SessionAnswer {
  return { user: { id, handle, name }, ...(token !== undefined && { token }) };
}

function giveCookie(c: Context<Route>, token: string): void {
  setCookie(c, cookieName(c.req.url), token, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    secure: isSecure(c),
    maxAge: SESSION_MS / 1_000,
  });
}

function isSecure(c: Context<Route>): boolean {
  return new URL(c.req.url).protocol === "https:";
}

/** A free handle like the taken one: `ada-2` and so on, then one that is surely rare. */
async function suggest(env: Env, handle: string): Promise<string> {
  const stem = handle.slice(0, 27);
  for (const number of [2, 3, 4, 5]) {
    const candidate = `${stem}-${number}`;
    if (await handleOf(env, candidate).isFree()) return candidate;
  }
  return `${stem}-${newId().slice(0, 4)}`;
}
