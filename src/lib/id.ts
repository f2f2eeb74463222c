// Random ids: 26 characters of lower-case base 32 carry 128 random bits (the last one only 3).
// Randomness is passed in, so that the rules stay repeatable.

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** 16 bytes as 26 characters. */
export function base32(bytes: Uint8Array): string {
  let out = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += ALPHABET[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? out + ALPHABET[(buffer << (5 - bits)) & 31] : out;
}

/** A UUIDv7: rises with `now` (ms since 1970); `random` holds at least 10 bytes. */
export function uuid7(now: number, random: Uint8Array): string {
  const time = now.toString(16).padStart(12, "0");
  const tail = [...random.subarray(0, 10)].map((b) => b.toString(16).padStart(2, "0")).join("");
  const variant = ((Number.parseInt(tail.slice(3, 4), 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${variant}${tail.slice(4, 7)}-${tail.slice(7, 19)}`;
}
