// Private rooms in several browsers: who is brought in has the room at once, who is not never hears of it.

import { expect, test } from "@playwright/test";
import { AxeBuilder } from "@axe-core/playwright";
import {
  asVisitor,
  composerOf,
  handleOf,
  join,
  roomLink,
  unique,
  visit,
  type Visitor,
} from "./visit.ts";

/** Makes a private room through the page; returns its title and address. */
async function newPrivate({ page }: Visitor) {
  const title = unique("Plans");
  await page.getByRole("button", { name: "New room" }).click();
  const dialog = page.getByRole("dialog", { name: "New room" });
  await dialog.getByRole("textbox", { name: "Title" }).fill(title);
  await dialog.getByRole("radio", { name: "Private" }).check();
  await expect(dialog.getByRole("textbox", { name: "Address" })).toBeHidden();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(page).toHaveURL(/\/room\/~[a-z2-7]{26}$/);
  return { title, url: page.url() };
}

async function bringIn({ page }: Visitor, who: Visitor): Promise<void> {
  await page.getByRole("button", { name: "Members", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Members" });
  await dialog.getByRole("textbox", { name: "Handle" }).fill(handleOf(who));
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByRole("list", { name: "Members" })).toContainText(who.name);
  await page.keyboard.press("Escape");
}

test("[D1] [D2] [D4] a private room: who is brought in has it at once, nobody else sees that it is there", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const bea = await visit(browser, baseURL ?? "", "Bea");
  const eve = await visit(browser, baseURL ?? "", "Eve");
  const { title, url } = await newPrivate(ada);
  await expect(roomLink(ada, title)).toBeVisible();
  await expect(ada.page.getByText("Only members see this room")).toBeVisible();
  await bringIn(ada, bea);
  await ada.say("between us");

  await expect(roomLink(bea, title)).toBeVisible();
  await roomLink(bea, title).click();
  await expect(bea.message("between us")).toBeVisible();
  await bea.say("quite so");
  await expect(ada.message("quite so")).toBeVisible();

  await eve.page.goto(url);
  await expect(
    eve.page.getByRole("heading", { name: "There is nothing here for you" }),
  ).toBeVisible();
  await expect(eve.page.getByText(title)).toBeHidden();
  await expect(roomLink(eve, "General")).toBeVisible();

  // Another title reaches the lists of its members.
  await ada.page.getByRole("button", { name: "Room settings" }).click();
  const settings = ada.page.getByRole("dialog", { name: "Room settings" });
  await settings.getByRole("textbox", { name: "Title" }).fill(`${title} anew`);
  await settings.getByRole("button", { name: "Save" }).click();
  await expect(roomLink(bea, `${title} anew`)).toBeVisible();
  await expect(eve.page.getByText(title)).toBeHidden();
});

test("[D3] one leaves, or is taken out: the room goes from the list, and nothing more of it comes", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const bea = await visit(browser, baseURL ?? "", "Bea");
  const { title, url } = await newPrivate(ada);
  await bringIn(ada, bea);
  await roomLink(bea, title).click();
  await bea.say("hello");
  await expect(ada.message("hello")).toBeVisible();

  await ada.page.getByRole("button", { name: "Members", exact: true }).click();
  const members = ada.page.getByRole("dialog", { name: "Members" });
  await expect(members.getByRole("list", { name: "Members" })).toContainText("Owner");
  const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
  expect(violations).toEqual([]);
  await members.getByRole("button", { name: new RegExp(bea.name) }).click();
  const card = ada.page.getByRole("dialog", { name: bea.name });
  await card.getByRole("button", { name: "Remove from room" }).click();
  await expect(card.getByRole("radio")).toHaveCount(0);
  await card.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(bea.page.getByText("took you out of this room")).toBeVisible();
  await expect(composerOf(bea)).toBeHidden();
  await expect(roomLink(bea, title)).toBeHidden();
  await card.getByRole("button", { name: "Let back in" }).click();
  await expect(roomLink(bea, title)).toBeVisible();
  await ada.page.keyboard.press("Escape");

  await ada.page.getByRole("button", { name: "Members", exact: true }).click();
  await members.getByRole("button", { name: "Leave room" }).click();
  const leaving = ada.page.getByRole("dialog", { name: "Leave this room?" });
  await leaving.getByRole("button", { name: "Leave room" }).click();
  await expect(ada.page.getByRole("heading", { name: "General" })).toBeVisible();
  await expect(roomLink(ada, title)).toBeHidden();
  await ada.page.goto(url);
  await expect(
    ada.page.getByRole("heading", { name: "There is nothing here for you" }),
  ).toBeVisible();
  await bea.page.goto(url);
  await bea.page.getByRole("button", { name: "Members", exact: true }).click();
  const list = bea.page.getByRole("dialog").getByRole("list", { name: "Members" });
  await expect(list).toContainText("Owner");
  await expect(list).not.toContainText(ada.name);
});

test("[D7] an invite link: whoever has it comes in, with the name prompt first, until it is revoked", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const { title } = await newPrivate(ada);
  await ada.say("welcome in");
  await ada.page.getByRole("button", { name: "Members", exact: true }).click();
  await ada.page.getByRole("button", { name: "Invite links" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Invite links" });
  await dialog.getByRole("button", { name: "Make a link" }).click();
  await expect(dialog.getByRole("img", { name: "The link as a picture to scan" })).toBeVisible();
  const link = (await dialog.getByText(/\/invite\/~/).textContent()) ?? "";
  const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
  expect(violations).toEqual([]);

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await expect(
    stranger.getByRole("heading", { name: `You are invited to ${title}` }),
  ).toBeVisible();
  await expect(stranger.getByText(`By ${ada.name}`)).toBeVisible();
  const cem = asVisitor(stranger, unique("Cem"));
  await join(stranger, cem.name);
  await expect(cem.message("welcome in")).toBeVisible();
  const bea = await visit(browser, baseURL ?? "", "Bea");
  await bea.page.goto(link);
  await expect(
    bea.page.getByRole("heading", { name: `You are invited to ${title}` }),
  ).toBeVisible();
  await bea.page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(bea.message("welcome in")).toBeVisible();
  await expect(roomLink(bea, title)).toBeVisible();

  await ada.page.keyboard.press("Escape");
  await ada.page.getByRole("button", { name: "Members", exact: true }).click();
  await ada.page.getByRole("button", { name: "Invite links" }).click();
  await expect(dialog.getByText(/^2 came by it/)).toBeVisible();
  await dialog.getByRole("button", { name: /^Revoke the link/ }).click();
  await expect(dialog.getByRole("list", { name: "Links that hold" })).toBeHidden();
  const eve = await visit(browser, baseURL ?? "", "Eve");
  await eve.page.goto(link);
  await expect(
    eve.page.getByRole("heading", { name: "This invitation does not hold" }),
  ).toBeVisible();
});
