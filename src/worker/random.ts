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
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** HMAC-SHA-256 as hex: without the key nobody can tell what it is of. */
export async function keyedDigest(secret: string, text: string): Promise<string> {
  const bytes = (of: string) => new TextEncoder().encode(of);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes(secret), algorithm, false, ["sign"]);
  return hex(await crypto.subtle.sign("HMAC", key, bytes(text)));
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
