// What one sees of a bad connection: a line that never blinks, one's pending words, and what was refused.
// The page's clock stands still where seconds are counted, so that no slow machine can be taken for a slow page.

import { expect, test, type Browser, type Page } from "@playwright/test";
import { startProxy, type Proxy } from "./proxy.ts";
import { addressOf, asVisitor, newRoom, visit, type Visitor } from "./visit.ts";

test.setTimeout(60_000);

const line = (page: Page) => page.getByRole("status", { name: "Connection" });
const now = (page: Page) => line(page).getByRole("button", { name: "Now" });

test("the line shows after two seconds, not before, and counts down to the next try", async ({
  browser,
  baseURL,
}) => {
  const { ada, host, proxy } = await behindProxy(browser, baseURL ?? "");
  const { page } = ada;
  await stopClock(page);
  await cut(page, proxy);
  await page.clock.runFor(1_900);
  await expect(line(page)).toBeEmpty();
  await page.clock.runFor(200);
  await expect(line(page)).toContainText("Reconnecting");
  // With each try that fails the wait grows; what is left of it is counted.
  await expect(async () => {
    await page.clock.runFor(1_000);
    expect(await secondsLeft(page)).toBeGreaterThan(4);
  }).toPass({ intervals: [50] });
  const before = await secondsLeft(page);
  await page.clock.runFor(2_000);
  // Between two ticks of the line a second may stand for either of its ends.
  await expect.poll(() => secondsLeft(page)).toBeLessThan(before);
  expect(await secondsLeft(page)).toBeGreaterThanOrEqual(before - 3);
  await page.clock.resume();
  proxy.cut(false);
  await expect(line(page)).toBeEmpty({ timeout: 30_000 });
  await ada.say("back by itself");
  await expect(host.message("back by itself")).toHaveCount(1);
  await proxy.close();
});

test("what is back within two seconds was never said", async ({ browser, baseURL }) => {
  const { ada, host, proxy } = await behindProxy(browser, baseURL ?? "");
  const { page } = ada;
  await stopClock(page);
  await cut(page, proxy);
  await page.clock.runFor(400);
  proxy.cut(false);
  await host.say("said in between");
  await expect(async () => {
    await page.clock.runFor(100);
    await expect(ada.message("said in between")).toHaveCount(1, { timeout: 500 });
  }).toPass({ intervals: [0] });
  await expect(line(page)).toBeEmpty();
  await page.clock.runFor(10_000);
  await expect(line(page)).toBeEmpty();
  await proxy.close();
});

test("Now tries at once, without waiting for the seconds", async ({ browser, baseURL }) => {
  const { ada, host, proxy } = await behindProxy(browser, baseURL ?? "");
  const { page } = ada;
  await stopClock(page);
  await cut(page, proxy);
  await expect(async () => {
    await page.clock.runFor(1_000);
    expect(await secondsLeft(page)).toBeGreaterThan(4);
  }).toPass({ intervals: [50] });
  await host.say("said in between");
  proxy.cut(false);
  // The page's time does not move from here on.
  await now(page).click();
  await expect(ada.message("said in between")).toHaveCount(1);
  await expect(line(page)).toBeEmpty();
  await proxy.close();
});

test("what is on its way is muted and says so, and solid once the server has it", async ({
  browser,
  baseURL,
}) => {
  const { ada, host, proxy } = await behindProxy(browser, baseURL ?? "");
  await ada.say("solid");
  await expect(host.message("solid")).toHaveCount(1);
  const colour = (text: string) =>
    ada.message(text).evaluate((row, words) => {
      const paragraph = [...row.querySelectorAll("p")].find((p) => p.textContent.includes(words));
      return getComputedStyle(paragraph ?? row).color;
    }, text);
  await expect(ada.message("solid")).toHaveAccessibleName(/\d\d(?! .*sending)/);
  const ink = await colour("solid");
  await cut(ada.page, proxy);
  for (const text of ["pending one", "pending two"]) {
    await ada.say(text);
    await expect(ada.message(text)).toHaveAccessibleName(/, sending$/);
    expect(await colour(text)).not.toBe(ink);
  }
  await expect(now(ada.page)).toBeVisible({ timeout: 20_000 });
  proxy.cut(false);
  await now(ada.page).click();
  for (const text of ["pending one", "pending two"]) {
    await expect(host.message(text)).toHaveCount(1);
    await expect(ada.message(text)).not.toHaveAccessibleName(/sending/);
    await expect.poll(() => colour(text)).toBe(ink);
    await expect(ada.message(text)).toHaveCount(1);
  }
  await proxy.close();
});

