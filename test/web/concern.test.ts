import { describe, expect, it } from "vitest";
import { callsFor, concernOf } from "../../src/web/behavior/attention.ts";
import { plainText } from "../../src/web/behavior/markdown/plain.ts";

describe("what concerns whoever looks", () => {
  const quote = { by: "ada", body: "hello" };
  it("is a mention or an answer, never one's own message", () => {
    expect(concernOf({ by: "bea", mentions: { ada: "ada" } }, "ada")).toBe("mention");
    expect(concernOf({ by: "bea", mentions: { ada: "ada" }, quote }, "ada")).toBe("mention");
    expect(concernOf({ by: "bea", quote }, "ada")).toBe("reply");
    expect(concernOf({ by: "ada", mentions: { ada: "ada" }, quote }, "ada")).toBeUndefined();
    expect(concernOf({ by: "bea", mentions: { cem: "cem" } }, "ada")).toBeUndefined();
    expect(concernOf({ by: "bea", mentions: { ada: "ada" } }, undefined)).toBeUndefined();
  });
  it("calls as one chose for the room", () => {
    expect([callsFor("all", undefined), callsFor("all", "reply")]).toEqual([true, true]);
    expect([callsFor("mentions", undefined), callsFor("mentions", "reply")]).toEqual([false, true]);
    expect([callsFor("nothing", undefined), callsFor("nothing", "mention")]).toEqual([
      false,
      false,
    ]);
  });
});

describe("a message on one line", () => {
  it("has its text without marks", () => {
    expect(plainText("**Look**, `here`:\n- one\n- two [three](https://example.com)")).toBe(
      "Look, here: one two three",
    );
    expect(plainText("> quoted\n\nanswered\n```js\nconst x = 1;\n```")).toBe(
      "quoted answered const x = 1;",
    );
    expect(plainText("<img src=x>")).toBe("<img src=x>");
  });
});
