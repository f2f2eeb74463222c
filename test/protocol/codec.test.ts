// Frames in and out: [F1] [F2] [F3] [N4].

import { describe, expect, test } from "vitest";
import { parsePong, pong } from "../../src/protocol/codec.ts";
import { parseFrame } from "../../src/protocol/parse.ts";
import { LIMITS } from "../../src/protocol/limits.ts";

const post = { type: "post", id: "post-0001", epoch: "e1", after: 0, body: "hi" };
const parse = (frame: unknown) => parseFrame(JSON.stringify(frame));
const failure = (frame: unknown) => {
  const parsed = parse(frame);
  return parsed.ok ? undefined : parsed.failure;
};

describe("frames", () => {
  test("[F1] unknown fields are ignored, unknown types are rejected and the socket lives", () => {
    expect(parse({ ...post, colour: "red" })).toEqual({ ok: true, value: post });
    expect(failure({ ...post, type: "shout" })).toMatchObject({
      code: "bad_command",
      answerable: true,
      id: "post-0001",
    });
    expect(failure({ id: "post-0001" })).toMatchObject({ code: "bad_command", answerable: true });
    expect(failure({ type: "constructor" })).toMatchObject({ code: "bad_command" });
    expect(failure({ type: "__proto__" })).toMatchObject({ code: "bad_command" });
  });

  test.each([
    ["binary", new ArrayBuffer(4)],
    ["no JSON", "hello"],
    ["a list", "[]"],
    ["null", "null"],
    ["a number", "7"],
    ["empty", ""],
  ])("[F2] %s cannot be answered: the socket closes", (_, raw) => {
    expect(parseFrame(raw)).toMatchObject({
      ok: false,
      failure: { code: "bad_command", answerable: false },
    });
  });

  test("[F2] exactly 128 KiB passes the size check, one byte more is `too_large`", () => {
    const fill = (bytes: number) => {
      const frame = { ...post, padding: "" };
      frame.padding = "x".repeat(bytes - JSON.stringify(frame).length);
      return JSON.stringify(frame);
    };
    expect(parseFrame(fill(LIMITS.frameBytes)).ok).toBe(true);
    expect(parseFrame(fill(LIMITS.frameBytes + 1))).toMatchObject({
      failure: { code: "too_large", id: "post-0001", answerable: true },
    });
  });

  test("[F2] bytes count, not characters; without an id the socket closes", () => {
    const wide = JSON.stringify({ type: "typing", padding: "€".repeat(50_000) });
    expect(parseFrame(wide)).toMatchObject({ failure: { code: "too_large", answerable: false } });
  });

  test.each(["id", "epoch", "after", "body"])(
    "every field of a wrong type is refused: %s",
    (field) => {
      for (const value of [{}, [], null, true, field === "after" ? "1" : 1, -1, 1.5])
        if (!(field === "body" && typeof value === "string"))
          expect(failure({ ...post, [field]: value })).toMatchObject({ code: "bad_command" });
    },
  );

  test("[P3] a command without a cursor is complete, one without id or body is not", () => {
    expect(parse({ type: "post", id: "post-0001", body: "hi" }).ok).toBe(true);
    expect(failure({ type: "post", body: "hi" })?.message).toContain('"id"');
    expect(failure({ type: "post", id: "post-0001" })?.message).toContain('"body"');
  });

  test("[N4] ids have 8 to 64 characters of A-Z a-z 0-9 _ -", () => {
    for (const id of ["12345678", "a".repeat(64), "A_z-0_99"])
      expect(parse({ ...post, id }).ok).toBe(true);
    for (const id of ["1234567", "a".repeat(65), "has space", "über-alles", "semi;colon"])
      expect(parse({ ...post, id }).ok).toBe(false);
  });

  test("[F3] bodies: 1 to 8,000 code points, well-formed, no NUL, not blank", () => {
    const accepted = [
      "a",
      "x".repeat(8_000),
      "😀".repeat(8_000),
      " x ",
      "👩‍👩‍👧",
      "\ud83d\ude00",
      "<b>&amp;",
    ];
    for (const body of accepted) {
      const parsed = parse({ ...post, body });
      expect(parsed.ok && parsed.value).toMatchObject({ body });
    }
    const refused = [
      "",
      " ",
      "\n\t ",
      "\u200b",
      "\u3164",
      "x".repeat(8_001),
      "😀".repeat(8_001),
      "a\0b",
      "\ud800",
      "\udc00a",
    ];
    for (const body of refused) expect(failure({ ...post, body })?.code).toBe("bad_command");
  });

  test("a message never repeats what was sent", () => {
    expect(failure({ ...post, body: "secret\0secret" })?.message).not.toContain("secret");
  });

  test("history takes one place at most", () => {
    expect(parse({ type: "history", ref: "r", before: 5 }).ok).toBe(true);
    expect(failure({ type: "history", ref: "r", before: 5, around: 6 })?.ref).toBe("r");
    expect(parse({ type: "history", ref: "r", limit: 101 }).ok).toBe(false);
    expect(parse({ type: "history", ref: "r", limit: 0 }).ok).toBe(false);
  });

  test("[H3] the pong carries epoch and head", () => {
    expect(parsePong(pong("e1", 42))).toEqual({ epoch: "e1", head: 42 });
    expect(parsePong("pong")).toBeUndefined();
  });
});

describe("emoji", () => {
  const parseReact = (emoji: unknown) =>
    parse({ type: "react", id: "react-001", seq: 1, emoji, on: true }).ok;

  test("any single emoji, with skin tone, family, flag or keycap", () => {
    for (const emoji of ["👍", "👍🏽", "👩‍👩‍👧‍👦", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "❤️", "🧑🏿‍🚀"])
      expect(parseReact(emoji), emoji).toBe(true);
  });

  test("nothing else", () => {
    for (const emoji of [
      "",
      "a",
      "1",
      "👍👍",
      "👍 ",
      "<b>",
      "\u200d",
      "❤\u{fe0f}\u{fe0f}",
      7,
      null,
      {},
      "👍".repeat(99),
    ])
      expect(parseReact(emoji), JSON.stringify(emoji)).toBe(false);
  });
});
