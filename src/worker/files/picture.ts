// The picture of a person, a room or the community as a request brings it: small, square, and what it says it is [U8].
// It is read whole, which is bounded, and judged before any of it is stored.

import type { Context } from "hono";
import type { Failure } from "../../protocol/codes.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import { FAILURES } from "../answers.ts";
import type { Route } from "../env.ts";
import { readBeginning } from "../previews/bounded.ts";
import type { ImageSize } from "./image-size.ts";
import { judgePicture } from "./kind.ts";

/** From the first byte to the last. */
const READ_MS = 60_000;

export interface Picture extends ImageSize {
  bytes: Uint8Array;
  type: string;
}

/** Errors: `too_large`, `bad_command`. */
export async function readPicture(
  c: Context<Route>,
  most: number,
  side: number,
): Promise<Result<Picture, Failure>> {
  const length = Number(c.req.header("content-length") ?? 0);
  if (length > most) {
    await c.req.raw.body?.cancel();
    return failed(FAILURES.tooLarge);
  }
  const { body } = c.req.raw;
  const { bytes, whole } = await readBeginning(
    body,
    most,
    AbortSignal.timeout(READ_MS),
    () => false,
  );
  if (!whole) return failed(FAILURES.tooLarge);
  const judged = judgePicture(bytes, side);
  return judged.ok ? ok({ bytes, ...judged.value }) : judged;
}

/** The same, and square: it stands for somebody or something. */
export async function readIcon(c: Context<Route>): Promise<Result<Picture, Failure>> {
  const read = await readPicture(c, LIMITS.iconBytes, LIMITS.iconSide);
  if (!read.ok || read.value.width === read.value.height) return read;
  return failed({ code: "bad_command", message: "This picture has to be square." });
}

/** What every answer with somebody's bytes carries: whatever they are, nothing in them runs. */
export const SANDBOX =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
