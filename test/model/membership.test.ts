// Random histories in which people are removed and let back in, in the midst of everything else [O4].
// Nobody ever receives an entry of a time in which they could not read the room.

import { expect, test } from "vitest";
import { checkHistories } from "./check-histories.ts";
import { inScene } from "./fault-case.ts";
import { watchPeople } from "./watch-people.ts";

test(
  "[O4] [G2] [G3] [G4] [G5] random histories with removals: nothing reaches who is out",
  { timeout: 24 * 3_600_000 },
  async () => {
    const { steps } = await checkHistories("membership", 60);
    expect(steps).toBeGreaterThan(1_800);
  },
);

test(
  "[D3] [D7] [O4] [G2] [G3] [G4] [G5] random histories in a private room: people leave, are taken out, brought in and invited",
  { timeout: 24 * 3_600_000 },
  async () => {
    const { steps } = await checkHistories("belonging", 60);
    expect(steps).toBeGreaterThan(1_800);
  },
);

test(
  "[O13] [D3] random histories in a private room that is deleted, or left by its last member: nothing of it comes after",
  { timeout: 24 * 3_600_000 },
  async () => {
    const { steps } = await checkHistories("ends", 30);
    expect(steps).toBeGreaterThan(900);
  },
);

test(
  "[D5] [D6] [G2] [G3] [G4] [G5] random histories between two, who block each other, and a third who has the address",
  { timeout: 24 * 3_600_000 },
  async () => {
    const { steps } = await checkHistories("direct", 40);
    expect(steps).toBeGreaterThan(1_200);
  },
);

test("the watch notices an entry that reaches somebody who is out", async () => {
  const seen: string[] = [];
  await inScene(async (scene) => {
    watchPeople(scene);
    const ada = await scene.join("ada");
    ada.post();
    await scene.until(() => ada.client.state.head === 1);
    scene.oracle.out.set(ada.person.id, 1);
    ada.post();
    await scene.until(() => ada.client.state.head === 2);
    scene.oracle.out.clear();
    seen.push(...scene.oracle.faults.splice(0));
  });
  expect(seen[0]).toContain("[O4] 2 reached who was removed at 1");
});
