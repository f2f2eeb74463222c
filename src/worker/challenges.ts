// Challenges for passkeys, signed instead of stored: nobody who is not signed in makes the server keep anything [T13].
// One is good for 5 minutes and for its purpose only; that it is used once is the person's to see.

import { LIMITS } from "../protocol/limits.ts";
import { fromBase64Url, toBase64Url } from "./base64url.ts";
import type { Env } from "./env.ts";
import { secretKey } from "./secret-key.ts";

const TIME_BYTES = 8;
const RANDOM_BYTES = 16;
const HEAD_BYTES = TIME_BYTES + RANDOM_BYTES;

/** Signing in has one purpose; a new passkey is made for one session of one person. */
export type Purpose = "sign-in" | `passkey ${string}`;

export async function newChallenge(env: Env, purpose: Purpose): Promise<Uint8Array<ArrayBuffer>> {
  const head = new Uint8Array(HEAD_BYTES);
  new DataView(head.buffer).setFloat64(0, Date.now());
  crypto.getRandomValues(head.subarray(TIME_BYTES));
  const key = await secretKey(env);
  const signature = await crypto.subtle.sign("HMAC", key, signed(head, purpose));
  return new Uint8Array([...head, ...new Uint8Array(signature)]);
}

/** Whether this base64url text is a challenge of ours, for this purpose and not too old. */
export async function isOurs(env: Env, purpose: Purpose, challenge: string): Promise<boolean> {
  const bytes = fromBase64Url(challenge);
  // One text for one challenge, or it could be answered twice.
  if (!bytes || bytes.length !== HEAD_BYTES + 32 || toBase64Url(bytes) !== challenge) return false;
  const head = bytes.slice(0, HEAD_BYTES);
  const age = Date.now() - new DataView(head.buffer).getFloat64(0);
  if (!(age >= -LIMITS.handOverMs && age <= LIMITS.challengeMs)) return false;
  const key = await secretKey(env);
  return crypto.subtle.verify("HMAC", key, bytes.slice(HEAD_BYTES), signed(head, purpose));
}

function signed(head: Uint8Array, purpose: Purpose): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...head, ...new TextEncoder().encode(purpose)]);
}
