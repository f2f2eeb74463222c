// Previews in workerd, against strangers who are fine, odd, slow, endless, lying or hostile [T10].

import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { describe, expect, inject, test } from "vitest";
import type { PreviewAnswer } from "../../src/protocol/previews.ts";
import type { Env } from "../../src/worker/env.ts";
import worker from "../../src/worker/index.ts";
import "../strangers/provided.ts";
import { bindings, ORIGIN, signUp, unique } from "./visitor.ts";

const STRANGERS = inject("strangers");
const OTHERS = inject("others");

const ada = await signUp();

/** The worker as it is deployed, with the strangers let in by name, and what a test sets besides. */
async function ask(path: string, vars: Partial<Env> = {}, headers = ada.auth): Promise<Response> {
  const context = createExecutionContext();
  const env = { ...bindings, PREVIEW_ALLOW: STRANGERS, ...vars };
  const response = await worker.fetch(new Request(`${ORIGIN}${path}`, { headers }), env, context);
  // What is kept is there for the next one.
  const copy = new Response(
    response.status === 204 ? null : await response.arrayBuffer(),
    response,
  );
  await waitOnExecutionContext(context);
  return copy;
}

const at = (path: string) => `http://${STRANGERS}${path}`;
const pagePath = (url: string) => `/api/previews?url=${encodeURIComponent(url)}`;
const imagePath = (url: string) => `/api/previews/image?url=${encodeURIComponent(url)}`;

/** How often the strangers have seen this path. */
async function timesAsked(path: string): Promise<number> {
  return Number(await (await fetch(at(`/asked?for=${encodeURIComponent(path)}`))).text());
}

async function previewOf(url: string, vars?: Partial<Env>) {
  const response = await ask(pagePath(url), vars);
  expect(response.status).toBe(200);
  return ((await response.json()) as PreviewAnswer).preview;
}

describe("[T10] a page in a few words", () => {
  test("title, description, site and picture, as Open Graph has them", async () => {
    expect(await previewOf(at("/good"))).toEqual({
      title: "Notes on the edge",
      description:
        "Why a room that sleeps costs nothing, and how its sockets stay open while it does.",
      site: "The Edge Notes",
      image: at("/photo.png"),
    });
  });
  test("else its own title, its description, its host and its icon", async () => {
    const site = "127.0.0.1";
    expect(await previewOf(at("/plain"))).toEqual({
      title: "A plain page",
      description: "Only words.",
      site,
    });
    expect(await previewOf(at("/icon"))).toEqual({ title: "T", site, image: at("/i.png?a=1&b=2") });
    expect(await previewOf(at("/picture"))).toEqual({
      title: "picture",
      site,
      image: at("/picture"),
    });
  });
  test.each([
    ["/entities", 'Tom & Jerry — "café" <3😺'],
    ["/title-entities", "R&D <b> café"],
    ["/no-head", "Without a head"],
    ["/latin1", "Café"],
    ["/meta-charset", "日本"],
    ["/utf16", "Ünïcode"],
    ["/bad-charset", "Größe"],
    ["/broken-bytes", "a\ufffd\ufffd\ufffd"],
    ["/huge-head", "After 400 kB"],
    ["/huge-attribute", "Before it"],
    ["/many-tags", "Far down"],
    ["/cut", "Cut off"],
  ])("%s: %s", async (path, title) => {
    expect((await previewOf(at(path)))?.title).toBe(title);
  });
  test("a browser keeps what was found for hours, and what was not for minutes", async () => {
    for (const [path, seconds] of [
      ["/good", 21_600],
      ["/missing", 300],
    ])
      for (const _ of ["fresh", "kept"]) {
        const { headers } = await ask(pagePath(`${at(`${path}`)}?age`));
        expect(headers.get("cache-control")).toBe(`private, max-age=${seconds}`);
      }
  });
  test("what is known is asked for once, whoever wants it", async () => {
    const path = `/good?${unique("once")}`;
    const bea = await signUp("bea");
    for (const { auth } of [ada, bea])
      expect((await ask(pagePath(at(path)), {}, auth)).status).toBe(200);
    expect(await timesAsked(path)).toBe(1);
  });
  test("attributes are decoded as attributes", async () => {
    expect((await previewOf(at("/entities")))?.description).toBe("a b&ampc &notit;");
  });
  test("hostile markup is text, on one line, and its addresses go nowhere", async () => {
    expect(await previewOf(at("/hostile"))).toEqual({
      title: "<script>alert(1)</script>",
      description: '"><img src=x onerror=alert(1)> line two',
      site: "evil",
    });
    expect(await previewOf(at("/private-image"))).toEqual({ title: "T", site: "127.0.0.1" });
  });
  test("at most 200 and 500 code points", async () => {
    const preview = await previewOf(at("/long"));
    expect([...(preview?.title ?? "")]).toHaveLength(200);
    expect([...(preview?.description ?? "")].length).toBeLessThanOrEqual(500);
    expect(preview?.title).toMatch(/^(?:😺){199}…$/u);
  });
  test.each([
    "/invisible",
    "/only-body",
    "/empty",
    "/lying-length",
    "/too-huge-head",
    "/garbage",
    "/type-text",
    "/type-none",
    "/type-pdf",
    "/missing",
    "/broken",
    "/dot.gif",
  ])("%s: nothing to show", async (path) => {
    expect(await previewOf(at(path))).toBeUndefined();
  });
});

