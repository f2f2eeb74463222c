// Threads, replies and marks on real clients and the room's real shell, while the network fails.
// [L4] [L5] [H6]

import { expect, test } from "vitest";
import type { Thread } from "../../src/client/state.ts";
import { Scene } from "./scene.ts";
import type { Slot } from "./slot.ts";

/** The oracle of the fault cases counts the main timeline only: these say themselves what has to hold. */
function inAScene(title: string, run: (scene: Scene) => Promise<void>): void {
  test(title, { timeout: 60_000 }, async () => {
    const scene = new Scene(1);
    try {
      await run(scene);
    } finally {
      scene.end();
    }
  });
}

const say = (slot: Slot, body: string, where: object = {}) => slot.client.post(body, where);
const bodiesOf = (thread: Thread | undefined) => thread?.timeline.messages.map(({ body }) => body);
const rootOf = (slot: Slot) => slot.client.state.timeline.messages[0];

async function withRoot(scene: Scene) {
  const ada = await scene.join("ada");
  const bea = await scene.join("bea");
  say(ada, "the root");
  await scene.until(() => bea.client.state.head === 1);
  return { ada, bea };
}

inAScene(
  "A thread grows live beside the timeline, with its count under the root",
  async (scene) => {
    const { ada, bea } = await withRoot(scene);
    ada.client.openThread(1);
    for (let i = 1; i <= 3; i++) say(bea, `r${i}`, { thread: 1 });
    await scene.until(() => ada.client.state.thread?.timeline.messages.length === 3);
    expect(bodiesOf(ada.client.state.thread)).toEqual(["r1", "r2", "r3"]);
    expect(ada.client.state.thread?.first?.body).toBe("the root");
    expect(ada.client.state.timeline.messages).toHaveLength(1);
    expect(rootOf(ada)?.replies).toMatchObject({ n: 3, lastSeq: 4 });
    expect(ada.client.state.unread).toBe(0);
    expect(ada.client.state.threads.get(1)).toEqual({ root: 1, readSeq: 0, lastSeq: 4 });
    ada.client.markThreadRead(1, 4);
    expect(ada.client.state.threads.get(1)?.readSeq).toBe(4);
  },
);

inAScene("A thread that is opened shows what was said before, page by page", async (scene) => {
  const { ada, bea } = await withRoot(scene);
  for (let i = 1; i <= 60; i++) {
    say(bea, `r${i}`, { thread: 1 });
    await scene.run(300);
  }
  await scene.until(() => ada.client.state.head === 61);
  ada.client.openThread(1);
  await scene.until(() => ada.client.state.thread?.timeline.messages.length === 50);
  void ada.client.loadOlderReplies();
  await scene.until(() => ada.client.state.thread?.timeline.start === true);
  expect(bodiesOf(ada.client.state.thread)).toEqual(
    Array.from({ length: 60 }, (_, i) => `r${i + 1}`),
  );
  ada.client.closeThread();
  expect(ada.client.state).not.toHaveProperty("thread");
});

inAScene(
  "[L4] Away while a thread goes on: afterwards it is as if one had been there",
  async (scene) => {
    const { ada, bea } = await withRoot(scene);
    ada.client.openThread(1);
    say(bea, "secret", { thread: 1 });
    await scene.until(() => ada.client.state.thread?.timeline.messages.length === 1);
    ada.net.upgrades = ada.net.requests = "refused";
    ada.net.link?.cut();
    say(bea, "answer", { thread: 1, replyTo: 2 });
    await scene.until(() => bea.client.state.head === 3);
    bea.client.delete(2);
    await scene.until(() => bea.client.state.head === 4);
    ada.net.upgrades = ada.net.requests = "open";
    ada.client.reconnect();
    await scene.until(() => ada.client.state.head === 4);
    expect(JSON.stringify(ada.client.state.thread)).not.toContain("secret");
    expect(ada.client.state.thread?.timeline.messages.map(({ deleted }) => deleted)).toEqual([
      true,
      undefined,
    ]);
    expect(rootOf(ada)?.replies?.n).toBe(1);
  },
);

inAScene("[L7] A reset closes the thread, whose root is of another log", async (scene) => {
  const { ada } = await withRoot(scene);
  ada.client.openThread(1);
  const before = scene.room.storage.snapshot();
  say(ada, "two");
  await scene.until(() => ada.client.state.head === 2);
  scene.rollBack(before);
  scene.room.storage.rows("UPDATE room SET epoch = 'another'");
  scene.fall("evict");
  await scene.until(() => !("thread" in ada.client.state));
});

inAScene(
  "[H6] Unread from here holds on both of one's devices, also after the room died",
  async (scene) => {
    const { ada, bea } = await withRoot(scene);
    const phone = scene.open({ name: "phone", person: ada.person });
    await scene.until(() => phone.client.state.connection.name === "live");
    for (let i = 1; i <= 4; i++) say(bea, `m${i}`);
    await scene.until(() => ada.client.state.head === 5 && phone.client.state.head === 5);
    ada.client.markRead();
    await scene.until(() => phone.client.state.readSeq === 5);
    expect(phone.client.markUnread(3)).toBe(true);
    await scene.until(() => ada.client.state.readSeq === 2);
    expect(ada.client.state).toMatchObject({ unread: 3, readTurn: 1 });
    scene.fall("crash-durable");
    await scene.until(() => ada.client.state.connection.name !== "live");
    await scene.until(() => ada.client.state.connection.name === "live");
    expect(ada.client.state).toMatchObject({ readSeq: 2, unread: 3 });
  },
);
