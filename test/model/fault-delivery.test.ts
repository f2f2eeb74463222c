// Fault cases 15 to 23, 31 and 37: what networks do to what is on its way.
// [G3] [G4] [L2] [L3] [L6] [C4] [C5] [H1] [H3] [H5]

import { describe, expect } from "vitest";
import { bodies, faultCase, numbers } from "./fault-case.ts";
import type { Scene } from "./scene.ts";
import type { Slot } from "./slot.ts";

const DAY = 86_400_000;

/** Frames of the room's that reached a page, from `from` on. */
function entriesIn(texts: readonly string[]): number[] {
  return texts.flatMap((text) => {
    const frame = JSON.parse(text) as { type: string; entries?: { seq: number }[] };
    return frame.type === "entries" ? (frame.entries ?? []).map(({ seq }) => seq) : [];
  });
}

function leave(slot: Slot): void {
  slot.net.upgrades = slot.net.requests = "refused";
  slot.net.link?.cut();
}

function comeBack(slot: Slot): void {
  slot.net.upgrades = slot.net.requests = "open";
  slot.client.reconnect();
}

async function seen(scene: Scene, slot: Slot, ms?: number): Promise<void> {
  await scene.until(() => slot.client.state.head === scene.oracle.log.length, ms);
}

faultCase("15. [L2] A dropped middle frame", async (scene) => {
  const ada = await scene.join("ada");
  const bea = await scene.join("bea", { fromStart: true });
  await scene.run(3_000);
  let n = 0;
  bea.net.link!.down.lose = (text) => text.includes('"entries"') && ++n === 2;
  // What one commit stores would come in one frame.
  for (let i = 1; i <= 3; i++) {
    ada.post();
    await scene.until(() => scene.oracle.log.length === i);
  }
  await seen(scene, bea, 1_000);
  expect(bea.seen.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(scene.heard.filter((text) => text.includes('"sync"'))).toHaveLength(1);
});

faultCase(
  "16. [H3] A dropped last frame in a quiet room: repaired by the next pong",
  async (scene) => {
    const ada = await scene.join("ada");
    const bea = await scene.join("bea");
    await scene.run(3_000);
    bea.net.link!.down.lose = (text) => text.includes('"entries"');
    ada.post();
    await scene.until(() => scene.oracle.log.length === 1);
    await scene.run(100);
    bea.net.link!.down.lose = undefined;
    expect(bea.client.state.head).toBe(0);
    await seen(scene, bea, 27_500 + 2_200);
    expect(bea.net.links).toHaveLength(1);
  },
);

faultCase("17. [L2] [P3] Duplicated and late frames", async (scene) => {
  const ada = await scene.join("ada");
  const bea = await scene.join("bea", { fromStart: true });
  await scene.run(3_000);
  const texts: string[] = [];
  bea.net.link!.down.lose = (text) => {
    texts.push(text);
    return false;
  };
  for (let i = 1; i <= 6; i++) {
    (i < 6 ? ada : bea).post();
    await scene.until(() => scene.oracle.log.length === i);
  }
  await seen(scene, bea);
  await scene.until(() => texts.some((text) => text.includes('"accepted"')));
  const again = texts.filter((text) => /"(entries|accepted)"/.test(text));
  expect(again.length).toBeGreaterThan(6);
  for (const text of [...again, ...again.toReversed()]) bea.net.link!.client?.received({ text });
  // Upward, too: the room hears the same commands twice.
  const posts = scene.heard.filter((text) => text.includes('"post"'));
  for (const text of posts.toReversed()) {
    const slot = text.includes("bea") ? bea : ada;
    slot.net.link!.up.push({ text });
  }
  await scene.run(1_000);
  expect(bea.seen.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(scene.written).toBe(6);
});

describe("18. [G4] [L7] Away: identical log", () => {
  for (const [name, ms] of [
    ["1 s", 1_000],
    ["3 min", 180_000],
    ["30 days", 30 * DAY - 60_000],
  ] as const)
    faultCase(`18. away for ${name}`, async (scene) => {
      const ada = await scene.join("ada");
      const bea = await scene.join("bea", { fromStart: true });
      const cyd = await scene.join("cyd");
      ada.post();
      await scene.until(() => cyd.client.state.head === 1);
      bea.client.close();
      cyd.client.close();
      for (let i = 0; i < 20; i++) ada.post();
      await scene.until(() => scene.oracle.log.length === 21);
      if (ms > DAY) ada.client.close();
      await scene.run(ms);
      for (const slot of scene.slots) if (slot !== ada || ms > DAY) slot.reopen(false);
    });
});

faultCase(
  "19. [L6] [G4] 10,000 entries missed while others go on talking",
  async (scene) => {
    const ada = await scene.join("ada");
    const bea = await scene.join("bea", { fromStart: true });
    const cyd = await scene.join("cyd");
    ada.post();
    await scene.until(() => bea.client.state.head === 1 && cyd.client.state.head === 1);
    leave(bea);
    leave(cyd);
    await scene.run(100);
    scene.fill(10_000, ada.person.id);
    comeBack(bea);
    comeBack(cyd);
    for (let i = 0; i < 300; i++) {
      ada.post();
      await scene.run(10);
    }
    await scene.until(() => scene.oracle.log.length === 10_301);
    await seen(scene, bea);
    expect(bea.seen).toHaveLength(10_301);
  },
  { rateLimit: false },
);

faultCase("20. [L6] Cut in the middle of a replay", async (scene) => {
  const ada = await scene.join("ada");
  const bea = await scene.join("bea", { fromStart: true });
  leave(bea);
  await scene.run(100);
  scene.fill(2_000, ada.person.id);
  comeBack(bea);
  for (const page of [1, 3, 6, 7]) {
    await scene.until(() => bea.client.state.head >= page * 200);
    expect(bea.client.state.head).toBeLessThan(2_000);
    expect(bea.client.state.connection.name).toBe("replaying");
    bea.net.link?.cut();
  }
  await seen(scene, bea);
  expect(bea.seen.map(({ seq }) => seq)).toEqual(Array.from({ length: 2_000 }, (_, i) => i + 1));
});

faultCase("21. [C3] [L6] Reconnect with nothing missed: nothing redelivered", async (scene) => {
  const ada = await scene.join("ada");
  const bea = await scene.join("bea");
  for (let i = 0; i < 5; i++) ada.post();
  await scene.until(() => bea.client.state.head === 5 && ada.client.state.pending.length === 0);
  const said = scene.said.length;
  for (const { net } of scene.slots) net.link?.cut();
  await scene.run(5_000);
  expect(scene.slots.map(({ net }) => net.links.length)).toEqual([2, 2]);
  expect(entriesIn(scene.said.slice(said))).toEqual([]);
});

faultCase("22. [C4] [C5] Old socket still open when the new one arrives", async (scene) => {
  const ada = await scene.join("ada");
  const bea = await scene.join("bea");
  const old = ada.net.link!;
  old.up.stall(8_000);
  ada.post();
  old.cutClient();
  old.up.isDead = false;
  await scene.until(() => ada.net.links.length === 2 && scene.oracle.log.length === 1);
  expect(old.server.state).not.toBe("open");
  await scene.run(10_000);
  expect(bodies(scene)).toEqual(["ada 1"]);
  expect(bea.client.state.onlineCount).toBe(2);
  expect([...scene.room.sockets].filter(({ state }) => state === "open")).toHaveLength(2);
});

faultCase("22. [C4] An upgrade that was given up arrives after its successor", async (scene) => {
  const ada = await scene.join("ada");
  ada.net.upgrades = "late";
  ada.net.link?.cut();
  await scene.run(1_000);
  // The page gives up after 10 s, and tries again at once when it is looked at.
  await scene.until(() => ada.client.state.connection.name !== "connecting", 15_000);
  ada.net.upgrades = "open";
  ada.client.wake();
  await scene.until(() => ada.client.state.connection.name === "live");
  const late = ada.net.links.length;
  await scene.run(30_000);
  expect(ada.net.links.length).toBeGreaterThan(late);
  expect(ada.net.links.map(({ server }) => server.state)).toEqual(["closed", "open", "closed"]);
  expect(ada.client.state.connection.name).toBe("live");
  ada.post();
  await scene.until(() => scene.oracle.log.length === 1);
});

faultCase("23. [H1] Blackholed connection: found within 40 s", async (scene) => {
  const ada = await scene.join("ada");
  const bea = await scene.join("bea");
  for (let i = 0; i < 20; i++) {
    await scene.run(i * 1_700);
    const before = bea.net.links.length;
    bea.net.link?.blackhole();
    ada.post();
    await scene.until(() => bea.net.links.length > before, 40_000);
    await seen(scene, bea);
  }
  expect(bodies(scene)).toEqual(numbers("ada", 1, 20));
});

faultCase("31. [H5] [T1] [T2] Transport flipping every 2 s", async (scene) => {
  const ada = await scene.join("ada");
  const bea = await scene.join("bea", { fromStart: true });
  const ways = new Set<string>();
  for (let i = 0; i < 100; i++) {
    for (const { net } of scene.slots) {
      net.upgrades = i % 2 === 0 ? "refused" : "open";
      if (i % 2 === 0) net.link?.cut();
    }
    if (i % 3 === 0) for (const slot of scene.slots) slot.client.reconnect();
    for (const slot of scene.slots) slot.post();
    await scene.run(2_000);
    ways.add(ada.client.state.connection.name);
    scene.check();
  }
  expect([...ways]).toEqual(expect.arrayContaining(["live", "polling"]));
  await scene.until(() => scene.oracle.log.length === 200);
  expect(bodies(scene).filter((body) => body.startsWith("bea"))).toEqual(numbers("bea", 1, 100));
  expect(bodies(scene).filter((body) => body.startsWith("ada"))).toEqual(numbers("ada", 1, 100));
  await seen(scene, bea);
});

faultCase("37. [L4] [P1] [P2] Edits and deletes while offline", async (scene) => {
  const ada = await scene.join("ada", { fromStart: true });
  const bea = await scene.join("bea");
  for (let i = 0; i < 4; i++) ada.post();
  await scene.until(() => scene.oracle.log.length === 4);
  await seen(scene, ada);
  await seen(scene, bea);
  // One reads nothing of it while the other, without a network, changes and writes on.
  leave(bea);
  leave(ada);
  await scene.run(1_000);
  ada.change("edit", 0);
  ada.change("delete", 1);
  ada.post();
  await scene.run(1_000);
  ada.reopen(true);
  comeBack(ada);
  await scene.until(() => scene.oracle.log.length === 7);
  comeBack(bea);
  await seen(scene, bea);
  expect(scene.oracle.log.slice(4).map(({ kind }) => kind)).toEqual(["edit", "delete", "message"]);
  const { messages } = bea.client.state.timeline;
  expect(messages[0]?.body).toBe("ada 5 edit 1");
  expect(messages[3]).toMatchObject({ seq: 4, deleted: true });
  // What was taken back is nowhere any more.
  expect(JSON.stringify(scene.room.storage.snapshot())).not.toMatch(/"ada [14]"/);
});

faultCase(
  "[L8] [H6] Read while cut off, before the page of history had come: the room counts what is left",
  async (scene) => {
    const ada = await scene.join("ada");
    for (let i = 0; i < 5; i++) ada.post();
    await scene.until(() => scene.oracle.log.length === 5);
    const bea = scene.open({ name: "bea", person: await scene.person("bea") });
    await scene.until(() => bea.net.link !== undefined);
    bea.net.link!.down.lose = (text) => text.includes('"history"');
    for (let i = 0; i < 5; i++) ada.post();
    await seen(scene, bea);
    await scene.until(() => bea.client.state.head === 10);
    leave(bea);
    bea.client.markRead();
    expect(bea.client.state.timeline.messages).toEqual([]);
    for (let i = 0; i < 3; i++) ada.post();
    await scene.until(() => scene.oracle.log.length === 13);
    comeBack(bea);
    await seen(scene, bea);
    await scene.run(2_000);
    expect(bea.client.state).toMatchObject({ readSeq: 10, unread: 3 });
  },
);
