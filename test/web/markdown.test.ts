import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block, Inline } from "../../src/web/behavior/markdown/ast.ts";
import { parseMarkdown } from "../../src/web/behavior/markdown/parse.ts";
import { parseInline } from "../../src/web/behavior/markdown/inline.ts";

/** Compact: `b(…)`, `i(…)`, `s(…)`, `c(…)`, `a<href>(…)`, `@<handle>(…)`, `#<name>(…)`, `/` for a break. */
function sketch(list: readonly Inline[]): string {
  return list
    .map((node) => {
      if (node.type === "text") return node.text;
      if (node.type === "break") return "/";
      if (node.type === "code") return `c(${node.text})`;
      if (node.type === "room") return `#<${node.name}>(${node.text})`;
      if (node.type === "mention") return `@<${node.handle}>(${node.text})`;
      if (node.type === "link") return `a<${node.href}>(${sketch(node.children)})`;
      return `${node.type[0]}(${sketch(node.children)})`;
    })
    .join("");
}

function sketchBlocks(list: readonly Block[]): string {
  return list
    .map((block) => {
      if (block.type === "paragraph") return `p(${sketch(block.children)})`;
      if (block.type === "code") return `pre:${block.lang}(${block.text})`;
      if (block.type === "quote") return `q(${sketchBlocks(block.children)})`;
      const kind = block.ordered ? `ol${block.start}` : "ul";
      return `${kind}(${block.items.map(sketchBlocks).join("|")})`;
    })
    .join(" ");
}

describe("inline Markdown", () => {
  const cases: [string, string][] = [
    ["plain", "plain"],
    ["*a* and _b_", "i(a) and i(b)"],
    ["**a** and __b__", "b(a) and b(b)"],
    ["~~a~~ ~b~", "s(a) ~b~"],
    ["***a***", "b(i(a))"],
    ["***a** b*", "b(*a) b*"],
    ["**a *b* c**", "b(a i(b) c)"],
    ["*a **b* c**", "i(a **b) c**"],
    ["2 * 3 * 4", "2 * 3 * 4"],
    ["5*3*2 and snake_case_name", "5*3*2 and snake_case_name"],
    ["这是**重要**的", "这是b(重要)的"],
    ["* a * b", "* a * b"],
    ["*unclosed", "*unclosed"],
    ["**a*", "**a*"],
    ["****a****", "****a****"],
    ["`a*b*`", "c(a*b*)"],
    ["`` a`b ``", "c(a`b)"],
    ["`unclosed *a*", "`unclosed i(a)"],
    ["a\nb", "a/b"],
    [String.raw`\*a\* \_`, "*a* _"],
    [String.raw`¯\_(ツ)_/¯`, String.raw`¯\_(ツ)_/¯`],
    [String.raw`C:\Users\ada`, String.raw`C:\Users\ada`],
  ];
  it.each(cases)("%j", (source, expected) => {
    expect(sketch(parseInline(source))).toBe(expected);
  });
});

describe("links", () => {
  const cases: [string, string][] = [
    ["see https://a.example/x.", "see a<https://a.example/x>(https://a.example/x)."],
    ["(https://a.example/x_(y))", "(a<https://a.example/x_(y)>(https://a.example/x_(y)))"],
    ["**https://a.example**", "b(a<https://a.example/>(https://a.example))"],
    ["https://a.example/a_b_c", "a<https://a.example/a_b_c>(https://a.example/a_b_c)"],
    ["[b *c*](https://a.example)", "a<https://a.example/>(b i(c))"],
    ["[b](mailto:a@b.example)", "a<mailto:a@b.example>(b)"],
    ["[node.js](https://nodejs.org)", "a<https://nodejs.org/>(node.js)"],
    ["[b](/relative)", "[b](/relative)"],
    ["[b] (https://a.example)", "[b] (a<https://a.example/>(https://a.example))"],
    ["[[b]](https://a.example)", "a<https://a.example/>([b])"],
    [
      "[a [b](https://a.example) c](https://b.example)",
      "[a a<https://a.example/>(b) c](a<https://b.example/>(https://b.example))",
    ],
    ["xhttps://a.example", "xhttps://a.example"],
    ["https://", "https://"],
    ["https://user:pass@a.example", "https://user:pass@a.example"],
    ["https://bank.example@evil.example", "https://bank.example@evil.example"],
    [
      "[https://bank.example](https://evil.example)",
      "[a<https://bank.example/>(https://bank.example)](a<https://evil.example/>(https://evil.example))",
    ],
    [
      "[bank.com](https://evil.example)",
      "[bank.com](a<https://evil.example/>(https://evil.example))",
    ],
    ["[www.a.com](https://a.com/x)", "a<https://a.com/x>(www.a.com)"],
  ];
  it.each(cases)("%j", (source, expected) => {
    expect(sketch(parseInline(source))).toBe(expected);
  });
});

describe("mentions", () => {
  const cases: [string, string][] = [
    ["hi @Ada.", "hi @<ada>(@Ada)."],
    ["**@ada** and *@bea*", "b(@<ada>(@ada)) and i(@<bea>(@bea))"],
    ["`@ada`", "c(@ada)"],
    [String.raw`\@ada`, "@ada"],
    ["ada@bea.example", "ada@bea.example"],
    ["[@ada](https://a.example)", "a<https://a.example/>(@ada)"],
    ["https://a.example/@ada", "a<https://a.example/@ada>(https://a.example/@ada)"],
  ];
  it.each(cases)("%j", (source, expected) => {
    expect(sketch(parseInline(source))).toBe(expected);
  });
});

