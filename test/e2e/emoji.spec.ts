// The emoji picker: from the message box and for reactions, by keyboard, pointer and finger.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { tasksDuring } from "./frames.ts";
import { addressOf, newRoom, visit, type Visitor } from "./visit.ts";

const PHONE = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true };

const field = ({ page }: Visitor) => page.getByRole("textbox", { name: "Message", exact: true });
const picker = ({ page }: Visitor, name = "Emoji") => page.getByRole("dialog", { name });
const grid = (visitor: Visitor, name = "Emoji") => picker(visitor, name).getByRole("grid");
const search = (visitor: Visitor, name = "Emoji") =>
  picker(visitor, name).getByRole("searchbox", { name: "Search emoji" });
const emoji = (visitor: Visitor, name: string, dialog = "Emoji") =>
  grid(visitor, dialog).getByRole("button", { name, exact: true });

async function open({ page }: Visitor): Promise<void> {
  await page.getByRole("button", { name: "Emoji", exact: true }).click();
}

async function react(visitor: Visitor, text: string): Promise<void> {
  await visitor.message(text).hover();
  await visitor.message(text).getByRole("button", { name: "React" }).click();
}

const chips = (visitor: Visitor, text: string) =>
  visitor.message(text).getByRole("group", { name: "Reactions" }).getByRole("button");

test("an emoji is found by a word and stands where the cursor was", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await field(ada).fill("well done!");
  await field(ada).press("Home");
  for (let i = 0; i < 4; i++) await ada.page.keyboard.press("ArrowRight");
  await open(ada);
  await expect(search(ada)).toBeFocused();
  await ada.page.keyboard.type("party pop");
  await expect(emoji(ada, "party popper")).toBeVisible();
  await emoji(ada, "party popper").click();
  await expect(picker(ada)).toBeHidden();
  await expect(field(ada)).toHaveValue("well🎉 done!");
  await expect(field(ada)).toBeFocused();
  await ada.page.keyboard.press("ControlOrMeta+z");
  await expect(field(ada)).toHaveValue("well done!");
  await open(ada);
  await ada.page.keyboard.type("nosuchemoji");
  await expect(picker(ada).getByText("No emoji found.").first()).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(picker(ada)).toBeHidden();
  await expect(field(ada)).toBeFocused();
});

test("the whole picker works by keyboard", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await open(ada);
  await expect(emoji(ada, "thumbs up").first()).toBeVisible();
  await search(ada).press("ArrowDown");
  const focused = () =>
    ada.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  expect(await focused()).toBe("thumbs up");
  await ada.page.keyboard.press("ArrowRight");
  expect(await focused()).toBe("thumbs down");
  await ada.page.keyboard.press("ArrowLeft");
  await ada.page.keyboard.press("End");
  const end = await focused();
  await ada.page.keyboard.press("Home");
  expect(await focused()).toBe("thumbs up");
  expect(end).not.toBe("thumbs up");
  await ada.page.keyboard.press("Control+End");
  expect(await focused()).toBe("flag: Zimbabwe");
  await expect(emoji(ada, "flag: Zimbabwe")).toBeInViewport({ ratio: 1 });
  await ada.page.keyboard.press("PageUp");
  expect(await focused()).toMatch(/^flag: /);
  await ada.page.keyboard.press("Control+Home");
  expect(await focused()).toBe("thumbs up");
  // Far down and back, the focus is never lost.
  for (let i = 0; i < 40; i++) await ada.page.keyboard.press("ArrowDown");
  expect(await focused()).toMatch(/\S/);
  await ada.page.keyboard.press("Control+Home");
  await ada.page.keyboard.press("ArrowUp");
  await expect(search(ada)).toBeFocused();
  await ada.page.keyboard.press("ArrowDown");
  await ada.page.keyboard.type("rocket");
  await expect(search(ada)).toHaveValue("rocket");
  await expect(emoji(ada, "rocket")).toBeVisible();
  await ada.page.keyboard.press("Enter");
  await expect(picker(ada)).toBeHidden();
  await expect(field(ada)).toHaveValue("🚀");

  await open(ada);
  const groups = picker(ada).getByRole("toolbar", { name: "Groups" });
  await groups.getByRole("button", { name: "Recently used" }).focus();
  await ada.page.keyboard.press("ArrowLeft");
  await expect(groups.getByRole("button", { name: "Flags" })).toBeFocused();
  await expect(emoji(ada, "flag: Ascension Island")).toBeAttached();
});

test("groups lead to their emoji, and only what is in view is drawn", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await open(ada);
  const groups = picker(ada).getByRole("toolbar", { name: "Groups" });
  await groups.getByRole("button", { name: "Food and drink" }).click();
  await expect(emoji(ada, "grapes")).toBeInViewport();
  await expect(emoji(ada, "grinning face")).toHaveCount(0);
  await expect(groups.getByRole("button", { name: "Food and drink" })).toHaveAttribute(
    "aria-current",
    "true",
  );
  await groups.getByRole("button", { name: "Smileys and emotion" }).click();
  await expect(emoji(ada, "grinning face").last()).toBeInViewport();
  expect(await grid(ada).getByRole("gridcell").count()).toBeLessThan(200);
  expect(Number(await grid(ada).getAttribute("aria-rowcount"))).toBeGreaterThan(150);
});

