// Mentions and replies: one writes, another sees it live, a third that was away sees it afterwards.

import { expect, test } from "@playwright/test";
import { act, composerOf, handleOf, three } from "./visit.ts";

test("a mention is a chip that opens the person, and marks the message for whom it names", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, cem } = await three(browser, baseURL);
  await cem.page.context().setOffline(true);
  await bea.say(`**Look**, @${handleOf(ada)} and @nobody-of-that-name`);
  for (const visitor of [ada, bea]) {
    const message = visitor.message("and @nobody-of-that-name");
    await expect(message.getByRole("button", { name: `@${handleOf(ada)}` })).toBeVisible();
    await expect(message.getByRole("button", { name: "@nobody-of-that-name" })).toHaveCount(0);
  }
  await expect(ada.message("Mentions you")).toHaveCount(1);
  await expect(bea.message("Mentions you")).toHaveCount(0);
  await bea.page.getByRole("button", { name: `@${handleOf(ada)}` }).click();
  await expect(bea.page.getByRole("dialog", { name: ada.name })).toContainText(handleOf(ada));
  await bea.page.keyboard.press("Escape");
  await expect(bea.page.getByRole("button", { name: `@${handleOf(ada)}` })).toBeFocused();
  await cem.page.context().setOffline(false);
  const late = cem.message("and @nobody-of-that-name");
  await expect(late.getByRole("button", { name: `@${handleOf(ada)}` })).toBeVisible({
    timeout: 30_000,
  });
  await expect(cem.message("Mentions you")).toHaveCount(0);
});

test("a reply quotes what it answers, follows its edits, and says when it was deleted", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, cem } = await three(browser, baseURL);
  await ada.say("Shall we meet at **noon**?");
  await expect(cem.message("Shall we meet")).toBeVisible();
  await cem.page.context().setOffline(true);
  await act(bea, "Shall we meet", "Reply");
  await expect(composerOf(bea)).toBeFocused();
  await expect(composerOf(bea)).toHaveAccessibleDescription(
    `Replying to ${ada.name}: Shall we meet at noon?`,
  );
  await bea.say("Noon it is");
  await expect(composerOf(bea)).toHaveAccessibleDescription("");
  const quote = `In reply to ${ada.name}: Shall we meet at noon?`;
  for (const visitor of [ada, bea])
    await expect(visitor.message("Noon it is").getByRole("button", { name: quote })).toBeVisible();
  await expect(ada.message("Noon it is")).toContainText("Replies to you");
  await cem.page.context().setOffline(false);
  await expect(cem.message("Noon it is").getByRole("button", { name: quote })).toBeVisible({
    timeout: 30_000,
  });
  await composerOf(ada).press("ArrowUp");
  await composerOf(ada).fill("Shall we meet at one?");
  await ada.page.keyboard.press("Enter");
  for (const visitor of [ada, bea, cem])
    await expect(
      visitor.message("Noon it is").getByRole("button", {
        name: `In reply to ${ada.name}: Shall we meet at one?`,
      }),
    ).toBeVisible();
  await act(ada, "edited", "Delete");
  await ada.page
    .getByRole("dialog", { name: "Delete this message?" })
    .getByRole("button", { name: "Delete" })
    .click();
  for (const visitor of [ada, bea, cem]) {
    await expect(visitor.message("Noon it is")).toContainText("In reply to a deleted message");
    await expect(visitor.message("Shall we meet")).toHaveCount(0);
  }
  await cem.page.reload();
  await expect(cem.message("Noon it is")).toContainText("In reply to a deleted message");
});

test("Esc or Cancel leaves an answer and keeps what was written", async ({ browser, baseURL }) => {
  const { ada, bea } = await three(browser, baseURL);
  await ada.say("a question");
  await act(bea, "a question", "Reply");
  await composerOf(bea).fill("half an ans");
  await bea.page.keyboard.press("Escape");
  await expect(composerOf(bea)).toHaveAccessibleDescription("");
  await expect(composerOf(bea)).toHaveValue("half an ans");
  await act(bea, "a question", "Reply");
  await bea.page.getByRole("button", { name: "Cancel" }).click();
  await expect(composerOf(bea)).toHaveAccessibleDescription("");
  await bea.say("not an answer");
  await expect(ada.message("not an answer")).toHaveCount(1);
  await expect(ada.message("not an answer")).not.toContainText("Replies to you");
});

test("a quote leads to what it quotes, however far back that is", async ({ browser, baseURL }) => {
  const { ada, bea, title } = await three(browser, baseURL);
  await ada.say("where it began");
  await expect(bea.message("where it began")).toBeVisible();
  const room = encodeURIComponent(title.toLowerCase().replaceAll(" ", "-"));
  const failed = await ada.page.evaluate(async (name) => {
    let wrong = 0;
    for (let i = 1; i <= 130; i++) {
      const body = JSON.stringify({
        type: "post",
        id: `between-${i}`.padEnd(12, "_"),
        body: `between ${i}.`,
      });
      const { ok } = await fetch(`/api/rooms/${name}/log`, { method: "POST", body });
      if (!ok) wrong += 1;
    }
    return wrong;
  }, room);
  expect(failed).toBe(0);
  await act(bea, "where it began", "Reply");
  await bea.say("long after");
  await expect(ada.message("long after")).toBeVisible();
  await ada.page.reload();
  await expect(ada.message("long after")).toBeVisible();
  await expect(ada.message("where it began")).toHaveCount(1);
  await ada
    .message("long after")
    .getByRole("button", { name: /^In reply to/ })
    .click();
  await expect(ada.message("where it began").first()).toBeInViewport();
  await expect(ada.message("where it began").first()).toBeFocused();
});
