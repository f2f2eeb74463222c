// Names: [N1] [N2].

import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { displayName } from "../../src/protocol/fields.ts";
import { handleOf, roomNameOf } from "../../src/protocol/made-names.ts";
import { isHandle, roomName } from "../../src/protocol/names.ts";

describe("room names", () => {
  test.each([
    ["general", "general"],
    ["Tech-Talk", "tech-talk"],
    ["ｆｕｌｌ", "full"],
    ["日本語", "日本語"],
    ["a".repeat(64), "a".repeat(64)],
    ["क्षेत्र", "क्षेत्र"],
  ])("[N1] %s is %s", (raw, name) => expect(roomName(raw)).toBe(name));

  test.each([
    ["empty", ""],
    ["too long", "a".repeat(65)],
    ["a space", "a b"],
    ["a slash", "a/b"],
    ["a path", "../x"],
    ["dots", ".."],
    ["a leading dash", "-a"],
    ["a private address", "~abcdefghijklmnopqrstuvwxyz"],
    ["control", "a\u0007b"],
    ["bidi override", "a\u202eb"],
    ["zero width", "a\u200bb"],
    ["a lone surrogate", "a\ud800"],
    ["percent", "a%2fb"],
    ["a direct room", "@ada"],
  ])("[N1] %s is none", (_, raw) => expect(roomName(raw)).toBeUndefined());

  test("a title makes an address", () => {
    expect(roomNameOf("Tech Talk")).toBe("tech-talk");
    expect(roomNameOf("  Q&A: what now? ")).toBe("q-a-what-now");
    expect(roomNameOf("日本 語")).toBe("日本-語");
    expect(roomNameOf("!!!")).toBeUndefined();
    expect(roomNameOf("x".repeat(200))).toBe("x".repeat(64));
  });
});

describe("handles and display names", () => {
  test("[N2] handles", () => {
    for (const good of ["a", "ada", "ada.lovelace_1-2", "0ada", "a".repeat(32)])
      expect(isHandle(good)).toBe(true);
    for (const bad of [
      "",
      "Ada",
      "a b",
      ".ada",
      "-ada",
      "a".repeat(33),
      "../x",
      "a/b",
      "ädä",
      "a\n",
      "a\u200b",
    ])
      expect(isHandle(bad)).toBe(false);
  });

  test("a name makes a handle", () => {
    expect(handleOf("Ada Lovelace")).toBe("ada-lovelace");
    expect(handleOf("  Zoë  ")).toBe("zoe");
    expect(handleOf("日本")).toBeUndefined();
    expect(handleOf("x".repeat(99))).toBe("x".repeat(32));
  });

  test("[N2] display names are trimmed, 1 to 64 code points, and hide nothing", () => {
    expect(v.parse(displayName, "  Ada Lovelace ")).toBe("Ada Lovelace");
    expect(v.parse(displayName, "😀".repeat(64))).toHaveLength(128);
    for (const bad of [
      "",
      "   ",
      "x".repeat(65),
      "a\u202eb",
      "a\u200bb",
      "a\nb",
      "a\u2066b",
      "\ud800",
      "\u3164",
    ])
      expect(v.safeParse(displayName, bad).success).toBe(false);
  });
});
