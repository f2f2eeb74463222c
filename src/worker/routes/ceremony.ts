// What a request says of a passkey ceremony, checked as far as it goes without the person [T13].
// The challenge has to be ours and fresh before anybody is asked.

import type { Context } from "hono";
import type { AuthenticationResponse, RegistrationResponse } from "../../protocol/account.ts";
import { fromBase64Url } from "../base64url.ts";
import { isOurs, type Purpose } from "../challenges.ts";
import type { Route } from "../env.ts";
import { ownOrigins } from "../middleware/origin.ts";
import type { Assertion, Ceremony, Registration } from "../webauthn.ts";

/** A passkey belongs to the host name, whatever the port. */
export function rpIdOf(c: Context<Route>): string {
  return new URL(ownOrigins(c).at(-1) ?? c.req.url).hostname;
}

/** A new passkey is made for the session that asked for it. */
export function passkeyPurpose(person: string, session: string): Purpose {
  return `passkey ${person} ${session}`;
}

/** Undefined where the challenge is not ours, or too old. */
export function assertionOf(
  c: Context<Route>,
  response: AuthenticationResponse,
): Promise<Assertion | undefined> {
  return ceremonyOf(c, response, "sign-in");
}

/** Undefined where the challenge is not ours, too old, or was made for another session. */
export function registrationOf(
  c: Context<Route>,
  response: RegistrationResponse,
  purpose: Purpose,
): Promise<Registration | undefined> {
  return ceremonyOf(c, response, purpose);
}

/** Whom the authenticator says it belongs to: what a new passkey was given as user id. */
export function userOf({ response }: AuthenticationResponse): string {
  return textOf(response.userHandle);
}

async function ceremonyOf<R extends { response: { clientDataJSON: string } }>(
  c: Context<Route>,
  response: R,
  purpose: Purpose,
): Promise<Ceremony<R> | undefined> {
  const challenge = challengeIn(textOf(response.response.clientDataJSON));
  if (!(await isOurs(c.env, purpose, challenge))) return undefined;
  return { response, challenge, origins: ownOrigins(c), rpId: rpIdOf(c) };
}

function challengeIn(clientData: string): string {
  try {
    const { challenge } = JSON.parse(clientData) as { challenge?: unknown };
    return typeof challenge === "string" ? challenge : "";
  } catch {
    return "";
  }
}

function textOf(base64Url: string): string {
  return new TextDecoder().decode(fromBase64Url(base64Url));
}
