// Previews as people see them: live and afterwards, without a move of the page, and without a word to strangers.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Browser, type Page } from "@playwright/test";
import { startStrangers, type Strangers } from "../strangers/server.ts";
import { inhabit, startServer, type Server } from "./server.ts";
import { addressOf, newRoom, visit, type Visitor } from "./visit.ts";

// One server with one web of strangers, which it is allowed to ask.
test.describe.configure({ mode: "default" });

let strangers: Strangers;
let server: Server;
test.beforeAll(async () => {
  strangers = await startStrangers();
  server = await startServer({ vars: { PREVIEW_ALLOW: strangers.host } });
  await inhabit(server);
});
test.afterAll(async () => {
  await server.stop();
  await strangers.close();
});

const at = (path: string) => `http://${strangers.host}${path}`;
const card = (visitor: Visitor, title = "Notes on the edge") =>
  visitor.page.getByRole("article").getByRole("link", { name: title });
const picture = (visitor: Visitor, name = "photo.png") =>
  visitor.page.getByRole("button", { name: `Open image ${name}` });

/** Whether the picture in it is there, and not just the place for it. */
const isDrawn = (place: ReturnType<Page["locator"]>) =>
  place.locator("img").evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0);

/** Hosts that a page asks for anything, its own excepted. */
function foreignHosts({ page }: Visitor): Set<string> {
  const hosts = new Set<string>();
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http") && host !== new URL(server.url).host) hosts.add(host);
  });
  return hosts;
}

async function two(browser: Browser) {
  const ada = await visit(browser, server.url, "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, server.url + addressOf(title), "Bea");
  return { ada, bea, title };
}

test("a link gets its card live, and for one who was away; no browser asks the stranger", async ({
  browser,
}) => {
  const { ada, bea, title } = await two(browser);
  const cem = await visit(browser, server.url + addressOf(title), "Cem");
  await cem.page.context().setOffline(true);
  const hosts = [ada, bea, cem].map(foreignHosts);
  const seenBefore = strangers.seen.length;
  await ada.say(`Look: ${at("/good")} and ${at("/photo.png")}`);
  for (const reader of [ada, bea]) {
    await expect(card(reader)).toContainText("Why a room that sleeps costs nothing");
    await expect(card(reader)).toContainText("The Edge Notes");
    await expect(card(reader)).toHaveAttribute("href", at("/good"));
    await expect.poll(() => isDrawn(picture(reader))).toBe(true);
  }
  await cem.page.context().setOffline(false);
  await expect(card(cem)).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => isDrawn(picture(cem))).toBe(true);
  expect(hosts.map((each) => [...each])).toEqual([[], [], []]);
  // Each was fetched by the server, which said what it is and nothing about anybody.
  const seen = strangers.seen.slice(seenBefore);
  expect(seen.length).toBeGreaterThanOrEqual(2);
  for (const { headers } of seen) {
    expect(headers["user-agent"]).toContain("EdgewiseBot");
    for (const name of ["cookie", "referer", "origin", "authorization", "x-forwarded-for"])
      expect(headers[name], name).toBeUndefined();
  }
});

