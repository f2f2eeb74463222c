// One's own profile: display name and handle [T14].
// A new handle is claimed first and taken after, so that every step can be repeated.

import { Hono } from "hono";
import { parseBody } from "../../protocol/http.ts";
import { newProfile } from "../../protocol/account.ts";
import { answerFailure } from "../answers.ts";
import { handleOf, personOf, type Route } from "../env.ts";
import { requireSession } from "../middleware/session.ts";
import { jsonOf, limitBody } from "./body.ts";
import { answerOf, suggest } from "./session.ts";

export const profile = new Hono<Route>();

profile.put("/profile", limitBody, requireSession, async (c) => {
  const asked = parseBody(newProfile, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { person } = c.get("user");
  const { handle = person.handle, name = person.name } = asked.value;
  const isNew = handle !== person.handle;
  if (isNew) {
    // No claim of a guest has such a request: nobody gets a session by repeating it.
    const request = `change ${c.get("requestId")}`;
    const claimed = await handleOf(c.env, handle).claim({ handle, person: person.id, request });
    if (!claimed.ok)
      return answerFailure(claimed.failure, { suggestion: await suggest(c.env, handle) });
  }
  const changed = await personOf(c.env, person.id).changeProfile({ handle, name });
  if (changed.ok) return c.json(answerOf(changed.value));
  if (isNew) await handleOf(c.env, handle).release(person.id);
  return answerFailure(changed.failure);
});
