// Whom a message names.

import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { handlesIn } from "../../src/protocol/mentions.ts";
import type { Block, Inline } from "../../src/web/behavior/markdown/ast.ts";
import { parseMarkdown } from "../../src/web/behavior/markdown/parse.ts";

describe("mentions", () => {
  const named: [string, string[]][] = [
    ["@ada", ["ada"]],
    ["hello @Ada, and @BEA!", ["ada", "bea"]],
    ["@ada @ada @ADA", ["ada"]],
    ['(@ada) "@bea" *@cem* **@dan**', ["ada", "bea", "cem", "dan"]],
    ["@ada.", ["ada"]],
    ["@ada.lovelace_1-2...", ["ada.lovelace_1-2"]],
    ["_waves at @ada_", ["ada"]],
    ["@0ada", ["0ada"]],
    [`@${"a".repeat(32)}`, ["a".repeat(32)]],
    ["a\n@ada\nb", ["ada"]],
    ["你好@ada你好", ["ada"]],
    ["🎉@ada🎉", ["ada"]],
    ["> @ada said\n- @bea\n1. @cem", ["ada", "bea", "cem"]],
    ["a ` @ada", ["ada"]],
    ["\\`@ada`", ["ada"]],
    ["```\ncode\n```\n@ada", ["ada"]],
    ["see https://example.com/x @ada", ["ada"]],
  ];
  it.each(named)("%j names %j", (body, handles) => expect(handlesIn(body)).toEqual(handles));

  const nobody = [
    "",
    "@",
    "@ ada",
    "@@ada",
    "ada@example.com",
    "ada.@example",
    "a-@ada",
    "a_@ada",
    "path/@ada",
    "é@ada",
    "e\u0301@ada",
    "привет@ada",
    "@ada@example.com",
    "@-ada",
    "@_ada",
    "@andré",
    "@ad\u0101",
    `@${"a".repeat(33)}`,
    String.raw`\@ada`,
    "`@ada`",
    "``a ` @ada``",
    "```\n@ada\n```",
    "```\n@ada",
    "> ```\n> @ada\n> ```",
    "- ```\n  @ada\n  ```",
    "https://example.com/@ada https://example.com/?to=@ada",
    "mailto:x@ada",
    "# https://x.example/,@ada",
  ];
  it.each(nobody)("%j names nobody", (body) => expect(handlesIn(body)).toEqual([]));

  test("at most 20, the first ones", () => {
    const all = Array.from({ length: 30 }, (_, i) => `ada${i}`);
    expect(handlesIn(all.map((handle) => `@${handle}`).join(" "))).toEqual(all.slice(0, 20));
  });

  test("are those that the page finds in the same text", () => {
    const piece = fc.constantFrom(
      ..."@ada|@bea|@|`|``|```|\n|\n\n|> |- |  |    |\\|*|_|~~|a|.|é|你|#|#a-|1. |https://x.example/|,".split(
        "|",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const body = pieces.join("");
        expect(handlesIn(body)).toEqual([...new Set(parseMarkdown(body).flatMap(mentioned))]);
      }),
      { numRuns: 3_000 },
    );
  });

  const hostile = [
    "@",
    "@a",
    "@a.",
    "@a@",
    "@a ",
    ".",
    "@.",
    "`@",
    "```\n@",
    "> @a\n",
    "\\@",
    "é@",
    "@é",
    "a",
  ];
  test.each(hostile)("%j repeated is read in linear time", (piece) => {
    const text = `@${piece.repeat(200_000 / piece.length)}`;
    const times = [0, 1, 2].map(() => {
      const start = process.threadCpuUsage();
      handlesIn(text);
      const { user, system } = process.threadCpuUsage(start);
      return (user + system) / 1_000;
    });
    expect(Math.min(...times)).toBeLessThan(100);
  });
});

function mentioned(node: Block | Inline): string[] {
  if (node.type === "mention") return [node.handle];
  if (node.type === "list") return node.items.flat().flatMap(mentioned);
  return "children" in node ? node.children.flatMap(mentioned) : [];
}
