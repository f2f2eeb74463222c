// Passkeys in this browser: what it asks the person for, and what the server makes of the answer.
// Where a page has no passkeys (plain http, an old browser) it says so instead of offering them.

import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from "@simplewebauthn/browser";
import type { AuthenticationResponse } from "../../protocol/account.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import { a } from "../strings-account.ts";
import { accountApi, sentenceOf } from "./account.ts";

export const hasPasskeys = () => isSecureContext && browserSupportsWebAuthn();

/** What is wrong, or undefined once the passkey is kept. */
export async function addPasskey(): Promise<string | undefined> {
  const options = await accountApi.passkeyOptions();
  if (!options.ok) return sentenceOf(options.failure);
  const made = await asked(() => startRegistration({ optionsJSON: options.value }));
  if (!made.ok) return made.failure;
  const kept = await accountApi.addPasskey(made.value);
  return kept.ok ? undefined : sentenceOf(kept.failure);
}

/** What a passkey signed just now, or what is wrong. */
export async function usePasskey(): Promise<Result<AuthenticationResponse, string>> {
  const options = await accountApi.signInOptions();
  if (!options.ok) return failed(sentenceOf(options.failure));
  const signed = await asked(() => startAuthentication({ optionsJSON: options.value }));
  if (!signed.ok) return signed;
  return ok(withHandle(signed.value));
}

type Signed = Awaited<ReturnType<typeof startAuthentication>>;

function withHandle(signed: Signed): AuthenticationResponse {
  const { userHandle = "", ...response } = signed.response;
  return { ...signed, response: { ...response, userHandle } };
}

/** A challenge is good for 5 minutes: what waits in the field is asked anew before that. */
const AUTOFILL_MS = 4 * 60_000;

/** The browser offers passkeys where one would type a handle; `take` gets what one signed. Returns how to stop. */
export function offerPasskeys(take: (signed: AuthenticationResponse) => void): () => void {
  let stopped = false;
  const ask = async () => {
    if (stopped || !hasPasskeys() || !(await browserSupportsWebAuthnAutofill())) return;
    const options = await accountApi.signInOptions();
    if (stopped || !options.ok) return;
    const optionsJSON = options.value;
    try {
      const signed = await startAuthentication({ optionsJSON, useBrowserAutofill: true });
      if (!stopped) take(withHandle(signed));
    } catch {
      // Another ceremony took its place, or nobody chose one.
    }
  };
  void ask();
  const timer = setInterval(() => void ask(), AUTOFILL_MS);
  return () => {
    stopped = true;
    clearInterval(timer);
    WebAuthnAbortService.cancelCeremony();
  };
}

async function asked<T>(ask: () => Promise<T>): Promise<Result<T, string>> {
  try {
    return ok(await ask());
  } catch (error) {
    const isKnown =
      error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED";
    return failed(isKnown ? a.passkeyKnown : a.passkeyNotGiven);
  }
}