test("nothing moves when previews come, for one at the newest and for one further up", async ({
  browser,
}) => {
  const { ada, bea, title } = await two(browser);
  const words = ["the first words", ...Array.from({ length: 25 }, (_, i) => `more words ${i}`)];
  for (const text of words) await ada.say(text);
  await expect(ada.message("more words 24")).toBeVisible();
  // Held back until the places have been measured.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  for (const { page } of [ada, bea])
    await page.route("**/api/previews**", async (route) => {
      await held;
      await route.continue();
    });
  const text = `three: ${at("/good")} ${at("/photo.png")} ${at("/missing")}`;
  await ada.say(text);
  for (const reader of [ada, bea]) await expect(reader.message("three:")).toBeVisible();
  await expect(bea.page.getByRole("link", { name: "/missing" }).first()).toBeVisible();
  // Bea goes up until the places are half out of view below; Ada stays at the newest.
  await bea.page.getByRole("log", { name: "Messages" }).hover();
  await bea.page.mouse.wheel(0, -180);
  const boxes = () =>
    Promise.all(
      [ada, bea].flatMap((reader) =>
        ["more words 24", "three:"].map((part) => reader.message(part).boundingBox()),
      ),
    );
  await expect(async () => {
    const one = await boxes();
    await bea.page.waitForTimeout(100);
    expect(await boxes()).toEqual(one);
  }).toPass();
  const before = await boxes();
  release();
  for (const reader of [ada, bea]) await expect.poll(() => isDrawn(picture(reader))).toBe(true);
  await expect(card(bea)).toBeVisible();
  expect(await boxes()).toEqual(before);
  // Nor for one who opens the room, from the first frame that shows the message to the last picture.
  const cem = await visit(browser, server.url + addressOf(title), "Cem");
  await cem.page.addInitScript(() => {
    const shifts: number[] = ((window as unknown as { shifts: number[] }).shifts = []);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { sources = [] } = entry as unknown as { sources?: { node?: Node }[] };
        const rows = sources.filter(({ node }) => node?.parentElement?.closest("article"));
        if (rows.length > 0) shifts.push((entry as unknown as { value: number }).value);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await cem.page.reload();
  await expect(cem.message("three:")).toBeVisible();
  await expect.poll(() => isDrawn(picture(cem))).toBe(true);
  const shifts = await cem.page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
  expect(shifts).toEqual([]);
});

test("at most three of a message, none of its quotes, and none of its own server", async ({
  browser,
}) => {
  const ada = await visit(browser, server.url, "Ada");
  const title = await newRoom(ada);
  const own = server.url + addressOf(title);
  await ada.say(`> ${at("/good")}\n\n\`${at("/plain")}\` ${own} http://intranet/x here`);
  await ada.say(["/photo.png", "/wide.png", "/good", "/plain"].map(at).join(" "));
  await expect(card(ada)).toBeVisible();
  await expect(card(ada)).toHaveCount(1);
  await expect(ada.page.getByRole("button", { name: /^Open image/ })).toHaveCount(2);
  await expect(card(ada, "A plain page")).toHaveCount(0);
  await expect(ada.message("intranet").getByRole("link")).toHaveCount(3);
});

test("a page without a preview keeps its place quietly, and has none where the row comes again", async ({
  browser,
}) => {
  const ada = await visit(browser, server.url, "Ada");
  const title = await newRoom(ada);
  await ada.say(`gone: ${at("/missing")}`);
  const links = ada.message("gone:").getByRole("link");
  await expect(links).toHaveCount(2);
  await expect.poll(() => strangers.seen.some(({ path }) => path === "/missing")).toBe(true);
  await expect(links).toHaveCount(2);
  const other = await newRoom(ada, "Other");
  await expect(ada.page.getByRole("heading", { name: other })).toBeVisible();
  await ada.page
    .getByRole("navigation", { name: "Rooms" })
    .getByRole("link", { name: title })
    .click();
  await expect(ada.page.getByRole("heading", { name: title })).toBeVisible();
  await expect(links).toHaveCount(1);
});

test("an image opens large; Esc closes it and leads back", async ({ browser }) => {
  const ada = await visit(browser, server.url, "Ada");
  await newRoom(ada);
  await ada.say(at("/photo.png"));
  await expect.poll(() => isDrawn(picture(ada))).toBe(true);
  await picture(ada).click();
  const dialog = ada.page.getByRole("dialog", { name: "photo.png" });
  await expect(dialog.getByRole("img", { name: "photo.png" })).toBeVisible();
  const { width = 0 } = (await dialog.getByRole("img").boundingBox()) ?? {};
  expect(Math.round(width)).toBe(640);
  await expect(dialog.getByRole("link", { name: "Open the original" })).toHaveAttribute(
    "href",
    at("/photo.png"),
  );
  await ada.page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(picture(ada)).toBeFocused();
});

test("a GIF shows inline, and waits for a click where less motion is asked for", async ({
  browser,
}) => {
  const ada = await visit(browser, server.url, "Ada", { reducedMotion: "reduce" });
  const title = await newRoom(ada);
  const bea = await visit(browser, server.url + addressOf(title), "Bea", {
    reducedMotion: "no-preference",
  });
  await ada.say(at("/dot.gif"));
  await expect.poll(() => isDrawn(picture(bea, "dot.gif"))).toBe(true);
  await ada.page.getByRole("button", { name: "Show animation dot.gif" }).click();
  await expect.poll(() => isDrawn(picture(ada, "dot.gif"))).toBe(true);
});

test("a video's player is loaded by a click and not before", async ({ browser }) => {
  const ada = await visit(browser, server.url, "Ada");
  await newRoom(ada);
  const hosts = foreignHosts(ada);
  const violations: string[] = [];
  ada.page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) violations.push(message.text());
  });
  // The two sites themselves are out of reach of a test; what the page loads of them is not.
  for (const site of ["https://www.youtube-nocookie.com/**", "https://player.vimeo.com/**"])
    await ada.page.route(site, (route) =>
      route.fulfill({ contentType: "text/html", body: "<title>Player</title>It plays." }),
    );
  const players = {
    "https://youtu.be/dQw4w9WgXcQ?t=42":
      "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=42",
    "https://vimeo.com/76979871": "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1",
  };
  for (const [link, player] of Object.entries(players)) {
    await ada.say(link);
    const row = ada.page.getByRole("article").last();
    await expect(row.getByRole("button", { name: /^Play / })).toBeVisible();
    await expect(row.locator("iframe")).toHaveCount(0);
    expect([...hosts]).toEqual([]);
    const asked = ada.page.waitForRequest(player);
    await row.getByRole("button", { name: /^Play / }).click();
    // It plays for pages only that say where they are.
    expect((await (await asked).allHeaders())["referer"]).toBe(`${server.url}/`);
    await expect(row.frameLocator("iframe").getByText("It plays.")).toBeVisible();
    await expect(row.locator("iframe")).toHaveAttribute("sandbox", /^(?!.*top-navigation)/);
    hosts.clear();
  }
  expect(violations).toEqual([]);
});

