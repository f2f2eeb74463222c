// Randomness and digests of the platform.
// Ids carry 128 bits, tokens 256.

import { base32 } from "../lib/id.ts";

export function newId(): string {
  return base32(crypto.getRandomValues(new Uint8Array(16)));
}

export function newSecret(): string {
  return base32(crypto.getRandomValues(new Uint8Array(32)));
}

/** SHA-256 as hex. */
export async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
