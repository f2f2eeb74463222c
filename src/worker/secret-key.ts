// The deployment's secret as a key, and the addresses that it makes.
// The same words make the same address, and nobody without the secret makes or guesses one [N1].

import { base32 } from "../lib/id.ts";
import { workspaceOf, type Env } from "./env.ts";

const MINTED_BYTES = 16;

let secret: Promise<CryptoKey> | undefined;

/** The same for all instances of a deployment, asked for once by each. */
export function secretKey(env: Env): Promise<CryptoKey> {
  secret ??= workspaceOf(env)
    .secret()
    .then((text) =>
      crypto.subtle.importKey(
        "raw",
        new TextEncoder().encode(text),
        { name: "HMAC", hash: "SHA-256" },
        false,
        ["sign", "verify"],
      ),
    );
  secret.catch(() => (secret = undefined));
  return secret;
}

/** 128 bits that the same words make again, and nobody without the secret. */
async function minted(env: Env, words: string): Promise<string> {
  const bytes = new TextEncoder().encode(words);
  const mac = await crypto.subtle.sign("HMAC", await secretKey(env), bytes);
  return base32(new Uint8Array(mac).subarray(0, MINTED_BYTES));
}

/** The token of an invite. */
export function mintToken(env: Env, purpose: string): Promise<string> {
  return minted(env, `invite ${purpose}`);
}

/** The address of a room that is in no directory. */
export async function mintAddress(
  env: Env,
  purpose: `private ${string}` | `direct ${string}`,
): Promise<string> {
  return `~${await minted(env, `room ${purpose}`)}`;
}
