// Verifies what an authenticator says, by @simplewebauthn/server, which is loaded when it is first needed.
// Whatever does not hold, the answer is the same: nothing was shown.

import type { AuthenticationResponse, RegistrationResponse } from "../protocol/account.ts";
import type { Passkey } from "../person/passkeys.ts";
import { fromBase64Url, toBase64Url } from "./base64url.ts";

/** An answer of an authenticator, and what it has to be an answer to. */
export interface Ceremony<R> {
  response: R;
  /** base64url; proven to be ours. */
  challenge: string;
  origins: string[];
  rpId: string;
}
export type Registration = Ceremony<RegistrationResponse>;
export type Assertion = Ceremony<AuthenticationResponse>;

const library = () => import("@simplewebauthn/server");

export async function registrationOptions(
  person: { id: string; handle: string; name: string },
  rpId: string,
  challenge: Uint8Array<ArrayBuffer>,
  known: readonly { id: string }[],
) {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: "Edgewise",
    rpID: rpId,
    userID: new Uint8Array(new TextEncoder().encode(person.id)),
    userName: person.handle,
    userDisplayName: person.name,
    challenge,
    attestationType: "none",
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** Without a handle: the authenticator knows whose it is. */
export async function authenticationOptions(rpId: string, challenge: Uint8Array<ArrayBuffer>) {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({ rpID: rpId, challenge, userVerification: "required" });
}

/** The new passkey; undefined where anything is wrong. */
export async function verifyRegistration(ceremony: Registration): Promise<Passkey | undefined> {
  try {
    const { verifyRegistrationResponse } = await library();
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: ceremony.response as never,
      ...expectations(ceremony),
    });
    if (!verified) return undefined;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { id, publicKey: toBase64Url(publicKey), counter };
  } catch {
    return undefined;
  }
}

/** The authenticator's new counter; undefined where anything is wrong. */
export async function verifyAssertion(
  ceremony: Assertion,
  { id, publicKey, counter }: Passkey,
): Promise<number | undefined> {
  try {
    const { verifyAuthenticationResponse } = await library();
    const key = fromBase64Url(publicKey) ?? new Uint8Array();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: ceremony.response as never,
      ...expectations(ceremony),
      credential: { id, publicKey: key, counter },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    return undefined;
  }
}

function expectations<R>({ challenge, origins, rpId }: Ceremony<R>) {
  return {
    expectedChallenge: (given: string) => given === challenge,
    expectedOrigin: origins,
    expectedRPID: rpId,
    requireUserVerification: true,
  };
}
