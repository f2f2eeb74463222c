// Order in the community over HTTP: bans, who is what, the audit log [O9] to [O11].
// The workspace decides by its own records; people are asked for their names here.

import { Hono } from "hono";
import {
  newBan,
  type BansAnswer,
  type CommunityAuditAnswer,
  type CommunityMember,
} from "../../protocol/community-order.ts";
import { parseBody } from "../../protocol/http.ts";
import { isHandle, isPersonId } from "../../protocol/names.ts";
import { profileOf, type People } from "../../protocol/people.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { handleOf, personOf, workspaceOf, type Env, type Route } from "../env.ts";
import { requireSession } from "../middleware/session.ts";
import { jsonOf, limitBody } from "./body.ts";

export const communityOrder = new Hono<Route>();

communityOrder.get("/bans", requireSession, async (c) => {
  const by = c.get("user").person.id;
  const found = await workspaceOf(c.env).bans(by, beforeOf(c.req.query("before")));
  if (!found.ok) return answerFailure(found.failure);
  const { bans, next } = found.value;
  const people = await peopleOf(
    c.env,
    bans.flatMap((ban) => [ban.person, ban.by]),
  );
  const answer: BansAnswer = {
    bans: bans.flatMap((ban) => {
      const profile = people[ban.person];
      return profile ? [{ ...ban, person: { id: ban.person, ...profile } }] : [];
    }),
    people,
    ...(next !== undefined && { next }),
  };
  return c.json(answer);
});

communityOrder.put("/bans/:person", limitBody, requireSession, async (c) => {
  const asked = parseBody(newBan, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const by = c.get("user").person.id;
  const person = c.req.param("person");
  // Only who may ban learns whether there is such a person.
  if (!(await isThere(c.env, person)))
    return answerFailure((await workspaceOf(c.env).moderatorFault(by)) ?? FAILURES.nobody);
  const made = await workspaceOf(c.env).ban(by, person, asked.value);
  return made.ok ? c.body(null, 204) : answerFailure(made.failure);
});

communityOrder.delete("/bans/:person", requireSession, async (c) => {
  const by = c.get("user").person.id;
  const lifted = await workspaceOf(c.env).liftBan(by, c.req.param("person"));
  return lifted.ok ? c.body(null, 204) : answerFailure(lifted.failure);
});

/** Somebody by their handle, for moderators. */
communityOrder.get("/people/:handle", requireSession, async (c) => {
  const by = c.get("user").person.id;
  const fault = await workspaceOf(c.env).moderatorFault(by);
  if (fault) return answerFailure(fault);
  const handle = c.req.param("handle").toLowerCase();
  const id = isHandle(handle) ? await handleOf(c.env, handle).whose() : undefined;
  const known = id === undefined ? undefined : await personOf(c.env, id).standing();
  if (!known) return answerFailure(FAILURES.nobody);
  const ban = await workspaceOf(c.env).standing(by, known.person.id);
  if (!ban.ok) return answerFailure(ban.failure);
  const answer: CommunityMember = { ...known, ...(ban.value && { ban: ban.value }) };
  return c.json(answer);
});

communityOrder.get("/audit", requireSession, async (c) => {
  const by = c.get("user").person.id;
  const found = await workspaceOf(c.env).audit(by, beforeOf(c.req.query("before")));
  if (!found.ok) return answerFailure(found.failure);
  const named = found.value.entries.flatMap((entry) =>
    "person" in entry ? [entry.by, entry.person] : [entry.by],
  );
  const answer: CommunityAuditAnswer = {
    ...found.value,
    people: await peopleOf(c.env, named),
  };
  return c.json(answer);
});

async function isThere(env: Env, person: string): Promise<boolean> {
  return isPersonId(person) && (await personOf(env, person).whoIs()) !== undefined;
}

/** Each is asked once; who is nobody any more is left out. */
async function peopleOf(env: Env, ids: readonly string[]): Promise<People> {
  const all = await Promise.all([...new Set(ids)].map((id) => personOf(env, id).whoIs()));
  return Object.fromEntries(
    all.flatMap((person) => (person ? [[person.id, profileOf(person)]] : [])),
  );
}

/** What is no number leads to the first page. */
function beforeOf(raw: string | undefined): number {
  const before = Number(raw ?? "");
  return Number.isSafeInteger(before) && before > 0 ? before : Number.MAX_SAFE_INTEGER;
}
