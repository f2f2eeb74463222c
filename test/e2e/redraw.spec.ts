// A change of one message draws that message anew, and no other.

import { expect, test, type Page } from "@playwright/test";
import { act, three, type Visitor } from "./visit.ts";

/** From now on, the messages in which anything changes, by their words. */
function watchMessages(page: Page): Promise<void> {
  return page.getByRole("log", { name: "Messages" }).evaluate((log) => {
    const changed = new Set<string>();
    Object.assign(window, { changedMessages: changed });
    const observer = new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        const row = element?.closest("article");
        if (row) changed.add(/message \d+/.exec(row.textContent ?? "")?.[0] ?? "another");
      }
    });
    observer.observe(log, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
}

const changedIn = ({ page }: Visitor) =>
  page.evaluate(() => [...(window as unknown as { changedMessages: Set<string> }).changedMessages]);

test("an edit or a reaction draws its message anew, and no other; a read mark none", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, cem } = await three(browser, baseURL);
  for (let i = 1; i <= 12; i++) await ada.say(`message ${i} of twelve`);
  for (const visitor of [bea, cem]) await expect(visitor.message("message 12")).toBeVisible();
  // Nobody's mouse or focus is on a message of hers.
  await bea.page.getByRole("textbox", { name: "Message", exact: true }).hover();
  await watchMessages(bea.page);
  await act(ada, "message 5 of", "Edit");
  await ada.page.getByRole("textbox", { name: "Message", exact: true }).fill("message 5, edited");
  await ada.page.keyboard.press("Enter");
  await expect(bea.message("message 5, edited")).toBeVisible();
  expect(await changedIn(bea)).toEqual(["message 5"]);

  await watchMessages(bea.page);
  await act(ada, "message 7 of", "React");
  const dialog = ada.page.getByRole("dialog", { name: "React" });
  await dialog.getByRole("searchbox", { name: "Search emoji" }).fill("chess");
  await dialog.getByRole("button", { name: "chess pawn", exact: true }).first().click();
  await expect(bea.message("message 7 of").getByRole("group", { name: "Reactions" })).toBeVisible();
  expect(await changedIn(bea)).toEqual(["message 7"]);

  await watchMessages(bea.page);
  await cem.page.getByRole("textbox", { name: "Message", exact: true }).click();
  await cem.page.keyboard.press("Escape");
  await ada.page
    .getByRole("textbox", { name: "Message", exact: true })
    .pressSequentially("typing, for longer than three seconds", { delay: 150 });
  await expect(bea.page.getByRole("status", { name: "Typing" })).toContainText(ada.name);
  expect(await changedIn(bea)).toEqual([]);
});
