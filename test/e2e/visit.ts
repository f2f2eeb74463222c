// People in browsers: each in a context of their own, acting through roles and names only.
// Names are unique per test, so that tests share one server without meeting.

import {
  expect,
  test,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "@playwright/test";

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
  await closeEarlier(browser);
  const context = await browser.newContext(options);
  contexts.set(context, test.info().testId);
  const page = await context.newPage();
  const name = unique(stem);
  await page.goto(url);
  await join(page, name);
  return asVisitor(page, name);
}

const contexts = new Map<BrowserContext, string>();

/** People of the tests before go home: hundreds of open pages would make each test slower than the last. */
async function closeEarlier(browser: Browser): Promise<void> {
  const { testId } = test.info();
  const earlier = [...contexts].filter(([, id]) => id !== testId);
  for (const [context] of earlier) contexts.delete(context);
  await Promise.all(earlier.map(([context]) => context.close()));
  for (const context of browser.contexts())
    if (!contexts.has(context)) contexts.set(context, testId);
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

/** The handle that the page made of the visitor's name. */
export const handleOf = ({ name }: Visitor) => name.toLowerCase().replaceAll(" ", "-");

/** Three people in a new room: one acts, one sees it live, the third may be away meanwhile. */
export async function three(browser: Browser, baseURL: string | undefined) {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const url = `${baseURL}${addressOf(title)}`;
  const bea = await visit(browser, url, "Bea");
  const cem = await visit(browser, url, "Cem");
  // Whoever goes offline before the room let them in comes to it for the first time afterwards.
  const here = ada.page.getByRole("list", { name: "People online" });
  for (const { name } of [bea, cem]) await expect(here).toContainText(name);
  return { ada, bea, cem, title, url };
}

/** Points at a message that the server has: before that it offers nothing. */
export async function pointAt({ message }: Visitor, text: string): Promise<void> {
  await expect(message(text)).not.toHaveAccessibleName(/, sending$/);
  await message(text).hover();
}

/** Presses one of the buttons that a message offers. */
export async function act(visitor: Visitor, text: string, action: string): Promise<void> {
  const { message } = visitor;
  await pointAt(visitor, text);
  await message(text)
    .getByRole("toolbar", { name: "Message actions" })
    .getByRole("button", { name: action, exact: true })
    .click();
}

export const composerOf = ({ page }: Visitor) =>
  page.getByRole("textbox", { name: "Message", exact: true });

/** A finger on the message for so long. */
export async function press(page: Page, text: string, ms: number): Promise<void> {
  const box = await page.getByRole("log", { name: "Messages" }).getByText(text).boundingBox();
  const point = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  const session = await page.context().newCDPSession(page);
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
  await page.evaluate((delay) => new Promise((resolve) => setTimeout(resolve, delay)), ms);
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await session.detach();
}
