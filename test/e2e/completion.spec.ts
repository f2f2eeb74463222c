// What completes as one writes: people, rooms, emoji and commands; and what commands do.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { tasksDuring } from "./frames.ts";
import { addressOf, newRoom, roomLink, visit, type Visitor } from "./visit.ts";

const PHONE = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true };

const field = ({ page }: Visitor) => page.getByRole("textbox", { name: "Message", exact: true });
const list = ({ page }: Visitor) => page.getByRole("listbox", { name: "Suggestions" });
const options = (visitor: Visitor) => list(visitor).getByRole("option");
const articles = ({ page }: Visitor) =>
  page.getByRole("log", { name: "Messages" }).getByRole("article");
const handleOf = (name: string) => name.toLowerCase().replaceAll(" ", "-");

async function type({ page }: Visitor, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message", exact: true }).focus();
  await page.keyboard.type(text);
}

/** Whether the chosen option is the one that the box names. */
async function expectChosen(visitor: Visitor, name: string | RegExp): Promise<void> {
  const chosen = list(visitor).getByRole("option", { selected: true });
  await expect(chosen).toHaveCount(1);
  await expect(chosen).toHaveAccessibleName(name);
  const id = await chosen.getAttribute("id");
  await expect(field(visitor)).toHaveAttribute("aria-activedescendant", id ?? "none");
  const controls = await list(visitor).getAttribute("id");
  await expect(field(visitor)).toHaveAttribute("aria-controls", controls ?? "none");
}

test("@ completes people by handle and name: arrows, Tab or Enter, Esc", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Beatrix Potter");
  await expect(ada.page.getByRole("list", { name: "People online" })).toContainText(bea.name);
  const [adas, beas] = [`@${handleOf(ada.name)}`, `@${handleOf(bea.name)}`];

  await type(ada, "hi @");
  await expect(options(ada).first()).toContainText(bea.name);
  await ada.page.keyboard.type("potter");
  await expect(options(ada)).toHaveCount(1);
  await expectChosen(ada, new RegExp(`^${bea.name}`));
  await ada.page.keyboard.press("Tab");
  await expect(field(ada)).toHaveValue(`hi ${beas} `);
  await expect(field(ada)).toBeFocused();
  await expect(list(ada)).toBeHidden();
  await expect(field(ada)).not.toHaveAttribute("aria-activedescendant", /./);

  await ada.page.keyboard.type("and @");
  await expectChosen(ada, new RegExp(`^${bea.name}`));
  const count = await options(ada).count();
  await ada.page.keyboard.press("ArrowUp");
  await expect(options(ada).nth(count - 1)).toHaveAttribute("aria-selected", "true");
  await ada.page.keyboard.press("ArrowDown");
  await expectChosen(ada, new RegExp(`^${bea.name}`));
  await ada.page.keyboard.press("Enter");
  await expect(field(ada)).toHaveValue(`hi ${beas} and ${beas} `);

  await ada.page.keyboard.type("@pot");
  await expect(options(ada)).toHaveCount(1);
  await ada.page.keyboard.press("Escape");
  await expect(list(ada)).toBeHidden();
  await ada.page.keyboard.type("ter");
  await expect(list(ada)).toBeHidden();
  await expect(field(ada)).toHaveValue(`hi ${beas} and ${beas} @potter`);
  await ada.page.keyboard.press("Enter");
  await expect(articles(ada)).toHaveCount(1);

  // Typed out, Enter sends at once.
  await ada.page.keyboard.type(adas);
  await expect(options(ada).first()).toContainText(ada.name);
  await ada.page.keyboard.press("Enter");
  await expect(articles(ada)).toHaveCount(2);
  await expect(field(ada)).toHaveValue("");
});

test("undo takes out what completion put in", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await type(ada, "see #gener");
  await expectChosen(ada, /general/i);
  await ada.page.keyboard.press("Tab");
  await expect(field(ada)).toHaveValue("see #general ");
  await ada.page.keyboard.press("ControlOrMeta+z");
  await expect(field(ada)).toHaveValue("see #gener");
  await ada.page.keyboard.press("ControlOrMeta+z");
  await expect(field(ada)).not.toHaveValue("see #gener");
});

test("# completes rooms by address and title, by a click, too", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada, "Gardening");
  await newRoom(ada, "Elsewhere");
  const address = addressOf(title).split("/").at(-1) ?? "";
  await type(ada, `see #${title.split(" ")[1]}`);
  const one = options(ada).filter({ hasText: title });
  await expect(one).toHaveCount(1);
  await one.click();
  await expect(field(ada)).toHaveValue(`see #${address} `);
  await expect(field(ada)).toBeFocused();
  await ada.page.keyboard.press("Enter");
  // Where there is such a room, its name leads there; in code it is only words.
  const link = ada.message("see #").getByRole("link", { name: `#${address}` });
  await expect(link).toBeVisible();
  await ada.say(`no #such-room-here, and \`#${address}\` is code`);
  await expect(ada.message("is code")).toHaveCount(1);
  await expect(ada.message("is code").getByRole("link")).toHaveCount(0);
  await link.click();
  await expect(ada.page.getByRole("heading", { name: title })).toBeVisible();
});

