// The first minute: a name, a room, two people who talk.

import { expect, test } from "@playwright/test";
import { addressOf, asVisitor, join, newRoom, roomLink, unique, visit } from "./visit.ts";

test("a name makes a handle, and Enter leads into #general with the cursor in the composer", async ({
  page,
  baseURL,
}) => {
  await page.goto(baseURL ?? "");
  const name = unique("Ada Lovelace");
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await expect(page.getByRole("textbox", { name: "Handle" })).toHaveValue(
    name.toLowerCase().replaceAll(" ", "-"),
  );
  await page.getByRole("textbox", { name: "Your name" }).press("Enter");
  await expect(page).toHaveURL(/\/room\/general$/);
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeFocused();
});

test("a taken handle is replaced by a free one", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const page = await (await browser.newContext()).newPage();
  await page.goto(baseURL ?? "");
  await page.getByRole("textbox", { name: "Your name" }).fill(ada.name);
  const handle = await page.getByRole("textbox", { name: "Handle" }).inputValue();
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("textbox", { name: "Handle" })).toHaveValue(`${handle}-2`);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
});

test("two browsers talk, see each other and see each other type", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  await ada.say("Hello Bea");
  await expect(bea.message("Hello Bea")).toBeVisible();
  await bea.say("Hello Ada");
  await expect(ada.message("Hello Ada")).toBeVisible();
  for (const visitor of [ada, bea]) {
    const people = visitor.page.getByRole("list", { name: "People online" });
    await expect(people).toContainText(ada.name);
    await expect(people).toContainText(bea.name);
  }
  const composer = ada.page.getByRole("textbox", { name: "Message", exact: true });
  await expect(async () => {
    await composer.pressSequentially("hm ");
    await expect(bea.page.getByRole("status", { name: "Typing" })).toContainText(ada.name, {
      timeout: 500,
    });
  }).toPass();
});

test("one's own message is there at once, and solid when the server has it", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await ada.say("First!");
  await expect(ada.message("First!")).toHaveCount(1);
  await expect(ada.message("First!")).not.toHaveAttribute("aria-busy", "true");
  await expect(ada.message("First!")).toHaveAccessibleName(new RegExp(`^${ada.name}, `));
});

test("an empty room offers its link", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await expect(ada.page.getByText("You're the first here")).toBeVisible();
  await expect(ada.page.getByRole("button", { name: "Copy link" })).toBeVisible();
});

test("a new room appears in everybody's list, live", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const bea = await visit(browser, baseURL ?? "", "Bea");
  const title = await newRoom(ada, "Tech Talk");
  await expect(ada.page).toHaveURL(new RegExp(`${addressOf(title)}$`));
  await roomLink(bea, title).click();
  await expect(bea.page.getByRole("heading", { name: title })).toBeVisible();
  await ada.say("Welcome to the new room");
  await expect(bea.message("Welcome to the new room")).toBeVisible();
});

test("rooms keep their messages apart, and switching is back and forth", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const [one, two] = [await newRoom(ada, "One"), await newRoom(ada, "Two")];
  await ada.say("in two");
  await roomLink(ada, one).click();
  await expect(ada.page.getByRole("heading", { name: one })).toBeVisible();
  await ada.say("in one");
  await expect(ada.message("in two")).toHaveCount(0);
  await ada.page.goBack();
  await expect(ada.page.getByRole("heading", { name: two })).toBeVisible();
  await expect(ada.message("in two")).toBeVisible();
  await expect(ada.message("in one")).toHaveCount(0);
});

test("a link to a room that does not exist says so and offers to create it", async ({
  browser,
  baseURL,
}) => {
  const title = unique("nowhere");
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${baseURL}${addressOf(title)}`);
  await page.getByRole("textbox", { name: "Your name" }).fill(unique("Ada"));
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByRole("button", { name: "Create" }).click();
  const dialog = page.getByRole("dialog", { name: "New room" });
  if (await dialog.isVisible()) await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
});

test("coming back tomorrow: same person, same place, the messages are there", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  await ada.say("Remember me");
  await expect(ada.message("Remember me")).toBeVisible();
  const page = await ada.page.context().newPage();
  await ada.page.close();
  await page.goto(baseURL ?? "");
  const back = asVisitor(page, ada.name);
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(back.message("Remember me")).toBeVisible();
});

test("text is only ever text", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  const alerts: string[] = [];
  ada.page.on("dialog", (dialog) => void alerts.push(dialog.message()));
  await ada.say(
    '<img src=x onerror="alert(1)"> [x](javascript:alert(2)) <script>alert(3)</script>',
  );
  await expect(ada.message("<img src=x")).toBeVisible();
  await expect(ada.message("<img src=x").locator("img, script, a")).toHaveCount(0);
  expect(alerts).toEqual([]);
});

test("signing out warns a guest, and asks for a name again", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await ada.page.getByRole("button", { name: "Account" }).click();
  await ada.page.getByRole("button", { name: "Sign out" }).first().click();
  const warning = ada.page.getByRole("dialog", { name: /sign out/i });
  await expect(warning).toContainText(/cannot|can't/);
  await warning.getByRole("button", { name: "Sign out" }).click();
  await expect(ada.page.getByRole("textbox", { name: "Your name" })).toBeVisible();
  await join(ada.page, unique("Ada"));
});
