// Measures of text that must not depend on a platform's encoder.
// All are linear and stop early where a limit is given.

/** UTF-8 bytes of `text`; a lone surrogate counts 3, as its replacement would. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit >= 0xd800 && unit <= 0xdbff && isLow(text.charCodeAt(i + 1))) {
      bytes += 2;
      i++;
    } else bytes += 2;
  }
  return bytes;
}

/** Whether `text` has more than `most` code points. */
export function longerThan(text: string, most: number): boolean {
  if (text.length <= most) return false;
  if (text.length > most * 2) return true;
  return codePoints(text) > most;
}

export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff && isLow(text.charCodeAt(i + 1))) {
      count--;
      i++;
    }
  }
  return count;
}

/** Invisible, or able to disguise what stands beside it; joiners stay, as emoji and scripts need them. */
const HIDDEN = /(?![\u200c\u200d])\p{Cf}|[\u034f\u115f\u1160\u3164\uffa0]|[\p{Cs}\p{Co}\p{Cn}]/gu;

/** A stranger's text as one line that can be seen, of at most `most` code points; empty where nothing can be. */
export function visibleLine(text: string, most: number): string {
  const seen = text.replace(HIDDEN, "");
  const line = seen.replace(/[\s\p{Cc}\p{Z}]+/gu, " ").trim();
  if (!/[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{M}]/u.test(line)) return "";
  if (!longerThan(line, most)) return line;
  return `${[...line.slice(0, most * 2)]
    .slice(0, most - 1)
    .join("")
    .trimEnd()}…`;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The first `most` code points of `text`. */
export function excerpt(text: string, most: number): string {
  return longerThan(text, most) ? [...text.slice(0, most * 2)].slice(0, most).join("") : text;
}
