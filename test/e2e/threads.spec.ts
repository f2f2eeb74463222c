// Threads: one answers beside the room, another sees it live, a third that was away sees it afterwards.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { act, three, visit, type Visitor } from "./visit.ts";

const paneOf = ({ page }: Visitor) => page.getByRole("region", { name: "Thread" });
const reply = (visitor: Visitor, text: string) =>
  paneOf(visitor)
    .getByRole("log", { name: "Thread" })
    .getByRole("article")
    .filter({ hasText: text });

async function answer(visitor: Visitor, text: string): Promise<void> {
  const box = paneOf(visitor).getByRole("textbox", { name: "Reply" });
  await box.fill(text);
  await box.press("Enter");
}

test("a thread goes on beside its room, with its count under the first message", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, cem } = await three(browser, baseURL);
  await ada.say("Lunch?");
  await expect(cem.message("Lunch?")).toBeVisible();
  await cem.page.context().setOffline(true);
  await act(bea, "Lunch?", "Reply in thread");
  await expect(paneOf(bea).getByRole("textbox", { name: "Reply" })).toBeFocused();
  await answer(bea, "At the pier");
  await answer(bea, "At noon");
  await expect(reply(bea, "At noon")).toBeVisible();
  // Not among the room's messages, but counted under the one that it answers.
  await expect(ada.message("At noon")).toHaveCount(0);
  const opener = ada.message("Lunch?").getByRole("button", { name: /^2 replies/ });
  await expect(opener).toContainText("with unread replies");
  await opener.click();
  await expect(reply(ada, "At the pier")).toBeVisible();
  await answer(ada, "See you there");
  await expect(reply(bea, "See you there")).toBeVisible();
  await expect(ada.message("Lunch?").getByRole("button", { name: /^3 replies/ })).not.toContainText(
    "unread",
  );
  await cem.page.context().setOffline(false);
  await cem
    .message("Lunch?")
    .getByRole("button", { name: /^3 replies/ })
    .click({ timeout: 30_000 });
  for (const text of ["At the pier", "At noon", "See you there"])
    await expect(reply(cem, text)).toBeVisible();
});

test("what is edited, deleted or reacted to in a thread shows there, and the count follows", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea } = await three(browser, baseURL);
  await ada.say("Plans");
  for (const visitor of [ada, bea]) await act(visitor, "Plans", "Reply in thread");
  await answer(ada, "first plan");
  await answer(ada, "second plan");
  // What is still on its way is no message to be edited yet.
  await expect(reply(ada, "second plan")).not.toHaveAccessibleName(/sending/);
  const box = paneOf(ada).getByRole("textbox", { name: "Reply" });
  await box.press("ArrowUp");
  await box.fill("second, better plan");
  await box.press("Enter");
  await expect(reply(bea, "better plan")).toContainText("edited");
  await reply(ada, "first plan").hover();
  await reply(ada, "first plan").getByRole("button", { name: "Delete" }).click();
  await ada.page
    .getByRole("dialog", { name: "Delete this message?" })
    .getByRole("button", { name: "Delete" })
    .click();
  await expect(reply(bea, "first plan")).toHaveCount(0);
  await expect(bea.message("Plans").getByRole("button", { name: /^1 reply/ })).toBeVisible();
});

test("a thread has an address: it opens from a link, Esc and back lead to the room", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, url } = await three(browser, baseURL);
  await ada.say("A question");
  await act(ada, "A question", "Reply in thread");
  await answer(ada, "An answer");
  const address = new URL(ada.page.url());
  expect(address.searchParams.get("thread")).toBe("1");
  await bea.page.goto(`${url}?thread=1`);
  await expect(reply(bea, "An answer")).toBeVisible();
  await expect(paneOf(bea).getByRole("article").filter({ hasText: "A question" })).toBeVisible();
  await paneOf(bea).getByRole("button", { name: "Close thread" }).click();
  await expect(paneOf(bea)).toHaveCount(0);
  await paneOf(ada).getByRole("textbox", { name: "Reply" }).press("Escape");
  await expect(paneOf(ada)).toHaveCount(0);
});

test("on a phone a thread lies above its room, and back leads to the room", async ({
  browser,
  baseURL,
}) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const { ada, url } = await three(browser, baseURL);
  await ada.say("Root");
  await act(ada, "Root", "Reply in thread");
  await answer(ada, "Leaf");
  const dan = await visit(browser, url, "Dan", phone);
  await dan
    .message("Root")
    .getByRole("button", { name: /^1 reply/ })
    .tap();
  await expect(reply(dan, "Leaf")).toBeVisible();
  await expect(dan.page.getByRole("log", { name: "Messages" })).toBeHidden();
  await dan.page.goBack();
  await expect(dan.message("Root")).toBeVisible();
  await expect(paneOf(dan)).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing in a thread, ${colorScheme}`, async ({ browser, baseURL }) => {
    const ada = await visit(browser, baseURL ?? "", "Ada", { colorScheme });
    await ada.say(`Root ${colorScheme}`);
    await act(ada, `Root ${colorScheme}`, "Reply in thread");
    await answer(ada, "Leaf");
    await expect(reply(ada, "Leaf")).toBeVisible();
    const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
