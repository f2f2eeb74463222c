// The community over HTTP: its settings, its first owner, who is what in it [M1] to [M3].
// The workspace decides by its own records; what a request says of itself is only who asks.

import { Hono } from "hono";
import {
  appointment,
  communityChange,
  ownerClaim,
  type CommunityRolesAnswer,
} from "../../protocol/community.ts";
import { parseBody } from "../../protocol/http.ts";
import { isPersonId } from "../../protocol/names.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { personOf, workspaceOf, type Route } from "../env.ts";
import { limitPerAddress } from "../middleware/limit.ts";
import { requireSession } from "../middleware/session.ts";
import { jsonOf, limitBody } from "./body.ts";

export const community = new Hono<Route>();

/** For everybody: whoever comes sees where they are. */
community.get("/", async (c) => c.json(await workspaceOf(c.env).community()));

community.put("/", limitBody, requireSession, async (c) => {
  const asked = parseBody(communityChange, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const changed = await workspaceOf(c.env).changeCommunity(c.get("user").person.id, asked.value);
  return changed.ok ? c.json(changed.value) : answerFailure(changed.failure);
});

/** The first owner. */
community.post("/owner", limitPerAddress("SIGN_IN_LIMIT"), limitBody, requireSession, async (c) => {
  const asked = parseBody(ownerClaim, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { token = "", ...change } = asked.value;
  const claimed = await workspaceOf(c.env).claim(c.get("user").person.id, token, change);
  return claimed.ok ? c.json(claimed.value, 201) : answerFailure(claimed.failure);
});

community.get("/roles", requireSession, async (c) => {
  const appointed = await workspaceOf(c.env).appointed();
  const roles = await Promise.all(
    appointed.map(async ({ person: id, role }) => {
      const person = await personOf(c.env, id).whoIs();
      return person && { person, role };
    }),
  );
  const answer: CommunityRolesAnswer = { roles: roles.filter((each) => each !== undefined) };
  return c.json(answer);
});

community.put("/roles/:person", limitBody, requireSession, async (c) => {
  const asked = parseBody(appointment, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const person = c.req.param("person");
  const by = c.get("user").person.id;
  const isThere = isPersonId(person) && (await personOf(c.env, person).whoIs()) !== undefined;
  // Only who may appoint learns whether there is such a person.
  if (!isThere) return answerFailure((await workspaceOf(c.env).ownerFault(by)) ?? FAILURES.nobody);
  const made = await workspaceOf(c.env).appoint(by, person, asked.value.role);
  return made.ok ? c.body(null, 204) : answerFailure(made.failure);
});