test("whom a message names is a button to their card, oneself in another colour", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  await bea.say("I am here");
  await expect(ada.message("I am here")).toHaveCount(1);
  const [adas, beas] = [`@${handleOf(ada.name)}`, `@${handleOf(bea.name)}`];
  await ada.say(`${beas}, ${adas} and @nobody-of-this-name say hello`);
  const named = (visitor: Visitor) =>
    visitor.message("say hello").getByRole("button", { name: /^@/ });
  await expect(named(ada)).toHaveText([beas, adas]);
  await expect(named(bea)).toHaveText([beas, adas]);
  const ground = (visitor: Visitor, i: number) =>
    named(visitor)
      .nth(i)
      .evaluate((chip) => getComputedStyle(chip).backgroundColor);
  expect(await ground(ada, 0)).not.toBe(await ground(ada, 1));
  expect(await ground(bea, 0)).toBe(await ground(ada, 1));
  await named(ada).first().click();
  const card = ada.page.getByRole("dialog", { name: bea.name });
  await expect(card).toContainText(beas);
  const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("@ finds members of the room whom this page has not met", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Wilhelmina");
  await bea.say("I was here");
  // Whoever goes before the room has heard of them was never there.
  await expect(ada.message("I was here")).toBeVisible();
  await bea.page.close();
  for (let i = 0; i < 60; i++) await ada.say(`message ${i}`);
  await expect(ada.message("message 59")).toHaveCount(1);
  // A page that has not loaded so far back.
  const other = await visit(browser, `${baseURL}${addressOf(title)}`, "Cem");
  await expect(other.message("message 59")).toHaveCount(1);
  const asked = other.page.waitForRequest(/\/people\?find=wilhel$/);
  await type(other, "@wilhel");
  await asked;
  await expect(options(other)).toHaveCount(1);
  await expectChosen(other, new RegExp(`^${bea.name}`));
  await other.page.keyboard.press("Tab");
  await expect(field(other)).toHaveValue(`@${handleOf(bea.name)} `);
});

test(": completes emoji by name after two letters, and a whole name turns into one", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await type(ada, ":t");
  await expect(list(ada)).toBeHidden();
  await ada.page.keyboard.type("ad");
  await expectChosen(ada, /:tada:/);
  await ada.page.keyboard.press("Enter");
  await expect(field(ada)).toHaveValue("🎉");
  await ada.page.keyboard.type(" and :rocket:");
  await expect(field(ada)).toHaveValue("🎉 and 🚀");
  await ada.page.keyboard.press("ControlOrMeta+z");
  await expect(field(ada)).toHaveValue("🎉 and :rocket:");
  await field(ada).fill("");
  await ada.page.keyboard.type("at 10:30: `:tada:` :nosuchthing: :D");
  await expect(field(ada)).toHaveValue("at 10:30: `:tada:` :nosuchthing: :D");
  await expect(list(ada)).toBeHidden();
});

test("typing stays quick while the list is open", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  // What is loaded once is no part of it.
  await type(ada, "@ #g :smi");
  await expect(options(ada)).toHaveCount(8);
  const { keys } = await tasksDuring(browser, ada.page, async () => {
    await ada.page.keyboard.type("ling @a #gen :heart_eye and so on @zzz :wave");
    await expect(list(ada)).toBeVisible();
  });
  const slowest = keys.toSorted((a, b) => b - a);
  expect(keys.length).toBeGreaterThan(30);
  expect(slowest[0]).toBeLessThan(50);
  expect(slowest[Math.floor(keys.length / 20)]).toBeLessThan(16);
});

test("nothing completes while composing", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await type(ada, "#");
  await expect(list(ada)).toBeVisible();
  const session = await ada.page.context().newCDPSession(ada.page);
  await session.send("Input.imeSetComposition", { text: "g", selectionStart: 1, selectionEnd: 1 });
  await expect(field(ada)).toHaveValue("#g");
  await expect(list(ada)).toBeHidden();
  await session.send("Input.insertText", { text: "g" });
  await expect(field(ada)).toHaveValue("#g");
  await expect(list(ada)).toBeVisible();
});

test("completion is loaded with the first sign, and only then", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await ada.page.reload();
  const scripts: string[] = [];
  ada.page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.push(new URL(request.url()).pathname);
  });
  await type(ada, "plain words ");
  await expect(field(ada)).toHaveValue("plain words ");
  expect(scripts.filter((path) => path.includes("emoji"))).toEqual([]);
  await ada.page.keyboard.type("#");
  await expect(list(ada)).toBeVisible();
  expect(scripts.filter((path) => path.includes("emoji"))).toEqual([]);
  await ada.page.keyboard.type(" :tad");
  await expect(list(ada)).toBeVisible();
  expect(scripts.filter((path) => path.includes("emoji"))).toHaveLength(1);
});

