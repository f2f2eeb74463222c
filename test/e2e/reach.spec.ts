// For everyone: the phone, the long history, and axe on every screen in both themes.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { newRoom, unique, visit } from "./visit.ts";

async function expectNoFindings(page: Page, screen: string) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const findings = violations.map(
    ({ id, nodes }) => `${screen}: ${id} ${nodes.map(({ html }) => html).join(" ")}`,
  );
  expect(findings).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing in ${colorScheme}`, async ({ browser, baseURL }) => {
    test.setTimeout(180_000);
    const context = await browser.newContext({ colorScheme });
    const first = await context.newPage();
    await first.goto(baseURL ?? "");
    await expect(first.getByRole("textbox", { name: "Your name" })).toBeVisible();
    await expectNoFindings(first, "first run");
    await context.close();

    const ada = await visit(browser, baseURL ?? "", "Ada", { colorScheme });
    const { page } = ada;
    await page.goto(`${baseURL}/room/${unique("nowhere").replace(" ", "-")}`);
    await expect(page.getByRole("heading", { name: /There is no room/ })).toBeVisible();
    await expectNoFindings(page, "no such room");
    await newRoom(ada);
    await expectNoFindings(page, "empty room");

    await ada.say(
      "Some **bold** text, `code`, a link https://example.com and\n```js\nconst x = 1;\n```\n> a quote",
    );
    await expect(ada.message("a quote")).toHaveCount(1);
    await ada.say("no text \0 at all");
    await expect(page.getByRole("button", { name: "Discard" })).toBeVisible();
    await ada.message("a quote").hover();
    await expectNoFindings(page, "room with messages, one of them failed");

    const act = (action: string) => async () => {
      await ada.message("a quote").hover();
      await page.getByRole("toolbar").getByRole("button", { name: action, exact: true }).click();
    };
    const press = (button: string | RegExp) => () =>
      page.getByRole("button", { name: button }).click();
    const dialogs: [name: string | RegExp, open: () => Promise<void>][] = [
      ["New room", press("New room")],
      ["Go to", () => page.keyboard.press("ControlOrMeta+k")],
      ["Room settings", press("Room settings")],
      ["Jump to date", press(/^Jump to date$/)],
      ["React", act("React")],
      ["Delete this message?", act("Delete")],
      [ada.name, () => ada.message("a quote").getByRole("button", { name: ada.name }).click()],
      ["Account", press(/^Account/)],
      [
        "Sign out?",
        async () => {
          await press(/^Account/)();
          await press("Sign out")();
        },
      ],
    ];
    for (const [name, open] of dialogs) {
      await open();
      const dialog = page.getByRole("dialog", { name });
      await expect(dialog).toBeVisible();
      // What the dialog loads for itself is there as well.
      await page.waitForLoadState("networkidle");
      if (name === "Account") await dialog.getByText("Keyboard shortcuts").click();
      await expectNoFindings(page, `dialog ${name}`);
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
    }

    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoFindings(page, "phone");
    await page.getByRole("button", { name: "People", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "People" })).toBeVisible();
    await expectNoFindings(page, "people on the phone");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Rooms", exact: true }).click();
    await expect(page.getByRole("navigation", { name: "Rooms" })).toBeVisible();
    await expectNoFindings(page, "rooms on the phone");
  });

test("history loads on scrolling up, without a jump and without an end in sight", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  const room = new URL(ada.page.url()).pathname.split("/").at(-1) ?? "";
  const failed = await ada.page.evaluate(async (name) => {
    let wrong = 0;
    for (let i = 1; i <= 160; i++) {
      const body = JSON.stringify({
        type: "post",
        id: `history-${i}`.padEnd(12, "_"),
        body: `message number ${i}.`,
      });
      const { ok } = await fetch(`/api/rooms/${name}/log`, { method: "POST", body });
      if (!ok) wrong += 1;
    }
    return wrong;
  }, room);
  expect(failed).toBe(0);
  await ada.page.reload();
  await expect(ada.message("message number 160.")).toBeVisible();
  await expect(ada.message("message number 1.")).toHaveCount(0);
  const log = ada.page.getByRole("log", { name: "Messages" });
  await expect(async () => {
    await log.hover();
    await ada.page.mouse.wheel(0, -2_000);
    await expect(ada.message("message number 1.")).toBeVisible({ timeout: 100 });
  }).toPass();
  await ada.page.getByRole("button", { name: "Jump to newest" }).click();
  await expect(ada.message("message number 160.")).toBeInViewport();
});

test("on a phone: one pane at a time, back leads back, targets are large enough", async ({
  browser,
  baseURL,
}) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const ada = await visit(browser, baseURL ?? "", "Ada", phone);
  const { page } = ada;
  await expect(page.getByRole("navigation", { name: "Rooms" })).toBeHidden();
  await page.getByRole("button", { name: "Rooms" }).click();
  await expect(page.getByRole("navigation", { name: "Rooms" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
  await ada.say("from the phone");
  await expect(ada.message("from the phone")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeFocused();
  await page.getByRole("button", { name: "People" }).click();
  await expect(page.getByRole("list", { name: "People online" })).toContainText(ada.name);
  await page.keyboard.press("Escape");
  for (const name of ["Rooms", "Send"]) {
    const box = await page.getByRole("button", { name, exact: true }).boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(44);
  }
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 568 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${width} px wide`).toBeLessThanOrEqual(0);
  }
});

test("a page that a stranger's site frames or scripts gets nothing to run", async ({
  page,
  baseURL,
}) => {
  const response = await page.goto(`${baseURL}/room/general`);
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
  const violations: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) violations.push(message.text());
  });
  await page.getByRole("textbox", { name: "Your name" }).fill(unique("Ada"));
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
  expect(violations).toEqual([]);
});
