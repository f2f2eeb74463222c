// Fault case 12 in a browser: two tabs of one person, one outbox in IndexedDB, owners by Web Locks [P1] [G2] [G5].

import { expect, test } from "@playwright/test";
import { startProxy } from "./proxy.ts";
import { addressOf, asVisitor, newRoom, visit, type Visitor } from "./visit.ts";

test.setTimeout(150_000);

/** The pages that own commands, as the browser knows them. */
function owners({ page }: Visitor): Promise<number> {
  return page.evaluate(async () => {
    const { held = [] } = await navigator.locks.query();
    return held.filter(({ name }) => name?.startsWith("edgewise outbox")).length;
  });
}

/** Unsent commands of all tabs. */
function stored({ page }: Visitor): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open("edgewise");
        opening.onerror = () => reject(new Error("There is no such database."));
        opening.onsuccess = () => {
          const asked = opening.result.transaction("commands").objectStore("commands").count();
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result);
          };
        };
      }),
  );
}

/** Each of these once, and in this order; what others said may stand between. */
async function expectOrder(visitor: Visitor, texts: readonly string[]): Promise<void> {
  for (const text of texts) await expect(visitor.message(text)).toHaveCount(1, { timeout: 60_000 });
  const rows = await visitor.page
    .getByRole("log", { name: "Messages" })
    .getByRole("article")
    .allInnerTexts();
  const shown = rows.flatMap((row) => texts.filter((text) => row.includes(text)));
  expect(shown).toEqual(texts);
}

test("[P1] [G2] [G5] two tabs write while they are cut off; each message comes once, each tab's in order; of one that closes the other sends them", async ({
  browser,
  baseURL,
}) => {
  const proxy = await startProxy(baseURL ?? "");
  const bea = await visit(browser, baseURL ?? "", "Bea");
  const title = await newRoom(bea);
  const url = `${proxy.url}${addressOf(title)}`;
  const one = await visit(browser, url, "Ada");
  const page = await one.page.context().newPage();
  await page.goto(url);
  const two = asVisitor(page, one.name);
  await two.say("both are here");
  await expect(one.message("both are here")).toHaveCount(1);
  await expect(bea.message("both are here")).toHaveCount(1);

  const inTurn = async (round: string) => {
    const written: [string[], string[]] = [[], []];
    for (let i = 1; i <= 3; i++)
      for (const [n, tab] of [one, two].entries()) {
        const text = `${round} ${n === 0 ? "one" : "two"} ${i}`;
        await tab.say(text);
        await expect(tab.message(text)).toHaveCount(1);
        written[n]?.push(text);
      }
    return written;
  };

  proxy.cut(true);
  const [first, second] = await inTurn("both");
  await expect.poll(() => stored(two)).toBe(6);
  expect(await owners(two)).toBe(2);
  proxy.cut(false);
  for (const visitor of [bea, one, two]) {
    await expectOrder(visitor, first);
    await expectOrder(visitor, second);
  }
  await expect.poll(() => stored(two)).toBe(0);

  proxy.cut(true);
  const [left, stays] = await inTurn("left");
  await expect.poll(() => stored(two)).toBe(6);
  await one.page.close();
  await expect.poll(() => owners(two)).toBe(1);
  expect(await stored(two)).toBe(6);
  proxy.cut(false);
  for (const visitor of [bea, two]) {
    await expectOrder(visitor, left);
    await expectOrder(visitor, stays);
  }
  await expect.poll(() => stored(two)).toBe(0);
  // And nobody sends anything twice later on.
  await two.page.reload();
  for (const text of [...first, ...second, ...left, ...stays])
    await expect(two.message(text)).toHaveCount(1);
  await proxy.close();
});
