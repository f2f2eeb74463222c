// For everyone: small and enlarged screens, other scripts, high contrast, no motion, screen readers, the keyboard alone.

import { expect, test, type Locator, type Page } from "@playwright/test";
import { addressOf, newRoom, roomLink, visit, type Visitor } from "./visit.ts";

const log = (page: Page) => page.getByRole("log", { name: "Messages" });
const composer = (page: Page) => page.getByRole("textbox", { name: "Message", exact: true });

const SCREENS = [
  { name: "a phone", width: 390, height: 844 },
  { name: "a small phone", width: 320, height: 568 },
  { name: "a tablet", width: 768, height: 1024 },
  // What a browser does at 200 %: half the CSS pixels, each twice as large.
  { name: "a laptop at 200 %", width: 640, height: 400, deviceScaleFactor: 2 },
  { name: "a desktop at 400 %", width: 320, height: 256, deviceScaleFactor: 4 },
];

for (const { name, width, height, ...scale } of SCREENS)
  test(`nothing overflows on ${name}, ${width} x ${height}`, async ({ browser, baseURL }) => {
    const page = await (
      await browser.newContext({ viewport: { width, height }, ...scale })
    ).newPage();
    await page.goto(baseURL ?? "");
    await expect(page.getByRole("button", { name: "Join" })).toBeVisible();
    await expectNoOverflow(page, "first run");
    await page.close();
    const ada = await visit(browser, baseURL ?? "", "Ada of a rather long name", {
      viewport: { width, height },
      ...scale,
    });
    await roomOf(ada);
    await expectNoOverflow(ada.page, "empty room");
    await ada.say(`a${"very".repeat(100)}longword and https://example.org/${"path/".repeat(60)}`);
    await ada.say(`\`\`\`js\nconst long = "${"x".repeat(400)}";\n\`\`\``);
    await ada.say("> quote\n\n- a list\n- of two\n\n**bold**");
    await expect(ada.message("of two")).toBeInViewport();
    await expectNoOverflow(ada.page, "room");
    await composer(ada.page).fill("a draft\n".repeat(30));
    await expectNoOverflow(ada.page, "long draft");
    for (const control of [composer(ada.page), ada.page.getByRole("button", { name: "Send" })])
      await expect(control).toBeInViewport();
    await composer(ada.page).fill("");
    for (const button of ["Room settings", "Jump to date"]) {
      const opener = ada.page.getByRole("button", { name: button, exact: true });
      // Where there is no room for it, the name of a day leads there.
      if (!(await opener.isVisible())) continue;
      await opener.click();
      const dialog = ada.page.getByRole("dialog", { name: button });
      await expect(dialog).toBeVisible();
      await expectNoOverflow(ada.page, button);
      await ada.page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
    }
    await ada.page.keyboard.press("ControlOrMeta+k");
    await expect(ada.page.getByRole("dialog", { name: "Go to" })).toBeVisible();
    await expectNoOverflow(ada.page, "go to");
    await ada.page.keyboard.press("Escape");
    await showRooms(ada.page);
    await expectNoOverflow(ada.page, "rooms");
    await ada.page.getByRole("button", { name: /^Account/ }).click();
    await expect(ada.page.getByRole("dialog", { name: "Account" })).toBeVisible();
    await expectNoOverflow(ada.page, "account");
  });

test("each message runs in the direction of its own script", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await ada.say("left to right");
  await ada.say("שלום, מה שלומך?");
  await ada.say("مرحبا، كيف حالك؟ `code();`");
  const direction = (words: string) =>
    ada
      .message(words)
      .getByText(words)
      .evaluate((element) => getComputedStyle(element).direction);
  await expect(ada.message("مرحبا")).toHaveCount(1);
  expect(await direction("left to right")).toBe("ltr");
  expect(await direction("שלום")).toBe("rtl");
  expect(await direction("مرحبا")).toBe("rtl");
  // Code stays what it is.
  const code = ada.message("مرحبا").getByRole("code");
  expect(await code.evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
  await composer(ada.page).fill("שלום");
  expect(await composer(ada.page).evaluate((e) => getComputedStyle(e).direction)).toBe("rtl");
});

test("with forced colours every control keeps a shape, and the focus shows", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada", { forcedColors: "active" });
  const title = await newRoom(ada);
  const { page } = ada;
  await ada.say("in high contrast");
  await expect(ada.message("in high contrast")).toBeVisible();
  const controls = [
    composer(page),
    page.getByRole("button", { name: "Room settings" }),
    page.getByRole("button", { name: "New room" }),
    roomLink(ada, title),
  ];
  for (const control of controls) {
    await expect(control).toBeVisible();
    await control.focus();
    await page.keyboard.press("Shift");
    expect(await hasVisibleFocus(page)).toBe(true);
  }
  // The icons take the colour of the text, and that is not the ground's.
  const colours = await page.getByRole("button", { name: "Room settings" }).evaluate((button) => ({
    icon: getComputedStyle(button).color,
    ground: getComputedStyle(document.body).backgroundColor,
  }));
  expect(colours.icon).not.toBe(colours.ground);
  await composer(page).fill("words");
  const send = page.getByRole("button", { name: "Send", exact: true });
  const sending = await send.evaluate((button) => ({
    icon: getComputedStyle(button).color,
    ground: getComputedStyle(button).backgroundColor,
  }));
  expect(sending.icon).not.toBe(sending.ground);
});

