// Initials and colour of a person without a picture, computed from the name.
// The colours are classes of the style sheet, so that each is known to contrast in both themes.

export const HUES = 12;

/** The same name has the same hue everywhere. */
export function hueOf(name: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16_777_619);
  return ((hash >>> 8) ^ (hash >>> 20)) % HUES;
}

/** One or two characters: of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
  const first = [...(words[0] ?? name)][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}
