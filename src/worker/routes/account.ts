// One's own account: what one signs in with, and where one is signed in [T11] [T12].
// Whose it is follows from the session alone; no id in an address reaches another person.

import { Hono } from "hono";
import {
  leavingBody,
  newPasskey,
  newPassword,
  passkeyName,
  proof,
  type CodesAnswer,
  type SessionListed,
  type SessionsAnswer,
} from "../../protocol/account.ts";
import { parseBody } from "../../protocol/http.ts";
import { failed } from "../../lib/result.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { newChallenge } from "../challenges.ts";
import { deviceOf } from "../device.ts";
import { handleOf, personOf, type Route } from "../env.ts";
import { limitPerAddress } from "../middleware/limit.ts";
import { requireSession, takeCookie } from "../middleware/session.ts";
import { digestCode, newCodes } from "../recovery-codes.ts";
import { registrationOptions } from "../webauthn.ts";
import { jsonOf, limitBody } from "./body.ts";
import { passkeyPurpose, registrationOf, rpIdOf } from "./ceremony.ts";
import { shownOf } from "./sign-in.ts";

export const account = new Hono<Route>();

account.get("/account", requireSession, async (c) => {
  const { person, session } = c.get("user");
  return c.json(await personOf(c.env, person.id).accountState(session));
});

/** Shows once more who one is, as signing in does, and counts as a try at that. */
account.post("/proof", limitPerAddress("SIGN_IN_LIMIT"), limitBody, requireSession, async (c) => {
  const asked = parseBody(proof, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { person, session } = c.get("user");
  const counted = await handleOf(c.env, person.handle).attempt(c.env.RATE_LIMIT !== "off");
  if (!counted.ok) return answerFailure(counted.failure);
  const shown = await shownOf(c, person.id, asked.value);
  const proved = shown
    ? await personOf(c.env, person.id).prove(session, shown)
    : failed(FAILURES.noMatch);
  // Not 401: the session that asks is as good as before.
  return proved.ok ? c.body(null, 204) : answerFailure({ ...proved.failure, code: "forbidden" });
});

account.put("/password", limitBody, requireSession, async (c) => {
  const asked = parseBody(newPassword, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { person, session } = c.get("user");
  if (asked.value.password.toLowerCase().includes(person.handle) && person.handle.length > 3)
    return answerFailure({
      code: "bad_command",
      message: "A password must not contain the handle.",
    });
  const set = await personOf(c.env, person.id).setPassword(session, asked.value.password);
  return set.ok ? c.body(null, 204) : answerFailure(set.failure);
});

account.post("/passkeys/options", requireSession, async (c) => {
  const { person, session } = c.get("user");
  const known = await personOf(c.env, person.id).passkeys();
  const challenge = await newChallenge(c.env, passkeyPurpose(person.id, session));
  return c.json(await registrationOptions(person, rpIdOf(c), challenge, known));
});

account.post("/passkeys", limitBody, requireSession, async (c) => {
  const asked = parseBody(newPasskey, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { person, session } = c.get("user");
  const purpose = passkeyPurpose(person.id, session);
  const ceremony = await registrationOf(c, asked.value.passkey, purpose);
  if (!ceremony) return answerFailure({ ...FAILURES.noMatch, code: "forbidden" });
  const name = deviceOf(c.req.header("user-agent"));
  const added = await personOf(c.env, person.id).addPasskey(session, ceremony, name);
  return added.ok ? c.body(null, 204) : answerFailure(added.failure);
});

account.delete("/passkeys/:id{[A-Za-z0-9_-]{1,1400}}", requireSession, async (c) => {
  const { person, session } = c.get("user");
  const removed = await personOf(c.env, person.id).removePasskey(session, c.req.param("id"));
  return removed.ok ? c.body(null, 204) : answerFailure(removed.failure);
});

account.put("/passkeys/:id{[A-Za-z0-9_-]{1,1400}}", limitBody, requireSession, async (c) => {
  const asked = parseBody(passkeyName, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const person = personOf(c.env, c.get("user").person.id);
  const renamed = await person.renamePasskey(c.req.param("id"), asked.value.name);
  return renamed ? c.body(null, 204) : answerFailure(FAILURES.notFound);
});

account.post("/codes", requireSession, async (c) => {
  const { person, session } = c.get("user");
  const codes = newCodes();
  const hashes = await Promise.all(codes.map((code) => digestCode(person.id, code)));
  const made = await personOf(c.env, person.id).replaceCodes(session, hashes);
  if (!made.ok) return answerFailure(made.failure);
  const answer: CodesAnswer = { codes };
  return c.json(answer, 201);
});

account.get("/sessions", requireSession, async (c) => {
  const { person, session: own } = c.get("user");
  const kept = await personOf(c.env, person.id).sessions();
  const sessions = kept.map((each): SessionListed => ({ ...each, current: each.id === own }));
  const answer: SessionsAnswer = { sessions };
  return c.json(answer);
});

/** All but one's own. */
account.delete("/sessions", requireSession, async (c) => {
  const { person, session } = c.get("user");
  await personOf(c.env, person.id).signOutOthers(session);
  return c.body(null, 204);
});

account.delete("/sessions/:id{[a-z2-7]{26}}", requireSession, async (c) => {
  const { person, session } = c.get("user");
  const id = c.req.param("id");
  const ended = await personOf(c.env, person.id).signOut(id);
  if (!ended) return answerFailure(FAILURES.notFound);
  if (id === session) takeCookie(c);
  return c.body(null, 204);
});

/** Leaving for good: nothing is left to come back to. */
account.post("/leave", limitBody, requireSession, async (c) => {
  const asked = parseBody(leavingBody, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { person, session } = c.get("user");
  const left = await personOf(c.env, person.id).leave(session, asked.value.messages === "erase");
  if (!left.ok) return answerFailure(left.failure);
  takeCookie(c);
  return c.body(null, 204);
});
