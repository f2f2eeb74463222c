// Fault cases 1 to 10 and 14: what becomes of a command, whatever happens around it.
// [G1] [G2] [G5] [P1] to [P5]

import { expect } from "vitest";
import { bodies, faultCase, numbers } from "./fault-case.ts";
import { Raw } from "./raw.ts";
import type { Scene } from "./scene.ts";

const DAY = 86_400_000;

async function visitor(scene: Scene): Promise<Raw> {
  return new Raw(scene, await scene.person("eve")).connect();
}

faultCase(
  "1. [P3] [G2] Cut after commit, before `accepted`: the retry gets the same `seq`, `duplicate`",
  async (scene) => {
    const eve = await visitor(scene);
    eve.post("command-1", "once");
    await scene.until(() => scene.written === 1);
    scene.fall("crash-durable");
    await scene.run(100);
    expect(eve.of("accepted")).toEqual([]);
    await eve.connect();
    eve.post("command-1", "once");
    expect(await eve.answer("command-1")).toMatchObject({ seq: 1, duplicate: true });
  },
);

faultCase("1. [P1] [P2] The same with a client: its own entry is the answer", async (scene) => {
  const ada = await scene.join("ada");
  ada.post();
  await scene.until(() => scene.written === 1);
  scene.fall("crash-durable");
  await scene.until(() => ada.client.state.pending.length === 0);
  expect(bodies(scene)).toEqual(["ada 1"]);
});

faultCase("2. [G1] [G2] Cut before commit: exactly one row", async (scene) => {
  const ada = await scene.join("ada");
  ada.post();
  await scene.until(() => scene.written === 1);
  scene.fall("crash");
  expect(scene.written).toBe(0);
  await scene.until(() => ada.client.state.pending.length === 0);
  expect(bodies(scene)).toEqual(["ada 1"]);
});

faultCase("3. [P3] [T1] The same id over socket and HTTP at once", async (scene) => {
  const eve = await visitor(scene);
  const frame = eve.post("command-1", "once");
  const overHttp = await eve.request(frame);
  const overSocket = await eve.answer("command-1");
  expect(overHttp).toMatchObject({ type: "accepted", seq: 1 });
  expect(overSocket).toMatchObject({ type: "accepted", seq: 1 });
  expect(
    [overHttp, overSocket].filter((answer) => "duplicate" in answer && answer.duplicate),
  ).toHaveLength(1);
});

for (const [how, isKilled] of [
  ["the same page", false],
  ["the page after it", true],
] as const)
  faultCase(
    `4. [P3] [C5] A first try stuck in a dead socket's buffer arrives after its retry, by ${how}`,
    async (scene) => {
      const ada = await scene.join("ada");
      ada.net.link?.up.stall(20_000);
      const first = ada.net.link;
      ada.post();
      ada.post();
      await scene.run(100);
      if (isKilled) ada.reopen(true, 20_000);
      else first?.cutClient(20_000);
      await scene.until(() => scene.oracle.log.length === 2);
      const heard = scene.heard.length;
      await scene.run(30_000);
      // The page's own next socket made the old one dead; a stranger's did not.
      const late = scene.heard.slice(heard).filter((text) => text.includes('"post"'));
      expect(late).toHaveLength(isKilled ? 2 : 0);
      expect(bodies(scene)).toEqual(numbers("ada", 1, 2));
    },
  );

faultCase("5. [P4] Same id, another body: `id_conflict`", async (scene) => {
  const eve = await visitor(scene);
  eve.post("command-1", "first");
  await eve.answer("command-1");
  eve.send({ type: "post", id: "command-1", body: "second", after: 0 });
  expect(await eve.answer("command-1")).toMatchObject({ type: "rejected", code: "id_conflict" });
  expect(bodies(scene)).toEqual(["first"]);
});

for (const [what, kind] of [
  ["an edit", "edit"],
  ["a deletion", "delete"],
] as const)
  faultCase(`6. [P3] [P4] Retry after ${what}: \`duplicate\``, async (scene) => {
    const eve = await visitor(scene);
    eve.post("command-1", "first");
    await eve.answer("command-1");
    eve.change("command-2", { type: kind, seq: 1, ...(kind === "edit" && { body: "second" }) });
    expect(await eve.answer("command-2")).toMatchObject({ type: "accepted", seq: 2 });
    for (const [id, seq] of [
      ["command-1", 1],
      ["command-2", 2],
    ] as const) {
      eve.send({ ...(JSON.parse(eve.sent.get(id) ?? "") as object) });
      expect(await eve.answer(id)).toMatchObject({ type: "accepted", seq, duplicate: true });
    }
    expect(scene.written).toBe(2);
  });

