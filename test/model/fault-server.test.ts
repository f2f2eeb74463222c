// Fault cases 25 to 28 and 30: what becomes of the room itself, its database and its clock.
// [G1] [G2] [G4] [G5] [L7] [P3] [P5]

import { describe, expect } from "vitest";
import { bodies, faultCase, numbers } from "./fault-case.ts";
import type { Scene } from "./scene.ts";

const DAY = 86_400_000;

/** Three people talk at once, for as long as it takes to get `each` of their messages in. */
async function talk(scene: Scene, each: number, disturb: (event: number) => void): Promise<void> {
  for (const name of ["ada", "bea", "cyd"]) await scene.join(name, { fromStart: name === "cyd" });
  for (let i = 0; i < each; i++) for (const slot of scene.slots) slot.post();
  const { clock } = scene.world;
  const first = clock.events;
  await scene.until(() => {
    disturb(clock.events - first);
    return scene.oracle.log.length === 3 * each;
  }, 600_000);
}

function inOrder(scene: Scene, each: number): void {
  for (const { name } of scene.slots)
    expect(bodies(scene).filter((body) => body.startsWith(name))).toEqual(numbers(name, 1, each));
}

faultCase("25. [L1] [P5] Hibernation between any two frames", async (scene) => {
  await talk(scene, 25, () => scene.fall("hibernate"));
  inOrder(scene, 25);
  // Hibernating closes nothing.
  expect(scene.slots.map(({ net }) => net.links.length)).toEqual([1, 1, 1]);
});

faultCase("25. [P5] [G5] Hibernation while the line is held: it stays held", async (scene) => {
  const ada = await scene.join("ada");
  for (let i = 0; i < 31; i++) ada.post();
  await scene.until(() => scene.said.some((text) => text.includes("rate_limited")));
  scene.fall("hibernate");
  for (let i = 0; i < 5; i++) ada.post();
  await scene.until(() => scene.oracle.log.length === 36);
  expect(bodies(scene)).toEqual(numbers("ada", 1, 36));
});

faultCase("26. [G2] [G5] Eviction with `close` in a burst", async (scene) => {
  let evictions = 0;
  await talk(scene, 15, (event) => {
    if (event % 40 !== 20 || evictions === 5) return;
    evictions += 1;
    scene.fall("evict");
  });
  expect(evictions).toBe(5);
  inOrder(scene, 15);
});

describe("27. [G1] [G2] [G5] Abort at random points", () => {
  for (let point = 1; point <= 40; point++)
    faultCase(
      `27. abort at the ${point}th event`,
      async (scene) => {
        await talk(scene, 4, (event) => {
          if (event === point) scene.fall(point % 2 === 0 ? "crash" : "crash-durable");
        });
        inOrder(scene, 4);
      },
      { seed: point },
    );
});

describe("28. [L7] [G2] Database rolled back: `reset`, and nothing doubled afterwards", () => {
  for (const [name, later] of [
    ["below", 1],
    ["above", 9],
  ] as const)
    for (const isNewEpoch of [false, true])
      faultCase(
        `28. the head ${name} the client's cursor, the epoch ${isNewEpoch ? "new" : "as before"}`,
        async (scene) => {
          const ada = await scene.join("ada");
          const bea = await scene.join("bea", { fromStart: true });
          const cyd = await scene.join("cyd");
          for (let i = 0; i < 5; i++) ada.post();
          await scene.until(() => scene.slots.every(({ client }) => client.state.head === 5));
          const snapshot = scene.room.storage.snapshot();
          for (let i = 0; i < 4; i++) ada.post();
          await scene.until(() => scene.slots.every(({ client }) => client.state.head === 9));
          for (const slot of [bea, cyd]) {
            slot.net.upgrades = slot.net.requests = "refused";
            slot.net.link?.cut();
          }
          await scene.run(100);
          bea.post();
          cyd.post();
          scene.rollBack(snapshot);
          if (isNewEpoch) scene.room.storage.sql.exec("UPDATE room SET epoch = 'another-epoch'");
          await scene.until(
            () => ada.client.state.head === 5 && ada.client.state.connection.name === "live",
          );
          for (let i = 0; i < later; i++) ada.post();
          await scene.until(() => scene.oracle.log.length === 5 + later);
          const said = scene.said.length;
          bea.net.upgrades = cyd.net.upgrades = "open";
          await scene.until(() => scene.oracle.log.length === 7 + later);
          await scene.run(5_000);
          const resets = scene.said.slice(said).filter((text) => text.includes('"reset"'));
          expect(resets).toHaveLength(2);
          expect(bea.seen.map(({ seq }) => seq)).toEqual(
            Array.from({ length: 7 + later }, (_, i) => i + 1),
          );
          expect(new Set(bodies(scene)).size).toBe(7 + later);
        },
      );
});

