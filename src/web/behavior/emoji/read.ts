// What the page knows of each emoji, from the text that src/tools/emoji.mjs made.
// The order is the one in which people expect them; a shortcode belongs to one emoji.

export interface Emoji {
  emoji: string;
  name: string;
  /** Without colons, the best known first; at least one. */
  codes: readonly string[];
  keywords: readonly string[];
  /** 0 to 8, as in `GROUPS`. */
  group: number;
  /** Takes a skin tone. */
  tones: boolean;
}

export const GROUPS = [
  "smileys",
  "people",
  "nature",
  "food",
  "travel",
  "activities",
  "objects",
  "symbols",
  "flags",
] as const;

const BASE = /\p{Emoji_Modifier_Base}/u;
const COUNTRIES = /^[A-Z]{2}(?: [A-Z]{2})*$/;

export function readEmoji(text: string): Emoji[] {
  return text
    .split("\n\n")
    .flatMap((lines, group) =>
      lines
        .split("\n")
        .flatMap((line) => (COUNTRIES.test(line) ? flags(line, group) : [one(line, group)])),
    );
}

function one(line: string, group: number): Emoji {
  const [emoji = "", name = "", codes = "", keywords = "", fixed] = line.split("\t");
  return {
    emoji,
    name,
    codes: [...words(codes), slug(name)],
    keywords: words(keywords),
    group,
    tones: fixed === undefined && BASE.test(emoji),
  };
}

function flags(line: string, group: number): Emoji[] {
  const names = new Intl.DisplayNames("en", { type: "region" });
  return line.split(" ").map((country) => {
    const name = names.of(country) ?? country;
    return {
      emoji: String.fromCodePoint(...[...country].map((c) => (c.codePointAt(0) ?? 0) + 0x1f1a5)),
      name: `flag: ${name}`,
      codes: [`flag-${country.toLowerCase()}`, `flag_${slug(name)}`],
      keywords: [],
      group,
      tones: false,
    };
  });
}

const words = (text: string) => text.split(" ").filter(Boolean);

const slug = (name: string) =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
