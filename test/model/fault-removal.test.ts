// Fault case 32: removed from the room while one is away [O4].
// The page ends with what it read before, keeps nothing of it, and sends what it wrote nowhere.

import { expect } from "vitest";
import { faultCase } from "./fault-case.ts";
import type { Scene } from "./scene.ts";

/** Ada has read what was said, and is cut off; what happens to her there is said behind her back. */
async function cutOff(scene: Scene) {
  const owner = await scene.owner();
  const ada = await scene.join("ada");
  owner.post("command-1", "before");
  await scene.until(() => ada.client.state.head === 1);
  // The copy is saved within a second.
  await scene.run(2_000);
  ada.net.upgrades = ada.net.requests = "refused";
  ada.net.link?.cut();
  await scene.run(100);
  ada.isOut = true;
  ada.mayFail.add("not_found");
  ada.post("written while away");
  ada.post("and another");
  return { owner, ada };
}

async function remove(scene: Scene, { owner, ada }: Awaited<ReturnType<typeof cutOff>>) {
  owner.change("an-order-1", { type: "remove", person: ada.person.id, on: true });
  await owner.answer("an-order-1");
  owner.post("command-2", "behind your back");
  await owner.answer("command-2");
  ada.net.upgrades = ada.net.requests = "open";
  await scene.until(() => ada.client.state.connection.name === "ended");
}

const shown = ({ client }: Awaited<ReturnType<Scene["join"]>>) =>
  client.state.timeline.messages.map(({ body }) => body);

faultCase(
  "32. [O4] Removed while offline: ends with what it read before, keeps no copy, sends nothing",
  async (scene) => {
    const away = await cutOff(scene);
    const { ada } = away;
    await remove(scene, away);
    const { connection, pending } = ada.client.state;
    expect(connection).toMatchObject({ name: "ended", code: "not_found" });
    expect(shown(ada)).toEqual(["before"]);
    expect(pending.map(({ failure }) => failure?.code)).toEqual(["not_found", "not_found"]);
    await scene.run(60_000);
    expect(await saved(scene, ada)).toBeUndefined();
    expect(scene.heard.some((text) => text.includes("while away"))).toBe(false);
    expect(scene.written).toBe(3);
    // The next page has nothing to show, and what could not be sent is still one's own.
    ada.reopen(false);
    await scene.until(() => ada.client.state.connection.name === "ended");
    expect(shown(ada)).toEqual([]);
    expect(ada.client.state.pending.map(({ body }) => body)).toEqual([
      "written while away",
      "and another",
    ]);
    expect(await saved(scene, ada)).toBeUndefined();
  },
);

for (const [where, sendWindowUs] of [
  ["at once", 0],
  ["in the middle of a send window", 12_000],
] as const)
  faultCase(
    `32. [O4] Removed with the page open, ${where}: 4504, then the same; let back in, what failed waits to be told`,
    async (scene) => {
      const owner = await scene.owner();
      const ada = await scene.join("ada");
      owner.post("command-1", "before");
      await scene.until(() => ada.client.state.head === 1);
      await scene.run(2_000);
      ada.isOut = true;
      ada.mayFail.add("not_found");
      ada.net.link?.up.stall(1_000);
      ada.post("too late");
      owner.post("command-2", "the last one she hears");
      owner.change("an-order-1", {
        type: "remove",
        person: ada.person.id,
        on: true,
        reason: "spam",
      });
      await owner.answer("an-order-1");
      await scene.until(() => ada.client.state.connection.name === "ended");
      expect(ada.client.state.connection).toMatchObject({ code: "removed" });
      expect(ada.client.state.removal).toEqual({ by: owner.person.id, reason: "spam" });
      expect(shown(ada)).toEqual(["before", "the last one she hears"]);
      await scene.run(10_000);
      expect(await saved(scene, ada)).toBeUndefined();
      ada.client.post("nor this");
      expect(ada.client.state.pending.every(({ failure }) => failure)).toBe(true);
      owner.change("an-order-2", { type: "remove", person: ada.person.id, on: false });
      await owner.answer("an-order-2");
      ada.isOut = false;
      ada.client.reconnect();
      await scene.until(() => ada.client.state.connection.name === "live");
      await scene.run(10_000);
      expect(scene.written).toBe(4);
      expect(ada.client.state.pending.map(({ body }) => body)).toEqual(["too late", "nor this"]);
      expect(ada.client.state.removal).toBeUndefined();
    },
    { sendWindowUs },
  );

faultCase("32. [O4] Removed while polling: it ends at 404, and keeps nothing", async (scene) => {
  const owner = await scene.owner();
  const ada = scene.open({ name: "ada", person: await scene.person("ada") });
  ada.net.upgrades = "refused";
  await scene.until(() => ada.client.state.connection.name === "polling");
  ada.post("before");
  await scene.until(() => ada.client.state.head === 1);
  await scene.run(2_000);
  ada.isOut = true;
  ada.mayFail.add("not_found");
  owner.change("an-order-1", { type: "remove", person: ada.person.id, on: true });
  await owner.answer("an-order-1");
  owner.post("command-2", "behind your back");
  await scene.until(() => ada.client.state.connection.name === "ended");
  expect(ada.client.state.connection).toMatchObject({ code: "not_found" });
  expect(shown(ada)).toEqual(["before"]);
  await scene.run(10_000);
  expect(await saved(scene, ada)).toBeUndefined();
});

async function saved(scene: Scene, { disk }: Awaited<ReturnType<Scene["join"]>>) {
  let room: { value: unknown } | undefined;
  const page = disk.open();
  void page.loadRoom().then((value) => (room = { value }));
  await scene.until(() => room !== undefined);
  page.close();
  return room?.value;
}
