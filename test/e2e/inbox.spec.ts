// What concerns one: mentions counted in the list of rooms, and the inbox over all of them.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { hide, notified, recordNotifications } from "./desktop.ts";
import { act, addressOf, handleOf, newRoom, roomLink, three, visit } from "./visit.ts";

const inboxLink = (page: Page) =>
  page
    .getByRole("navigation", { name: "Inbox and bookmarks" })
    .getByRole("link", { name: "Inbox" });
const main = (page: Page) => page.getByRole("main");

test("mentions are counted apart from what is unread, and put their room first", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const [alpha, zeta] = [await newRoom(ada, "Alpha"), await newRoom(ada, "Zeta")];
  await ada.page.goto(`${baseURL}/room/general`);
  const bea = await visit(browser, `${baseURL}${addressOf(alpha)}`, "Bea");
  await bea.say("for anybody");
  await expect(roomLink(ada, alpha)).toHaveAccessibleDescription("1 unread message");
  await bea.page.goto(`${baseURL}${addressOf(zeta)}`);
  await bea.say("for anybody, too");
  await bea.say(`for @${handleOf(ada)}`);
  await expect(roomLink(ada, zeta)).toHaveAccessibleDescription("2 unread messages, 1 mention");
  await expect(ada.page).toHaveTitle(/^\(@1\) /);
  const names = await ada.page
    .getByRole("navigation", { name: "Rooms" })
    .getByRole("link")
    .allTextContents();
  const at = (title: string) => names.findIndex((name) => name.includes(title));
  expect(at(zeta)).toBeLessThan(at(alpha));
  await roomLink(ada, zeta).click();
  await expect(ada.message("for @")).toBeInViewport();
  await expect(roomLink(ada, zeta)).toHaveAccessibleDescription("");
  await expect(ada.page).toHaveTitle(/^\(\d+\) /);
});

test("[T7] the inbox tells live who mentioned or answered one, leads there, and is read where the room is", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, title } = await three(browser, baseURL);
  await ada.say("What shall we drink?");
  await expect(bea.message("What shall we drink?")).toBeVisible();
  await ada.page.goto(`${baseURL}/inbox`);
  await expect(main(ada.page).getByRole("heading", { level: 1, name: "Inbox" })).toBeFocused();
  await expect(main(ada.page).getByText("Nothing for you yet")).toBeVisible();

  await act(bea, "What shall we drink?", "Reply");
  await bea.say("Something **warm**");
  const reply = main(ada.page).getByRole("listitem").filter({ hasText: "Something warm" });
  await expect(reply).toContainText(`${bea.name} replied to you in ${title}`, { timeout: 30_000 });
  await bea.say(`@${handleOf(ada)} are you there?`);
  const lines = main(ada.page).getByRole("list", { name: "Today" }).getByRole("listitem");
  await expect(lines).toHaveCount(2, { timeout: 30_000 });
  await expect(lines.first()).toContainText(`${bea.name} mentioned you in ${title}`);
  await expect(inboxLink(ada.page)).toHaveAccessibleDescription("2 unread");

  await reply.getByRole("link", { name: "replied to you" }).click();
  await expect(ada.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(ada.message("Something warm")).toBeInViewport();
  // The room was read to its end, and with it the mention.
  await expect(inboxLink(ada.page)).toHaveAccessibleDescription("");
  await ada.page.goBack();
  await expect(lines).toHaveCount(2);
  await expect(lines.filter({ hasText: "unread" })).toHaveCount(0);
  await ada.page.reload();
  await expect(lines).toHaveCount(2);
  await expect(lines.filter({ hasText: "unread" })).toHaveCount(0);
});

test("[T7] what came while one was away is in the inbox, and is marked read at once or one by one", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, url } = await three(browser, baseURL);
  const context = ada.page.context();
  await ada.page.close();
  for (const text of ["one", "two", "three"]) await bea.say(`@${handleOf(ada)} ${text}`);
  await expect(bea.message("three")).toBeVisible();
  const page = await context.newPage();
  const unread = async () => {
    const answer = await context.request.get(`${baseURL}/api/me/inbox`);
    const { notices } = (await answer.json()) as { notices: { read: boolean }[] };
    return notices.filter(({ read }) => !read).length;
  };
  await expect.poll(unread, { timeout: 30_000 }).toBe(3);
  await page.goto(`${baseURL}/inbox`);
  await expect(inboxLink(page)).toHaveAccessibleDescription("3 unread");
  const lines = main(page).getByRole("list", { name: "Today" }).getByRole("listitem");
  await expect(lines.filter({ hasText: "unread" })).toHaveCount(3);
  await main(page).getByRole("button", { name: "Mark all read" }).click();
  await expect(lines.filter({ hasText: "unread" })).toHaveCount(0);
  await expect(inboxLink(page)).toHaveAccessibleDescription("");
  await expect(main(page).getByRole("button", { name: "Mark all read" })).toBeHidden();
  await expect.poll(unread).toBe(0);
  // What is taken back is not listed any more.
  await act(bea, "two", "Delete");
  await bea.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(bea.message("two")).toHaveCount(0);
  await page.reload();
  await expect(lines).toHaveCount(2);
  expect(new URL(url).pathname).toMatch(/^\/room\//);
});

