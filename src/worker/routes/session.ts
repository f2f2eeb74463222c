// Sessions over HTTP: claim a handle as a guest, ask who one is, sign out [T3].
// The handle is claimed first and the person made after, so that every step can be repeated.

import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import type { OwnSession } from "../../protocol/account.ts";
import { newSession, parseBody, type SessionAnswer } from "../../protocol/http.ts";
import { profileOf, type Person } from "../../protocol/people.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { handleOf, personOf, workspaceOf, type Env, type Route } from "../env.ts";
import { fileLimits } from "../files/bucket.ts";
import { limitPerAddress } from "../middleware/limit.ts";
import { barAddress } from "../middleware/address.ts";
import { isForeign } from "../middleware/origin.ts";
import {
  cookieName,
  giveCookie,
  hasCredential,
  mintSession,
  requireSession,
  takeCookie,
} from "../middleware/session.ts";
import { newId } from "../random.ts";
import { admission } from "./admission.ts";
import { jsonOf, limitBody } from "./body.ts";

export const session = new Hono<Route>();

session.post("/", limitPerAddress("SESSION_LIMIT"), limitBody, barAddress, async (c) => {
  if (isForeign(c)) return answerFailure(FAILURES.forbidden);
  const asked = parseBody(newSession, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const admitted = await admission(c.env, asked.value);
  if (!admitted.ok) return answerFailure(admitted.failure);
  const { handle, name = handle, id, token: wantsToken } = asked.value;
  const claimed = await handleOf(c.env, handle).claim({ handle, person: newId(), request: id });
  if (!claimed.ok)
    return answerFailure(claimed.failure, { suggestion: await suggest(c.env, handle) });
  const entered = await admitted.value.enter(claimed.value);
  if (!entered.ok) return answerFailure(entered.failure);
  const { token, opened } = await mintSession(c, claimed.value);
  const user = await personOf(c.env, claimed.value).signUp(
    { id: claimed.value, handle, name },
    opened,
  );
  if (!user.ok) return answerFailure(user.failure);
  if (admitted.value.isFirst) await workspaceOf(c.env).came(user.value.id);
  if (!wantsToken) giveCookie(c, token);
  return c.json(answerOf(user.value, wantsToken ? token : undefined));
});

/** Nobody is signed in where nothing was sent: that is an answer and no error. */
session.get("/", (c, next) => (hasCredential(c) ? next() : c.json({})));

session.get("/", requireSession, async (c) => {
  const cookie = getCookie(c, cookieName(c.req.url));
  if (cookie !== undefined && c.req.header("authorization") === undefined) giveCookie(c, cookie);
  const { person, community: role } = c.get("user");
  const account = await personOf(c.env, person.id).hasAccount();
  const files = fileLimits(c.env);
  const answer: OwnSession = { ...answerOf(person), account, role, ...(files && { files }) };
  return c.json(answer);
});

session.delete("/", requireSession, async (c) => {
  const { person, session: id } = c.get("user");
  await personOf(c.env, person.id).signOut(id);
  takeCookie(c);
  return c.body(null, 204);
});

export function answerOf(user: Person, token?: string): SessionAnswer {
  return { user: { id: user.id, ...profileOf(user) }, ...(token !== undefined && { token }) };
}

/** A free handle like the taken one: `ada-2` and so on, then one that is surely rare. */
export async function suggest(env: Env, handle: string): Promise<string> {
  const stem = handle.slice(0, 27);
  for (const number of [2, 3, 4, 5]) {
    const candidate = `${stem}-${number}`;
    if (await handleOf(env, candidate).isFree()) return candidate;
  }
  return `${stem}-${newId().slice(0, 4)}`;
}
