// Order in a room as people see it: who may what, who is muted or taken out, and what they are told.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { act, composerOf, roomLink, three, type Visitor } from "./visit.ts";

/** Opens the card of whoever wrote this. */
async function cardOf({ page, message }: Visitor, text: string, name: string) {
  await message(text).getByRole("button", { name, exact: true }).click();
  const card = page.getByRole("dialog", { name, exact: true });
  await expect(card).toBeVisible();
  return card;
}

async function talking(browser: Parameters<typeof three>[0], baseURL: string | undefined) {
  const all = await three(browser, baseURL);
  await all.bea.say("hello from Bea");
  await all.cem.say("hello from Cem");
  for (const { message } of [all.ada, all.bea, all.cem])
    await expect(message("hello from Cem")).toBeVisible();
  return all;
}

test("[O4] taken out with the page open: one is told by whom and why, and hears nothing more; let back in, one is back", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, cem, title, url } = await talking(browser, baseURL);
  const card = await cardOf(ada, "hello from Bea", bea.name);
  await expect(card.getByText("Member of this room")).toBeVisible();
  await card.getByRole("button", { name: "Remove from room" }).click();
  await card.getByRole("radio", { name: "Ban: stays out" }).check();
  await card.getByRole("radio", { name: "Until it is lifted" }).check();
  await card.getByRole("textbox", { name: "Reason" }).fill("please cool down");
  await card.getByRole("button", { name: "Ban", exact: true }).click();
  await expect(card.getByText(/^Banned from this room/)).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(
    cem.page.getByText(`${ada.name} banned ${bea.name} · please cool down`),
  ).toBeVisible();

  const told = bea.page.getByRole("status").filter({ hasText: "took you out of this room" });
  await expect(told).toContainText(ada.name);
  await expect(told).toContainText("please cool down");
  await expect(composerOf(bea)).toBeHidden();
  await expect(bea.message("hello from Cem")).toBeVisible();
  await ada.say("among ourselves");
  await expect(cem.message("among ourselves")).toBeVisible();
  await expect(bea.message("among ourselves")).toBeHidden();

  // Whatever address one comes by, and without a network, too: nothing of it is kept.
  await bea.page.goto(url);
  await expect(bea.page.getByRole("heading", { name: /is not open to you/ })).toBeVisible();
  await expect(bea.page.getByRole("button", { name: "Create" })).toBeHidden();
  await expect(bea.page.getByText("hello from Cem")).toBeHidden();

  await ada.page.getByRole("button", { name: "Room settings" }).click();
  const settings = ada.page.getByRole("dialog", { name: "Room settings" });
  const out = settings.getByRole("list", { name: "Banned from this room" });
  await expect(out).toContainText(bea.name);
  await expect(out).toContainText("please cool down");
  const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
  expect(violations).toEqual([]);
  await out.getByRole("button", { name: "Let back in" }).click();
  await expect(out).toBeHidden();
  await bea.page.goto(url);
  await expect(bea.page.getByRole("heading", { name: title })).toBeVisible();
  await bea.say("back again");
  await expect(ada.message("back again")).toBeVisible();
});

test("[O4] [O7] [O8] removed once, one comes back by a button; the timeline and the audit log say who did what", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, cem, url } = await talking(browser, baseURL);
  const card = await cardOf(ada, "hello from Bea", bea.name);
  await card.getByRole("button", { name: "Remove from room" }).click();
  await expect(card.getByRole("radio", { name: "Remove: may come back at once" })).toBeChecked();
  await expect(card.getByRole("radio", { name: "Remove: may come back at once" })).toBeFocused();
  await card.getByRole("button", { name: "Cancel" }).click();
  await expect(card.getByRole("button", { name: "Make moderator" })).toBeFocused();
  await card.getByRole("button", { name: "Remove from room" }).click();
  await card.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(card.getByRole("button", { name: "Remove", exact: true })).toBeHidden();
  await card.getByRole("button", { name: "Make moderator" }).click();
  await ada.page.keyboard.press("Escape");
  await bea.page.getByRole("button", { name: "Come back" }).click();
  await expect(composerOf(bea)).toBeVisible();
  await bea.say("here again");
  await act(bea, "hello from Cem", "Delete");
  await bea.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();

  // Who was here sees it come; who comes later, or reads the page anew, finds it where it happened.
  await cem.page.goto(url);
  for (const { page } of [ada, cem]) {
    const log = page.getByRole("log", { name: "Messages" });
    const you = page === ada.page ? "You" : ada.name;
    await expect(log.getByText(`${you} removed ${bea.name}`)).toBeVisible();
    await expect(log.getByText(`${you} made ${bea.name} a moderator`)).toBeVisible();
  }
  await expect(bea.page.getByText(`${ada.name} made you a moderator`)).toBeVisible();

  await bea.page.getByRole("button", { name: "Room settings" }).click();
  await bea.page.getByRole("button", { name: "Audit log" }).click();
  const audit = bea.page.getByRole("dialog", { name: "Audit log" });
  await expect(audit.getByRole("listitem")).toContainText([
    `You deleted a message of ${cem.name}`,
    `${ada.name} made you a moderator`,
    `${ada.name} removed you`,
  ]);
  const { violations } = await new AxeBuilder({ page: bea.page }).analyze();
  expect(violations).toEqual([]);
});

