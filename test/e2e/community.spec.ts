// The community: its first owner on a fresh server, and what the others see of it.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { png } from "../media/pictures.ts";
import { startServer, type Server } from "./server.ts";
import { composerOf, handleOf, join, unique, visit, type Visitor } from "./visit.ts";

const PASSWORD = "a garden of forking paths";

let server: Server | undefined;
test.afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const offer = (page: Page) => page.getByRole("complementary", { name: "Set up the community" });
const setUp = (page: Page) => page.getByRole("dialog", { name: "Set up the community" });

async function openAdmin(page: Page) {
  await page.getByRole("button", { name: /^Account/ }).click();
  await page
    .getByRole("dialog", { name: "Account" })
    .getByRole("button", { name: "Administration" })
    .click();
  return page.getByRole("dialog", { name: "Administration" });
}

async function openCommunity(page: Page) {
  await page.getByRole("button", { name: /^Account/ }).click();
  await page
    .getByRole("dialog", { name: "Account" })
    .getByRole("button", { name: "Settings" })
    .click();
  const settings = page.getByRole("dialog", { name: "Settings" });
  await settings.getByRole("button", { name: "Community", exact: true }).click();
  return settings.getByRole("region", { name: "Community" });
}

test("who came first talks at once, and owns the community when they like; the others see its name", async ({
  browser,
}) => {
  server = await startServer();
  const ada = await visit(browser, server.url, "Ada");
  await expect(composerOf(ada)).toBeFocused();
  await ada.say("First!");
  await expect(ada.message("First!")).toBeVisible();
  await offer(ada.page).getByRole("button", { name: "Set up" }).click();
  const name = setUp(ada.page).getByRole("textbox", { name: "Name of the community" });
  await expect(name).toBeFocused();
  await name.fill(" ");
  await name.press("Enter");
  await expect(setUp(ada.page).getByRole("alert")).toContainText("write a name");
  await name.fill("Tea Club");
  await setUp(ada.page)
    .getByRole("radio", { name: /^Members/ })
    .check();
  expect((await new AxeBuilder({ page: ada.page }).analyze()).violations).toEqual([]);
  await setUp(ada.page).getByRole("button", { name: "Become the owner" }).click();

  const yours = ada.page.getByRole("dialog", { name: "Tea Club is yours" });
  await expect(yours).toContainText("You are here as a guest");
  await yours.getByRole("button", { name: "Set a password" }).click();
  const settings = ada.page.getByRole("dialog", { name: "Settings" });
  await settings.getByLabel("New password").fill(PASSWORD);
  await settings.getByRole("button", { name: "Set password" }).click();
  await settings.getByRole("button", { name: "I have kept them" }).click();
  await ada.page.keyboard.press("Escape");
  await expect(offer(ada.page)).toBeHidden();
  await expect(ada.page).toHaveTitle(/· Tea Club$/);

  const bea = await visit(browser, server.url, "Bea");
  await expect(bea.page).toHaveTitle(/· Tea Club$/);
  await expect(bea.page.getByRole("complementary", { name: "Rooms and people" })).toContainText(
    "Tea Club",
  );
  await expect(offer(bea.page)).toBeHidden();
  await expect(bea.page.getByRole("button", { name: "New room" })).toBeHidden();
  await expect(ada.page.getByRole("button", { name: "New room" })).toBeVisible();
  await bea.say("Hello Ada");
  await ada.message("Hello Ada").getByRole("button", { name: bea.name }).click();
  const card = ada.page.getByRole("dialog", { name: bea.name });
  await expect(card.getByRole("button", { name: "Make moderator" })).toBeVisible();
  await ada.page.keyboard.press("Escape");

  const hers = await openCommunity(bea.page);
  await expect(hers).toContainText("You are a guest here");
  await expect(hers.getByRole("button")).toHaveCount(0);
  const own = await openCommunity(ada.page);
  await own.getByRole("radio", { name: /^Everybody/ }).check();
  await own.getByRole("textbox", { name: "Name of the community" }).fill("Tea & Cake");
  await own.getByRole("button", { name: "Save" }).click();
  await expect(own.getByText("Saved.")).toBeVisible();
  await expect(hers).toContainText("Tea & Cake");
  await bea.page.keyboard.press("Escape");
  await expect(bea.page.getByRole("button", { name: "New room" })).toBeVisible();

  // Its picture is where its name is, also for who has none here yet.
  const choosing = ada.page.waitForEvent("filechooser");
  await own.getByRole("button", { name: "Choose a picture" }).click();
  const chosen = { name: "club.png", mimeType: "image/png", buffer: png(300, 200) };
  await (await choosing).setFiles([chosen]);
  await own.getByRole("button", { name: "Use this picture" }).click();
  const theirs = bea.page.locator(".sidebar .logo img");
  const sides = ({ naturalWidth: w, naturalHeight: h }: HTMLImageElement) => [w, h];
  await expect.poll(() => theirs.evaluate(sides)).toEqual([256, 256]);
  const icon = bea.page.locator('link[rel="icon"]');
  await expect(icon).toHaveAttribute("href", /data%3Aimage%2Fpng/);
  const cem = await (await browser.newContext()).newPage();
  await cem.goto(server.url);
  await expect(cem.getByRole("textbox", { name: "Your name" })).toBeVisible();
  await expect.poll(() => cem.locator(".logo img").evaluate(sides)).toEqual([256, 256]);
  await own.getByRole("button", { name: "Remove the picture" }).click();
  await expect(theirs).toHaveCount(0);
  await expect(icon).not.toHaveAttribute("href", /data%3Aimage%2Fpng/);
});

