// Which addresses a message may link to: http, https and mailto, without credentials.
// Everything else stays the text it was.

import { isSpace } from "../../../lib/markdown/scan.ts";

const LONGEST = 2_048;
/** White space, control and bidi characters and what ends an attribute have no place in an address. */
const SUSPECT = /[\s\p{Cc}\p{Cf}\\"<>`]/u;

/** The address in its normal form, or undefined where it is not to be linked. */
export function safeHref(raw: string): string | undefined {
  if (raw.length > LONGEST || SUSPECT.test(raw) || !/^(?:https?:\/\/|mailto:)/i.test(raw))
    return undefined;
  if (!URL.canParse(raw)) return undefined;
  const url = new URL(raw);
  if (url.protocol === "mailto:")
    return /^mailto:[^@\s]+@[^@\s]+$/i.test(raw) ? url.href : undefined;
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  // `https://bank.example@evil.example` reads as the first and leads to the second.
  return url.username || url.password || !url.hostname ? undefined : url.href;
}

/** What reads as an address at once: with a scheme, with www, or a bare host under a common ending. */
const SHOWN =
  /^(?:https?:\/\/|(?=www\.))([^\s/?#:]+)|^((?:[\p{L}\p{N}-]+\.)+(?:com|org|net|gov|edu|io|co|app|dev|bank))(?![^\s/:?#])/iu;

/** Whether `text` shows one host and `href` leads to another. */
export function disguises(text: string, href: string): boolean {
  const match = SHOWN.exec(text.trimStart().slice(0, 300));
  const shown = match?.[1] ?? match?.[2];
  if (shown === undefined) return false;
  return (
    !URL.canParse(`http://${shown}`) ||
    bare(new URL(`http://${shown}`).hostname) !== bare(new URL(href).hostname)
  );
}

const bare = (host: string) => host.replace(/^www\./, "");

/** `(address)` at `from`, as in `[text](address)`. */
export function targetAt(text: string, from: number): { href: string; end: number } | undefined {
  if (text[from] !== "(") return undefined;
  let depth = 0;
  for (let i = from + 1; i < text.length; i++) {
    const char = text[i];
    if (char === ")" && depth-- === 0) {
      const href = safeHref(text.slice(from + 1, i));
      return href === undefined ? undefined : { href, end: i + 1 };
    }
    if (char === "(") depth++;
    // No address goes on over these, so no stretch is looked at twice.
    if (char === "[" || char === "]" || char === "<" || isSpace(text.charCodeAt(i))) break;
  }
  return undefined;
}
