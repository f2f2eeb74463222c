// What one reads: groups and days, following the newest, places that keep still, links to messages and dates.

import { expect, test, type Locator, type Page } from "@playwright/test";
import { post, startWithPast, type PastMessage, type ServerWithPast } from "./past.ts";
import { addressOf, newRoom, visit, type Visitor } from "./visit.ts";

const MINUTE = 60_000;
const LONG = 300;

const log = (page: Page) => page.getByRole("log", { name: "Messages" });
const composer = (page: Page) => page.getByRole("textbox", { name: "Message", exact: true });
const toNewest = (page: Page) => page.getByRole("button", { name: "Jump to newest" });
/** The line above what one has not read. */
const newLine = (page: Page) => log(page).getByText("New", { exact: true });

test.describe("in rooms with a past", () => {
  test.describe.configure({ mode: "default" });
  let server: ServerWithPast;

  test.beforeAll(async () => {
    server = await startWithPast({
      people: ["Grace", "Joan"],
      rooms: { days: someDays(), long: longTalk(), links: longTalk(), unread: longTalk() },
    });
  });
  test.afterAll(() => server.stop());

  test("messages are grouped by author within five minutes", async ({ browser }) => {
    const ada = await visit(browser, `${server.url}/room/days`, "Ada");
    const opensGroup = async (words: string) => {
      await expect(ada.message(words)).toHaveCount(1);
      return (
        (await ada
          .message(words)
          .getByRole("button", { name: /^(Grace|Joan)$/ })
          .count()) > 0
      );
    };
    expect(await opensGroup("Grace at ten")).toBe(true);
    expect(await opensGroup("Grace four minutes later")).toBe(false);
    expect(await opensGroup("Grace almost five minutes after that")).toBe(false);
    expect(await opensGroup("Grace more than five minutes after that")).toBe(true);
    expect(await opensGroup("Joan in between")).toBe(true);
    expect(await opensGroup("Grace again")).toBe(true);
    expect(await opensGroup("Grace before midnight")).toBe(true);
    expect(await opensGroup("Grace after midnight")).toBe(true);
    // Also where the author is not shown the name is there.
    await expect(ada.message("Grace four minutes later")).toHaveAccessibleName(/^Grace, /);
  });

  test("each day stands under its name, which stays in view", async ({ browser }) => {
    const ada = await visit(browser, `${server.url}/room/days`, "Ada");
    const days = log(ada.page).getByRole("button", { name: /jump to another date$/ });
    const long = daysAgo(3).toLocaleDateString("en-US", {
      weekday: "long",
      day: "numeric",
      month: "long",
    });
    await expect(days).toHaveText([new RegExp(`^${long}`), "Yesterday", "Today"]);
    await log(ada.page).focus();
    await ada.page.keyboard.press("PageUp");
    await ada.page.keyboard.press("PageUp");
    const yesterday = days.filter({ hasText: "Yesterday" });
    const gap = async () => (await top(yesterday)) - (await top(log(ada.page)));
    await expect.poll(gap).toBeLessThan(20);
    expect(await gap()).toBeGreaterThanOrEqual(0);
    await expect(ada.message("Grace before midnight")).not.toBeInViewport();
    await expect(ada.message("Grace after midnight")).not.toBeInViewport();
  });

  test("at midnight Today becomes Yesterday", async ({ browser }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.clock.install();
    const ada = await visit(browser, `${server.url}/room/days`, "Ada");
    await context.addCookies(await ada.page.context().cookies());
    await page.goto(`${server.url}/room/days`);
    const today = log(page).getByRole("button", { name: "Today, jump to another date" });
    await expect(today).toHaveCount(1);
    await page.clock.fastForward(24 * 60 * MINUTE);
    await expect(today).toHaveCount(0);
    await expect(
      log(page).getByRole("button", { name: "Yesterday, jump to another date" }),
    ).toHaveCount(1);
  });

  test("what one reads stays where it is when older messages come in", async ({ browser }) => {
    const held = Promise.withResolvers<void>();
    let asked = 0;
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.routeWebSocket("**/room/**", (socket) => {
      const onward = socket.connectToServer();
      onward.onMessage((frame) => {
        const isOlder = String(frame).startsWith('{"type":"history"') && ++asked > 1;
        if (!isOlder) return socket.send(frame);
        void held.promise.then(() => socket.send(frame));
      });
    });
    const ada = await visit(browser, `${server.url}/room/long`, "Ada");
    await context.addCookies(await ada.page.context().cookies());
    await page.goto(`${server.url}/room/long`);
    await expect(text(page, LONG)).toBeInViewport();
    await log(page).hover();
    await expect(async () => {
      await page.mouse.wheel(0, -400);
      await expect(text(page, LONG - 45)).toBeInViewport({ timeout: 100 });
    }).toPass({ intervals: [100] });
    const row = text(page, LONG - 45);
    await resting(row);
    const before = await top(row);
    const first = await log(page).getByRole("article").first().innerText();
    await expect.poll(() => asked).toBeGreaterThan(1);
    held.resolve();
    await expect(log(page).getByRole("article").first()).not.toHaveText(first);
    await expect(text(page, LONG - 60)).toHaveCount(1);
    expect(Math.abs((await top(row)) - before)).toBeLessThanOrEqual(1);
    // And on to the start, by keys.
    await log(page).focus();
    while ((await text(page, 1).count()) === 0) await page.keyboard.press("PageUp");
    await expect(async () => {
      await page.keyboard.press("PageUp");
      await expect(page.getByText("This is where long begins.")).toBeInViewport({ timeout: 50 });
    }).toPass({ intervals: [0] });
  });

  test("a message's link is copied, opens the room around it and lights it up", async ({
    browser,
  }) => {
    const ada = await visit(browser, `${server.url}/room/links?at=120`, "Ada");
    await ada.page
      .context()
      .grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
    const row = text(ada.page, 120);
    await expect(row).toBeInViewport();
    for (const seq of [119, 121]) await expect(text(ada.page, seq)).toBeInViewport();
    await row.hover();
    await row
      .getByRole("toolbar", { name: "Message actions" })
      .getByRole("button", { name: "Copy link" })
      .click();
    await expect(ada.page.getByRole("status", { name: "Notice" })).toHaveText("Link copied");
    const link = await ada.page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${server.url}/room/links?at=120`);

    const page = await ada.page.context().newPage();
    await page.goto(link);
    await expect(text(page, 120)).toBeInViewport();
    await expect(text(page, 120)).toBeFocused();
    expect(await background(text(page, 120))).not.toBe(await background(text(page, 119)));
    await expect(text(page, LONG)).toHaveCount(0);
    await toNewest(page).click();
    await expect(text(page, LONG)).toBeInViewport();
    await expect(text(page, 120)).toHaveCount(0);
    // The same link in a message leads there within the page.
    await composer(page).fill(`see ${link}`);
    await composer(page).press("Enter");
    await page.evaluate(() => Object.assign(globalThis, { stayed: true }));
    await log(page).getByRole("link", { name: link }).click();
    await expect(text(page, 120)).toBeInViewport();
    expect(await page.evaluate(() => "stayed" in globalThis)).toBe(true);
    await page.goBack();
    await expect(page).toHaveURL(/\?at=120$/);
  });

  test("a message that a link led to is lit for a while, not only focused", async ({ browser }) => {
    const ada = await visit(browser, `${server.url}/room/links?at=120`, "Ada");
    await expect(text(ada.page, 120)).toBeFocused();
    const light = await background(text(ada.page, 120));
    await expect.poll(() => background(text(ada.page, 120)), { timeout: 10_000 }).not.toBe(light);
    await expect(text(ada.page, 120)).toBeFocused();
  });

  test("a link to a message that does not exist says so and shows the newest", async ({
    browser,
  }) => {
    const ada = await visit(browser, `${server.url}/room/long?at=987654`, "Ada");
    await expect(ada.page.getByRole("status", { name: "Notice" })).toHaveText(
      "This message does not exist in this room.",
    );
    await expect(text(ada.page, LONG)).toBeInViewport();
  });

  test("a date leads to its first message", async ({ browser }) => {
    const ada = await visit(browser, `${server.url}/room/long`, "Ada");
    const { page } = ada;
    await expect(text(page, LONG)).toBeInViewport();
    await page.getByRole("button", { name: "Jump to date", exact: true }).click();
    await jumpTo(page, daysAgo(150));
    await expect(text(page, LONG - 150)).toBeInViewport();
    expect(await background(text(page, LONG - 150))).not.toBe(
      await background(text(page, LONG - 151)),
    );
    // From the name of a day, too; before the beginning is the beginning.
    await log(page)
      .getByRole("button", { name: /jump to another date$/ })
      .first()
      .click();
    await jumpTo(page, daysAgo(2_000));
    await expect(text(page, 1)).toBeInViewport();
    await toNewest(page).click();
    await expect(text(page, LONG)).toBeInViewport();
  });

  test("the line New stands where one stopped reading, however far up that is", async ({
    browser,
  }) => {
    const url = `${server.url}/room/unread`;
    const ada = await visit(browser, url, "Ada");
    const context = ada.page.context();
    await expect(text(ada.page, LONG)).toBeInViewport();
    await expect(newLine(ada.page)).toBeHidden();
    await ada.page.close();
    const [token = ""] = server.tokens;
    for (let i = 1; i <= 30; i++) await post(server.url, "unread", token, `while away ${i}.`);
    const page = await context.newPage();
    await page.goto(url);
    await expect(newLine(page)).toBeInViewport();
    await expect(log(page).getByText("while away 1.")).toBeInViewport();
    await expect(text(page, LONG)).toBeInViewport();
    const gap = (await top(log(page).getByText("while away 1."))) - (await top(newLine(page)));
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(80);
    await toNewest(page).click();
    await expect(log(page).getByText("while away 30.")).toBeInViewport();
    await expect(newLine(page)).toHaveCount(1);
    await page.close();

    for (let i = 31; i <= 160; i++) await post(server.url, "unread", token, `while away ${i}.`);
    const again = await context.newPage();
    await again.goto(url);
    await expect(log(again).getByText("while away 160.")).toBeInViewport();
    await again.getByRole("button", { name: "Jump to the first unread message" }).click();
    await expect(newLine(again)).toBeInViewport();
    await expect(log(again).getByText("while away 31.")).toBeInViewport();
    await expect(log(again).getByText("while away 30.")).toBeInViewport();
  });
});

test("the newest is followed within 100 px of the bottom, and counted further up", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  for (let i = 1; i <= 8; i++) await bea.say(`tall ${i}.\n2\n3\n4\n5`);
  await expect(ada.message("tall 8.")).toBeInViewport();
  expect(await distance(ada)).toBeLessThanOrEqual(1);
  await expect(toNewest(ada.page)).toBeHidden();

  await scrollUp(ada, 90);
  expect(await distance(ada)).toBe(90);
  await bea.say("seen from near");
  await expect(ada.message("seen from near")).toBeInViewport();
  await expect.poll(() => distance(ada)).toBeLessThanOrEqual(1);
  await expect(toNewest(ada.page)).toBeHidden();

  await scrollUp(ada, 300);
  await expect(toNewest(ada.page)).toBeVisible();
  const reading = ada.message("tall 5.");
  const before = await top(reading);
  await bea.say("one more");
  await bea.say("and another");
  await expect(toNewest(ada.page)).toHaveAccessibleName(/2 new messages/);
  await expect(ada.message("and another")).not.toBeInViewport();
  expect(Math.abs((await top(reading)) - before)).toBeLessThanOrEqual(1);
  await toNewest(ada.page).click();
  await expect(ada.message("and another")).toBeInViewport();
  await expect(toNewest(ada.page)).toBeHidden();

  // One's own words are where one looks next.
  await scrollUp(ada, 300);
  await ada.say("my own");
  await expect(ada.message("my own")).toBeInViewport();
  await expect(toNewest(ada.page)).toBeHidden();
});

test("near the bottom nothing moves because the pointer does", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  for (let i = 1; i <= 16; i++) await ada.say(`row ${i}.\n2`);
  await expect(ada.message("row 16.")).toBeInViewport();
  await scrollUp(ada, 90);
  await expect(async () => {
    // Not `hover`, which scrolls by itself.
    for (const words of ["row 12.", "row 11."]) {
      const box = await ada.message(words).boundingBox();
      await ada.page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 20);
    }
    await expect(ada.message("row 11.").getByRole("toolbar")).toBeVisible({ timeout: 100 });
    expect(await distance(ada)).toBe(90);
  }).toPass({ timeout: 10_000 });
});

test("arrows walk from message to message, End leads to the newest", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  for (let i = 1; i <= 12; i++) await ada.say(`step ${i}.\n2\n3\n4`);
  await expect(ada.message("step 12.")).toBeInViewport();
  await log(ada.page).focus();
  for (const i of [12, 11, 10]) {
    await ada.page.keyboard.press("ArrowUp");
    await expect(ada.message(`step ${i}.`)).toBeFocused();
    await expect(ada.message(`step ${i}.`)).toBeInViewport({ ratio: 1 });
  }
  await ada.page.keyboard.press("ArrowDown");
  await expect(ada.message("step 11.")).toBeFocused();
  await ada.page.keyboard.press("PageUp");
  await expect(toNewest(ada.page)).toBeVisible();
  await ada.page.keyboard.press("End");
  await expect(ada.message("step 12.")).toBeInViewport({ ratio: 1 });
  await expect(toNewest(ada.page)).toBeHidden();
});

function daysAgo(days: number, hour = 0, minute = 0, second = 0): Date {
  const date = new Date();
  date.setDate(date.getDate() - days);
  date.setHours(hour, minute, second, 0);
  return date;
}

/** Three days that are never the same one, whatever the hour. */
function someDays(): PastMessage[] {
  const talk: [number, Date, string][] = [
    [0, daysAgo(3, 10), "Grace at ten"],
    [0, daysAgo(3, 10, 4), "Grace four minutes later"],
    [0, daysAgo(3, 10, 8, 59), "Grace almost five minutes after that"],
    [0, daysAgo(3, 10, 14, 1), "Grace more than five minutes after that"],
    [1, daysAgo(3, 10, 14, 30), "Joan in between"],
    [0, daysAgo(3, 10, 14, 40), "Grace again"],
    [0, daysAgo(3, 23, 59), "Grace before midnight"],
    [0, daysAgo(1, 0, 1), "Grace after midnight"],
    ...Array.from({ length: 30 }, (_, i): [number, Date, string] => [
      i % 2,
      daysAgo(1, 12, i),
      `yesterday ${i + 1}.`,
    ]),
    [1, daysAgo(0), "Joan today"],
  ];
  return talk.map(([by, date, body]) => ({ by, ts: date.getTime(), body }));
}

/** A message a day, of many heights, the newest one yesterday. */
function longTalk(): PastMessage[] {
  return Array.from({ length: LONG }, (_, i) => ({
    by: i % 2,
    ts: daysAgo(LONG - i - 1, 0, 0, 1).getTime(),
    body: `message number ${i + 1}.${"\nand a line more".repeat(i % 5)}`,
  }));
}

/** The article of the message with this number. */
function text(page: Page, number: number): Locator {
  return log(page)
    .getByRole("article")
    .filter({ hasText: `message number ${number}.` });
}

async function jumpTo(page: Page, day: Date): Promise<void> {
  const two = (n: number) => String(n).padStart(2, "0");
  const dialog = page.getByRole("dialog", { name: "Jump to date" });
  await dialog
    .getByLabel("Date", { exact: true })
    .fill(`${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`);
  await dialog.getByRole("button", { name: "Jump" }).click();
  await expect(dialog).toBeHidden();
}

async function top(locator: Locator): Promise<number> {
  return locator.evaluate((element) => element.getBoundingClientRect().top);
}

function background(locator: Locator): Promise<string> {
  return locator.evaluate((element) => getComputedStyle(element).backgroundColor);
}

/** Pixels below what is in view. */
function distance({ page }: Visitor): Promise<number> {
  return log(page).evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
}

/** With the pointer elsewhere. */
async function scrollUp({ page }: Visitor, pixels: number): Promise<void> {
  await log(page).evaluate((box, by) => box.scrollBy({ top: -by, behavior: "instant" }), pixels);
}

/** Two frames in one place: a wheel's scrolling has ended. */
async function resting(locator: Locator): Promise<void> {
  let last = Number.NaN;
  await expect
    .poll(async () => {
      const before = last;
      last = await top(locator);
      return last - before;
    })
    .toBe(0);
}
