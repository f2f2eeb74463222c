// Skin tones: none, or one of Unicode's five.
// A toned emoji is still one for interchange: each person in it takes the same tone.

import type { Emoji } from "./read.ts";

/** 0 is none. */
export const TONES = [0, 1, 2, 3, 4, 5] as const;
export type Tone = (typeof TONES)[number];

/** People who hold hands have one hand that takes none. */
const BASE = /(?!\u{1f91d}\u200d)(\p{Emoji_Modifier_Base})\ufe0f?/gu;

export function withTone({ emoji, tones }: Emoji, tone: Tone): string {
  return tones && tone > 0
    ? emoji.replace(BASE, `$1${String.fromCodePoint(0x1f3fa + tone)}`)
    : emoji;
}
