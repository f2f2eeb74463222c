// Passwords as they are kept: scrypt with a salt each, compared in constant time [T11].
// Whether there is one to compare with or not, a try costs the same.

// oxlint-disable-next-line typescript/triple-slash-reference -- a declaration is no module to import
/// <reference path="./node-crypto.d.ts" />
import { scrypt, timingSafeEqual } from "node:crypto";
import type { PasswordKept } from "../person/credentials.ts";

const COST = { N: 2 ** 14, r: 8, p: 5 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** Compared with where there is none: nothing has this hash. */
const NONE: PasswordKept = { salt: "00".repeat(SALT_BYTES), hash: "00".repeat(KEY_BYTES) };

export async function hashPassword(password: string): Promise<PasswordKept> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return { salt: toHex(salt), hash: toHex(await derive(password, salt)) };
}

export async function isPassword(
  password: string,
  kept: PasswordKept | undefined,
): Promise<boolean> {
  const { salt, hash } = kept ?? NONE;
  const isSame = timingSafeEqual(await derive(password, fromHex(salt)), fromHex(hash));
  return isSame && kept !== undefined;
}

/** The same characters, however a keyboard composes them, are the same password. */
function derive(password: string, salt: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
