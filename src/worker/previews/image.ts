// A stranger's picture as a response of this server: its type by its bytes, its size bounded.
// It is read whole before it is answered, so that what is none, too large or too slow is known as such, and kept.

import { LIMITS } from "../../protocol/limits.ts";
import { askOutside, drop } from "./ask-outside.ts";
import { readBeginning } from "./bounded.ts";
import { imageTypeOf, MAGIC_BYTES } from "./image-type.ts";
import type { Asker } from "./make-preview.ts";

const ACCEPT = "image/avif, image/webp, image/png, image/jpeg, image/gif";

/** Undefined where there is no picture of at most 5 MiB that comes in time. */
export async function fetchImage(
  href: string,
  asker: Asker,
): Promise<Response | "busy" | undefined> {
  const outcome = await askOutside(href, { ...asker, accept: ACCEPT });
  if (!outcome || outcome === "busy") return outcome;
  const { response } = outcome;
  const most = LIMITS.previewImageBytes;
  if (Number(response.headers.get("content-length") ?? 0) > most) return drop(response);
  const isNone = (bytes: Uint8Array) => bytes.length >= MAGIC_BYTES && !imageTypeOf(bytes);
  const { bytes, whole } = await readBeginning(response.body, most, asker.deadline, isNone);
  const type = imageTypeOf(bytes);
  if (!whole || type === undefined) return undefined;
  return new Response(bytes, { headers: { "Content-Type": type } });
}