test("on a phone the inbox is a pane of its own, and back leads back", async ({
  browser,
  baseURL,
}) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const ada = await visit(browser, baseURL ?? "", "Ada", phone);
  await ada.page.getByRole("button", { name: "Rooms" }).click();
  await inboxLink(ada.page).click();
  await expect(ada.page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();
  await expect(inboxLink(ada.page)).toBeHidden();
  const overflow = await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await ada.page.goBack();
  await expect(inboxLink(ada.page)).toBeVisible();
});

test("[T7] a room without a socket counts its mentions and notifies, too", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, title } = await three(browser, baseURL);
  const { page } = ada;
  const context = page.context();
  await context.grantPermissions(["notifications"], { origin: new URL(baseURL ?? "").origin });
  await page.addInitScript(recordNotifications);
  // No room was visited lately, as far as this browser knows.
  await page.evaluate(() => localStorage.removeItem("edgewise:recent"));
  const opened: string[] = [];
  page.on("websocket", (socket) => opened.push(new URL(socket.url()).pathname));
  await page.goto(`${baseURL}/inbox`);
  await expect.poll(() => opened).toContain("/inbox");
  await expect(main(page).getByText("Nothing for you yet")).toBeVisible();
  await hide(page, true);
  await bea.say("for nobody in particular");
  await bea.say(`for @${handleOf(ada)}`);
  await expect.poll(() => notified(page), { timeout: 30_000 }).toEqual([`for @${handleOf(ada)}`]);
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("2 unread messages, 1 mention", {
    timeout: 30_000,
  });
  await expect(page).toHaveTitle(/^\(@1\) Inbox/);
  expect(opened.filter((path) => path.startsWith("/room/"))).toEqual([]);
});

test("[T7] what is written in a thread of one's own leads into the thread", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, title } = await three(browser, baseURL);
  await ada.say("a root");
  await expect(bea.message("a root")).toBeVisible();
  await newRoom(ada, "Elsewhere");
  await act(bea, "a root", "Reply in thread");
  const thread = bea.page.getByRole("region", { name: "Thread" });
  await thread.getByRole("textbox", { name: "Reply", exact: true }).fill("under the root");
  await bea.page.keyboard.press("Enter");
  await expect(inboxLink(ada.page)).toHaveAccessibleDescription("1 unread", { timeout: 30_000 });
  // It is no mention: the room itself does not call.
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("");
  await inboxLink(ada.page).click();
  await main(ada.page)
    .getByRole("link", { name: `${bea.name} wrote in a thread in ${title}` })
    .click();
  const log = ada.page.getByRole("region", { name: "Thread" }).getByRole("log");
  await expect(log.getByRole("article").filter({ hasText: "under the root" })).toBeVisible();
  await expect(inboxLink(ada.page)).toHaveAccessibleDescription("");
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing in inbox, bookmarks, pins and menu, ${colorScheme}`, async ({
    browser,
    baseURL,
  }) => {
    const ada = await visit(browser, baseURL ?? "", "Ada", { colorScheme });
    const title = await newRoom(ada);
    const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
    await ada.say("to be answered");
    await act(bea, "to be answered", "Reply");
    await bea.say(`@${handleOf(ada)}, **here**: https://example.com and \`code\``);
    const { page } = ada;
    await act(ada, "here", "Pin");
    await expect(ada.message("here")).toContainText("Pinned");
    await expectNoFindings(page, "room");
    await act(ada, "here", "More");
    await expect(page.getByRole("menu", { name: "More" })).toBeVisible();
    await expectNoFindings(page, "menu");
    await page.getByRole("menuitem", { name: "Bookmark" }).click();
    await page.getByRole("button", { name: "Pinned messages" }).click();
    await expect(page.getByRole("dialog").getByRole("listitem")).toHaveCount(1);
    await expectNoFindings(page, "pins");
    await page.keyboard.press("Escape");
    await page.goto(`${baseURL}/bookmarks`);
    await expect(main(page).getByRole("listitem")).toHaveCount(1);
    await expectNoFindings(page, "bookmarks");
    await inboxLink(page).click();
    await expect(main(page).getByRole("listitem")).toHaveCount(1, { timeout: 30_000 });
    await expectNoFindings(page, "inbox");
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoFindings(page, "inbox on a phone");
  });

async function expectNoFindings(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const findings = violations.map(
    ({ id, nodes }) => `${screen}: ${id} ${nodes.map(({ html }) => html).join(" ")}`,
  );
  expect(findings).toEqual([]);
}
