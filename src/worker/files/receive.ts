// Takes in the bytes of one request as they come, never all of them in memory.
// What is too short, too long, cut or damaged is not handed on to its end: nothing of it is kept.

import type { Failure } from "../../protocol/codes.ts";
import { failed, ok, type Result } from "../../lib/result.ts";

/** The SHA-256 that a request names (RFC 9530), as hex; undefined without one, "malformed" where it is none. */
export function digestNamed(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const named = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?:,|$)/.exec(header)?.[1];
  if (named === undefined) return "malformed";
  return hex(Uint8Array.from(atob(named), (sign) => sign.charCodeAt(0)));
}

/**
 * Hands `length` bytes on to `store`. The last of them go only once the digest, where one is named, is right.
 * Error: `bad_command`.
 */
export async function pass<T>(
  body: ReadableStream<Uint8Array>,
  length: number,
  digest: string | undefined,
  store: (bytes: ReadableStream<Uint8Array>) => Promise<T>,
): Promise<Result<T, Failure>> {
  const { readable, writable } = new FixedLengthStream(length);
  const stored = store(readable).then(ok, (error: unknown) => failed(error));
  const writer = writable.getWriter();
  const hash = digest === undefined ? undefined : new crypto.DigestStream("SHA-256");
  const hashing = hash?.getWriter();
  const reader = body.getReader();
  let kept: Uint8Array | undefined;
  let count = 0;
  try {
    for (;;) {
      // One piece after the other: as fast as the store takes them.
      // oxlint-disable-next-line no-await-in-loop
      const { done, value } = await reader.read();
      if (done) break;
      count += value.length;
      if (count > length) throw new Error("more than was said");
      // oxlint-disable-next-line no-await-in-loop
      await Promise.all([kept && writer.write(kept), hashing?.write(value)]);
      kept = value;
    }
    if (count < length) throw new Error("less than was said");
    await hashing?.close();
    if (hash && hex(new Uint8Array(await hash.digest)) !== digest) throw new Error("damaged");
    if (kept) await writer.write(kept);
    await writer.close();
  } catch (error) {
    hash?.digest.catch(() => {});
    await Promise.allSettled([writer.abort(error), reader.cancel(error), stored]);
    return failed(NOT_ARRIVED);
  }
  const outcome = await stored;
  if (outcome.ok) return outcome;
  throw outcome.failure;
}

const NOT_ARRIVED = {
  code: "bad_command",
  message: "Not all of it arrived as it was sent. Try again.",
} as const satisfies Failure;

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
