// What a file may be called, and a name that it may have made of any.
// The server refuses what is none; only who uploads makes one.

import { utf8Length } from "../lib/text.ts";

/** Bytes of a name, as file systems have them. */
const NAME_BYTES = 255;
/** Control, separator, bidi and zero-width characters: invisible, or able to disguise what the file is. */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u{ad}\u{61c}\u{115f}\u{1160}\u{180e}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}\u{3164}\u{feff}\u{ffa0}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/u;

/** Why this is no name of a file, as the end of a sentence; undefined where it is one. */
export function fileNameFault(name: string): string | undefined {
  if (!name.isWellFormed() || HIDDEN.test(name)) return "must not contain invisible characters";
  if (/[/\\]/.test(name)) return "must be a name, not a path";
  if (name.trim() === "" || name !== name.trim() || /^\.{1,2}$/.test(name))
    return "must not be blank, nor begin or end with a space";
  return utf8Length(name) > NAME_BYTES ? `must have at most ${NAME_BYTES} bytes` : undefined;
}

/** A name that the server takes, made of whatever a file is called; its end stays, as it says what the file is. */
export function fileNameFrom(raw: string): string {
  const last = raw.toWellFormed().split(/[/\\]/).at(-1) ?? "";
  const seen = last.replace(new RegExp(HIDDEN, "gu"), "").trim();
  const name = /^\.{0,2}$/.test(seen) ? "file" : seen;
  if (utf8Length(name) <= NAME_BYTES) return name;
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? "";
  let stem = "";
  for (const point of name.slice(0, name.length - ending.length)) {
    if (utf8Length(stem + point + ending) > NAME_BYTES) break;
    stem += point;
  }
  return `${stem.trimEnd()}${ending}`;
}