for (const [what, order] of [
  ["muted", (whom: string) => ({ type: "mute", person: whom, on: true })],
  ["in a room that is read-only since", () => ({ type: "mode", readOnly: true })],
] as const)
  faultCase(
    `6. [P3] [O2] [O3] Retry after losing the right to post, ${what}: \`duplicate\``,
    async (scene) => {
      const owner = await scene.owner();
      const eve = await visitor(scene);
      const first = eve.post("command-1", "first");
      await eve.answer("command-1");
      owner.change("an-order-1", order(eve.person.id));
      expect(await owner.answer("an-order-1")).toMatchObject({ type: "accepted", seq: 2 });
      const duplicate = { type: "accepted", seq: 1, duplicate: true };
      eve.send(first);
      expect(await eve.answer("command-1")).toMatchObject(duplicate);
      expect(await eve.request(first)).toMatchObject(duplicate);
      eve.send({ type: "post", id: "command-2", body: "second", after: 0 });
      expect(await eve.answer("command-2")).toMatchObject({ type: "rejected" });
      expect(scene.written).toBe(2);
    },
  );

faultCase("7. [P3] [G2] Retry after 30 days and 100,000 entries", async (scene) => {
  const eve = await visitor(scene);
  const ada = await scene.join("ada");
  eve.post("command-1", "long ago");
  await eve.answer("command-1");
  ada.post();
  await scene.until(() => scene.written === 2);
  scene.fall("crash-durable");
  ada.client.close();
  scene.fill(100_000, ada.person.id);
  // Another device keeps their sessions alive.
  await scene.run(15 * DAY);
  for (const { person } of [ada, eve]) await new Raw(scene, person).request({});
  await scene.run(15 * DAY);
  await eve.connect();
  eve.post("command-1", "long ago");
  expect(await eve.answer("command-1")).toMatchObject({
    type: "accepted",
    seq: 1,
    duplicate: true,
  });
  ada.reopen(false);
  await scene.until(() => ada.client.state.connection.name === "live");
  await scene.until(() => ada.client.state.pending.length === 0);
  expect(scene.oracle.log).toHaveLength(100_002);
});

faultCase("8. [P5] [G5] Third of five rate-limited: order 1 to 5 kept", async (scene) => {
  const ada = await scene.join("ada");
  for (let i = 0; i < 28; i++) ada.post();
  await scene.until(() => scene.oracle.log.length === 28);
  const ids = [1, 2, 3, 4, 5].map(() => ada.post());
  await scene.until(() => scene.oracle.log.length === 33);
  const limited = scene.said.filter((text) => text.includes("rate_limited"));
  expect(limited.some((text) => ids.slice(2).some((id) => text.includes(id)))).toBe(true);
  expect(bodies(scene)).toEqual(numbers("ada", 1, 33));
});

faultCase("9. [P5] Third of five refused for good: 4 and 5 land", async (scene) => {
  const ada = await scene.join("ada");
  ada.mayFail.add("bad_command");
  for (const body of ["one", "two", " ", "four", "five"]) ada.post(body);
  await scene.until(() => ada.client.state.pending.every(({ failure }) => failure));
  expect(bodies(scene)).toEqual(["one", "two", "four", "five"]);
  expect(ada.client.state.pending).toMatchObject([{ body: " ", failure: { code: "bad_command" } }]);
});

faultCase(
  "10. [P5] A command that always fails inside: given up after five, the next ones land",
  async (scene) => {
    const ada = await scene.join("ada");
    ada.mayFail.add("internal");
    scene.room.storage.failures = { match: /INSERT INTO log/, times: Infinity, value: "poison" };
    for (const body of ["one", "poison", "three", "four"]) ada.post(body);
    await scene.until(() => ada.client.state.pending.length === 1);
    expect(bodies(scene)).toEqual(["one", "three", "four"]);
    expect(scene.said.filter((text) => text.includes('"internal"'))).toHaveLength(5);
    expect(ada.client.state.pending).toMatchObject([
      { body: "poison", failure: { code: "internal" } },
    ]);
    scene.room.storage.failures = undefined;
    ada.retryFailed();
    await scene.until(() => scene.oracle.log.length === 4);
  },
);

faultCase(
  "14. [L1] A throw inside the transaction: no row, no frame, no memory changed",
  async (scene) => {
    const ada = await scene.join("ada");
    const eve = await visitor(scene);
    await scene.run(5_000);
    const before = scene.room.storage.snapshot();
    const said = scene.said.length;
    scene.room.storage.failures = { match: /INSERT INTO log/, times: 1 };
    eve.post("command-1", "thrown");
    expect(await eve.answer("command-1")).toMatchObject({ code: "internal" });
    await scene.run(1_000);
    expect(scene.room.storage.snapshot()).toEqual(before);
    expect(scene.said.slice(said)).toHaveLength(1);
    expect(ada.client.state.timeline.messages).toEqual([]);
    // Not even a token was spent: all 30 of a burst are left.
    for (let i = 1; i <= 30; i++)
      eve.post(i === 1 ? "command-1" : `command-${i}`, i === 1 ? "thrown" : `${i}`);
    expect(await eve.answer("command-30")).toMatchObject({ type: "accepted", seq: 30 });
  },
);
