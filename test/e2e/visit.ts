// People in browsers: each in a context of their own, acting through roles and names only.
// Names are unique per test, so that tests share one server without meeting.

import { expect, type Browser, type BrowserContextOptions, type Page } from "@playwright/test";

let count = 0;
/** A word that nobody else in this run uses. */
export function unique(stem: string): string {
  count += 1;
  return `${stem} ${process.pid.toString(36)}${count}`;
}

export interface Visitor {
  page: Page;
  name: string;
  say(text: string): Promise<void>;
  /** The article that holds this text. */
  message(text: string): ReturnType<Page["locator"]>;
}

export function asVisitor(page: Page, name: string): Visitor {
  return {
    page,
    name,
    async say(text) {
      const composer = page.getByRole("textbox", { name: "Message", exact: true });
      await composer.fill(text);
      await page.getByRole("button", { name: "Send", exact: true }).click();
    },
    message: (text) =>
      page.getByRole("log", { name: "Messages" }).getByRole("article").filter({ hasText: text }),
  };
}

/** Opens the address in a new browser context, gives a name and enters. */
export async function visit(
  browser: Browser,
  url: string,
  stem: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const name = unique(stem);
  await page.goto(url);
  await join(page, name);
  return asVisitor(page, name);
}

export async function join(page: Page, name: string): Promise<void> {
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
}

/** Makes a room through the page, and returns its title. */
export async function newRoom({ page }: Visitor, stem = "Tea"): Promise<string> {
  const title = unique(stem);
  await page.getByRole("button", { name: "New room" }).click();
  const dialog = page.getByRole("dialog", { name: "New room" });
  await dialog.getByRole("textbox", { name: "Title" }).fill(title);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  return title;
}

export function roomLink({ page }: Visitor, title: string) {
  return page.getByRole("navigation", { name: "Rooms" }).getByRole("link", { name: title });
}

/** `/room/…` of a title, as the page derives it. */
export function addressOf(title: string): string {
  return `/room/${title.toLowerCase().replaceAll(" ", "-")}`;
}
