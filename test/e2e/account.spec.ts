// A handle that is one's own: a password, recovery codes, other devices, the settings.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { addressOf, newRoom, unique, visit, type Visitor } from "./visit.ts";

const PASSWORD = "a garden of forking paths";

const settings = (page: Page) => page.getByRole("dialog", { name: "Settings" });
const handleOf = ({ name }: Visitor) => name.toLowerCase().replaceAll(" ", "-");
const composer = (page: Page) => page.getByRole("textbox", { name: "Message", exact: true });

async function openSettings(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Account/ }).click();
  await page
    .getByRole("dialog", { name: "Account" })
    .getByRole("button", { name: "Settings" })
    .click();
  await settings(page).getByRole("button", { name, exact: true }).click();
  await expect(settings(page).getByRole("region", { name })).toBeVisible();
}

/** Sets the first password, and returns the recovery codes that come with it. */
async function setPassword({ page }: Visitor): Promise<string[]> {
  await openSettings(page, "Account");
  await settings(page).getByLabel("New password").fill(PASSWORD);
  await settings(page).getByRole("button", { name: "Set password" }).click();
  const codes = settings(page).getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const texts = await codes.allTextContents();
  await settings(page).getByRole("button", { name: "I have kept them" }).click();
  await expect(settings(page).getByText("10 of them are left")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(settings(page)).toBeHidden();
  return texts;
}

async function openSignIn(page: Page, url: string, handle: string): Promise<void> {
  await page.goto(url);
  await writeHandle(page, handle);
}

async function writeHandle(page: Page, handle: string): Promise<void> {
  await page.getByRole("button", { name: "I have an account" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.getByRole("textbox", { name: "Handle" }).fill(handle);
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a guest sets a password and is the same person in another browser; a wrong one says so", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await setPassword(ada);
  const phone = await (await browser.newContext()).newPage();
  await openSignIn(phone, baseURL ?? "", `@${handleOf(ada)}`);
  await signIn(phone, "not the password");
  await expect(phone.getByRole("alert")).toHaveText(/did not match/);
  await signIn(phone, PASSWORD);
  await expect(composer(phone)).toBeFocused();
  await expect(
    phone.getByRole("button", { name: `Account: ${ada.name} @${handleOf(ada)}` }),
  ).toBeVisible();
});

test("a recovery code stands in for a forgotten password, once", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const [code = ""] = await setPassword(ada);
  const phone = await (await browser.newContext()).newPage();
  await openSignIn(phone, baseURL ?? "", handleOf(ada));
  await phone.getByRole("button", { name: "Use a recovery code" }).click();
  await phone.getByRole("textbox", { name: "Recovery code" }).fill(code.toUpperCase());
  await phone.getByRole("button", { name: "Sign in" }).click();
  await expect(composer(phone)).toBeVisible();
  await openSettings(phone, "Account");
  await settings(phone).getByLabel("New password").fill("remembered this time");
  await settings(phone).getByRole("button", { name: "Change password" }).click();
  await expect(settings(phone).getByText("all other devices were signed out")).toBeVisible();
  await expect(settings(phone).getByText("9 of them are left")).toBeVisible();
  // The first browser was one of the other devices.
  await expect(ada.page.getByText("Your session ended")).toBeVisible();
  await openSignIn(ada.page, baseURL ?? "", handleOf(ada));
  await ada.page.getByRole("button", { name: "Use a recovery code" }).click();
  await ada.page.getByRole("textbox", { name: "Recovery code" }).fill(code);
  await ada.page.getByRole("button", { name: "Sign in" }).click();
  await expect(ada.page.getByRole("alert")).toHaveText(/did not match/);
});

/** A device that keeps passkeys and unlocks them without asking; `known`: what is synced to it. */
async function passkeyDevice(page: Page, known: object[] = []) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  for (const credential of known)
    await cdp.send("WebAuthn.addCredential", { authenticatorId, credential: credential as never });
  return {
    credentials: async () =>
      (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    unlocks: (isUserVerified: boolean) =>
      cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

test("a passkey makes the handle one's own, and another browser that has it is in without typing", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const laptop = await passkeyDevice(ada.page);
  await openSettings(ada.page, "Account");
  const add = settings(ada.page).getByRole("button", { name: "Add a passkey" });
  await add.click();
  await settings(ada.page).getByRole("button", { name: "I have kept them" }).click();
  const passkeys = settings(ada.page).getByRole("list", { name: "Passkeys" });
  await expect(passkeys.getByRole("listitem")).toHaveCount(1);
  await expect(settings(ada.page).getByText("10 of them are left")).toBeVisible();
  await add.click();
  await expect(settings(ada.page).getByRole("alert")).toHaveText(/has a passkey for you already/);
  await passkeys.getByRole("button", { name: /^Rename the passkey/ }).click();
  await passkeys.getByRole("textbox", { name: "Name of the passkey" }).fill("The old laptop");
  await passkeys.getByRole("button", { name: "Save" }).click();
  await passkeys.getByRole("button", { name: "Remove the passkey The old laptop" }).click();
  await expect(settings(ada.page).getByRole("alert")).toHaveText(/only way to sign in/);

  const phone = await (await browser.newContext()).newPage();
  await phone.goto(baseURL ?? "");
  const device = await passkeyDevice(phone, await laptop.credentials());
  await device.unlocks(false);
  await phone.getByRole("button", { name: "I have an account" }).click();
  await expect(phone.getByRole("textbox", { name: "Handle" })).toHaveAttribute(
    "autocomplete",
    "username webauthn",
  );
  await phone.getByRole("button", { name: "Use a passkey" }).click();
  await expect(phone.getByRole("alert")).toHaveText(/No passkey was used/);
  await device.unlocks(true);
  await phone.getByRole("button", { name: "Use a passkey" }).click();
  await expect(composer(phone)).toBeFocused();
  await expect(
    phone.getByRole("button", { name: `Account: ${ada.name} @${handleOf(ada)}` }),
  ).toBeVisible();

  // What the browser offers in the field for the handle is taken without a press of a button.
  const tablet = await (await browser.newContext()).newPage();
  await tablet.goto(baseURL ?? "");
  await passkeyDevice(tablet, await device.credentials());
  await tablet.getByRole("button", { name: "I have an account" }).click();
  await expect(composer(tablet)).toBeFocused();
});

test("devices are listed, and one that is signed out is out within a second", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await setPassword(ada);
  const phone = await (await browser.newContext()).newPage();
  await openSignIn(phone, baseURL ?? "", handleOf(ada));
  await signIn(phone, PASSWORD);
  await expect(composer(phone)).toBeVisible();
  await openSettings(ada.page, "Devices");
  const devices = settings(ada.page).getByRole("list", { name: "Devices" }).getByRole("listitem");
  await expect(devices).toHaveCount(2);
  await expect(devices.filter({ hasText: "This device" })).toHaveCount(1);
  await devices.getByRole("button", { name: /^Sign out Chrome on / }).click();
  await expect(phone.getByText("Your session ended")).toBeVisible({ timeout: 1_000 });
  await expect(devices).toHaveCount(1);
  await expect(ada.page.getByRole("button", { name: "Sign out all other devices" })).toBeHidden();
});

test("signing out warns a guest, and whoever has an account comes back", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const { page } = ada;
  const signOut = async () => {
    await page.getByRole("button", { name: /^Account/ }).click();
    await page
      .getByRole("dialog", { name: "Account" })
      .getByRole("button", { name: "Sign out" })
      .click();
  };
  const asked = page.getByRole("dialog", { name: "Sign out?" });
  await signOut();
  await expect(asked).toContainText("nobody can prove");
  await asked.getByRole("button", { name: "Stay" }).click();
  await setPassword(ada);
  await page.reload();
  await expect(composer(page)).toBeVisible();
  await signOut();
  await expect(asked).not.toContainText("nobody can prove");
  await asked.getByRole("button", { name: "Sign out" }).click();
  await writeHandle(page, handleOf(ada));
  await signIn(page, PASSWORD);
  await expect(composer(page)).toBeVisible();
});

