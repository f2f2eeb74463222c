// Fault cases 24, 29, 33, 35 and 36: versions, limits, slow readers, lost answers and crowds.
// [C1] [F2] [F3] [H2] [H4] [T3] [T4]

import { expect, test } from "vitest";
import { createOverHttp } from "../../src/client/over-http.ts";
import { openRoom } from "../../src/client/room.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { bodies, faultCase, inScene } from "./fault-case.ts";
import { Net, ORIGIN } from "./net.ts";
import { Raw } from "./raw.ts";

faultCase(
  "24. [H4] A reader that answers nothing: others unaffected, closed 4008, then complete",
  async (scene) => {
    const ada = await scene.join("ada");
    const bea = await scene.join("bea", { fromStart: true });
    const eve = await new Raw(scene, await scene.person("eve")).connect();
    const link = bea.net.link!;
    link.up.isDead = true;
    for (let i = 1; i <= 220; i++) {
      ada.post(`ada ${i} ${"€".repeat(7_900)}`);
      await scene.run(20);
    }
    await scene.until(() => scene.oracle.log.length === 220);
    expect(eve.closed).toBe(4008);
    expect(link.server.state).not.toBe("open");
    expect(ada.net.links).toHaveLength(1);
    // Nobody was sent more than the bound, and the probe before it.
    const bytes = eve.of("entries").reduce((sum, frame) => sum + JSON.stringify(frame).length, 0);
    expect(bytes).toBeLessThan(LIMITS.slowBytes);
    expect(eve.of("probe")).toHaveLength(1);
    await scene.until(() => bea.client.state.head === 220);
  },
  { rateLimit: false },
);

faultCase("29. [C1] A version it does not speak", async (scene) => {
  const person = await scene.person("eve");
  const eve = await new Raw(scene, person).connect({}, "edgewise.v9");
  expect(eve.closed).toBe(4502);
  expect(eve.frames).toEqual([]);
  await eve.connect({}, "edgewise.v1");
  expect(eve.of("welcome")).toMatchObject([{ version: 1 }]);
});

faultCase(
  "33. [F2] [F3] Exact limits in bytes and code points, emoji, surrogates",
  async (scene) => {
    const ada = await scene.join("ada");
    const bea = await scene.join("bea", { fromStart: true });
    const eve = await new Raw(scene, await scene.person("eve")).connect();
    const good = [
      "😀".repeat(8_000),
      "\u{10ffff}",
      "e\u0301 \u202e ok",
      "👩‍👩‍👧‍👦",
      '\\"\n\t"',
      "a".repeat(8_000),
    ];
    for (const body of good) ada.post(body);
    await scene.until(() => bea.client.state.head === good.length);
    expect(bea.seen.map(({ body }) => body)).toEqual(good);
    const bad = [
      "😀".repeat(8_001),
      "a".repeat(8_001),
      "\ud800",
      "x\udc00",
      "nul\0",
      "",
      " \u200b",
    ];
    for (const [i, body] of bad.entries()) {
      eve.send({ type: "post", id: `refused-${i}`, body, after: 0 });
      expect(await eve.answer(`refused-${i}`)).toMatchObject({
        type: "rejected",
        code: "bad_command",
      });
    }
    const frame = { type: "post", id: "exact-size", body: "exact", after: 0, padding: "" };
    const padding = LIMITS.frameBytes - JSON.stringify(frame).length;
    eve.wrote("exact-size", "exact");
    eve.send({ ...frame, padding: "x".repeat(padding + 1) });
    expect(await eve.answer("exact-size")).toMatchObject({ code: "too_large" });
    eve.send({ ...frame, padding: `${"x".repeat(padding - 2)}é` });
    expect(await eve.answer("exact-size")).toMatchObject({ type: "accepted" });
    expect(bodies(scene)).toHaveLength(good.length + 1);
  },
);

faultCase("35. [T3] [T4] A lost answer to the session and to the room creation", async (scene) => {
  const net = new Net(scene.world);
  const ask = async (path: string, body: object, token?: string) => {
    let status: number | undefined;
    let answer: Record<string, never> = {};
    void net.platform
      .fetch(`${ORIGIN}${path}`, {
        method: "POST",
        headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      })
      .then(
        async (response) => {
          answer = JSON.parse(await response.text());
          status = response.status;
        },
        () => (status = 0),
      );
    await scene.until(() => status !== undefined);
    return { status, answer };
  };
  const claim = { handle: "dan", id: "claim-of-dan", token: true };
  net.requests = "lost";
  expect((await ask("/api/session", claim)).status).toBe(0);
  net.requests = "open";
  await scene.run(9 * 60_000);
  const { status, answer } = await ask("/api/session", claim);
  expect(status).toBe(200);
  expect((await ask("/api/session", { ...claim, id: "another-claim" })).status).toBe(409);
  const token = answer["token"];
  const creation = { name: "cats", id: "creation-of-cats" };
  net.requests = "lost";
  expect((await ask("/api/rooms", creation, token)).status).toBe(0);
  net.requests = "open";
  expect(await ask("/api/rooms", creation, token)).toMatchObject({
    status: 201,
    answer: { name: "cats" },
  });
  expect((await ask("/api/rooms", { ...creation, id: "another-creation" }, token)).status).toBe(
    409,
  );
});

test("36. [H2] 2,000 sockets cut at once: reconnects are spread", { timeout: 240_000 }, () =>
  inScene(async (scene) => {
    const nets: Net[] = [];
    const clients: ReturnType<typeof openRoom>[] = [];
    for (let i = 0; i < 200; i++) {
      const { token } = await scene.person(`person-${i}`);
      for (let tab = 0; tab < 10; tab++) {
        const net = new Net(scene.world);
        nets.push(net);
        const { platform } = net;
        const loadOverHttp = async () => createOverHttp;
        clients.push(openRoom({ origin: ORIGIN, room: "general", token, platform, loadOverHttp }));
      }
    }
    await scene.run(5_000);
    expect(clients.every(({ state }) => state.connection.name === "live")).toBe(true);
    const cut = scene.world.clock.now;
    const back: number[] = [];
    for (const net of nets) net.linked = () => back.push(scene.world.clock.now - cut);
    scene.fall("evict");
    await scene.until(() => back.length === 2_000, 5_000);
    const buckets = Array.from({ length: 10 }, (_, i) =>
      back.filter((ms) => ms >= i * 50 && ms < (i + 1) * 50),
    );
    for (const bucket of buckets.slice(1)) expect(bucket.length).toBeGreaterThan(100);
    for (const bucket of buckets) expect(bucket.length).toBeLessThan(300);
    await scene.run(5_000);
    expect(clients.every(({ state }) => state.connection.name === "live")).toBe(true);
    for (const client of clients) client.close();
  }),
);
