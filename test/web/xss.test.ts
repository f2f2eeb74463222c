import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHandle, roomName } from "../../src/protocol/names.ts";
import type { Block, Inline } from "../../src/web/behavior/markdown/ast.ts";
import { parseMarkdown } from "../../src/web/behavior/markdown/parse.ts";
import { safeHref } from "../../src/web/behavior/markdown/links.ts";

const SCHEMES = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "javascript://%0aalert(1)",
  "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+alert(1)//'>",
  "java\tscript:alert(1)",
  "java\nscript:alert(1)",
  "java\0script:alert(1)",
  "\u0001javascript:alert(1)",
  "\u00a0javascript:alert(1)",
  "\u202ejavascript:alert(1)",
  "javascript&colon;alert(1)",
  "javascript&#58;alert(1)",
  "&#106;avascript:alert(1)",
  "%6aavascript:alert(1)",
  "javascript%3aalert(1)",
  "vbscript:msgbox(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
  "data:image/svg+xml,<svg onload=alert(1)>",
  "blob:https://a.example/1",
  "filesystem:https://a.example/x",
  "file:///etc/passwd",
  "about:blank",
  "view-source:https://a.example",
  "intent://a#Intent;scheme=x;end",
  "ftp://a.example",
  "ws://a.example",
  "tel:123",
  "sms:123",
  "steam://run/1",
  "ms-word:ofe|u|https://a.example",
  "chrome://settings",
  "jar:https://a.example!/",
  "livescript:alert(1)",
  "mocha:alert(1)",
  "feed:javascript:alert(1)",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "https:evil.example",
  "https:/evil.example",
  "https:\\\\evil.example",
  "https://user:pass@evil.example",
  "https://user@evil.example",
  "https://a.example%40evil.example@evil.example",
  "https://:pass@evil.example",
  "https://@evil.example@evil.example",
  "http://a.example:80:80",
  "http://[::1",
  "http://",
  'https://a.example"onclick=alert(1)',
  "https://a.example'onclick=alert(1)",
  "https://a.example>",
  "https://a.example<script>",
  "https://a.example\u202egpj.exe",
  "https://a.example\u200b",
  "https://a.example\nx",
  "mailto:",
  "mailto:a",
  "mailto:?bcc=a@b.example",
  "mailto:javascript:alert(1)",
  "mailto:a@b.example%0d%0aBcc:c@d.example",
];

const HTML = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<iframe src=javascript:alert(1)>",
  "<a href=javascript:alert(1)>x</a>",
  "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
  "<body onload=alert(1)>",
  "<input autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>",
  "<video><source onerror=alert(1)>",
  "<style>@import 'javascript:alert(1)'</style>",
  "<link rel=stylesheet href=javascript:alert(1)>",
  "<meta http-equiv=refresh content=0;url=javascript:alert(1)>",
  "<object data=javascript:alert(1)>",
  "<embed src=javascript:alert(1)>",
  "<base href=javascript:alert(1)//>",
  "<form action=javascript:alert(1)><button>x",
  "<template><script>alert(1)</script></template>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<?xml version='1.0'?><script>alert(1)</script>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#60;script&#62;alert(1)",
  '"><script>alert(1)</script>',
  "'\"--></style></script><script>alert(1)</script>",
  "{{constructor.constructor('alert(1)')()}}",
  "${alert(1)}",
  "<x contenteditable onblur=alert(1)>",
];

const CODE = [
  '```"><script>alert(1)</script>\nx\n```',
  '```js" onload=alert(1)\nx\n```',
  "```<img src=x onerror=alert(1)>\nx\n```",
  "```../../evil\nx\n```",
  "```__proto__\nx\n```",
  "```constructor\nx\n```",
  "`<script>alert(1)</script>`",
  "``<img src=x onerror=alert(1)>``",
];

const vectors = [
  ...SCHEMES.flatMap((scheme) => [
    `[click](${scheme})`,
    `[click](<${scheme}>)`,
    scheme,
    `**[x](${scheme})**`,
    `[x](${scheme} "title")`,
    `![x](${scheme})`,
  ]),
  ...HTML.flatMap((html) => [
    html,
    `> ${html}`,
    `- ${html}`,
    `[${html}](https://a.example)`,
    `**${html}**`,
    `[x](https://a.example/${html})`,
  ]),
  ...CODE,
];

const TYPES = new Set([
  "text",
  "break",
  "code",
  "mention",
  "room",
  "bold",
  "italic",
  "strike",
  "link",
  "paragraph",
  "quote",
  "list",
]);

function nodes(list: readonly (Block | Inline)[]): (Block | Inline)[] {
  return list.flatMap((node) => [
    node,
    ...(node.type === "list"
      ? node.items.flatMap(nodes)
      : "children" in node
        ? nodes(node.children)
        : []),
  ]);
}

function problems(text: string): string[] {
  const found: string[] = [];
  for (const node of nodes(parseMarkdown(text))) {
    if (!TYPES.has(node.type)) found.push(`unknown ${node.type}`);
    if (node.type === "room" && roomName(node.name) !== node.name) found.push(`room ${node.name}`);
    if (node.type === "mention" && !isHandle(node.handle)) found.push(`handle ${node.handle}`);
    if ("lang" in node && !/^[\w+#.-]{0,32}$/.test(node.lang)) found.push(`lang ${node.lang}`);
    if (node.type !== "link") continue;
    const url = new URL(node.href);
    if (!["http:", "https:", "mailto:"].includes(url.protocol)) found.push(`protocol ${node.href}`);
    if (url.username || url.password) found.push(`credentials ${node.href}`);
    if (/[\s<>"\p{Cc}\p{Cf}]/u.test(node.href)) found.push(`characters ${node.href}`);
  }
  return found;
}

function textOf(list: readonly (Block | Inline)[]): string {
  return nodes(list)
    .map((node) => ("text" in node ? node.text : ""))
    .join("");
}

describe("what strangers write stays harmless", () => {
  it("the corpus has at least 100 vectors", () => {
    expect(new Set(vectors).size).toBeGreaterThan(100);
  });
  it.each(vectors)("%j", (vector) => {
    expect(problems(vector)).toEqual([]);
  });
  it.each(HTML)("%j stays the text it is", (html) => {
    expect(textOf(parseMarkdown(html))).toBe(html);
  });
  it("an address is either safe or none", () => {
    const part = fc.oneof(
      fc.constantFrom(...SCHEMES, "https://", "a.example", "@", ":", "/", "\\", "mailto:", "%40"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const href = safeHref(parts.join(""));
        return href === undefined || /^(?:https?:\/\/[^\s@/][^\s]*|mailto:[^\s]+)$/.test(href);
      }),
    );
  });
  it("no text at all makes an unsafe node", () => {
    const part = fc.oneof(
      fc.constantFrom(
        "[",
        "](",
        ")",
        "*",
        "`",
        "\n",
        "> ",
        "- ",
        "https://a.example",
        "javascript:",
        "<",
        "@",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 12 }),
        (parts) => problems(parts.join("")).length === 0,
      ),
    );
  });
});
