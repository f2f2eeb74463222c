// Whom the community keeps out, and what its audit log says of it [O9] [O10] [O11].

import { describe, expect, test } from "vitest";
import { networkOf } from "../../src/lib/network.ts";
import { audit, record } from "../../src/workspace/audit.ts";
import {
  ban,
  banOf,
  bans,
  isBarred,
  liftBan,
  owedBans,
  saidBan,
} from "../../src/workspace/bans.ts";
import { appoint, appointedAs, keepAppointment } from "../../src/workspace/roles.ts";
import { openSql } from "../sqlite.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ALL = Number.MAX_SAFE_INTEGER;

/** `owner`, two moderators, and everybody else a member. */
function community() {
  const sql = openSql();
  keepAppointment(sql, "owner", "owner");
  for (const one of ["mod", "mod-2"]) keepAppointment(sql, one, "moderator");
  return sql;
}
const ok = { ok: true };
const forbidden = { failure: { code: "forbidden" } };

describe("[O9] bans of the community", () => {
  test("moderators ban those below themselves: no member anybody, nobody their like, an owner nobody above", () => {
    const sql = community();
    const cases: [string, string, object][] = [
      ["member", "other", forbidden],
      ["member", "mod", forbidden],
      ["mod", "mod", forbidden],
      ["mod", "mod-2", forbidden],
      ["mod", "owner", forbidden],
      ["owner", "owner", forbidden],
      ["mod", "member", ok],
      ["owner", "mod", ok],
    ];
    for (const [by, whom, is] of cases)
      expect(ban(sql, 1, by, whom, {}), `${by} ${whom}`).toMatchObject(is);
    // Whom a moderator cannot ban they cannot let in either.
    expect(liftBan(sql, 2, "member", "other")).toMatchObject(forbidden);
    expect(ban(sql, 2, "mod", "other", {})).toMatchObject(forbidden);
  });

  test("who is banned is nothing more in the community", () => {
    const sql = community();
    ban(sql, 1, "owner", "mod", {});
    expect(appointedAs(sql, "mod")).toBe("member");
  });

  test("two moderators at once: each change has a number, and the later one holds", () => {
    const sql = community();
    ban(sql, 1, "mod", "bea", { reason: "spam", forMs: MINUTE });
    const [first] = owedBans(sql);
    ban(sql, 2, "mod-2", "bea", { forMs: 2 * MINUTE });
    saidBan(sql, 3, first!, []);
    const [owed] = owedBans(sql);
    expect(owed).toMatchObject({ person: "bea", ban: { until: 2 + 2 * MINUTE } });
    expect(owed!.n).toBeGreaterThan(first!.n);
    saidBan(sql, 3, owed!, []);
    expect(owedBans(sql)).toEqual([]);
    expect(banOf(sql, 3, "bea")).toEqual({ by: "mod-2", ts: 2, until: 2 + 2 * MINUTE });
  });

  test("it ends by itself, or is lifted: then the person is owed that, and it is listed no more", () => {
    const sql = community();
    ban(sql, 0, "mod", "ada", { forMs: MINUTE });
    ban(sql, 0, "mod", "bea", {});
    expect(bans(sql, 1, ALL).bans.map(({ person }) => person)).toEqual(["bea", "ada"]);
    for (const owed of owedBans(sql)) saidBan(sql, 1, owed, []);
    expect(liftBan(sql, 1, "mod-2", "bea")).toMatchObject(ok);
    expect(bans(sql, MINUTE, ALL).bans).toEqual([]);
    expect(liftBan(sql, MINUTE, "mod", "ada")).toMatchObject({ failure: { code: "not_found" } });
    const [owed] = owedBans(sql);
    expect(owed).toMatchObject({ person: "bea", ban: undefined });
    saidBan(sql, 2, owed!, ["where bea was"]);
    expect(sql.all("SELECT person FROM ban")).toMatchObject([{ person: "ada" }]);
    expect(isBarred(sql, 2, "where bea was")).toBe(false);
  });

  test("the list comes in pages, each ban once", () => {
    const sql = community();
    for (let i = 0; i < 70; i++) ban(sql, i, "mod", `person-${i}`, {});
    const seen: string[] = [];
    for (let before: number | undefined = ALL; before !== undefined;) {
      const page: ReturnType<typeof bans> = bans(sql, 100, before);
      expect(page.bans.length).toBeLessThanOrEqual(30);
      seen.push(...page.bans.map(({ person }) => person));
      before = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 70 }, (_, i) => `person-${69 - i}`));
  });

  test("the last owner neither steps down nor is banned", () => {
    const sql = community();
    expect(appoint(sql, "owner", "owner", "member")).toMatchObject(forbidden);
    expect(ban(sql, 1, "mod", "owner", {})).toMatchObject(forbidden);
    expect(appointedAs(sql, "owner")).toBe("owner");
  });
});

describe("[O10] addresses", () => {
  test("closed where the ban says so, as long as it holds and at most 30 days, on its account alone", () => {
    const sql = community();
    ban(sql, 0, "mod", "ada", { address: true, forMs: DAY });
    ban(sql, 0, "mod", "bea", { address: true });
    ban(sql, 0, "mod", "cyd", {});
    for (const owed of owedBans(sql)) saidBan(sql, 0, owed, [`where ${owed.person} was`, "shared"]);
    const closed = (now: number) =>
      ["where ada was", "where bea was", "where cyd was", "shared"].filter((at) =>
        isBarred(sql, now, at),
      );
    expect(closed(1)).toEqual(["where ada was", "where bea was", "shared"]);
    expect(closed(DAY)).toEqual(["where bea was", "shared"]);
    expect(closed(30 * DAY)).toEqual([]);
    liftBan(sql, 1, "mod", "bea");
    expect(closed(1)).toEqual(["where ada was", "shared"]);
  });

  test.each([
    ["192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:0DB8:0001:0002::6", "2001:db8:1:2"],
    ["2001:db8::", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
  ])("%s is in the network %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe("[O11] the community's audit log", () => {
  test("says who did what, newest first, in pages", () => {
    const sql = community();
    for (let i = 0; i < 65; i++) record(sql, i, "owner", { kind: "settings", name: `Name ${i}` });
    ban(sql, 70, "mod", "bea", { reason: "spam", address: true });
    liftBan(sql, 71, "mod-2", "bea");
    const { entries } = audit(sql, ALL);
    expect(entries.slice(0, 3)).toMatchObject([
      { ts: 71, by: "mod-2", kind: "ban", person: "bea", on: false },
      { ts: 70, by: "mod", kind: "ban", person: "bea", on: true, reason: "spam", address: true },
      { ts: 64, by: "owner", kind: "settings", name: "Name 64" },
    ]);
    let count = 0;
    for (let before: number | undefined = ALL; before !== undefined;) {
      const page: ReturnType<typeof audit> = audit(sql, before);
      count += page.entries.length;
      before = page.next;
    }
    expect(count).toBe(67);
  });
});
