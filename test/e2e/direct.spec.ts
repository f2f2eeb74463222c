// Rooms between people: one writes to somebody who never opened that room, and who has it at once; and blocking.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { composerOf, handleOf, visit, type Visitor } from "./visit.ts";

const directLink = ({ page }: Visitor, name: string) =>
  page.getByRole("navigation", { name: "Direct messages" }).getByRole("link", { name });

/** Opens somebody's card by the switcher. */
async function cardOf({ page }: Visitor, who: Visitor) {
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Search rooms and people" });
  await field.fill(who.name);
  await page.getByRole("option", { name: `@${handleOf(who)}` }).click();
  const card = page.getByRole("dialog", { name: who.name });
  await expect(card).toBeVisible();
  return card;
}

test("[N3] [D5] a message to one person: it is in their list at once, with its count, and both talk", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const bea = await visit(browser, baseURL ?? "", "Bea");
  await expect(ada.page.getByRole("list", { name: "People online" })).toContainText(bea.name);
  const card = await cardOf(ada, bea);
  await card.getByRole("button", { name: "Message", exact: true }).click();
  await expect(ada.page.getByRole("heading", { name: bea.name })).toBeVisible();
  await expect(ada.page.getByText("Here you are among yourselves")).toBeVisible();
  await expect(directLink(bea, ada.name)).toBeHidden();
  await ada.say("just between us");

  await expect(directLink(bea, ada.name)).toBeVisible();
  await expect(directLink(bea, ada.name)).toHaveAccessibleDescription("1 unread message");
  await ada.say("and another");
  await expect(directLink(bea, ada.name)).toHaveAccessibleDescription("2 unread messages");
  const { violations } = await new AxeBuilder({ page: bea.page }).analyze();
  expect(violations).toEqual([]);
  await directLink(bea, ada.name).click();
  await expect(bea.message("just between us")).toBeVisible();
  await bea.say("quite so");
  await expect(ada.message("quite so")).toBeVisible();

  await bea.page.goto(`${baseURL}/room/@${handleOf(ada)}`);
  await expect(bea.message("just between us")).toBeVisible();
  await bea.page.goto(`${baseURL}/room/@me`);
  await expect(bea.page.getByRole("heading", { name: "Your notes" })).toBeVisible();
  await bea.say("buy milk");
  await expect(directLink(bea, "Your notes")).toBeVisible();
  await bea.page.goto(`${baseURL}/room/@nobody-at-all`);
  await expect(bea.page.getByRole("heading", { name: /nobody to write to/ })).toBeVisible();
});

test("[D6] blocked: what one writes is not delivered and nobody says why; unblocked in the settings, it is", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const bea = await visit(browser, baseURL ?? "", "Bea");
  await expect(ada.page.getByRole("list", { name: "People online" })).toContainText(bea.name);
  const card = await cardOf(ada, bea);
  await card.getByRole("button", { name: "Message", exact: true }).click();
  await expect(ada.page.getByText("Here you are among yourselves")).toBeVisible();
  await ada.say("hello");
  await directLink(bea, ada.name).click();
  await expect(bea.message("hello")).toBeVisible();

  const ofAda = await cardOf(bea, ada);
  await ofAda.getByRole("button", { name: "Block", exact: true }).click();
  await expect(ofAda.getByRole("button", { name: "Unblock", exact: true })).toBeVisible();
  await expect(ofAda.getByRole("button", { name: "Message", exact: true })).toBeHidden();
  await bea.page.keyboard.press("Escape");
  await ada.say("are you angry?");
  await expect(ada.message("are you angry?")).toContainText("cannot be delivered");
  await expect(bea.message("are you angry?")).toBeHidden();

  await bea.page.getByRole("button", { name: /^Account:/ }).click();
  await bea.page.getByRole("button", { name: "Settings", exact: true }).click();
  const settings = bea.page.getByRole("dialog", { name: "Settings", exact: true });
  await settings.getByRole("button", { name: "Blocked people" }).click();
  await settings.getByRole("button", { name: `Unblock ${ada.name}` }).click();
  await expect(settings.getByText("You block nobody.")).toBeVisible();
  await bea.page.keyboard.press("Escape");
  await ada.message("are you angry?").getByRole("button", { name: "Retry" }).click();
  await expect(bea.message("are you angry?")).toBeVisible();
  await expect(composerOf(bea)).toBeVisible();
});
