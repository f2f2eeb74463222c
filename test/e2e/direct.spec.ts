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

test("[D8] a group: all three have it at once and talk; one leaves, and it goes by the others", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const bea = await visit(browser, baseURL ?? "", "Bea");
  const cem = await visit(browser, baseURL ?? "", "Cem");
  const dialog = ada.page.getByRole("dialog", { name: "New direct message" });
  const field = dialog.getByRole("combobox", { name: "To" });
  const chosen = dialog.getByRole("list", { name: "Chosen people" });
  const begin = () => ada.page.getByRole("button", { name: "New direct message" }).click();
  const choose = async (handle: string) => {
    await field.fill(handle);
    await expect(dialog.getByRole("option", { name: `@${handle}` })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await field.press("Enter");
    await expect(field).toHaveValue("");
  };
  await begin();
  await dialog.getByRole("button", { name: "Start" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Choose somebody first.");
  const nobody = "nobody-at-all-goes-by-this-name";
  for (const handle of [handleOf(bea), nobody]) await choose(handle);
  await field.fill(cem.name);
  await dialog.getByRole("option", { name: `@${handleOf(cem)}` }).click();
  await expect(chosen.getByRole("listitem")).toHaveText([bea.name, `@${nobody}`, cem.name]);
  const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
  expect(violations).toEqual([]);
  await dialog.getByRole("button", { name: "Start" }).click();
  await expect(dialog.getByRole("alert")).toContainText(`nobody called @${nobody}`);
  const remove = dialog.getByRole("button", { name: `Remove @${nobody}` });
  await ada.page.setViewportSize({ width: 320, height: 900 });
  await expect(remove).toBeInViewport({ ratio: 1 });
  await remove.click();
  await ada.page.setViewportSize({ width: 1280, height: 720 });
  await expect(field).toBeFocused();
  await field.press("Enter");

  const called = `${bea.name} and ${cem.name}`;
  await expect(ada.page.getByRole("heading", { name: called })).toBeVisible();
  await expect(composerOf(ada)).toBeFocused();
  await expect(ada.page.getByText("Here you are among yourselves")).toBeVisible();
  const room = ada.page.url();
  await expect(directLink(bea, `${ada.name} and ${cem.name}`)).toBeVisible();
  await expect(directLink(cem, `${ada.name} and ${bea.name}`)).toBeVisible();
  await ada.say("to the two of you");
  const unread = "1 unread message";
  await expect(directLink(bea, ada.name)).toHaveAccessibleDescription(unread);
  await expect(directLink(cem, ada.name)).toHaveAccessibleDescription(unread);
  await directLink(bea, ada.name).click();
  await expect(bea.message("to the two of you")).toBeVisible();
  await bea.say("quite so");
  for (const { message } of [ada, bea]) await expect(message("quite so")).toBeVisible();
  await directLink(cem, ada.name).click();
  await expect(cem.message("quite so")).toBeVisible();

  // The same people are the same group.
  await ada.page.getByRole("link", { name: "General" }).click();
  await begin();
  await choose(handleOf(cem));
  // Who is only written when one starts is not left out.
  await field.fill(handleOf(bea));
  await expect(dialog.getByRole("option", { name: `@${handleOf(bea)}` })).toBeVisible();
  await dialog.getByRole("button", { name: "Start" }).click();
  await expect(chosen.getByRole("listitem")).toHaveText([cem.name, bea.name]);
  await field.press("Enter");
  await expect(ada.page).toHaveURL(room);

  await cem.page.getByRole("button", { name: "Members", exact: true }).click();
  await cem.page.getByRole("button", { name: "Leave room" }).click();
  const leaving = cem.page.getByRole("dialog", { name: "Leave this room?" });
  await leaving.getByRole("button", { name: "Leave room" }).click();
  await expect(directLink(cem, ada.name)).toBeHidden();
  await expect(ada.page.getByRole("heading", { name: bea.name, exact: true })).toBeVisible();
  await expect(directLink(bea, called)).toBeHidden();
  await expect(bea.page.getByRole("heading", { name: ada.name, exact: true })).toBeVisible();

  // Who is left last is told that the room goes with them.
  const leave = async ({ page }: Visitor, words: string) => {
    await page.getByRole("button", { name: "Members", exact: true }).click();
    await page.getByRole("button", { name: "Leave room" }).click();
    const asked = page.getByRole("dialog", { name: "Leave this room?" });
    await expect(asked).toContainText(words);
    await asked.getByRole("button", { name: "Leave room" }).click();
  };
  await leave(bea, "until somebody in it brings you in again");
  await expect(ada.page.getByRole("heading", { name: "Just you", exact: true })).toBeVisible();
  await leave(ada, "Nobody else is in it");
  await expect(directLink(ada, "Just you")).toBeHidden();
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