test("a message refused for good says so, and Retry sends it again", async ({
  browser,
  baseURL,
}) => {
  const host = await visit(browser, baseURL ?? "", "Host");
  const title = await newRoom(host);
  const page = await (await browser.newContext()).newPage();
  // Spoiled on its way, as a broken proxy might, so that the real server refuses it: once.
  let spoilt = 0;
  await page.routeWebSocket("**/room/**", (socket) => {
    const onward = socket.connectToServer();
    socket.onMessage((frame) => {
      const spoil = String(frame).includes("fragile") && spoilt === 0;
      if (spoil) spoilt += 1;
      onward.send(spoil ? String(frame).replace("fragile", String.raw`\u0000`) : frame);
    });
  });
  const ada = await enter(page, host, `${baseURL}${addressOf(title)}`);
  await ada.say("before");
  await ada.say("fragile words");
  await ada.say("after");
  const failed = ada.message("fragile words");
  await expect(failed).toContainText("Not sent.");
  await expect(failed.getByRole("button", { name: "Discard" })).toBeVisible();
  // It holds up nothing.
  await expect(host.message("after")).toHaveCount(1);
  await expect(host.message("fragile words")).toHaveCount(0);
  // Nothing vanishes silently.
  await page.reload();
  await expect(failed).toContainText("Not sent.");
  await failed.getByRole("button", { name: "Retry" }).click();
  await expect(host.message("fragile words")).toHaveCount(1);
  await expect(failed).not.toContainText("Not sent.");
  await expect(failed).toHaveCount(1);
  await expect(failed.getByRole("button", { name: "Discard" })).toHaveCount(0);
  expect(spoilt).toBe(1);
});

test("a message that the server never takes stays until it is discarded", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const host = await visit(browser, `${baseURL}${addressOf(title)}`, "Host");
  // Pasted out of a file that is no text: the server takes no NUL.
  await ada.say("no text \0 at all");
  const failed = ada.message("no text");
  await expect(failed).toContainText("Not sent.");
  await failed.getByRole("button", { name: "Retry" }).click();
  await expect(failed).toContainText("Not sent.");
  await failed.getByRole("button", { name: "Discard" }).click();
  await expect(failed).toHaveCount(0);
  await ada.say("something else");
  await expect(host.message("something else")).toHaveCount(1);
  await expect(host.message("no text")).toHaveCount(0);
  await ada.page.reload();
  await expect(ada.message("something else")).toHaveCount(1);
  await expect(failed).toHaveCount(0);
});

interface Scene {
  /** Behind the proxy, in a room with the host, with a clock that can be stopped. */
  ada: Visitor;
  host: Visitor;
  proxy: Proxy;
}

async function behindProxy(browser: Browser, url: string): Promise<Scene> {
  const host = await visit(browser, url, "Host");
  const title = await newRoom(host);
  const proxy = await startProxy(url);
  const page = await (await browser.newContext()).newPage();
  await page.clock.install();
  await page.addInitScript(countClosed);
  const ada = await enter(page, host, `${proxy.url}${addressOf(title)}`);
  await ada.say("here I am");
  await expect(host.message("here I am")).toHaveCount(1);
  return { ada, host, proxy };
}

/** The host's person in a page of its own would be the same person twice: this is another one. */
async function enter(page: Page, host: Visitor, url: string): Promise<Visitor> {
  const name = host.name.replace("Host", "Ada");
  await page.goto(url);
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
  return asVisitor(page, name);
}

/** Chance takes its longest wait. */
async function stopClock(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(Math, { random: () => 0.999 }));
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));
}

/** Resolves when the page knows. */
async function cut(page: Page, proxy: Proxy): Promise<void> {
  const closed = () =>
    page.evaluate(() => (globalThis as { socketsLost?: number }).socketsLost ?? 0);
  const before = await closed();
  proxy.cut(true);
  await expect.poll(closed).toBeGreaterThanOrEqual(before + 2);
}

/** Counts the sockets that closed, before the page's own listener hears of it. */
function countClosed(): void {
  const counter = globalThis as { socketsLost?: number };
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("close", () => (counter.socketsLost = (counter.socketsLost ?? 0) + 1));
    }
  };
}

async function secondsLeft(page: Page): Promise<number> {
  const text = await line(page).innerText();
  return Number(/in (\d+) s/.exec(text)?.[1] ?? 0);
}