test("name and handle are changed in the settings, and others see it at once", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  const name = unique("Countess");
  const handle = name.toLowerCase().replaceAll(" ", "-");
  await openSettings(ada.page, "Profile");
  await settings(ada.page).getByLabel("Time zone").selectOption("Asia/Tokyo");
  await expect(settings(ada.page).getByText("Saved.")).toBeVisible();
  const field = (label: string) => settings(ada.page).getByRole("textbox", { name: label });
  await field("Display name").fill(name);
  await field("Handle").fill(handleOf(bea));
  await settings(ada.page).getByRole("button", { name: "Save" }).click();
  await expect(settings(ada.page).getByRole("alert")).toHaveText(
    `This handle is taken. @${handleOf(bea)}-2 is free.`,
  );
  await field("Handle").fill(handle);
  await settings(ada.page).getByRole("button", { name: "Save" }).click();
  await expect(settings(ada.page).getByText("Saved.")).toHaveCount(2);
  const people = bea.page.getByRole("list", { name: "People online" });
  await expect(people).toContainText(name);
  await expect(people).not.toContainText(ada.name);
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByRole("button", { name: `Account: ${name} @${handle}` })).toBeVisible();
  await ada.say("Still in the same room");
  await expect(bea.message("Still in the same room")).toHaveAccessibleName(
    new RegExp(`^${name}, `),
  );
  await people.getByRole("button", { name }).click();
  const there = new Intl.DateTimeFormat("en", { timeZone: "Asia/Tokyo", weekday: "short" });
  const card = bea.page.getByRole("dialog", { name });
  await expect(card).toContainText("there (Asia/Tokyo)");
  await expect(card).toContainText(there.format());
});