test("its author takes a preview off, for everybody and for good; nobody else can", async ({
  browser,
}) => {
  const { ada, bea, title } = await two(browser);
  await ada.say(`Look: ${at("/good")} and ${at("/photo.png")}`);
  await expect(card(ada)).toBeVisible();
  await expect(card(bea)).toBeVisible();
  await bea.message("Look:").hover();
  await expect(bea.page.getByRole("toolbar", { name: "Message actions" })).toBeVisible();
  await expect(bea.page.getByRole("button", { name: "Remove preview" })).toHaveCount(0);
  await ada.message("Look:").hover();
  await ada.page.getByRole("button", { name: "Remove preview" }).click();
  for (const reader of [ada, bea]) {
    await expect(card(reader)).toHaveCount(0);
    await expect(picture(reader)).toHaveCount(0);
    await expect(reader.message("Look:").getByRole("link")).toHaveCount(2);
  }
  await bea.page.reload();
  const cem = await visit(browser, server.url + addressOf(title), "Cem");
  for (const reader of [bea, cem]) {
    await expect(reader.message("Look:")).toBeVisible();
    await expect(card(reader)).toHaveCount(0);
  }
});

test("what shows previews is loaded with the first link, and not before", async ({ browser }) => {
  const ada = await visit(browser, server.url, "Ada");
  await newRoom(ada);
  const loaded: string[] = [];
  ada.page.on("request", (request) => {
    const name = /\/build\/(preview-.*\.js)$/.exec(request.url())?.[1];
    if (name) loaded.push(name);
  });
  await ada.page.reload();
  await ada.say("words alone");
  await expect(ada.message("words alone")).toBeVisible();
  expect(loaded).toEqual([]);
  await ada.say(at("/good"));
  await expect(card(ada)).toBeVisible();
  expect(loaded).toHaveLength(1);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`previews: axe finds nothing in ${colorScheme}, and a phone has room for them`, async ({
    browser,
  }) => {
    const ada = await visit(browser, server.url, "Ada", { colorScheme });
    const title = await newRoom(ada);
    await ada.say(`${at("/good")} ${at("/missing")} ${at("/photo.png")}`);
    await ada.say("https://youtu.be/dQw4w9WgXcQ");
    await ada.say(at("/long"));
    await expect.poll(() => isDrawn(picture(ada))).toBe(true);
    const findings = async () => {
      const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
      return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(" ")}`);
    };
    expect(await findings()).toEqual([]);
    await ada.message("/good").hover();
    await expect(
      ada.message("/good").getByRole("button", { name: "Remove preview" }),
    ).toBeVisible();
    expect(await findings()).toEqual([]);
    await picture(ada).click();
    await expect(ada.page.getByRole("dialog", { name: "photo.png" })).toBeVisible();
    expect(await findings()).toEqual([]);
    const phone = {
      colorScheme,
      viewport: { width: 320, height: 640 },
      hasTouch: true,
      isMobile: true,
    };
    const bea = await visit(browser, server.url + addressOf(title), "Bea", phone);
    await expect(card(bea)).toBeAttached();
    const wide = await bea.page.evaluate(() => [
      document.documentElement.scrollWidth - innerWidth,
      ...[...document.querySelectorAll("article")].map((row) => row.scrollWidth - row.clientWidth),
    ]);
    expect(Math.max(...wide)).toBeLessThanOrEqual(0);
  });