test("[O2] muted one goes on reading, and writes again once it is lifted", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea } = await talking(browser, baseURL);
  const card = await cardOf(ada, "hello from Bea", bea.name);
  await card.getByRole("button", { name: "Mute" }).click();
  await card.getByRole("radio", { name: "10 minutes" }).check();
  await card.getByRole("button", { name: "Mute" }).click();
  await expect(card.getByText(/^Muted until/)).toBeVisible();
  await expect(bea.page.getByText(/has muted you in this room until/)).toBeVisible();
  await expect(composerOf(bea)).toBeHidden();
  await card.getByRole("button", { name: "Unmute" }).click();
  await expect(composerOf(bea)).toBeVisible();
  await bea.say("thank you");
  await expect(ada.message("thank you")).toBeVisible();
});

test("[O1] a moderator is made, deletes what others wrote, and takes out members; nobody else is offered that", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, cem } = await talking(browser, baseURL);
  const asMember = await cardOf(bea, "hello from Cem", cem.name);
  await expect(asMember.getByText("Member of this room")).toBeVisible();
  await expect(asMember.getByRole("button", { name: "Remove from room" })).toBeHidden();
  await bea.page.keyboard.press("Escape");
  await bea.message("hello from Cem").hover();
  await expect(bea.page.getByRole("button", { name: "Delete", exact: true })).toBeHidden();

  const card = await cardOf(ada, "hello from Bea", bea.name);
  await card.getByRole("button", { name: "Make moderator" }).click();
  await expect(card.getByText("Moderator of this room")).toBeVisible();

  await act(bea, "hello from Cem", "Delete");
  await bea.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  for (const { page } of [ada, bea, cem])
    await expect(page.getByText("This message was deleted.")).toBeVisible();
  const ofCem = await cardOf(bea, "This message was deleted.", cem.name);
  await ofCem.getByRole("button", { name: "Remove from room" }).click();
  await ofCem.getByRole("radio", { name: "Ban: stays out" }).check();
  await ofCem.getByRole("button", { name: "Ban", exact: true }).click();
  await expect(cem.page.getByText(/You can come back after/)).toBeVisible();
});

test("[O3] a room that is read-only says so to members; a slow one sends in its turn", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea } = await talking(browser, baseURL);
  await ada.page.getByRole("button", { name: "Room settings" }).click();
  const settings = ada.page.getByRole("dialog", { name: "Room settings" });
  const readOnly = settings.getByRole("checkbox", { name: "Only moderators write" });
  await readOnly.check();
  await expect(bea.page.getByText(/^Only moderators write in this room/)).toBeVisible();
  await expect(composerOf(bea)).toBeHidden();
  await bea.message("hello from Cem").hover();
  const actions = bea.message("hello from Cem").getByRole("toolbar", { name: "Message actions" });
  await expect(actions.getByRole("button", { name: "React" })).toBeVisible();
  await expect(actions.getByRole("button", { name: "Reply", exact: true })).toHaveCount(0);
  await expect(actions.getByRole("button", { name: "Pin", exact: true })).toHaveCount(0);
  await expect(readOnly).toBeChecked();
  await readOnly.uncheck();
  await expect(composerOf(bea)).toBeVisible();
  await settings.getByRole("combobox", { name: "Slow mode" }).selectOption("10 seconds");
  await expect(bea.page.getByText(/^Slow mode: one message every 10 seconds/)).toBeVisible();
  await bea.say("first");
  await bea.say("second");
  await expect(ada.message("first")).toBeVisible();
  await expect(ada.message("second")).toBeHidden();
  await expect(ada.message("second")).toBeVisible({ timeout: 20_000 });
});

test("[O12] [O13] a room is archived and restored, then deleted: everybody in it is told, and it is in no list", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, title } = await talking(browser, baseURL);
  const settings = ada.page.getByRole("dialog", { name: "Room settings" });
  const rooms = bea.page.getByRole("navigation", { name: "Rooms" });
  await ada.page.getByRole("button", { name: "Room settings" }).click();
  await settings.getByRole("button", { name: "Archive room" }).click();
  await expect(settings.getByRole("button", { name: "Restore room" })).toBeVisible();
  await expect(bea.page.getByText("This room is archived: nobody writes in it")).toBeVisible();
  await expect(composerOf(bea)).toBeHidden();
  await expect(roomLink(bea, title)).toBeHidden();
  await rooms.getByText("Archived").click();
  await expect(roomLink(bea, title)).toBeVisible();
  expect((await new AxeBuilder({ page: bea.page }).analyze()).violations).toEqual([]);
  await settings.getByRole("button", { name: "Restore room" }).click();
  await expect(composerOf(bea)).toBeVisible();
  await expect(rooms.getByText("Archived")).toBeHidden();

  await settings.getByRole("button", { name: "Delete room" }).click();
  const ask = ada.page.getByRole("dialog", { name: `Delete ${title}?` });
  await expect(ask.getByRole("button", { name: "Keep it" })).toBeFocused();
  await ask.getByRole("button", { name: "Delete room" }).click();
  await expect(ada.page.getByRole("heading", { name: "General" })).toBeVisible();
  await expect(bea.page.getByText("This room was deleted, with everything in it.")).toBeVisible();
  for (const who of [ada, bea]) await expect(roomLink(who, title)).toBeHidden();
});