test("one's own data is downloaded as one file", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await ada.say("words to take along");
  await expect(ada.message("words to take along")).not.toHaveAccessibleName(/sending/);
  await openSettings(ada.page, "Account");
  const [download] = await Promise.all([
    ada.page.waitForEvent("download"),
    settings(ada.page).getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`edgewise-${handleOf(ada)}.json`);
  const own = JSON.parse(await readFile(await download.path(), "utf8")) as Record<string, unknown>;
  expect(own["messages"]).toEqual([expect.objectContaining({ body: "words to take along" })]);
});

test("leaving for good: the messages stay under a former member, or are gone before another's eyes", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const url = `${baseURL}${addressOf(title)}`;
  const bea = await visit(browser, url, "Bea");
  const cem = await visit(browser, url, "Cem");
  await bea.say("Bea was here");
  await cem.say("Cem was here");
  await setPassword(cem);
  await expect(ada.message("Bea was here")).toHaveAccessibleName(new RegExp(`^${bea.name}, `));
  await expect(ada.message("Cem was here")).toBeVisible();

  await openSettings(bea.page, "Account");
  const hers = settings(bea.page).getByRole("region", { name: "Leave for good" });
  await hers.getByRole("button", { name: "Leave for good…" }).click();
  await expect(hers.getByRole("link", { name: "Download your data first" })).toBeFocused();
  await expectClean(bea.page, "leaving for good");
  await hers.getByRole("button", { name: "Stay" }).click();
  await expect(hers.getByRole("button", { name: "Leave for good…" })).toBeFocused();
  await hers.getByRole("button", { name: "Leave for good…" }).click();
  await hers.getByRole("button", { name: "Leave for good", exact: true }).click();
  await expect(bea.page.getByRole("textbox", { name: "Your name" })).toBeVisible();
  await expect(ada.message("Bea was here")).toHaveAccessibleName(/^Former member, /);

  await openSettings(cem.page, "Account");
  const his = settings(cem.page).getByRole("region", { name: "Leave for good" });
  await his.getByRole("button", { name: "Leave for good…" }).click();
  await his.getByRole("radio", { name: /^They are erased/ }).check();
  await his.getByLabel("Password").fill("not the password");
  await his.getByRole("button", { name: "Leave for good", exact: true }).click();
  await expect(his.getByRole("alert")).toContainText("did not match");
  await his.getByLabel("Password").fill(PASSWORD);
  await his.getByRole("button", { name: "Leave for good", exact: true }).click();
  await expect(cem.page.getByRole("textbox", { name: "Your name" })).toBeVisible();
  await expect(ada.message("Cem was here")).toBeHidden();
  await expect(ada.page.getByText("This message was deleted.")).toBeVisible();
  await expect(ada.message("Bea was here")).toBeVisible();
});

test("a status is set in the settings, and is there when one comes back", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await openSettings(ada.page, "Profile");
  await settings(ada.page).getByRole("textbox", { name: "Status" }).fill("On the train");
  await settings(ada.page).getByRole("button", { name: "Save" }).click();
  await expect(settings(ada.page).getByText("Saved.")).toBeVisible();
  await ada.page.reload();
  await openSettings(ada.page, "Profile");
  await expect(settings(ada.page).getByRole("textbox", { name: "Status" })).toHaveValue(
    "On the train",
  );
});

test("what of each room notifies is chosen in one place", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const level = () => settings(ada.page).getByRole("combobox", { name: "General" });
  await openSettings(ada.page, "Notifications");
  await level().selectOption("Nothing");
  await ada.page.reload();
  await openSettings(ada.page, "Notifications");
  await expect(level()).toHaveValue("nothing");
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing in settings and sign-in, ${colorScheme}`, async ({
    browser,
    baseURL,
  }) => {
    const viewport = { width: colorScheme === "dark" ? 390 : 1280, height: 800 };
    const ada = await visit(browser, baseURL ?? "", "Ada", { colorScheme, viewport });
    if (colorScheme === "dark") await ada.page.getByRole("button", { name: "Rooms" }).click();
    for (const name of [
      "Profile",
      "Account",
      "Devices",
      "Notifications",
      "Appearance",
      "Community",
    ]) {
      await openSettings(ada.page, name);
      await expect(settings(ada.page).getByText("One moment…")).toBeHidden();
      await expectClean(ada.page, name);
      await ada.page.keyboard.press("Escape");
      await expect(settings(ada.page)).toBeHidden();
    }
    const page = await (await browser.newContext({ colorScheme, viewport })).newPage();
    await openSignIn(page, baseURL ?? "", "ada");
    await expectClean(page, "sign-in");
  });

async function expectClean(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect([where, violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])]).toEqual([
    where,
    [],
  ]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect([where, wide]).toEqual([where, false]);
}
