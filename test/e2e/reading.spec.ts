// How far one has read, and who has seen what: set back by hand, told to one's other devices and to the others.

import { expect, test } from "@playwright/test";
import { act, asVisitor, newRoom, roomLink, three, visit, type Visitor } from "./visit.ts";

async function markUnread(visitor: Visitor, text: string): Promise<void> {
  await act(visitor, text, "More");
  await visitor.page.getByRole("menuitem", { name: "Mark unread from here" }).click();
}

const lineNew = ({ page }: Visitor) => page.getByRole("separator").filter({ hasText: "New" });

test("[H6] marked unread from here, a room stays so while one looks at it, until one leaves or presses Esc", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, title } = await three(browser, baseURL);
  for (const text of ["one", "two", "three"]) await bea.say(text);
  await expect(ada.message("three")).toBeVisible();
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("");
  await expect(lineNew(ada)).toHaveCount(0);
  await markUnread(ada, "two");
  await expect(lineNew(ada)).toHaveCount(1);
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("2 unread messages");
  // Looking on, and even something new, does not read it.
  await bea.say("four");
  await expect(ada.message("four")).toBeInViewport();
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("3 unread messages");
  await ada.page.keyboard.press("Escape");
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("");

  // Left as it was, it is unread elsewhere, too, and read once one comes back.
  await markUnread(ada, "three");
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("2 unread messages");
  const other = asVisitor(await ada.page.context().newPage(), ada.name);
  await other.page.goto(`${baseURL}/room/general`);
  await expect(roomLink(other, title)).toHaveAccessibleDescription("2 unread messages");
  await other.page.close();
  await ada.page.bringToFront();
  await newRoom(ada, "Elsewhere");
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("2 unread messages");
  await roomLink(ada, title).click();
  await expect(lineNew(ada)).toHaveCount(1);
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("");
});

test("[H6] who writes reads again, also after having marked the room unread", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, title } = await three(browser, baseURL);
  await bea.say("one");
  await expect(ada.message("one")).toBeVisible();
  await markUnread(ada, "one");
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("1 unread message");
  await ada.say("an answer");
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("");
  await bea.say("two");
  await expect(ada.message("two")).toBeInViewport();
  await expect(roomLink(ada, title)).toHaveAccessibleDescription("");
});

test("who has seen the newest message is told below it", async ({ browser, baseURL }) => {
  const { ada, bea, cem } = await three(browser, baseURL);
  await cem.page.context().setOffline(true);
  await ada.say("has everybody seen this?");
  // Only the page in front has the focus that reading takes.
  await bea.page.bringToFront();
  await expect(ada.page.getByText(`Seen by ${bea.name}`).first()).toBeVisible({ timeout: 30_000 });
  await cem.page.context().setOffline(false);
  const both = [bea.name, cem.name].toSorted((a, b) => a.localeCompare(b)).join(" and ");
  await expect(ada.page.getByText(`Seen by ${both}`).first()).toBeVisible({ timeout: 30_000 });
  // Neither the author nor whoever looks is named.
  await expect(bea.page.getByText(`Seen by ${cem.name}`, { exact: true }).first()).toBeVisible();
  await bea.say("yes");
  await expect(ada.page.getByText(/^Seen by .*Bea/)).toHaveCount(0);
});

test("a status shows beside the name, in the list of people and on the card", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, url } = await three(browser, baseURL);
  await ada.say("how I am");
  await expect(bea.message("how I am")).toBeVisible();
  await ada.say("/status 🌴 On the beach");
  const sign = bea.message("how I am").getByRole("img", { name: "Status: On the beach" });
  await expect(sign).toHaveText("🌴");
  const people = bea.page.getByRole("list", { name: "People online" });
  await expect(people.getByRole("img", { name: "Status: On the beach" })).toBeVisible();
  await bea.message("how I am").getByRole("button", { name: ada.name }).click();
  const card = bea.page.getByRole("dialog", { name: ada.name });
  await expect(card).toContainText("🌴 On the beach");
  await bea.page.keyboard.press("Escape");
  const dan = await visit(browser, url, "Dan");
  await expect(dan.message("how I am").getByRole("img", { name: /^Status/ })).toHaveText("🌴");
  await ada.say("/status");
  await expect(sign).toHaveCount(0);
});
