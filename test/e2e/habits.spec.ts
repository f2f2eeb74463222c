// Habits that hands bring along from elsewhere, and what the page owes the eyes: reading, keys, touch, time, colours.

import { chromium, expect, test, type Page } from "@playwright/test";
import { findChromium, LAUNCH_ARGS } from "./browser.ts";
import { addressOf, newRoom, press, roomLink, unique, visit, type Visitor } from "./visit.ts";

const log = (page: Page) => page.getByRole("log", { name: "Messages" });
const composer = (page: Page) => page.getByRole("textbox", { name: "Message", exact: true });
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

test("Esc marks this room read, Shift-Esc all of them", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const [tea, cake] = [await newRoom(ada, "Tea"), await newRoom(ada, "Cake")];
  const bea = await visit(browser, `${baseURL}${addressOf(tea)}`, "Bea");
  await fillScreen(ada);
  await log(ada.page).focus();
  await ada.page.keyboard.press("Home");
  await say(bea, cake, "further down");
  await expect(roomLink(ada, cake)).toHaveAccessibleDescription("1 unread message");
  await ada.page.keyboard.press("Escape");
  await expect(roomLink(ada, cake)).not.toHaveAccessibleDescription(/unread/);
  await expect(ada.message("further down")).toBeInViewport();
  await expect(composer(ada.page)).toBeFocused();

  await log(ada.page).focus();
  await ada.page.keyboard.press("Home");
  await say(bea, tea, "in the other room");
  await say(bea, cake, "and here");
  await expect(roomLink(ada, tea)).toHaveAccessibleDescription("1 unread message");
  await expect(roomLink(ada, cake)).toHaveAccessibleDescription("1 unread message");
  await ada.page.keyboard.press("Shift+Escape");
  for (const room of [tea, cake])
    await expect(roomLink(ada, room)).not.toHaveAccessibleDescription(/unread/);
  await expect(heading(ada.page, cake)).toBeVisible();
});

test("Alt-Shift with the arrows walks the unread rooms alone", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const rooms = [await newRoom(ada, "Aa"), await newRoom(ada, "Bb"), await newRoom(ada, "Cc")];
  const [first = "", , last = ""] = rooms;
  const bea = await visit(browser, `${baseURL}${addressOf(first)}`, "Bea");
  await bea.say("news");
  await expect(roomLink(ada, first)).toHaveAccessibleDescription("1 unread message");
  await expect(heading(ada.page, last)).toBeVisible();
  await ada.page.keyboard.press("Alt+Shift+ArrowUp");
  await expect(heading(ada.page, first)).toBeVisible();
  await expect(roomLink(ada, first)).not.toHaveAccessibleDescription(/unread/);
  // Nothing else is unread: nowhere to go.
  await ada.page.keyboard.press("Alt+Shift+ArrowDown");
  await expect(heading(ada.page, first)).toBeVisible();
});

test("a room is read only while one looks at its newest message, and title and icon count", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  const link = roomLink(ada, title);
  const icon = () =>
    ada.page.evaluate(() =>
      decodeURIComponent(document.querySelector<HTMLLinkElement>("link[rel=icon]")?.href ?? ""),
    );
  const plain = await icon();

  await look(ada.page, { visible: false });
  await bea.say("unseen in a hidden page");
  await expect(ada.page).toHaveTitle(/^\(1\) /);
  await expect.poll(icon).toContain(">1</text>");
  await look(ada.page, { visible: true, focused: false });
  await bea.say("unseen beside another window");
  await expect(ada.page).toHaveTitle(/^\(2\) /);
  await expect.poll(icon).toContain(">2</text>");
  await look(ada.page, { visible: true, focused: true });
  await expect(ada.page).toHaveTitle(/^[^(]/);
  await expect.poll(icon).toBe(plain);

  await fillScreen(ada);
  await log(ada.page).focus();
  await ada.page.keyboard.press("Home");
  await bea.say("unseen below");
  await expect(link).toHaveAccessibleDescription("1 unread message");
  await expect(ada.message("unseen below")).toHaveCount(1);
  await ada.page.keyboard.press("End");
  await expect(ada.message("unseen below")).toBeInViewport();
  await expect(link).not.toHaveAccessibleDescription(/unread/);
});

test("notifications: nobody is asked before a click, and they go when the room is read", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(standInForDesktop);
  await page.goto(baseURL ?? "");
  const name = unique("Ada");
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(composer(page)).toBeVisible();
  const ada = { page } as Visitor;
  const title = await newRoom(ada);
  expect(await desktop(page)).toEqual({ asked: 0, shown: [] });
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("button", { name: "Turn on notifications" }).click();
  await expect(page.getByText("On in this browser, while the page is hidden.")).toBeVisible();
  expect(await desktop(page)).toEqual({ asked: 1, shown: [] });
  await page.keyboard.press("Escape");

  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  await look(page, { visible: false });
  await bea.say(`hello @${name.toLowerCase().replaceAll(" ", "-")}`);
  await expect.poll(async () => (await desktop(page)).shown).toHaveLength(1);
  await look(page, { visible: true, focused: true });
  await expect.poll(async () => (await desktop(page)).shown).toEqual([]);
});

