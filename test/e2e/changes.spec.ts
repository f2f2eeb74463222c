// Edit, delete, react: one acts, another sees it live, a third that was away sees it afterwards.

import { expect, test } from "@playwright/test";
import { act, composerOf, three, type Visitor } from "./visit.ts";

test("[L4] an edit shows everywhere with its mark, and the old words nowhere", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, cem } = await three(browser, baseURL);
  await ada.say("the old words");
  await expect(cem.message("the old words")).toBeVisible();
  await cem.page.context().setOffline(true);
  await act(ada, "the old words", "Edit");
  await expect(composerOf(ada)).toHaveValue("the old words");
  await composerOf(ada).fill("the new words");
  await ada.page.keyboard.press("Enter");
  for (const visitor of [ada, bea]) {
    await expect(visitor.message("the new words")).toContainText("edited");
    await expect(visitor.message("the old words")).toHaveCount(0);
  }
  await cem.page.context().setOffline(false);
  await expect(cem.message("the new words")).toContainText("edited", { timeout: 30_000 });
  await cem.page.reload();
  await expect(cem.message("the new words")).toBeVisible();
  await expect(cem.message("the old words")).toHaveCount(0);
});

test("Up in an empty composer edits one's last message, Esc leaves it and brings the draft back", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea } = await three(browser, baseURL);
  await ada.say("mine to change");
  await bea.say("not Ada's");
  await expect(ada.message("not Ada's")).toBeVisible();
  await composerOf(ada).press("ArrowUp");
  await expect(composerOf(ada)).toHaveValue("mine to change");
  await ada.page.keyboard.press("Escape");
  await expect(composerOf(ada)).toHaveValue("");
  await composerOf(ada).fill("a draft");
  await act(ada, "mine to change", "Edit");
  await composerOf(ada).fill("half done");
  await ada.page.keyboard.press("Escape");
  await expect(composerOf(ada)).toHaveValue("a draft");
  await expect(ada.message("mine to change")).toBeVisible();
});

test("[L4] a deleted message leaves a quiet tombstone, and its words are nowhere", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, cem } = await three(browser, baseURL);
  await ada.say("better not said");
  await expect(cem.message("better not said")).toBeVisible();
  await cem.page.context().setOffline(true);
  await act(ada, "better not said", "Delete");
  const dialog = ada.page.getByRole("dialog", { name: "Delete this message?" });
  await expect(dialog.getByRole("button", { name: "Keep it" })).toBeFocused();
  await dialog.getByRole("button", { name: "Delete" }).click();
  for (const visitor of [ada, bea]) {
    await expect(visitor.message("This message was deleted.")).toHaveCount(1);
    await expect(visitor.message("better not said")).toHaveCount(0);
  }
  await cem.page.context().setOffline(false);
  await expect(cem.message("better not said")).toHaveCount(0, { timeout: 30_000 });
  await cem.page.reload();
  await expect(cem.message("This message was deleted.")).toHaveCount(1);
});

test("reactions are toggled and counted, with who reacted", async ({ browser, baseURL }) => {
  const { ada, bea, cem } = await three(browser, baseURL);
  await ada.say("who likes tea?");
  await cem.page.context().setOffline(true);
  await act(bea, "who likes tea?", "React");
  await bea.page
    .getByRole("dialog", { name: "React" })
    .getByRole("button", { name: "thumbs up" })
    .first()
    .click();
  const chip = (visitor: Visitor) =>
    visitor.message("who likes tea?").getByRole("group", { name: "Reactions" }).getByRole("button");
  await expect(chip(ada)).toHaveAccessibleName(`👍 1: ${bea.name}`);
  await expect(chip(ada)).toHaveAttribute("aria-pressed", "false");
  await expect(chip(bea)).toHaveAttribute("aria-pressed", "true");
  await chip(ada).click();
  await expect(chip(bea)).toHaveAccessibleName(`👍 2: ${bea.name}, ${ada.name}`);
  await chip(bea).click();
  await expect(chip(ada)).toHaveAccessibleName(`👍 1: ${ada.name}`);
  await cem.page.context().setOffline(false);
  await expect(chip(cem)).toHaveAccessibleName(`👍 1: ${ada.name}`, { timeout: 30_000 });
});

test("nobody is offered to change another person's message", async ({ browser, baseURL }) => {
  const { ada, bea } = await three(browser, baseURL);
  await ada.say("hands off");
  await bea.message("hands off").hover();
  const toolbar = bea.message("hands off").getByRole("toolbar", { name: "Message actions" });
  await expect(toolbar.getByRole("button", { name: "React" })).toBeVisible();
  await expect(toolbar.getByRole("button", { name: "Edit" })).toHaveCount(0);
  await expect(toolbar.getByRole("button", { name: "Delete" })).toHaveCount(0);
});