test("with a set-up token the offer asks for it; put off, it stays away and is found in the settings", async ({
  browser,
}) => {
  server = await startServer({ vars: { SETUP_TOKEN: "a-long-secret" } });
  const ada = await visit(browser, server.url, "Ada");
  await offer(ada.page).getByRole("button", { name: "Set up" }).click();
  await setUp(ada.page).getByLabel("Set-up token").fill("a guess");
  await setUp(ada.page).getByRole("button", { name: "Become the owner" }).click();
  await expect(setUp(ada.page).getByRole("alert")).toContainText("not the set-up token");
  await setUp(ada.page).getByRole("button", { name: "Later" }).click();
  await expect(setUp(ada.page)).toBeHidden();
  await expect(offer(ada.page)).toBeHidden();
  await ada.page.reload();
  await expect(composerOf(ada)).toBeVisible();
  const community = await openCommunity(ada.page);
  await expect(offer(ada.page)).toBeHidden();
  await community.getByLabel("Set-up token").fill("a-long-secret");
  await community.getByRole("button", { name: "Become the owner" }).click();
  await expect(community.getByText("You are an owner")).toBeVisible();
});

test("[O9] [O11] administration: an owner finds somebody by handle, appoints and bans; a moderator lifts; members see none of it", async ({
  browser,
}) => {
  server = await startServer();
  const ada = await visit(browser, server.url, "Ada");
  await offer(ada.page).getByRole("button", { name: "Set up" }).click();
  await setUp(ada.page).getByRole("button", { name: "Become the owner" }).click();
  await expect(ada.page.getByRole("dialog", { name: /is yours$/ })).toBeVisible();
  await ada.page.keyboard.press("Escape");
  const bea = await visit(browser, server.url, "Bea");
  const cem = await visit(browser, server.url, "Cem");

  const admin = await openAdmin(ada.page);
  const find = async (name: string) => {
    await admin.getByRole("textbox", { name: "Handle" }).fill(handleOf({ name } as Visitor));
    await admin.getByRole("button", { name: "Find" }).click();
    return admin.getByRole("region", { name, exact: true });
  };
  const hers = await find(bea.name);
  await hers.getByRole("button", { name: "Make moderator" }).click();
  await expect(hers.getByText("Moderator of the community")).toBeVisible();
  await expect(admin.getByRole("list", { name: "Owners and moderators" })).toContainText(bea.name);
  await expect(admin.getByRole("list", { name: "Who came to #general" })).toContainText(cem.name);
  await admin.getByRole("textbox", { name: "Handle" }).fill("cem");
  await admin.getByRole("button", { name: "Find" }).click();
  await admin
    .getByRole("list", { name: "Who is called so" })
    .getByRole("button", { name: `Open ${cem.name}` })
    .click();
  const his = admin.getByRole("region", { name: cem.name, exact: true });
  await his.getByRole("button", { name: "Ban" }).click();
  await his.getByRole("radio", { name: "1 week" }).check();
  await his.getByRole("textbox", { name: "Reason" }).fill("selling shoes");
  expect((await new AxeBuilder({ page: ada.page }).analyze()).violations).toEqual([]);
  await his.getByRole("button", { name: "Ban" }).click();
  await expect(his.getByText(/^Banned until .* · selling shoes$/)).toBeVisible();
  await expect(cem.page.getByRole("textbox", { name: "Your name" })).toBeVisible();

  await admin.getByRole("button", { name: "Rooms", exact: true }).click();
  await admin.getByRole("link", { name: "Go to General" }).click();
  await expect(admin).toBeHidden();

  const mods = await openAdmin(bea.page);
  await mods.getByRole("button", { name: "Bans" }).click();
  const bans = mods.getByRole("list", { name: "Bans" });
  await expect(bans).toContainText(`Banned by ${ada.name}`);
  await bans.getByRole("button", { name: "Lift ban" }).click();
  await expect(mods.getByText("Nobody is banned.")).toBeVisible();
  await mods.getByRole("button", { name: "Audit log" }).click();
  await expect(mods.getByRole("list", { name: "Audit log" }).getByRole("listitem")).toContainText([
    `You lifted the ban of ${cem.name}`,
    `${ada.name} banned ${cem.name}`,
    `${ada.name} made you a moderator`,
    `${ada.name} became the owner`,
  ]);
  expect((await new AxeBuilder({ page: bea.page }).analyze()).violations).toEqual([]);

  const dan = await visit(browser, server.url, "Dan");
  await dan.page.getByRole("button", { name: /^Account/ }).click();
  const account = dan.page.getByRole("dialog", { name: "Account" });
  await expect(account.getByRole("button", { name: "Settings" })).toBeVisible();
  await expect(account.getByRole("button", { name: "Administration" })).toBeHidden();
});