test("on a touch screen a long press shows a message's actions, a short one does not", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada", {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await newRoomOnPhone(ada);
  await ada.say("press me");
  await expect(ada.message("press me")).toHaveCount(1);
  const actions = ada.page.getByRole("toolbar", { name: "Message actions" });
  await press(ada.page, "press me", 60);
  await expect(actions).toBeHidden();
  await press(ada.page, "press me", 700);
  await expect(actions).toBeVisible();
  for (const name of ["React", "Edit", "Copy link", "Delete"]) {
    const box = await actions.getByRole("button", { name, exact: true }).boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
});

test("on a phone the keyboard stays open after a send, and no field makes the page zoom", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada", {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await newRoomOnPhone(ada);
  await composer(ada.page).tap();
  await ada.page.keyboard.type("with my thumbs");
  await ada.page.getByRole("button", { name: "Send", exact: true }).tap();
  await expect(ada.message("with my thumbs")).toHaveCount(1);
  await expect(composer(ada.page)).toBeFocused();
  await expectLargeText(ada.page);
  await ada.page.getByRole("button", { name: "Room settings" }).tap();
  await expect(ada.page.getByRole("dialog", { name: "Room settings" })).toBeVisible();
  await expectLargeText(ada.page);
});

test("times are of the reader's locale and zone, in full on hover", async ({
  browser,
  baseURL,
}) => {
  const options = { locale: "de-DE", timezoneId: "Asia/Tokyo" };
  const ada = await visit(browser, baseURL ?? "", "Ada", options);
  await newRoom(ada);
  await ada.say("what time is it?");
  const time = ada.message("what time is it?").getByRole("time").first();
  const when = new Date((await time.getAttribute("datetime")) ?? "");
  expect(Math.abs(Date.now() - when.getTime())).toBeLessThan(60_000);
  const inTokyo = { timeZone: options.timezoneId } as const;
  const clock = when.toLocaleTimeString("de", { ...inTokyo, hour: "2-digit", minute: "2-digit" });
  await expect(time).toHaveText(clock);
  const day = when.toLocaleDateString("de", { ...inTokyo, day: "numeric", month: "long" });
  const year = when.toLocaleDateString("de", { ...inTokyo, year: "numeric" });
  for (const part of [clock, day, year]) expect(await time.getAttribute("title")).toContain(part);
  await expect(ada.message("what time is it?")).toHaveAccessibleName(`${ada.name}, ${clock}`);
});

test("the theme follows the system until one chooses, and the choice stays", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada", { colorScheme: "light" });
  const { page } = ada;
  const light = await ground(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await ground(page);
  expect(dark).toBeLessThan(0.1);
  expect(light).toBeGreaterThan(0.8);
  const choose = async (theme: string) => {
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("radio", { name: theme }).check();
    await page.keyboard.press("Escape");
  };
  await choose("Light");
  expect(await ground(page)).toBe(light);
  await page.reload();
  await expect(composer(page)).toBeVisible();
  expect(await ground(page)).toBe(light);
  await choose("System");
  expect(await ground(page)).toBe(dark);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`what people write has a contrast of 7:1 in ${colorScheme}`, async ({
    browser,
    baseURL,
  }) => {
    const ada = await visit(browser, baseURL ?? "", "Ada", { colorScheme });
    await newRoom(ada);
    await ada.say("plain, **bold** and `code`\n\n> quoted");
    const message = ada.message("plain");
    await expect(message).toHaveCount(1);
    // What the room has not confirmed yet is paler.
    for (const words of ["plain", "bold", "code", "quoted"])
      await expect.poll(() => contrastOf(ada.page, words), words).toBeGreaterThanOrEqual(7);
  });

test("what one reads stays where it is when a message above it changes", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  await bea.say("short for now");
  await fillScreen(bea);
  await expect(ada.message("tall 4")).toBeInViewport();
  await log(ada.page).hover();
  await ada.page.mouse.wheel(0, -300);
  const top = async () => (await ada.message("tall 4").boundingBox())?.y ?? 0;
  let before = 0;
  await expect
    .poll(async () => {
      const moved = (await top()) - before;
      before += moved;
      return moved;
    })
    .toBe(0);
  await composer(bea.page).focus();
  await log(bea.page).focus();
  await bea.page.keyboard.press("Home");
  await bea.message("short for now").hover();
  await bea.page.getByRole("button", { name: "Edit", exact: true }).click();
  await composer(bea.page).fill("long by now\n".repeat(15));
  await bea.page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(ada.message("long by now")).toHaveCount(1);
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
});

