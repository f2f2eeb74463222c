// Recovery codes: 80 random bits each, as people write them down [T11].
// A code is read leniently: case, spaces and dashes do not count, nor does what looks alike.

import { base32 } from "../lib/id.ts";
import { LIMITS } from "../protocol/limits.ts";
import { digest } from "./random.ts";

export function newCodes(): string[] {
  return Array.from({ length: LIMITS.recoveryCodes }, () =>
    (base32(crypto.getRandomValues(new Uint8Array(10))).match(/.{4}/g) ?? []).join("-"),
  );
}

/** What is kept of a code; another person's same code has another digest. */
export function digestCode(person: string, code: string): Promise<string> {
  const plain = code.toLowerCase().replaceAll("0", "o").replaceAll("1", "l").replaceAll("8", "b");
  return digest(`${person} ${plain.replace(/[^a-z2-7]/g, "")}`);
}
