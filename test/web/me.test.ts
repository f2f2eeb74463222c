// One's own rooms, as the page asks for them: the newest answer stays, whatever crosses.

import { expect, test, vi } from "vitest";
import type { MyRoom } from "../../src/protocol/http.ts";
import { myRooms, refreshMine } from "../../src/web/behavior/me.ts";

const asked = vi.hoisted(() => [] as ((rooms: string[]) => void)[]);

vi.mock("../../src/web/behavior/app.ts", () => ({
  api: {
    myRooms: () =>
      new Promise((resolve) => {
        asked.push((names) =>
          resolve({
            ok: true,
            value: names.map((name): MyRoom => ({ name, unread: 0, level: "mentions" })),
          }),
        );
      }),
  },
}));
vi.mock("../../src/web/behavior/session.ts", async () => {
  const { signal } = await import("@preact/signals");
  return { session: signal({ name: "known" }) };
});

test("what was asked for before the news never takes the place of what was asked for after", async () => {
  const first = refreshMine();
  const second = refreshMine();
  expect(asked).toHaveLength(1);
  asked[0]?.(["general"]);
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  asked[1]?.(["general", "plans"]);
  await Promise.all([first, second]);
  expect(myRooms().map(({ name }) => name)).toEqual(["general", "plans"]);
  expect(asked).toHaveLength(2);
});
