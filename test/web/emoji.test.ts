// The emoji that the page offers, how they are found, and what a skin tone makes of them.

import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { emoji as field } from "../../src/protocol/fields.ts";
import { compactEmoji } from "../../src/tools/emoji.mjs";
import { emojiOf, findEmoji } from "../../src/web/behavior/emoji/find.ts";
import { GROUPS, readEmoji } from "../../src/web/behavior/emoji/read.ts";
import { TONES, withTone } from "../../src/web/behavior/emoji/tone.ts";

const all = readEmoji(compactEmoji());
const first = (query: string) => findEmoji(all, query, 1)[0]?.emoji;

describe("the emoji on offer", () => {
  test("are what the server takes, in every skin tone", () => {
    const refused = all.flatMap((one) =>
      TONES.map((tone) => withTone(one, tone)).filter((emoji) => !v.is(field, emoji)),
    );
    expect(refused).toEqual([]);
    expect(all.length).toBeGreaterThan(1_700);
  });

  test("differ from each other, and so do their tones", () => {
    expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
    const toned = all.filter(({ tones }) => tones);
    expect(toned.length).toBeGreaterThan(250);
    for (const one of toned)
      expect(new Set(TONES.map((tone) => withTone(one, tone))).size, one.name).toBe(6);
  });

  test("each have a name, a shortcode and one of nine groups", () => {
    for (const one of all) {
      expect(one.name, one.emoji).toMatch(/\S/);
      expect(one.codes[0], one.emoji).toMatch(/^[a-z0-9_+'-]+$/);
      expect(GROUPS[one.group], one.emoji).toBeDefined();
    }
    expect(new Set(all.map(({ group }) => group)).size).toBe(GROUPS.length);
  });
});

describe("an emoji is found", () => {
  test.each([
    ["tada", "🎉"],
    ["+1", "👍"],
    ["thumbsup", "👍"],
    ["thumbs up", "👍"],
    ["thumb", "👍"],
    ["joy", "😂"],
    ["heart", "❤️"],
    ["red_heart", "❤️"],
    ["fire", "🔥"],
    ["rocket", "🚀"],
    ["rofl", "🤣"],
    ["lol", "😂"],
    ["party", "🎉"],
    ["flag-de", "🇩🇪"],
    ["germany", "🇩🇪"],
    ["TADA", "🎉"],
    ["woman tech", "👩‍💻"],
  ])("by %j: %s", (query, emoji) => {
    expect(findEmoji(all, query, 8).map((one) => one.emoji)).toContain(emoji);
  });

  test("an exact shortcode comes first, then what begins with the letters", () => {
    expect(first("heart")).toBe("❤️");
    expect(first("+1")).toBe("👍");
    expect(first("smile")).toBe("😄");
    expect(first("tad")).toBe("🎉");
  });

  test("what one used lately comes before what is as good", () => {
    const [plain] = findEmoji(all, "smil", 3);
    const [, , third] = findEmoji(all, "smil", 3);
    expect(third?.emoji).not.toBe(plain?.emoji);
    expect(findEmoji(all, "smil", 1, [third?.emoji ?? ""])[0]).toBe(third);
  });

  test("by nothing, or by what is nowhere: none", () => {
    expect(findEmoji(all, "", 8)).toEqual([]);
    expect(findEmoji(all, "_", 8)).toEqual([]);
    expect(findEmoji(all, "zzzzz", 8)).toEqual([]);
  });

  test("by its whole shortcode only", () => {
    expect(emojiOf(all, "tada")?.emoji).toBe("🎉");
    expect(emojiOf(all, "Tada")?.emoji).toBe("🎉");
    expect(emojiOf(all, "tad")).toBeUndefined();
    expect(emojiOf(all, "constructor")).toBeUndefined();
  });
});
