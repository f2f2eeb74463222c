// Rooms in the list: what is unread, title and topic, what notifies, and the walk by keyboard.

import { expect, test } from "@playwright/test";
import { hide, notified, recordNotifications } from "./desktop.ts";
import { addressOf, newRoom, roomLink, visit } from "./visit.ts";

test("title and topic are edited in the header, and everybody sees them live", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  await ada.page.getByRole("button", { name: "Room settings" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Room settings" });
  await expect(dialog.getByRole("textbox", { name: "Title" })).toHaveValue(title);
  await dialog.getByRole("textbox", { name: "Title" }).fill(`${title} and cake`);
  await dialog.getByRole("textbox", { name: "Topic" }).fill("Everything about leaves");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  for (const { page } of [ada, bea]) {
    await expect(page.getByRole("heading", { name: `${title} and cake` })).toBeVisible();
    await expect(page.getByText("Everything about leaves")).toBeVisible();
    const list = page.getByRole("navigation", { name: "Rooms" });
    await expect(list.getByRole("link", { name: `${title} and cake` })).toBeVisible();
  }
});

test("unread rooms are bold with a count, in the tab's title, too, and read once seen", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const [tea, cake] = [await newRoom(ada, "Tea"), await newRoom(ada, "Cake")];
  const bea = await visit(browser, `${baseURL}${addressOf(tea)}`, "Bea");
  for (const text of ["one", "two"]) await bea.say(text);
  const link = roomLink(ada, tea);
  await expect(link).toHaveAccessibleDescription("2 unread messages");
  await expect(ada.page).toHaveTitle(/^\(2\) /);
  await link.click();
  await expect(ada.message("two")).toBeVisible();
  await expect(ada.page.getByText("New", { exact: true })).toBeVisible();
  await expect(link).not.toHaveAccessibleDescription(/unread/);
  await expect(ada.page).toHaveTitle(/^[^(]/);
  await expect(ada.page.getByText("New", { exact: true })).toBeVisible();
  await roomLink(ada, cake).click();
  await roomLink(ada, tea).click();
  await expect(ada.message("two")).toBeVisible();
  await expect(ada.page.getByText("New", { exact: true })).toBeHidden();
});

test("what came while the page was closed is counted when it is opened again", async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(60_000);
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  const context = ada.page.context();
  await ada.page.close();
  for (const text of ["one", "two", "three"]) await bea.say(text);
  await expect(bea.message("three")).toBeVisible();
  // The room tells those who are away some seconds after.
  const listed = async () => {
    const answer = await context.request.get(`${baseURL}/api/me/rooms`);
    const { rooms } = (await answer.json()) as { rooms: { name: string; unread: number }[] };
    return rooms.find(({ name }) => addressOf(title).endsWith(`/${name}`))?.unread;
  };
  await expect.poll(listed, { timeout: 30_000 }).toBe(3);
  const page = await context.newPage();
  await page.goto(`${baseURL}/room/general`);
  const link = page.getByRole("navigation", { name: "Rooms" }).getByRole("link", { name: title });
  await expect(link).toHaveAccessibleDescription("3 unread messages");
});

test("Alt with the arrows walks the rooms, Esc reads this one, Ctrl K leads anywhere", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada, "Zebra");
  await ada.page.keyboard.press("Alt+ArrowUp");
  await expect(ada.page.getByRole("heading", { level: 1, name: title })).toBeHidden();
  await ada.page.keyboard.press("Alt+ArrowDown");
  await expect(ada.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await ada.page.keyboard.press("ControlOrMeta+k");
  await ada.page.getByRole("combobox", { name: "Search rooms and people" }).fill("gener");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page).toHaveURL(/\/room\/general$/);
});

test("notifications: asked for on a click, for what names one's handle while the page is hidden", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const context = ada.page.context();
  await context.grantPermissions(["notifications"], { origin: new URL(baseURL ?? "").origin });
  await ada.page.addInitScript(recordNotifications);
  await ada.page.reload();
  await expect(ada.page.getByRole("heading", { name: title })).toBeVisible();
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  await expect(ada.page.getByRole("list", { name: "People online" })).toContainText(bea.name);
  await hide(ada.page, true);
  const handle = ada.name.toLowerCase().replaceAll(" ", "-");
  await bea.say("nothing for anybody in particular");
  await bea.say(`@${handle}-2 is somebody else`);
  await bea.say(`look, @${handle}!`);
  await expect(ada.message(`look, @${handle}!`)).toHaveCount(1);
  await expect.poll(() => notified(ada.page)).toEqual([`look, @${handle}!`]);
  await hide(ada.page, false);
  await ada.page.getByRole("button", { name: "Room settings" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Room settings" });
  await dialog.getByRole("radio", { name: "Nothing" }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await hide(ada.page, true);
  await bea.say(`once more, @${handle}`);
  await expect(ada.message("once more")).toHaveCount(1);
  expect(await notified(ada.page)).toEqual([`look, @${handle}!`]);
});
