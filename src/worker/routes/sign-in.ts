// Signing in with what makes a handle one's own [T11] [T13].
// Unknown handle, handle without a password, wrong password: one answer, after the same work.

import { Hono, type Context } from "hono";
import { signIn as body, type Proof, type SignIn } from "../../protocol/account.ts";
import type { Failure } from "../../protocol/codes.ts";
import { parseBody } from "../../protocol/http.ts";
import { isPersonId } from "../../protocol/names.ts";
import { base32 } from "../../lib/id.ts";
import { ok, type Result } from "../../lib/result.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { newChallenge } from "../challenges.ts";
import { handleOf, personOf, type Route } from "../env.ts";
import { limitPerAddress } from "../middleware/limit.ts";
import { barAddress } from "../middleware/address.ts";
import { isForeign } from "../middleware/origin.ts";
import { giveCookie, mintSession } from "../middleware/session.ts";
import type { Shown } from "../objects/account.ts";
import { digestCode } from "../recovery-codes.ts";
import { authenticationOptions } from "../webauthn.ts";
import { jsonOf, limitBody } from "./body.ts";
import { assertionOf, rpIdOf, userOf } from "./ceremony.ts";
import { answerOf } from "./session.ts";

export const signIn = new Hono<Route>();

signIn.post("/", limitPerAddress("SIGN_IN_LIMIT"), limitBody, barAddress, async (c) => {
  if (isForeign(c)) return answerFailure(FAILURES.forbidden);
  const asked = parseBody(body, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const found = await whoClaimsToBe(c, asked.value);
  if (!found.ok) return answerFailure(found.failure);
  const person = found.value;
  const shown = await shownOf(c, person, asked.value);
  if (!shown) return answerFailure(FAILURES.noMatch);
  const { token, opened } = await mintSession(c, person);
  const user = await personOf(c.env, person).signIn(shown, opened);
  if (!user.ok) return answerFailure(user.failure);
  const wantsToken = asked.value.token === true;
  if (!wantsToken) giveCookie(c, token);
  return c.json(answerOf(user.value, wantsToken ? token : undefined));
});

/** For the browser's `navigator.credentials.get`; the server keeps nothing of it. */
signIn.post("/options", limitPerAddress("SIGN_IN_LIMIT"), async (c) => {
  if (isForeign(c)) return answerFailure(FAILURES.forbidden);
  const challenge = await newChallenge(c.env, "sign-in");
  return c.json(await authenticationOptions(rpIdOf(c), challenge));
});

/** What the person's object compares: a code travels as its digest. Undefined where it cannot hold. */
export async function shownOf(
  c: Context<Route>,
  person: string,
  proof: Proof,
): Promise<Shown | undefined> {
  if ("code" in proof) return { codeHash: await digestCode(person, proof.code) };
  if ("password" in proof) return { password: proof.password };
  const assertion = await assertionOf(c, proof.passkey);
  return assertion && { assertion };
}

/** Whom to ask; where it is nobody, somebody who does not exist. Error: `rate_limited`. */
async function whoClaimsToBe(c: Context<Route>, asked: SignIn): Promise<Result<string, Failure>> {
  if ("passkey" in asked) {
    const person = userOf(asked.passkey);
    return ok(isPersonId(person) ? person : await nobody(person));
  }
  const { handle } = asked;
  const holder = await handleOf(c.env, handle).attempt(c.env.RATE_LIMIT !== "off");
  return holder.ok ? ok(holder.value ?? (await nobody(handle))) : holder;
}

/** The id of somebody who does not exist, always the same for a handle: asking there takes as long. */
async function nobody(handle: string): Promise<string> {
  const bytes = new TextEncoder().encode(`nobody ${handle}`);
  return base32(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 16));
}