test("whoever wants no motion gets none", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada", { reducedMotion: "reduce" });
  await newRoom(ada);
  await ada.say("still");
  await ada.message("still").hover();
  await ada.page.getByRole("button", { name: "New room" }).click();
  await expect(ada.page.getByRole("dialog", { name: "New room" })).toBeVisible();
  expect(await longestMotion(ada.page)).toBe(0);
});

test("all other motion lasts less than 150 ms", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await ada.say("lively");
  await ada.message("lively").hover();
  await ada.page.getByRole("button", { name: "New room" }).click();
  await expect(ada.page.getByRole("dialog", { name: "New room" })).toBeVisible();
  const longest = await longestMotion(ada.page);
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThanOrEqual(150);
});

test("new messages are announced politely, older and one's own ones not", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  await ada.say("there before");
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  await expect(bea.message("there before")).toHaveCount(1);
  await expect(log(bea.page)).toHaveAttribute("aria-live", "off");
  await hearAll(bea.page);
  await bea.say("my own words");
  await ada.say("news for Bea");
  await expect.poll(() => heard(bea.page)).toContainEqual(["polite", `${ada.name}: news for Bea`]);
  // A flood is one sentence.
  for (let i = 1; i <= 6; i++) await ada.say(`flood ${i}.`);
  await expect(bea.message("flood 6.")).toHaveCount(1);
  await expect
    .poll(async () => (await heard(bea.page)).filter(([, words]) => /new messages/.test(words)))
    .not.toHaveLength(0);
  const all = await heard(bea.page);
  expect(all.filter(([how]) => how !== "polite")).toEqual([]);
  expect(all.filter(([, words]) => /there before|my own words/.test(words))).toEqual([]);
});

test("a send that failed is announced at once", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await hearAll(ada.page);
  await ada.say("no text \0 at all");
  await expect
    .poll(() => heard(ada.page))
    .toContainEqual(["assertive", expect.stringMatching(/^A message was not sent: /)]);
});

test("by Tab alone one reaches rooms, messages, their actions and the composer, and sees where one is", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  await ada.say("a message with actions");
  await expect(ada.message("a message with actions")).not.toHaveAccessibleName(/sending/);
  const { page } = ada;
  // From the top: the first stop leads past everything else.
  await page.reload();
  await expect(composer(page)).toBeFocused();
  await ada.message("a message with actions").waitFor();
  await page.getByRole("button", { name: "Go to", exact: true }).focus();
  await page.keyboard.press("Shift+Tab");
  const skip = page.getByRole("link", { name: "Skip to the message box" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  const stops = [
    roomLink(ada, title),
    page.getByRole("button", { name: "Room settings" }),
    log(page),
    composer(page),
  ];
  for (const stop of stops) {
    await tabTo(page, stop);
    expect(await hasVisibleFocus(page)).toBe(true);
  }
  await page.keyboard.press("Shift+Tab");
  await tabTo(page, log(page), "Shift+Tab");
  await page.keyboard.press("ArrowUp");
  await expect(ada.message("a message with actions")).toBeFocused();
  expect(await hasVisibleFocus(page)).toBe(true);
  const toolbar = ada
    .message("a message with actions")
    .getByRole("toolbar", { name: "Message actions" });
  await expect(toolbar).toBeVisible();
  await tabTo(page, toolbar.getByRole("button", { name: "Copy link" }));
  expect(await hasVisibleFocus(page)).toBe(true);
  await tabTo(page, composer(page));
  await page.keyboard.press("Enter");
  await skip.focus();
  await page.keyboard.press("Enter");
  await expect(composer(page)).toBeFocused();
});

test("after a dialog the focus is where it was", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  const { page } = ada;
  await ada.say("by me");
  await expect(ada.message("by me")).not.toHaveAccessibleName(/sending/);
  for (const [button, dialog] of [
    ["New room", "New room"],
    ["Room settings", "Room settings"],
    ["Jump to date", "Jump to date"],
    ["Go to", "Go to"],
  ] as const) {
    const opener = page.getByRole("button", { name: button, exact: true });
    await opener.focus();
    await page.keyboard.press("Enter");
    const opened = page.getByRole("dialog", { name: dialog });
    await expect(opened).toBeVisible();
    // It does not leave the dialog, however often one tabs.
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press("Tab");
      expect(await isBehindDialog(page)).toBe(false);
    }
    await page.keyboard.press("Escape");
    await expect(opened).toBeHidden();
    await expect(opener).toBeFocused();
  }
  await composer(page).focus();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox", { name: "Search rooms and people" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(composer(page)).toBeFocused();
});

