// Compares secrets by their digests, in the same time wherever they differ.

// oxlint-disable-next-line typescript/triple-slash-reference -- a declaration is no module to import
/// <reference path="./node-crypto.d.ts" />
import { timingSafeEqual } from "node:crypto";

/** Both are digests as hex, of the same length. */
export function isSameSecret(digest: string, other: string): boolean {
  const [a, b] = [digest, other].map((text) => new TextEncoder().encode(text));
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
