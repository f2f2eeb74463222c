// Fields of frames and bodies as schemas [F3] [N2] [N4].
// What is accepted comes back byte-exact, labels trimmed.

import * as v from "valibot";
import { longerThan } from "../lib/text.ts";
import { LIMITS } from "./limits.ts";
import { isHandle, isPersonId, isVisible } from "./names.ts";

const COMMAND_ID = /^[A-Za-z0-9_-]{8,64}$/;
/** Control, line separator, bidi and zero-width characters: invisible, or able to disguise a name [N2]. */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u{ad}\u{61c}\u{115f}\u{1160}\u{180e}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}\u{3164}\u{feff}\u{ffa0}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/u;

/** Well-formed Unicode without NUL [F3]. */
export const text = v.pipe(
  v.string(),
  v.check((s) => s.isWellFormed() && !s.includes("\0"), "must be well-formed text without NUL"),
);

/** A single line for people: trimmed, at most `most` code points, nothing invisible in it [N2]. */
export function label(most: number) {
  return v.pipe(
    text,
    v.trim(),
    v.check((s) => !longerThan(s, most), `must have at most ${most} characters`),
    v.check((s) => !INVISIBLE.test(s), "must not contain invisible characters"),
  );
}

/** A room's title: one visible line. */
export const roomTitle = v.pipe(label(LIMITS.titleLength), v.check(isVisible, "must not be blank"));

/** A room's topic: one line, possibly empty. */
export const roomTopic = label(LIMITS.topicLength);

export const displayName = v.pipe(label(64), v.check(isVisible, "must not be blank"));

export const handle = v.pipe(
  v.string(),
  v.check(isHandle, "must be 1 to 32 of a-z 0-9 . _ - and begin with a letter or digit"),
);

export const commandId = v.pipe(
  v.string(),
  v.regex(COMMAND_ID, "must be 8 to 64 of A-Z a-z 0-9 _ -"),
);

export const personId = v.pipe(v.string(), v.check(isPersonId, "must be a person id"));

/** For so many ms, counted by the server from the entry on; without it: until it is lifted. */
export const forMs = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(LIMITS.forShortestMs),
  v.maxValue(LIMITS.forLongestMs),
);

/** A message body: 1 to 8,000 code points, not only white space; or nothing, beside files [F3]. */
export const bodyOrNone = v.pipe(
  text,
  v.check(
    (s) => !longerThan(s, LIMITS.bodyLength),
    `must have at most ${LIMITS.bodyLength} characters`,
  ),
  v.check((s) => s === "" || isVisible(s), "must not be blank"),
);

/** The files of one message, in their order, by the ids that the server minted. */
export const fileIds = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[a-z2-7]{26}$/, "must be the id of a file"))),
  v.minLength(1, "must name a file"),
  v.maxLength(LIMITS.filesPerMessage, `must name at most ${LIMITS.filesPerMessage} files`),
  v.check((ids) => new Set(ids).size === ids.length, "must name each file once"),
);

/** One emoji, as a person sees one: flags, families and skin tones are sequences of code points. */
export const emoji = v.pipe(
  v.string(),
  v.check((s) => s.length <= 64 && /^\p{RGI_Emoji}$/v.test(s), "must be one emoji"),
);

export const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Epochs and entry ids travel as short opaque strings. */
export const opaque = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, "must be an id"));
