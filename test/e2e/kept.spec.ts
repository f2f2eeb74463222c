// Pins, bookmarks and the menu of a message: one acts, another sees it live, a third that was away sees it afterwards.

import { expect, test } from "@playwright/test";
import { act, addressOf, newRoom, pointAt, press, three, visit, type Visitor } from "./visit.ts";

const pinsOf = ({ page }: Visitor) => page.getByRole("dialog", { name: "Pinned messages" });

async function openPins({ page }: Visitor): Promise<void> {
  await page.getByRole("button", { name: "Pinned messages" }).click();
}

/** Opens the menu of a message, and chooses from it. */
async function choose(visitor: Visitor, text: string, item: string): Promise<void> {
  await act(visitor, text, "More");
  await visitor.page
    .getByRole("menu", { name: "More" })
    .getByRole("menuitem", { name: item, exact: true })
    .click();
}

test("a pin shows for everybody, live and afterwards, and its list leads to the message", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, cem } = await three(browser, baseURL);
  await ada.say("the **address** of the place");
  await expect(cem.message("the address of the place")).toBeVisible();
  await cem.page.context().setOffline(true);
  await openPins(bea);
  await expect(pinsOf(bea)).toContainText("Nothing is pinned yet");
  await act(ada, "the address of the place", "Pin");
  await expect(ada.message("the address of the place")).toContainText("Pinned");
  // The list that is open follows.
  await expect(pinsOf(bea).getByRole("listitem")).toContainText("the address of the place");
  await pinsOf(bea).getByRole("link", { name: ada.name }).click();
  await expect(pinsOf(bea)).toBeHidden();
  await expect(bea.message("the address of the place")).toContainText("Pinned");
  await expect(bea.message("the address of the place")).toBeFocused();
  await cem.page.context().setOffline(false);
  await expect(cem.message("the address of the place")).toContainText("Pinned", {
    timeout: 30_000,
  });
  await choose(cem, "the address of the place", "Unpin");
  for (const visitor of [ada, bea, cem])
    await expect(visitor.message("the address of the place")).not.toContainText("Pinned");
  await openPins(bea);
  await expect(pinsOf(bea)).toContainText("Nothing is pinned yet");
});

test("a bookmark is one's own, is found in a list over all rooms, and goes again", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, title } = await three(browser, baseURL);
  await ada.say("worth keeping");
  await expect(bea.message("worth keeping")).toBeVisible();
  await choose(bea, "worth keeping", "Bookmark");
  await expect(bea.page.getByRole("status", { name: "Notice" })).toHaveText("Bookmarked");
  await newRoom(bea, "Elsewhere");
  await bea.page.getByRole("link", { name: "Bookmarks" }).click();
  const lines = bea.page.getByRole("main").getByRole("list", { name: "Bookmarks" });
  await expect(lines.getByRole("listitem")).toContainText("worth keeping");
  await lines.getByRole("link", { name: `${ada.name} in ${title}` }).click();
  await expect(bea.message("worth keeping")).toBeFocused();
  // Another device of the same person finds it, another person does not.
  await bea.page.reload();
  await bea.page.getByRole("link", { name: "Bookmarks" }).click();
  await expect(lines.getByRole("listitem")).toHaveCount(1);
  await ada.page.getByRole("link", { name: "Bookmarks" }).click();
  await expect(ada.page.getByText("No bookmarks yet")).toBeVisible();
  await bea.page.goBack();
  await choose(bea, "worth keeping", "Remove bookmark");
  await bea.page.getByRole("link", { name: "Bookmarks" }).click();
  await expect(bea.page.getByText("No bookmarks yet")).toBeVisible();
});

test("the menu of a message is walked by arrows, and Esc gives the focus back", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await ada.say("one with a menu");
  await pointAt(ada, "one with a menu");
  const more = ada.message("one with a menu").getByRole("button", { name: "More" });
  await more.focus();
  await ada.page.keyboard.press("Enter");
  const menu = ada.page.getByRole("menu", { name: "More" });
  await expect(menu).toBeVisible();
  await expect(more).toHaveAttribute("aria-expanded", "true");
  const items = menu.getByRole("menuitem");
  await expect(items.first()).toBeFocused();
  await ada.page.keyboard.press("ArrowUp");
  await expect(items.last()).toBeFocused();
  await ada.page.keyboard.press("ArrowDown");
  await expect(items.first()).toBeFocused();
  await ada.page.keyboard.press("End");
  await expect(items.last()).toBeFocused();
  await ada.page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(more).toBeFocused();
  await more.click();
  await expect(menu).toBeVisible();
  await ada.page.getByRole("textbox", { name: "Message", exact: true }).click();
  await expect(menu).toBeHidden();
  await expect(ada.page.getByRole("textbox", { name: "Message", exact: true })).toBeFocused();
});

test("on a phone the menu is a sheet with large targets", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  await ada.say("pressed long");
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea", phone);
  await press(bea.page, "pressed long", 700);
  const toolbar = bea.page.getByRole("toolbar", { name: "Message actions" });
  await toolbar.getByRole("button", { name: "More" }).tap();
  const menu = bea.page.getByRole("menu", { name: "More" });
  await expect(menu).toBeVisible();
  const sheet = await menu.boundingBox();
  expect(sheet?.width).toBe(390);
  expect((sheet?.y ?? 0) + (sheet?.height ?? 0)).toBe(844);
  for (const name of ["Bookmark", "Mark unread from here", "Pin", "Copy link"]) {
    const box = await menu.getByRole("menuitem", { name, exact: true }).boundingBox();
    expect(box?.height, name).toBeGreaterThanOrEqual(44);
  }
  await menu.getByRole("menuitem", { name: "Pin", exact: true }).tap();
  await expect(menu).toBeHidden();
  await expect(ada.message("pressed long")).toContainText("Pinned");
});
