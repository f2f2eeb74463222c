// The gate through which previews leave under `npm start`: what a name resolves to decides [T10].

import { afterAll, beforeAll, expect, test } from "vitest";
import { openGate, type GateRules } from "../../src/tools/preview-gate.ts";
import { startStrangers, type Strangers } from "../strangers/server.ts";

let strangers: Strangers;
beforeAll(async () => void (strangers = await startStrangers()));
afterAll(() => strangers.close());

const resolvesTo =
  (...addresses: string[]): GateRules["resolve"] =>
  (_, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );

async function through(address: string, rules: Partial<GateRules>, path = ""): Promise<Response> {
  const gate = await openGate(rules);
  const headers = { "Preview-Address": address, Cookie: "session=secret", Referer: "http://own/" };
  const response = await fetch(gate.url + path, { headers, redirect: "manual" });
  const copy = new Response(await response.arrayBuffer(), response);
  await gate.close();
  return copy;
}

const port = () => strangers.host.split(":")[1] ?? "";

test.each([
  [["127.0.0.1"]],
  [["10.1.2.3"]],
  [["169.254.169.254"]],
  [["::1"]],
  [["::ffff:127.0.0.1"]],
  [["fd00::1"]],
  [["1.1.1.1", "127.0.0.1"]],
  [["127.0.0.1", "1.1.1.1"]],
  [[]],
])("[T10] a name that resolves to %j is not asked", async (addresses) => {
  const before = strangers.seen.length;
  const rules = { resolve: resolvesTo(...addresses), ports: [port()] };
  expect((await through(`http://looks-fine.com:${port()}/good`, rules)).status).toBe(502);
  expect(strangers.seen).toHaveLength(before);
});

test.each([
  "http://127.0.0.1/",
  "http://[::1]/",
  "http://localhost/",
  "http://example.com:22/",
  "http://user:pass@example.com/",
  "ftp://example.com/",
  "nonsense",
  "",
])("[T10] what the guard refuses is refused here, too: %s", async (address) => {
  expect((await through(address, {})).status).toBe(403);
});

test("[T10] without its secret the gate is shut", async () => {
  expect((await through("http://example.com/", {}, "x")).status).toBe(403);
});

test("[T10] what passes goes out with nothing of the asker, and comes back as it is", async () => {
  // As if loopback were public: the one thing that a test cannot do without.
  const rules = { resolve: resolvesTo("127.0.0.1"), isPublic: () => true, ports: [port()] };
  const name = `http://somebody.com:${port()}`;
  const good = await through(`${name}/good`, rules);
  expect(good.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await good.text()).toContain("Notes on the edge");
  const { headers } = strangers.seen.at(-1) ?? {};
  expect(headers).toMatchObject({ host: `somebody.com:${port()}` });
  for (const kept of ["cookie", "referer", "preview-address"])
    expect(headers?.[kept]).toBeUndefined();
  const moved = await through(`${name}/redirect?to=http://10.0.0.1/`, rules);
  expect([moved.status, moved.headers.get("location")]).toEqual([302, "http://10.0.0.1/"]);
});

test("[T10] a name that nobody has is no page", async () => {
  const rules: Partial<GateRules> = { resolve: (_, done) => done(new Error("ENOTFOUND"), []) };
  expect((await through("http://example.com/", rules)).status).toBe(502);
});
