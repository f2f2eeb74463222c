// The emoji, loaded when first needed, and what one likes of them: the skin tone and those used last.
// Both are remembered in this browser until one signs out.

import { effect, signal } from "@preact/signals";
import { store } from "../app.ts";
import { myId } from "../session.ts";
import { readEmoji, type Emoji } from "./read.ts";
import { TONES, type Tone } from "./tone.ts";

const TONE = "emoji-tone";
const RECENT = "emoji-recent";
const RECENT_MOST = 24;

export const emojiNow = signal<readonly Emoji[] | undefined>(undefined);
let loading: Promise<readonly Emoji[]> | undefined;

/** Rejects where the network failed; the next call tries again. */
export function loadEmoji(): Promise<readonly Emoji[]> {
  loading ??= import("built:emoji").then(
    ({ default: text }) => (emojiNow.value = readEmoji(text)),
    (problem: unknown) => {
      loading = undefined;
      throw problem;
    },
  );
  return loading;
}

export const tone = signal<Tone>(0);
/** Without their tone, newest first. */
export const recent = signal<readonly string[]>([]);

// Whoever signs in next likes others.
effect(() => {
  void myId.value;
  tone.value = TONES.find((one) => `${one}` === store.get(TONE)) ?? 0;
  recent.value = (store.get(RECENT) ?? "").split(" ").filter(Boolean);
});

export function chooseTone(next: Tone): void {
  tone.value = next;
  store.set(TONE, `${next}`);
}

export function noteUsed(emoji: string): void {
  recent.value = [emoji, ...recent.value.filter((other) => other !== emoji)].slice(0, RECENT_MOST);
  store.set(RECENT, recent.value.join(" "));
}
