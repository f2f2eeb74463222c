// The server is killed and comes back: open pages go on by themselves, nothing is lost or doubled.

import { expect, test } from "@playwright/test";
import { startServer } from "./server.ts";
import { visit } from "./visit.ts";

test.setTimeout(90_000);

test("killed with SIGKILL while two people write, started again on the same data", async ({
  browser,
}) => {
  const first = await startServer();
  const ada = await visit(browser, first.url, "Ada");
  const bea = await visit(browser, first.url, "Bea");
  await ada.say("before the kill");
  await expect(bea.message("before the kill")).toBeVisible();
  await first.kill();
  await ada.say("written by Ada while away");
  await bea.say("written by Bea while away");
  await expect(ada.message("written by Ada while away")).toHaveCount(1);
  await expect(ada.page.getByRole("status", { name: "Connection" })).toContainText(/Reconnecting/, {
    timeout: 15_000,
  });
  const second = await startServer({ port: first.port, persistTo: first.persistTo });
  for (const visitor of [ada, bea])
    for (const text of [
      "before the kill",
      "written by Ada while away",
      "written by Bea while away",
    ]) {
      await expect(visitor.message(text)).toHaveCount(1, { timeout: 40_000 });
    }
  await expect(ada.page.getByRole("status", { name: "Connection" })).not.toContainText(
    "Reconnecting",
    { timeout: 40_000 },
  );
  await ada.say("and on it goes");
  await expect(bea.message("and on it goes")).toBeVisible();
  await bea.page.reload();
  await expect(bea.message("and on it goes")).toHaveCount(1);
  await expect(bea.message("written by Ada while away")).toHaveCount(1);
  await second.stop();
});