test("over plain http, from elsewhere, one can chat, and what is absent says why", async ({
  baseURL,
}) => {
  // Loopback by its own name is as good as https; by another it is not.
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...LAUNCH_ARGS, "--host-resolver-rules=MAP edgewise.test 127.0.0.1"],
  });
  try {
    const url = new URL(baseURL ?? "");
    const ada = await visit(browser, `http://edgewise.test:${url.port}`, "Ada");
    const { page } = ada;
    expect(await page.evaluate(() => isSecureContext || "randomUUID" in crypto)).toBe(false);
    const title = await newRoom(ada);
    const bea = await visit(browser, `http://edgewise.test:${url.port}${addressOf(title)}`, "Bea");
    await ada.say("without a lock");
    await expect(bea.message("without a lock")).toHaveCount(1);
    await page.getByRole("button", { name: /^Account/ }).click();
    await expect(page.getByText("This browser offers them over https only.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Turn on notifications" })).toHaveCount(0);
    await page.keyboard.press("Escape");
    await ada.message("without a lock").hover();
    await page.getByRole("button", { name: "Copy link" }).click();
    await expect(page.getByRole("status", { name: "Notice" })).toHaveText("Link copied");
    // Where not even the old way works, one copies by hand.
    await page.evaluate(() => (document.execCommand = () => false));
    await page.getByRole("button", { name: "Copy link" }).click();
    const byHand = page.getByRole("dialog", { name: "Copy this link" });
    await expect(byHand).toContainText("only over https");
    await expect(byHand.getByRole("textbox")).toHaveValue(/edgewise\.test:\d+\/room\/.*\?at=1$/);
  } finally {
    await browser.close();
  }
});

/** More than fits on the screen, from one hand and as one message each. */
async function fillScreen(who: Visitor): Promise<void> {
  for (let i = 1; i <= 4; i++) await who.say(`${"a line\n".repeat(20)}tall ${i}`);
  await expect(who.message("tall 4")).toBeInViewport();
}

/** In a room that need not be the one on show. */
async function say(who: Visitor, room: string, text: string): Promise<void> {
  await roomLink(who, room).click();
  await expect(heading(who.page, room)).toBeVisible();
  await who.say(text);
  await expect(who.message(text)).toHaveCount(1);
}

async function newRoomOnPhone(who: Visitor): Promise<void> {
  await who.page.getByRole("button", { name: "Rooms" }).click();
  await newRoom(who);
}

/** As if the window were hidden, or another one had the focus. */
function look(page: Page, { visible, focused = visible }: { visible: boolean; focused?: boolean }) {
  return page.evaluate(
    ([isVisible, hasFocus]) => {
      const state = isVisible ? "visible" : "hidden";
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.hasFocus = () => hasFocus;
      document.dispatchEvent(new Event("visibilitychange"));
      dispatchEvent(new Event(hasFocus ? "focus" : "blur"));
    },
    [visible, focused] as const,
  );
}

/** Asks as a browser does that was never asked before, and keeps what is on show. */
function standInForDesktop(): void {
  const desk = { asked: 0, shown: [] as string[] };
  class Shown extends EventTarget {
    static permission = "default";
    static requestPermission() {
      desk.asked += 1;
      Shown.permission = "granted";
      return Promise.resolve("granted");
    }
    readonly body: string;
    constructor(_title: string, { body }: { body: string }) {
      super();
      this.body = body;
      desk.shown.push(body);
    }
    close(): void {
      desk.shown.splice(desk.shown.indexOf(this.body), 1);
    }
  }
  Object.assign(globalThis, { Notification: Shown, desk });
}

function desktop(page: Page): Promise<{ asked: number; shown: string[] }> {
  return page.evaluate(
    () => (globalThis as unknown as { desk: { asked: number; shown: string[] } }).desk,
  );
}

/** A phone zooms into a field of less than 16 px. */
async function expectLargeText(page: Page): Promise<void> {
  for (const field of await page.getByRole("textbox").all())
    if (await field.isVisible())
      expect(
        await field.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
      ).toBeGreaterThanOrEqual(16);
}

/** How light the page's ground is, from 0 to 1. */
function ground(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    if (!canvas) throw new Error("There is no canvas.");
    canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 765;
  });
}

/** By the formula of WCAG, over all the grounds that lie below the words. */
function contrastOf(page: Page, words: string): Promise<number> {
  return log(page)
    .getByText(words)
    .first()
    .evaluate((element) => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d");
      if (!canvas) throw new Error("There is no canvas.");
      const luminance = (colours: readonly string[]) => {
        for (const colour of colours) {
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
        }
        const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map(
          (value) => {
            const share = value / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          },
        );
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const grounds: string[] = [];
      for (let at: Element | null = element; at; at = at.parentElement)
        grounds.unshift(getComputedStyle(at).backgroundColor);
      const below = luminance(grounds);
      const text = luminance([...grounds, getComputedStyle(element).color]);
      return (Math.max(below, text) + 0.05) / (Math.min(below, text) + 0.05);
    });
}