test("[M4] [M5] [M6] only who was invited: a stranger is told so, comes in by a link, and the next one finds it used up", async ({
  browser,
}) => {
  server = await startServer();
  const { url } = server;
  const ada = await visit(browser, url, "Ada");
  await offer(ada.page).getByRole("button", { name: "Set up" }).click();
  await setUp(ada.page).getByRole("textbox", { name: "Name of the community" }).fill("Tea Club");
  await setUp(ada.page)
    .getByRole("radio", { name: /^Only who was invited/ })
    .check();
  await setUp(ada.page).getByRole("button", { name: "Become the owner" }).click();
  await expect(ada.page.getByRole("dialog", { name: "Tea Club is yours" })).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByText("A newcomer needs an invite.")).toBeVisible();

  const bea = await (await browser.newContext()).newPage();
  const refused = bea.getByRole("heading", { name: "By invitation only" });
  await bea.goto(url);
  await expect(refused).toBeFocused();
  await expect(bea.getByText("You need an invite link")).toBeVisible();
  await expect(bea.getByRole("textbox")).toHaveCount(0);
  expect((await new AxeBuilder({ page: bea }).analyze()).violations).toEqual([]);
  await bea.goto(`${url}/invite/~${"a".repeat(26)}/${"b".repeat(26)}`);
  await expect(bea.getByText("leads into a room")).toBeVisible();
  await bea.getByRole("button", { name: "I have an account" }).click();
  await expect(bea.getByLabel("Password")).toBeVisible();

  const admin = await openAdmin(ada.page);
  await admin.getByRole("button", { name: "Invites" }).click();
  await admin.getByLabel("Lets in").selectOption("1 person");
  await admin.getByRole("button", { name: "Make a link" }).click();
  await expect(admin.getByRole("img", { name: "The link as a picture to scan" })).toBeVisible();
  await expect(admin.getByRole("button", { name: "Copy link" })).toBeFocused();
  const holding = admin.getByRole("list", { name: "Links that hold" });
  await expect(holding).toContainText("0 of 1 came by it");
  const link = (await admin.getByText(/\/invite\/[a-z2-7]{26}$/).textContent()) ?? "";
  expect((await new AxeBuilder({ page: ada.page }).analyze()).violations).toEqual([]);

  await bea.goto(link);
  await expect(bea.getByRole("heading", { name: "You are invited to Tea Club" })).toBeVisible();
  await expect(bea.getByText(`By ${ada.name} @${handleOf(ada)}`)).toBeVisible();
  expect((await new AxeBuilder({ page: bea }).analyze()).violations).toEqual([]);
  const name = unique("Bea");
  await join(bea, name);
  await expect(bea.getByRole("heading", { name: "General" })).toBeVisible();
  expect(bea.url(), "a token is nothing for the address bar").not.toContain("invite");
  await bea.goto(link);
  await expect(bea.getByRole("heading", { name: "General" })).toBeVisible();

  const cem = await (await browser.newContext()).newPage();
  await cem.goto(link);
  await expect(cem.getByRole("heading", { name: "By invitation only" })).toBeVisible();
  await expect(cem.getByText("does not hold any more")).toBeVisible();

  await admin.getByLabel("Lets in").selectOption("5 people");
  await admin.getByRole("button", { name: "Make a link" }).click();
  await expect(holding.getByRole("listitem")).toContainText(["0 of 5 came by it"]);
  await holding.getByRole("button", { name: "Revoke" }).click();
  await expect(admin.getByText("There is none yet.")).toBeVisible();
  await expect(admin.getByRole("button", { name: "Make a link" })).toBeFocused();
  await admin.getByRole("button", { name: "Audit log" }).click();
  const audit = admin.getByRole("list", { name: "Audit log" }).getByRole("listitem");
  await expect(audit).toContainText([
    "You revoked an invite",
    "You made an invite for 5 until",
    `${name} joined by your invite`,
    "You made an invite for 1 until",
    "You became the owner",
  ]);
});