describe("rooms", () => {
  const cases: [string, string][] = [
    ["see #General.", "see #<general>(#General)."],
    ["(#tech-talk) **#tea**", "(#<tech-talk>(#tech-talk)) b(#<tea>(#tea))"],
    ["_see #tea_", "i(see #<tea>(#tea))"],
    ["见#茶", "见#<茶>(#茶)"],
    ["`#tea`", "c(#tea)"],
    [String.raw`\#tea`, "#tea"],
    ["a#tea ##tea &#39; #-a # tea", "a#tea ##tea &#39; #-a # tea"],
    [`#${"a".repeat(65)}`, `#${"a".repeat(65)}`],
    ["[#tea](https://a.example)", "a<https://a.example/>(#tea)"],
    ["https://a.example/#tea", "a<https://a.example/#tea>(https://a.example/#tea)"],
  ];
  it.each(cases)("%j", (source, expected) => {
    expect(sketch(parseInline(source))).toBe(expected);
  });
});

describe("blocks", () => {
  const cases: [string, string][] = [
    ["a\n\nb", "p(a) p(b)"],
    ["```js\nlet a = '*';\n```\nb", "pre:js(let a = '*';) p(b)"],
    ["```\nopen\n", "pre:(open\n)"],
    ["```js x```", "p(c(js x))"],
    ["````\n```\n````", "pre:(```)"],
    ["> a\n> b\n\nc", "q(p(a/b)) p(c)"],
    ["> > a", "q(q(p(a)))"],
    ["- a\n- b", "ul(p(a)|p(b))"],
    ["2. a\n3. b", "ol2(p(a)|p(b))"],
    ["- a\n  - b\n- c", "ul(p(a) ul(p(b))|p(c))"],
    ["- a\n1. b", "ul(p(a)) ol1(p(b))"],
    ["-a", "p(-a)"],
    ["*a* b", "p(i(a) b)"],
    ["", ""],
    [" \n ", ""],
  ];
  it.each(cases)("%j", (source, expected) => {
    expect(sketchBlocks(parseMarkdown(source))).toBe(expected);
  });
});

describe("hostile input is read in linear time", () => {
  const SIZE = 200_000;
  /** Milliseconds: a few times what a dense text takes, and a hundredth of what looking twice would. */
  const MOST = 150;
  const pieces = ["*", "`", "_", ">", "(", ")", "[", "]", "~", "\\", "#", "@", "-", "\n", "h"];
  const mixes = [
    "*a ",
    "**a ",
    "*a_b ",
    "_a *b ",
    "[a](",
    "](",
    "[[a]",
    "![](",
    "`a``",
    "``a`",
    "> ",
    ">\n",
    "- ",
    "- a\n",
    "  - a\n",
    "1. ",
    "```\n",
    "``` a\n",
    "https://",
    "https://a",
    "https://a) ",
    "https://a(",
    "mailto:",
    "mailto:a@",
    "www.",
    "@a",
    "@a ",
    "@a.",
    "é@a",
    "#a",
    "#a ",
    "#a-",
    `#a${"_".repeat(999)}b`,
    "# a",
    "[a](https://a",
    "[a](https://a ",
    "[https://a.com](",
    "*`_",
    "~~*",
    "***a",
    "a***",
    String.raw`\*`,
    "¯\\_",
    "\t- a\n",
    "*a*",
    "[](",
    "(https://a.example/)",
    "[a](https://a.example)",
    " \n",
    "`\n",
    "*\n",
    "))((",
    "[*](",
    "é*",
    "😀*",
    "http",
    "https:/",
  ];
  const hostile = [...pieces, ...mixes].map((piece) => [
    piece,
    piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE),
  ]);
  parseMarkdown(hostile.map(([, text]) => text?.slice(0, 2_000)).join("\n\n"));

  /** Milliseconds of this thread's own work, the best of three: other tests run at the same time. */
  function cost(text: string): number {
    const times = [0, 1, 2].map(() => {
      const start = process.threadCpuUsage();
      parseMarkdown(text);
      const { user, system } = process.threadCpuUsage(start);
      return (user + system) / 1_000;
    });
    return Math.min(...times);
  }

  it.each(hostile)("%j", (_piece, text = "") => {
    expect(cost(text)).toBeLessThan(MOST);
  });

  it("any mix", () => {
    const piece = fc.constantFrom(...pieces, ...mixes, "a", " ");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (mix) => {
        const unit = mix.join("");
        return cost(unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE)) < MOST;
      }),
      { numRuns: 40 },
    );
  }, 30_000);

  it("never nests deeper than the page can draw", () => {
    const depth = (list: readonly (Block | Inline)[]): number =>
      1 +
      Math.max(
        0,
        ...list
          .slice(0, 500)
          .map((node) =>
            node.type === "list"
              ? Math.max(...node.items.slice(0, 500).map(depth))
              : "children" in node
                ? depth(node.children)
                : 0,
          ),
      );
    for (const [, text = ""] of hostile) expect(depth(parseMarkdown(text))).toBeLessThan(30);
  });
});