test("after signing out was declined the focus is on the account", async ({ browser, baseURL }) => {
  const { page } = await visit(browser, baseURL ?? "", "Ada");
  // With this the dialogs are loaded: they open at once.
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Go to" })).toBeVisible();
  await page.keyboard.press("Escape");
  const account = page.getByRole("button", { name: /^Account/ });
  await account.focus();
  await page.keyboard.press("Enter");
  await page
    .getByRole("dialog", { name: "Account" })
    .getByRole("button", { name: "Sign out" })
    .press("Enter");
  const warning = page.getByRole("dialog", { name: "Sign out?" });
  await expect(warning.getByRole("button", { name: "Stay" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(warning).toBeHidden();
  await expect(account).toBeFocused();
});

test("a dialog with a field opens with the cursor in it", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  for (const [name, first] of [
    ["New room", "Title"],
    ["Room settings", "Title"],
    ["Jump to date", "Date"],
  ] as const) {
    await ada.page.getByRole("button", { name, exact: true }).click();
    const dialog = ada.page.getByRole("dialog", { name });
    await expect(dialog.getByLabel(first, { exact: true })).toBeFocused();
    await ada.page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
});

/** A room of one's own, also where the list of rooms is a pane of its own. */
async function roomOf(ada: Visitor): Promise<void> {
  await showRooms(ada.page);
  await newRoom(ada);
}

async function showRooms(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: "Rooms", exact: true });
  if (await button.isVisible()) await button.click();
  await expect(page.getByRole("navigation", { name: "Rooms", exact: true })).toBeVisible();
}

/** Of the page, and of each pane: nothing is cut off at a side, and nothing scrolls sideways but code. */
async function expectNoOverflow(page: Page, screen: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const cut: string[] = [];
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > edge) cut.push("the page");
    for (const element of document.querySelectorAll("main *, dialog[open] *, [role=main] *")) {
      if (element.closest("pre") && element.tagName !== "PRE") continue;
      const { left, right, width, height } = element.getBoundingClientRect();
      // What only screen readers see is one pixel somewhere.
      if (width <= 1 || height <= 1 || !element.checkVisibility({ visibilityProperty: true }))
        continue;
      if (left < -0.5 || right > edge + 0.5)
        cut.push(`${element.tagName}.${element.className} from ${left} to ${right}`);
    }
    return cut;
  });
  expect(wide, screen).toEqual([]);
}

/** What has the focus is drawn with an outline, or stands in a box that is. */
function hasVisibleFocus(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    let element = document.activeElement;
    for (let i = 0; element && i < 3; i++, element = element.parentElement) {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      if (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1) return true;
    }
    return false;
  });
}

async function tabTo(page: Page, goal: Locator, key = "Tab"): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(goal).toBeFocused();
}

function isBehindDialog(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    return focused !== null && focused !== document.body && !focused.closest("dialog[open]");
  });
}

/** Milliseconds of the longest animation or transition that any element would make. */
function longestMotion(page: Page): Promise<number> {
  return page.evaluate(() => {
    const ms = (list: string) =>
      Math.max(
        ...list
          .split(",")
          .map((time) => Number.parseFloat(time) * (time.trim().endsWith("ms") ? 1 : 1_000)),
      );
    const all = [...document.querySelectorAll("*")].flatMap((element) =>
      ["", "::before", "::after"].map((part) => getComputedStyle(element, part || undefined)),
    );
    return Math.max(
      ...all.map((style) =>
        Math.max(
          style.animationName === "none" ? 0 : ms(style.animationDuration),
          style.transitionProperty === "none" ? 0 : ms(style.transitionDuration),
        ),
      ),
    );
  });
}

/** Listens as a screen reader does: to what changes in live regions. */
function hearAll(page: Page): Promise<void> {
  return page.evaluate(() => {
    const all: [string, string][] = [];
    Object.assign(globalThis, { heard: all });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest("[aria-live], [role=alert], [role=status], [role=log]");
        const how =
          region?.getAttribute("aria-live") ??
          (region?.role === "alert" ? "assertive" : region?.role === "status" ? "polite" : "off");
        const words = region?.textContent.trim() ?? "";
        if (how !== "off" && words) all.push([how, words]);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

function heard(page: Page): Promise<[string, string][]> {
  return page.evaluate(() => (globalThis as unknown as { heard: [string, string][] }).heard);
}
