// What begins an upload, as a schema for the server [U1].
// Numbers that a client measured are bounded here, and compared with the bytes once these have arrived.

import * as v from "valibot";
import { commandId, text } from "./fields.ts";
import { fileNameFault } from "./file-names.ts";
import { LIMITS } from "./limits.ts";

const fileName = v.pipe(
  text,
  v.check(
    (name) => fileNameFault(name) === undefined,
    ({ input }) => fileNameFault(input) ?? "",
  ),
);

const side = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(LIMITS.pictureSide));

/** `type` is what the browser takes it for: where that is a medium, the bytes have to be one. */
export const newUpload = v.pipe(
  v.object({
    id: commandId,
    name: fileName,
    size: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    type: v.optional(v.pipe(text, v.maxLength(255))),
    width: v.optional(side),
    height: v.optional(side),
    duration: v.optional(
      v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LIMITS.durationMs)),
    ),
    placeholder: v.optional(
      v.pipe(
        v.string(),
        v.maxLength(LIMITS.placeholderLength),
        v.regex(/^[A-Za-z0-9+/_-]+={0,2}$/, "must be base64"),
      ),
    ),
  }),
  v.check(
    ({ width, height }) => (width === undefined) === (height === undefined),
    "has to name both width and height, or neither",
  ),
);
export type NewUpload = v.InferOutput<typeof newUpload>;
