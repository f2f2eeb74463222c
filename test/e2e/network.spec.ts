// Bad networks: no upgrades, a cut in the middle, a reload while away: [G2] [G5] [H5] [P1] [P2].

import { expect, test, type Page } from "@playwright/test";
import { startProxy } from "./proxy.ts";
import { addressOf, newRoom, visit } from "./visit.ts";

test.setTimeout(150_000);

test("[H5] where upgrades are refused two browsers chat by polling, and return to the socket", async ({
  browser,
  baseURL,
}) => {
  const proxy = await startProxy(baseURL ?? "");
  const host = await visit(browser, baseURL ?? "", "Host");
  const title = await newRoom(host);
  proxy.refuseUpgrades(true);
  const ada = await visit(browser, `${proxy.url}${addressOf(title)}`, "Ada");
  const bea = await visit(browser, `${proxy.url}${addressOf(title)}`, "Bea");
  await ada.say("over plain HTTP");
  await expect(bea.message("over plain HTTP")).toHaveCount(1, { timeout: 60_000 });
  await bea.say("and back");
  await expect(ada.message("and back")).toHaveCount(1, { timeout: 60_000 });
  expect(proxy.upgrades()).toBe(0);
  proxy.refuseUpgrades(false);
  await expect.poll(() => proxy.upgrades(), { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
  await ada.say("on the socket again");
  await expect(bea.message("on the socket again")).toHaveCount(1);
  for (const visitor of [ada, bea, host])
    for (const text of ["over plain HTTP", "and back", "on the socket again"])
      await expect(visitor.message(text)).toHaveCount(1);
  await proxy.close();
});

test("[G2] [G5] [P1] cut, three messages, a reload, restored: all three once and in order", async ({
  browser,
  baseURL,
}) => {
  const proxy = await startProxy(baseURL ?? "");
  const bea = await visit(browser, baseURL ?? "", "Bea");
  const title = await newRoom(bea);
  const ada = await visit(browser, `${proxy.url}${addressOf(title)}`, "Ada");
  await ada.say("before the cut");
  await expect(bea.message("before the cut")).toHaveCount(1);
  proxy.cut(true);
  for (const text of ["cut one", "cut two", "cut three"]) {
    await ada.say(text);
    await expect(ada.message(text)).toHaveCount(1);
  }
  proxy.cut(false);
  await ada.page.reload();
  for (const visitor of [ada, bea]) {
    for (const text of ["cut one", "cut two", "cut three"])
      await expect(visitor.message(text)).toHaveCount(1, { timeout: 60_000 });
    const order = await visitor.page
      .getByRole("log", { name: "Messages" })
      .getByRole("article")
      .allInnerTexts();
    expect(order.flatMap((text) => /cut (one|two|three)/.exec(text)?.[1] ?? [])).toEqual([
      "one",
      "two",
      "three",
    ]);
  }
  await proxy.close();
});

test("[G4] offline one reads what is cached and writes into the outbox; back online both catch up", async ({
  browser,
  baseURL,
}) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  await ada.say("online");
  await expect(bea.message("online")).toHaveCount(1);
  await ada.page.context().setOffline(true);
  await expect(ada.message("online")).toBeVisible();
  await ada.say("written offline");
  await expect(ada.message("written offline")).toHaveCount(1);
  await bea.say("missed by Ada");
  await ada.page.context().setOffline(false);
  await expect(bea.message("written offline")).toHaveCount(1, { timeout: 60_000 });
  await expect(ada.message("missed by Ada")).toHaveCount(1, { timeout: 60_000 });
  await expect(ada.message("written offline")).toHaveCount(1);
});

test("a reopened page shows the room before the network answers", async ({ browser, baseURL }) => {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  await newRoom(ada);
  await ada.say("kept in the cache");
  await expect(ada.message("kept in the cache")).toHaveCount(1);
  await expect(ada.page.getByRole("status", { name: "Connection" })).toBeEmpty();
  await expect.poll(() => keptMessages(ada.page)).toContain("kept in the cache");
  await ada.page.route("**/log*", (route) => route.abort());
  await ada.page.routeWebSocket("**/room/**", () => {});
  await ada.page.reload();
  await expect(ada.message("kept in the cache")).toHaveCount(1);
});

/** What of all rooms stands in the browser's own storage. */
function keptMessages(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const request = indexedDB.open("edgewise");
    await new Promise((resolve) => (request.onsuccess = resolve));
    const rooms = request.result.transaction("rooms").objectStore("rooms").getAll();
    await new Promise((resolve) => (rooms.onsuccess = resolve));
    request.result.close();
    const all = rooms.result as { messages: { body: string }[] }[];
    return all.flatMap(({ messages }) => messages.map(({ body }) => body));
  });
}
