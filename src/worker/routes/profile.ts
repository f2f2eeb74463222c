// One's own profile: display name, handle and time zone; and what others see of one [T14].
// A new handle is claimed first and taken after, so that every step can be repeated.

import { Hono } from "hono";
import { parseBody } from "../../protocol/http.ts";
import { newProfile } from "../../protocol/account.ts";
import { isPersonId } from "../../protocol/names.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { handleOf, personOf, type Route } from "../env.ts";
import { requireSession } from "../middleware/session.ts";
import { jsonOf, limitBody } from "./body.ts";
import { answerOf, suggest } from "./session.ts";

export const profile = new Hono<Route>();

profile.put("/profile", limitBody, requireSession, async (c) => {
  const asked = parseBody(newProfile, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { person } = c.get("user");
  const { handle = person.handle, name = person.name, zone } = asked.value;
  if (zone !== undefined) await personOf(c.env, person.id).setZone(zone);
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

export const people = new Hono<Route>();

/** Somebody's card, for everybody in the community. */
people.get("/:person", requireSession, async (c) => {
  const id = c.req.param("person");
  const card = isPersonId(id) ? await personOf(c.env, id).card() : undefined;
  return card ? c.json(card) : answerFailure(FAILURES.nobody);
});