test("/ lists the commands; /me, /shrug and /topic do what they say", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  await type(ada, "/");
  await expect(options(ada).filter({ hasText: "/topic" })).toContainText("Change the topic");
  await ada.page.keyboard.type("m");
  await expectChosen(ada, /^\/me/);
  await ada.page.keyboard.press("Tab");
  await expect(field(ada)).toHaveValue("/me ");
  await ada.page.keyboard.type("waves");
  await ada.page.keyboard.press("Enter");
  await expect(bea.message("waves").getByRole("emphasis")).toHaveText("waves");
  await expect(field(ada)).toHaveValue("");

  await type(ada, "/shrug");
  await expectChosen(ada, /^\/shrug/);
  await ada.page.keyboard.press("Enter");
  await expect(bea.message("¯\\_(ツ)_/¯")).toHaveCount(1);

  await type(ada, "/topic Tea at four");
  await ada.page.keyboard.press("Enter");
  await expect(bea.page.getByText("Tea at four")).toBeVisible();
  await expect(field(ada)).toHaveValue("");
  await expect(articles(bea)).toHaveCount(2);
});

test("/status and /away tell how one is, and /status alone takes it back", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const status = async () => {
    const answer = await ada.page.request.get("/api/session");
    const { user } = (await answer.json()) as { user: { status?: object } };
    return user.status;
  };
  for (const [text, shown, kept] of [
    ["/status 🌴 on holiday", "Your status: 🌴 on holiday", { emoji: "🌴", text: "on holiday" }],
    ["/away", "Your status: 🌙 Away", { emoji: "🌙", text: "Away" }],
    ["/status", "Your status is cleared", undefined],
  ] as const) {
    await field(ada).fill(text);
    await ada.page.keyboard.press("Escape");
    await ada.page.keyboard.press("Enter");
    await expect(ada.page.getByRole("status", { name: "Notice" })).toHaveText(shown);
    await expect(field(ada)).toHaveValue("");
    expect(await status()).toEqual(kept);
  }
});

test("an unknown command says so and keeps the text; // and paths are sent", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await type(ada, "/dance now");
  await ada.page.keyboard.press("Enter");
  const problem = ada.page.getByText("There is no command /dance.").filter({ visible: true });
  await expect(problem.last()).toBeVisible();
  await expect(field(ada)).toHaveValue("/dance now");
  await expect(articles(ada)).toHaveCount(0);
  await ada.page.keyboard.press("!");
  await expect(ada.page.getByRole("form").or(ada.page.getByRole("main"))).not.toContainText(
    "There is no command",
  );
  await field(ada).fill("/usr/bin is a path");
  await ada.page.keyboard.press("Enter");
  await expect(ada.message("/usr/bin is a path")).toHaveCount(1);
  await field(ada).fill("//me is a command");
  await ada.page.keyboard.press("Enter");
  await expect(ada.message("/me is a command")).toHaveCount(1);
  await expect(ada.message("//me")).toHaveCount(0);
});

test("/help lists the commands and the keys", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await type(ada, "/help");
  await ada.page.keyboard.press("Enter");
  const dialog = ada.page.getByRole("dialog", { name: "Help" });
  for (const text of ["/me", "/shrug", "/topic", "Ctrl K"])
    await expect(dialog.getByText(text, { exact: true })).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(field(ada)).toBeFocused();
  await expect(field(ada)).toHaveValue("");
});

for (const colorScheme of ["light", "dark"] as const)
  test(`completion at 320 px, by taps, and axe finds nothing in ${colorScheme}`, async ({
    browser,
    baseURL,
  }) => {
    const ada = await visit(browser, baseURL ?? "", "Ada", { ...PHONE, colorScheme });
    await field(ada).tap();
    for (const sign of ["@", "#", ":sm", "/"]) {
      await field(ada).fill("");
      await ada.page.keyboard.type(sign);
      await expect(options(ada).first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
      expect(violations.map(({ id, nodes }) => `${sign} ${id} ${nodes[0]?.html}`)).toEqual([]);
      const boxes = await options(ada).evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect().height),
      );
      expect(Math.min(...boxes)).toBeGreaterThanOrEqual(44);
      const box = await list(ada).boundingBox();
      const below = await field(ada).boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect(box?.y).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
    }
    await field(ada).fill("#gene");
    await options(ada).first().tap();
    await expect(field(ada)).toHaveValue("#general ");
    await expect(field(ada)).toBeFocused();
    await expect(roomLink(ada, "General")).toBeHidden();
  });
