// The box one writes in: its keys, its size, its drafts, and what becomes of the Markdown.

import { expect, test, type Page } from "@playwright/test";
import { newRoom, roomLink, visit, type Visitor } from "./visit.ts";

const LIMIT = 8_000;

const field = ({ page }: Visitor) => page.getByRole("textbox", { name: "Message", exact: true });
const send = ({ page }: Visitor) => page.getByRole("button", { name: "Send", exact: true });
const articles = ({ page }: Visitor) =>
  page.getByRole("log", { name: "Messages" }).getByRole("article");

test("Enter sends and keeps the focus, Shift-Enter breaks the line", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await field(ada).focus();
  await ada.page.keyboard.type("first line");
  await ada.page.keyboard.press("Shift+Enter");
  await ada.page.keyboard.type("second line");
  await expect(field(ada)).toHaveValue("first line\nsecond line");
  await expect(articles(ada)).toHaveCount(0);
  await ada.page.keyboard.press("Enter");
  await expect(field(ada)).toHaveValue("");
  await expect(field(ada)).toBeFocused();
  await ada.page.keyboard.type("at once the next");
  await ada.page.keyboard.press("Enter");
  await expect(articles(ada)).toHaveCount(2);
  expect(await ada.message("first line").innerText()).toMatch(/first line\nsecond line/);
  await ada.page.keyboard.type("by the button");
  await send(ada).click();
  await expect(ada.message("by the button")).toHaveCount(1);
  await expect(field(ada)).toBeFocused();
});

test("what is blank is not sent", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await expect(send(ada)).toBeDisabled();
  await field(ada).fill("  \n ");
  await expect(send(ada)).toBeDisabled();
  await field(ada).press("Enter");
  await field(ada).fill("something");
  await field(ada).press("Enter");
  await expect(ada.message("something")).toHaveCount(1);
  await expect(articles(ada)).toHaveCount(1);
});

test("Enter that ends a composition does not send", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await field(ada).focus();
  const session = await ada.page.context().newCDPSession(ada.page);
  const text = "にほん";
  await session.send("Input.imeSetComposition", { text, selectionStart: 3, selectionEnd: 3 });
  await expect(field(ada)).toHaveValue(text);
  // As browsers say it: Chromium and Firefox during the composition, Safari right after it.
  await enter(ada.page, { isComposing: true });
  await enter(ada.page, { keyCode: 229 });
  await session.send("Input.insertText", { text: "日本" });
  await expect(field(ada)).toHaveValue("日本");
  await expect(articles(ada)).toHaveCount(0);
  await field(ada).press("Enter");
  await expect(ada.message("日本")).toHaveCount(1);
  await expect(articles(ada)).toHaveCount(1);
});

test("on touch Enter breaks the line and Send sends", async ({ browser, baseURL }) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const ada = await visit(browser, baseURL ?? "", "Ada", phone);
  expect(await ada.page.evaluate(() => matchMedia("(pointer: coarse)").matches)).toBe(true);
  await field(ada).tap();
  await ada.page.keyboard.type("one");
  await ada.page.keyboard.press("Enter");
  await ada.page.keyboard.type(`two of ${ada.name}`);
  await expect(field(ada)).toHaveValue(`one\ntwo of ${ada.name}`);
  await send(ada).tap();
  await expect(field(ada)).toHaveValue("");
  await expect(field(ada)).toBeFocused();
  await expect(ada.message(`two of ${ada.name}`)).toHaveCount(1);
});

test("the box grows with its text up to 40 % of the height, and shrinks again", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  const height = async () => (await field(ada).boundingBox())?.height ?? 0;
  const one = await height();
  await field(ada).fill("1\n2\n3");
  const three = await height();
  expect(three).toBeGreaterThan(one * 1.5);
  for (const size of [720, 500]) {
    await ada.page.setViewportSize({ width: 1280, height: size });
    await field(ada).fill("line\n".repeat(100));
    await expect.poll(height).toBeLessThanOrEqual(size * 0.4 + 1);
    expect(await height()).toBeGreaterThan(size * 0.35);
    await expect(send(ada)).toBeInViewport({ ratio: 1 });
  }
  await field(ada).fill("");
  await expect.poll(height).toBe(one);
});

test("drafts are kept a room at each keystroke, over a switch and a reload", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const [one, two] = [await newRoom(ada, "One"), await newRoom(ada, "Two")];
  await ada.page.keyboard.type("half a thought");
  await roomLink(ada, one).click();
  await expect(ada.page.getByRole("heading", { name: one })).toBeVisible();
  await expect(field(ada)).toHaveValue("");
  await ada.page.keyboard.type("another");
  // No farewell: what was typed last must be there already.
  await ada.page.keyboard.press("!");
  await ada.page.reload();
  await expect(field(ada)).toHaveValue("another!");
  await roomLink(ada, two).click();
  await expect(field(ada)).toHaveValue("half a thought");
  await field(ada).press("Enter");
  await expect(ada.message("half a thought")).toHaveCount(1);
  await ada.page.reload();
  await expect(ada.message("half a thought")).toHaveCount(1);
  await expect(field(ada)).toHaveValue("");
});

