// Fault cases 11 to 13 and 34: what pages and their storage do to messages on their way.
// [G2] [G5] [P1] [P2] [C4]

import { expect } from "vitest";
import { bodies, faultCase, numbers } from "./fault-case.ts";

faultCase(
  "11. [P1] [P2] [G5] Tab killed with 50 queued: all sent in order after reopening",
  async (scene) => {
    const ada = await scene.join("ada");
    ada.net.upgrades = ada.net.requests = "refused";
    ada.net.link?.cut();
    await scene.run(1_000);
    for (let i = 0; i < 50; i++) ada.post();
    await scene.run(1_000);
    expect(ada.disk.commands.size).toBe(50);
    ada.reopen(true);
    ada.net.upgrades = ada.net.requests = "open";
    ada.post();
    await scene.until(() => scene.oracle.log.length === 51);
    expect(bodies(scene)).toEqual(numbers("ada", 1, 51));
  },
);

faultCase("12. [P1] [G2] Two tabs, one outbox", async (scene) => {
  const one = await scene.join("ada");
  const two = scene.open({ name: "ada-2", person: one.person, disk: one.disk });
  await scene.run(1_000);
  one.net.upgrades = one.net.requests = "refused";
  one.net.link?.cut();
  await scene.run(100);
  for (let i = 0; i < 3; i++) one.post();
  two.post();
  await scene.until(() => scene.oracle.log.length === 1);
  await scene.run(60_000);
  // What the first one wrote is its own as long as it lives.
  expect(bodies(scene)).toEqual(["ada-2 1"]);
  one.reopen(true);
  one.net.upgrades = one.net.requests = "open";
  await scene.until(() => scene.oracle.log.length === 4);
  expect(bodies(scene)).toEqual(["ada-2 1", ...numbers("ada", 1, 3)]);
  await scene.run(100);
  expect(one.disk.commands.size).toBe(0);
});

faultCase("13. [P1] Storage quota error: never shown as sent", async (scene) => {
  const ada = await scene.join("ada");
  ada.mayFail.add("storage");
  ada.disk.isFull = true;
  ada.post();
  await scene.run(5_000);
  expect(ada.client.state.pending).toMatchObject([{ body: "ada 1", failure: { code: "storage" } }]);
  expect(scene.heard.filter((text) => text.includes('"post"'))).toEqual([]);
  expect(scene.written).toBe(0);
  ada.disk.isFull = false;
  ada.retryFailed();
  await scene.until(() => ada.client.state.pending.length === 0);
  expect(bodies(scene)).toEqual(["ada 1"]);
});

faultCase("34. [C4] Duplicated tab with the same `client` id", async (scene) => {
  const one = await scene.join("ada", { clientId: "one-page-load" });
  one.net.link?.up.stall(2_000);
  one.post();
  const two = scene.open({ name: "ada-2", person: one.person, clientId: "one-page-load" });
  await scene.until(() => two.client.state.connection.name === "live");
  await scene.run(120_000);
  // The older one went, does not come back by itself, and has its message still.
  expect(one.client.state.connection).toMatchObject({ name: "ended", code: "replaced" });
  expect(one.client.state.pending).toMatchObject([{ body: "ada 1" }]);
  expect(one.net.links).toHaveLength(1);
  expect(two.client.state.connection.name).toBe("live");
  two.post();
  await scene.until(() => scene.oracle.log.length === 1);
  two.client.close();
  scene.slots.pop();
  one.client.reconnect();
  await scene.until(() => scene.oracle.log.length === 2);
  expect(bodies(scene)).toEqual(["ada-2 1", "ada 1"]);
});