describe("[T10] strangers who do not stop", () => {
  test("one that never ends is read up to 512 KiB", async () => {
    const before = Date.now();
    expect((await previewOf(at("/endless")))?.title).toBe("It never ends");
    expect(Date.now() - before).toBeLessThan(4_500);
  });
  test.each([
    ["/drip", "Drop by drop"],
    ["/silent", undefined],
  ])("%s ends after 5 s in all", async (path, title) => {
    const before = Date.now();
    expect((await previewOf(at(path)))?.title).toBe(title);
    expect(Date.now() - before).toBeGreaterThan(4_500);
    expect(Date.now() - before).toBeLessThan(9_000);
  });
});

describe("[T10] redirects", () => {
  test("three are followed, a fourth is not", async () => {
    expect((await previewOf(at("/hops?n=3")))?.title).toBe("At last");
    expect(await previewOf(at("/hops?n=4"))).toBeUndefined();
    expect(await previewOf(at("/loop"))).toBeUndefined();
  });
  test.each([
    "http://127.0.0.1/good",
    `http://${OTHERS}/good`,
    `http://localhost:${STRANGERS.split(":")[1]}/good`,
    "http://[::1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2130706433/",
    "http://user:pass@example.com/",
    "http://example.com:22/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "//10.0.0.1/",
    "",
    "http://",
  ])("each is checked again: %s", async (to) => {
    const url = at(`/redirect?to=${encodeURIComponent(to)}`);
    expect(await previewOf(url)).toBeUndefined();
    expect((await ask(imagePath(url))).status).toBe(404);
  });
  test("the same server, where it is let in, is reached through one", async () => {
    const url = at(`/redirect?to=${encodeURIComponent(`http://${OTHERS}/good`)}`);
    const both = { PREVIEW_ALLOW: `${STRANGERS},${OTHERS}` };
    expect((await previewOf(`${url}&${unique("fresh")}`, both))?.title).toBe("Notes on the edge");
  });
});

describe("[T10] what may be asked", () => {
  test("without `PREVIEW_ALLOW` no loopback address is", async () => {
    const fresh = `${at("/good")}?${unique("closed")}`;
    expect(await previewOf(fresh, { PREVIEW_ALLOW: "" })).toBeUndefined();
    expect((await ask(imagePath(fresh), { PREVIEW_ALLOW: "" })).status).toBe(404);
  });
  test("the server does not ask itself", async () => {
    const own = new URL(ORIGIN).host;
    expect(
      await previewOf(`${ORIGIN}/room/general`, { PREVIEW_ALLOW: `${own}:80` }),
    ).toBeUndefined();
  });
  test("where there is a gate, all that is not let in by name goes through it", async () => {
    // A stranger stands in for the gate, and answers for every address.
    const gate = { PREVIEW_GATE: at("/good") };
    const preview = await previewOf(`https://gate.example.org/${unique("page")}`, gate);
    expect(preview).toMatchObject({
      title: "Notes on the edge",
      image: "https://gate.example.org/photo.png",
    });
    expect((await previewOf(`${at("/plain")}?${unique("direct")}`, gate))?.title).toBe(
      "A plain page",
    );
    expect(await previewOf(`http://10.0.0.1/${unique("closed")}`, gate)).toBeUndefined();
  });
  test("nobody without a session, and nothing without an address", async () => {
    for (const path of [pagePath(at("/good")), imagePath(at("/photo.png"))])
      expect((await ask(path, {}, { Authorization: "Bearer no" })).status).toBe(401);
    for (const path of ["/api/previews", "/api/previews/image"])
      expect(await (await ask(path)).json()).toMatchObject({ code: "bad_command" });
    expect(
      (await ask(`/api/previews/cached/page?url=${encodeURIComponent(at("/good"))}`)).status,
    ).toBe(404);
  });
  test("too many: `rate_limited`, with the time to wait; what is cached costs nothing", async () => {
    const cachedOne = `${at("/good")}?${unique("cached")}`;
    expect(await previewOf(cachedOne)).toBeDefined();
    const keys: string[] = [];
    const none = {
      limit: ({ key }: { key: string }) => {
        keys.push(key);
        return Promise.resolve({ success: false });
      },
    };
    for (const [limit, key] of [
      ["PREVIEW_LIMIT", ada.id],
      ["PREVIEW_HOST_LIMIT", "127.0.0.1"],
    ] as const) {
      const vars = {
        RATE_LIMIT: "",
        PREVIEW_LIMIT: undefined,
        PREVIEW_HOST_LIMIT: undefined,
        [limit]: none,
      };
      for (const path of [pagePath, imagePath]) {
        const refused = await ask(path(`${at("/photo.png")}?${unique("much")}`), vars as never);
        expect(refused.status).toBe(429);
        expect(refused.headers.get("retry-after")).toBe("10");
        expect(await refused.json()).toMatchObject({ code: "rate_limited", retryAfterMs: 10_000 });
      }
      expect(new Set(keys.splice(0))).toEqual(new Set([key]));
      expect(await previewOf(cachedOne, vars as never)).toBeDefined();
    }
  });
});

describe("[T10] pictures", () => {
  test("by way of this server, as nothing but a picture", async () => {
    const response = await ask(imagePath(at("/photo.png")));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, max-age=604800, immutable",
    });
    const again = await ask(imagePath(at("/photo.png")));
    expect(await again.arrayBuffer()).toEqual(await response.arrayBuffer());
    expect(again.headers.get("content-type")).toBe("image/png");
  });
  test("their type is in their bytes, whatever the stranger says", async () => {
    const gif = await ask(imagePath(at("/dot.gif")));
    expect([gif.status, gif.headers.get("content-type")]).toEqual([200, "image/gif"]);
    for (const path of ["/no-picture.png", "/vector.png", "/short.png", "/good", "/missing"])
      expect((await ask(imagePath(at(path)))).status, path).toBe(404);
  });
  test.each(["/announced.png", "/large.png", "/cut.png", "/drip.png"])(
    "%s: larger than 5 MiB, broken off or too slow is none, and is not asked for again",
    async (path) => {
      const before = Date.now();
      expect((await ask(imagePath(at(path)))).status).toBe(404);
      expect(Date.now() - before).toBeLessThan(14_000);
      expect((await ask(imagePath(at(path)))).status).toBe(404);
      expect(await timesAsked(path)).toBe(1);
    },
  );
});