describe("28. [L7] [G4] Rolled back, the epoch as before, and written anew to the same command", () => {
  for (const way of ["socket", "http"] as const)
    faultCase(
      `28. the same command at the cursor, another entry below it, by ${way}`,
      async (scene) => {
        const ada = await scene.join("ada");
        const bea = await scene.join("bea");
        const cyd = await scene.join("cyd");
        for (let i = 0; i < 5; i++) ada.post();
        await scene.until(() => scene.slots.every(({ client }) => client.state.head === 5));
        const snapshot = scene.room.storage.snapshot();
        // Bea never hears that hers got in: it is still in her outbox.
        if (bea.net.link) bea.net.link.down.isDead = true;
        ada.post();
        await scene.until(() => cyd.client.state.head === 6);
        const id = bea.post();
        await scene.until(() => cyd.client.state.head === 7);
        for (const { net } of scene.slots) net.upgrades = net.requests = "refused";
        for (const { net } of scene.slots) net.link?.cut();
        await scene.run(1_000);
        scene.rollBack(snapshot);
        ada.net.upgrades = "open";
        await scene.until(() => ada.client.state.connection.name === "live");
        ada.post();
        await scene.until(() => scene.oracle.log.length === 6);
        bea.net.upgrades = "open";
        await scene.until(() => scene.oracle.log.length === 7);
        expect(scene.oracle.log[6]?.id).toBe(id);
        expect(scene.oracle.isBlurred).toBe(false);
        if (way === "http") cyd.net.requests = "open";
        else cyd.net.upgrades = "open";
        const shown = () => cyd.client.state.timeline.messages.map(({ body }) => body);
        await scene.until(() => shown()[5] === "ada 7");
        expect(shown()).toEqual(bodies(scene));
      },
    );
});

describe("30. [G3] [L7] Clocks off by a day, on either side", () => {
  for (const [name, server, client] of [
    ["the server's ahead", DAY, 0],
    ["the server's behind", -DAY, 0],
    ["a client's ahead", 0, DAY],
    ["a client's behind", 0, -DAY],
    ["both, in opposite directions", DAY, -DAY],
  ] as const)
    faultCase(`30. ${name}`, async (scene) => {
      const ada = await scene.join("ada");
      const bea = await scene.join("bea", { fromStart: true });
      for (let i = 0; i < 35; i++) ada.post();
      await scene.run(300);
      scene.world.skew = server;
      bea.net.skew = client;
      for (let i = 0; i < 5; i++) for (const slot of scene.slots) slot.post();
      await scene.until(() => scene.oracle.log.length === 45, 30_000);
      bea.net.link?.cut();
      bea.post();
      await scene.until(
        () => scene.oracle.log.length === 46 && bea.client.state.head === 46,
        30_000,
      );
      scene.world.skew = bea.net.skew = 0;
      for (const slot of scene.slots) slot.post();
      await scene.until(() => scene.oracle.log.length === 48, 30_000);
      expect(bodies(scene).filter((body) => body.startsWith("ada"))).toEqual(numbers("ada", 1, 41));
    });
});