test("recent emoji and the skin tone are remembered", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await open(ada);
  await picker(ada).getByRole("button", { name: "Skin tone", exact: true }).click();
  const tones = picker(ada).getByRole("radiogroup", { name: "Skin tone" });
  await expect(tones.getByRole("radio", { name: "None" })).toBeFocused();
  await ada.page.keyboard.press("ArrowRight");
  await ada.page.keyboard.press("ArrowRight");
  await ada.page.keyboard.press("ArrowRight");
  await ada.page.keyboard.press("Enter");
  await expect(tones).toBeHidden();
  await expect(picker(ada).getByRole("button", { name: "Skin tone", exact: true })).toBeFocused();
  await search(ada).fill("waving");
  await expect(emoji(ada, "waving hand, medium skin tone")).toBeVisible();
  await search(ada).press("Enter");
  await expect(field(ada)).toHaveValue("👋🏽");
  await ada.page.reload();
  await open(ada);
  await expect(grid(ada).getByRole("button").first()).toHaveAccessibleName(
    "waving hand, medium skin tone",
  );
  await expect(emoji(ada, "thumbs up, medium skin tone").first()).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await field(ada).fill("");
  await field(ada).pressSequentially(":wave");
  // Completion may still be loading; Tab takes what is on show.
  const wave = ada.page.getByRole("listbox", { name: "Suggestions" }).getByRole("option").first();
  await expect(wave).toContainText(":wave:");
  await ada.page.keyboard.press("Tab");
  await expect(field(ada)).toHaveValue("👋🏽");
});

test("the picker and the emoji are loaded when first needed, and once", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  const scripts: string[] = [];
  ada.page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.resourceType() === "script" && pathname.includes("emoji")) scripts.push(pathname);
  });
  await ada.page.reload();
  await ada.say("nothing needs them");
  await expect(ada.message("nothing needs them")).toHaveCount(1);
  // The dialogs come by themselves; what they may need does not.
  await ada.page.waitForRequest(/dialogs/, { timeout: 10_000 }).catch(() => {});
  expect(scripts).toEqual([]);
  await open(ada);
  await expect(emoji(ada, "thumbs up").first()).toBeVisible();
  expect(scripts).toHaveLength(2);
  await ada.page.keyboard.press("Escape");
  await react(ada, "nothing needs them");
  await expect(emoji(ada, "thumbs up", "React").first()).toBeVisible();
  expect(scripts).toHaveLength(2);
});

test("opening, searching and walking the picker takes no task of 50 ms", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  const { processor } = await tasksDuring(browser, ada.page, async () => {
    await open(ada);
    await expect(emoji(ada, "thumbs up").first()).toBeVisible();
    await search(ada).press("ArrowDown");
    await ada.page.keyboard.press("Control+End");
    await ada.page.keyboard.press("PageUp");
    await ada.page.keyboard.type("heart");
    await expect(emoji(ada, "red heart")).toBeVisible();
  });
  // Of the processor, whoever else uses the machine.
  expect(processor.filter((ms) => ms > 50)).toEqual([]);
});

test("two browsers see the same reaction, which its own emoji takes back", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  await ada.say("who plays?");
  await react(bea, "who plays?");
  await search(bea, "React").fill("chess");
  await emoji(bea, "chess pawn", "React").click();
  await expect(picker(bea, "React")).toBeHidden();
  await expect(chips(ada, "who plays?")).toHaveAccessibleName(`♟️ 1: ${bea.name}`);
  await expect(chips(bea, "who plays?")).toHaveAttribute("aria-pressed", "true");
  await react(bea, "who plays?");
  const again = emoji(bea, "chess pawn", "React").first();
  await expect(again).toHaveAttribute("aria-pressed", "true");
  await again.click();
  await expect(chips(ada, "who plays?")).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`the picker on a phone of 320 px, and axe finds nothing in ${colorScheme}`, async ({
    browser,
    baseURL,
  }) => {
    const ada = await visit(browser, baseURL ?? "", "Ada", { ...PHONE, colorScheme });
    await ada.page.getByRole("button", { name: "Emoji", exact: true }).tap();
    const first = emoji(ada, "thumbs up").first();
    await expect(first).toBeVisible();
    // No keyboard comes up over it by itself.
    await expect(search(ada)).not.toBeFocused();
    const boxes = await grid(ada)
      .getByRole("button")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    expect(Math.min(...boxes.map(({ width }) => width))).toBeGreaterThanOrEqual(44);
    expect(Math.max(...boxes.map(({ right }) => right))).toBeLessThanOrEqual(320);
    for (const name of ["Close", "Skin tone"]) {
      const box = await picker(ada).getByRole("button", { name, exact: true }).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(44);
    }
    const check = async (screen: string) => {
      const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
      expect(violations.map(({ id, nodes }) => `${screen} ${id} ${nodes[0]?.html}`)).toEqual([]);
    };
    await check("picker");
    await search(ada).fill("heart");
    await expect(emoji(ada, "red heart")).toBeVisible();
    await check("found");
    await picker(ada).getByRole("button", { name: "Skin tone", exact: true }).tap();
    await check("tones");
    await picker(ada).getByRole("radio", { name: "Dark", exact: true }).tap();
    await search(ada).fill("clap");
    await emoji(ada, "clapping hands, dark skin tone").tap();
    await expect(field(ada)).toHaveValue("👏🏿");
    await ada.page.setViewportSize({ width: 1440, height: 900 });
    await ada.page.getByRole("button", { name: "Emoji", exact: true }).click();
    await expect(emoji(ada, "clapping hands, dark skin tone").first()).toBeVisible();
    await check("wide");
  });