test("typing anywhere goes to the composer, with its first character", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  await ada.say("a message to stand on");
  const places = [
    ada.page.getByRole("log", { name: "Messages" }),
    ada.message("a message to stand on"),
    roomLink(ada, title),
    ada.page.getByRole("button", { name: "New room" }),
  ];
  let text = "";
  for (const place of places) {
    await place.focus();
    await ada.page.keyboard.type("hey ");
    text += "hey ";
    await expect(field(ada)).toBeFocused();
    await expect(field(ada)).toHaveValue(text);
  }
  await ada.page.getByRole("button", { name: "New room" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "New room" });
  await dialog.getByRole("button", { name: "Create" }).focus();
  await ada.page.keyboard.type("x");
  await expect(field(ada)).toHaveValue(text);
});

test("Markdown is rendered as typed", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await ada.say("**bold** *italic* _too_ ~~struck~~ `code *as is*` here");
  const inline = ada.message("struck");
  await expect(inline.getByRole("strong")).toHaveText("bold");
  await expect(inline.getByRole("emphasis")).toHaveText(["italic", "too"]);
  await expect(inline.getByText("struck", { exact: true })).toHaveCSS(
    "text-decoration-line",
    "line-through",
  );
  await expect(inline.getByRole("code")).toHaveText("code *as is*");
  await ada.say("> wise words\n\nand an answer");
  await expect(ada.message("wise words").getByRole("blockquote")).toHaveText("wise words");
  await ada.say("- milk\n- tea\n\n1. boil\n2. pour");
  const lists = ada.message("milk").getByRole("list");
  await expect(lists).toHaveCount(2);
  await expect(lists.first().getByRole("listitem")).toHaveText(["milk", "tea"]);
  await expect(lists.last().getByRole("listitem")).toHaveText(["boil", "pour"]);
  await ada.say("see [the docs](https://docs.example/a) or https://example.org/b.");
  // The places of their previews are links, too, named as their addresses without a scheme.
  const links = ada.message("see the docs").getByRole("link", { name: /^(the docs|https:)/ });
  await expect(links).toHaveText(["the docs", "https://example.org/b"]);
  for (const [i, href] of ["https://docs.example/a", "https://example.org/b"].entries()) {
    await expect(links.nth(i)).toHaveAttribute("href", href);
    await expect(links.nth(i)).toHaveAttribute("target", "_blank");
    await expect(links.nth(i)).toHaveAttribute("rel", /noopener.*noreferrer|noreferrer.*noopener/);
  }
});

test("fenced code gets its colours when it first appears, and they are loaded only then", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  const scripts: string[] = [];
  ada.page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.push(request.url());
  });
  await ada.say("no code yet, only `a word`");
  await expect(ada.message("no code yet")).toHaveCount(1);
  await ada.say("```js\nconst answer = 42; // the\n```");
  const code = ada.message("const answer").getByRole("code");
  await expect(code).toHaveText("const answer = 42; // the");
  const colours = () =>
    code.evaluate((element) => {
      const parts = [...element.querySelectorAll("*")].map((part) => getComputedStyle(part).color);
      return new Set(parts).size;
    });
  await expect.poll(colours).toBeGreaterThan(1);
  expect(scripts.length).toBeGreaterThan(0);
  const loaded = scripts.length;
  const plain = "```\nnothing = to(colour)\n```";
  await ada.say(plain);
  await expect(ada.message("nothing = to(colour)").getByRole("code")).toHaveText(
    "nothing = to(colour)",
  );
  await ada.say("```js\nlet once = true;\n```");
  await expect(ada.message("let once")).toHaveCount(1);
  expect(scripts).toHaveLength(loaded);
});

test("a counter shows near 8,000 code points, and more than that is refused", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  const counter = ada.page.getByText(/characters? (left|too many)$/);
  await field(ada).fill("a".repeat(LIMIT - 1_000));
  await expect(counter).toBeHidden();
  // Each is two UTF-16 units, and one code point.
  await field(ada).fill("😀".repeat(LIMIT - 7));
  await expect(counter).toHaveText("7 characters left");
  await expect(field(ada)).toHaveAccessibleDescription("7 characters left");
  await field(ada).fill("😀".repeat(LIMIT + 1));
  await expect(counter).toHaveText("1 character too many");
  await expect(send(ada)).toBeDisabled();
  await field(ada).press("Enter");
  await expect(field(ada)).toHaveValue("😀".repeat(LIMIT + 1));
  await expect(articles(ada)).toHaveCount(0);
  await field(ada).press("Backspace");
  await expect(counter).toHaveText("0 characters left");
  await field(ada).press("Enter");
  await expect(field(ada)).toHaveValue("");
  await expect(counter).toBeHidden();
  await expect(articles(ada)).toHaveCount(1);
  await expect(articles(ada)).toContainText("😀".repeat(LIMIT));
});

/** The Enter that an input method takes for itself, on the field in focus. */
function enter(page: Page, how: { isComposing?: boolean; keyCode?: number }): Promise<boolean> {
  return page.evaluate((init) => {
    const event = new KeyboardEvent("keydown", {
      key: "Enter",
      bubbles: true,
      cancelable: true,
      ...init,
    });
    return document.activeElement?.dispatchEvent(event) ?? false;
  }, how);
}
