// Which links of a text get a preview, and how they are asked about [T10].

import { describe, expect, test } from "vitest";
import { createPreviewStore } from "../../src/web/behavior/preview-asking.ts";
import { inVain, previewLinks } from "../../src/web/behavior/preview-links.ts";
import type { AskPreview } from "../../src/client/previews.ts";
import { failed, ok } from "../../src/lib/result.ts";

const ORIGIN = "https://chat.example.org";
const hrefs = (body: string) => previewLinks(body, ORIGIN).map(({ href }) => href);

describe("[T10] links that get a preview", () => {
  test("in their order, each once whatever its fragment, at most three", () => {
    const body =
      "https://a.com/x#1 then [b](https://b.com) and https://a.com/x#2\n- https://c.com/\n- **https://d.com**";
    expect(hrefs(body)).toEqual(["https://a.com/x#1", "https://b.com/", "https://c.com/"]);
  });
  test.each([
    ["no link at all", "just words: //a.com"],
    ["a quote", "> https://a.com/"],
    ["code", "`https://a.com/` and\n```\nhttps://b.com/\n```"],
    ["mail", "mailto:ada@a.com or [ada](mailto:ada@a.com)"],
    ["one's own server", `${ORIGIN}/room/general#4`],
    ["a name without a dot", "http://intranet/x http://localhost:8787/ http://wiki:80/a.b"],
  ])("not %s", (_, body) => expect(hrefs(body)).toEqual([]));
  test("not one that was asked about in vain", () => {
    inVain.add("https://vain.com/");
    expect(hrefs("https://vain.com/ https://a.com/")).toEqual(["https://a.com/"]);
  });
  test("the kind is told by the address", () => {
    const kinds = previewLinks("https://a.com/x.gif https://vimeo.com/1 https://b.com", ORIGIN);
    expect(kinds.map(({ kind }) => kind)).toEqual(["image", "video", "page"]);
  });
});

describe("[T10] asking", () => {
  const PREVIEW = { title: "T", site: "s" };
  /** Timers that a test lets go by hand. */
  function clock() {
    const timers: { run: () => void; ms: number }[] = [];
    return { timers, setTimeout: (run: () => void, ms: number) => timers.push({ run, ms }) };
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve));

  test("once for each link, four at a time", async () => {
    const answers: (() => void)[] = [];
    const asked: string[] = [];
    const ask: AskPreview = (href) => {
      asked.push(href);
      return new Promise((resolve) => answers.push(() => resolve(ok(PREVIEW))));
    };
    const store = createPreviewStore(ask, clock());
    for (const i of [1, 2, 3, 4, 5, 6, 1, 2]) store.want(`https://a.com/${i}`);
    expect(asked).toHaveLength(4);
    answers.shift()?.();
    await settled();
    expect(asked).toHaveLength(5);
    for (const answer of answers.splice(0)) answer();
    await settled();
    for (const answer of answers.splice(0)) answer();
    await settled();
    expect(asked).toHaveLength(6);
    store.want("https://a.com/1");
    expect(asked).toHaveLength(6);
    expect(store.of("https://a.com/6").value).toEqual(PREVIEW);
  });
  test("again after the time that a busy server says, and not for ever", async () => {
    let tries = 0;
    const busy = { code: "rate_limited", message: "later", retryAfterMs: 10_000 } as const;
    const { timers, setTimeout } = clock();
    const store = createPreviewStore(async () => (tries++, failed(busy)), { setTimeout });
    store.want("https://a.com/");
    for (let i = 0; i < 10; i++) {
      await settled();
      const timer = timers.shift();
      if (!timer) break;
      expect(timer.ms).toBeGreaterThanOrEqual(10_000);
      expect(store.of("https://a.com/").value).toBeUndefined();
      timer.run();
    }
    expect(tries).toBe(5);
    // It was the server that failed: a row drawn later leaves room, and asks again.
    store.want("https://a.com/");
    expect(tries).toBe(6);
    expect(inVain.has("https://a.com/")).toBe(false);
  });
  test("a link without a preview is remembered as such", async () => {
    const store = createPreviewStore(async () => ok(undefined), clock());
    store.want("https://none.com/");
    await settled();
    expect(store.of("https://none.com/").value).toBeNull();
    expect(inVain.has("https://none.com/")).toBe(true);
  });
});
