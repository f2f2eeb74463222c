// Owns what the page knows of emoji: emojibase-data made into one text that is small once compressed.
// Everything in it is one emoji as Unicode recommends for interchange: what the server takes as a reaction.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);
/** What the systems of the last years can draw. */
const NEWEST = 15.1;
/** emojibase's numbers of the groups that are shown, in their order; the one left out holds parts of others. */
const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9];
const RGI = /^\p{RGI_Emoji}$/v;
const FLAG = /^\p{RI}\p{RI}$/u;
/** A man or a woman who does what the person in the line above does: found by the name. */
const GENDERED = /\u200d[♂♀]|^[👨👩]\u200d(?!.*[👨👩👦👧])/u;
/** Seldom drawn as one picture. */
const TURNED = /\u200d➡/u;

/**
 * A line an emoji, in the order in which people expect them, and a blank one between groups: emoji, name, shortcodes
 * and keywords, separated by tabs, empty ones at the end left out. `=` in the fifth place: it takes no skin tone
 * although its people do alone. The shortcode that the name makes (`red_heart`) is left out. Flags of countries are
 * their codes alone, in one line.
 */
export function compactEmoji() {
  const slack = read("en/shortcodes/iamcal.json");
  const github = read("en/shortcodes/github.json");
  const all = read("en/data.json")
    .map((one) => ({ ...one, emoji: interchanged(one) }))
    .filter(({ emoji, version }) => version <= NEWEST && !TURNED.test(emoji))
    .toSorted((a, b) => a.order - b.order);
  const line = (one) =>
    lineOf(one, [...new Set([slack[one.hexcode] ?? [], github[one.hexcode] ?? []].flat())]);
  return GROUPS.map((group) => {
    const some = all.filter((one) => one.group === group);
    const flags = some.filter(({ emoji }) => FLAG.test(emoji)).map(({ emoji }) => countryOf(emoji));
    const lines = some.filter(({ emoji }) => !FLAG.test(emoji)).map(line);
    return [...lines, ...(flags.length > 0 ? [flags.join(" ")] : [])].join("\n");
  }).join("\n\n");
}

function lineOf({ emoji, label, tags = [], skins }, codes) {
  const name = label.toLowerCase();
  const own = GENDERED.test(emoji)
    ? []
    : codes.filter((code) => code.replaceAll("-", "_") !== name.replace(/[^a-z0-9]+/g, "_"));
  const said = [...own, ...wordsOf([name, ...own].join(" "))];
  const tagged = wordsOf(GENDERED.test(emoji) ? "" : tags.join(" "));
  const keywords = tagged.filter(
    (word) =>
      !isSaid(word, said) && !tagged.some((other) => other !== word && other.startsWith(word)),
  );
  const fixed = !skins && /\p{Emoji_Modifier_Base}/u.test(emoji) ? "=" : "";
  return [emoji, name, own.join(" "), keywords.join(" "), fixed].join("\t").replace(/\t+$/, "");
}

/** A beginning of a word finds it, and so does its stem. */
function isSaid(word, said) {
  return said.some(
    (other) => other.startsWith(word) || (other.length > 3 && word.startsWith(other)),
  );
}

function wordsOf(text) {
  return [...new Set(text.toLowerCase().split(/[^\p{L}\p{N}]+/u))].filter(Boolean);
}

/** emojibase asks for emoji presentation everywhere; Unicode's set has it only where it is needed. */
function interchanged({ emoji, group }) {
  const found = [emoji, emoji.replaceAll("\ufe0f", "")].find((form) => RGI.test(form));
  if (!found && GROUPS.includes(group)) throw new Error(`${emoji} is no emoji for interchange.`);
  return found ?? "";
}

function countryOf(flag) {
  return String.fromCodePoint(...[...flag].map((letter) => letter.codePointAt(0) - 0x1f1e6 + 65));
}

function read(path) {
  return JSON.parse(readFileSync(resolve(`emojibase-data/${path}`), "utf8"));
}
