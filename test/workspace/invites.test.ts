// Invites to the community: who makes one, what it is worth, how often it lets somebody in [M5] [M6].

import { describe, expect, test } from "vitest";
import type { NewInvite } from "../../src/lib/invites.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { audit } from "../../src/workspace/audit.ts";
import { ban } from "../../src/workspace/bans.ts";
import {
  comeBy,
  inviter,
  invitesFor,
  makeInvite,
  mayComeBy,
  revokeInvite,
} from "../../src/workspace/invites.ts";
import { forgetAppointment, keepAppointment } from "../../src/workspace/roles.ts";
import { isMigrated } from "../../src/lib/sql.ts";
import { openSql } from "../sqlite.ts";

const MINUTE = 60_000;
const FORBIDDEN = { ok: false, failure: { code: "forbidden" } };

/** `owner`, two moderators, and everybody else a member. */
function community() {
  const sql = openSql();
  keepAppointment(sql, "owner", "owner");
  for (const one of ["mod", "mod-2"]) keepAppointment(sql, one, "moderator");
  let now = 1_000;
  const make = (id: string, more: Partial<NewInvite> = {}) =>
    makeInvite(sql, now++, { id, hash: `hash-${id}`, author: "mod", ...more });
  const come = (id: string, request: string, at = now) =>
    comeBy(sql, at, `person-${request}`, { hash: `hash-${id}`, request });
  const may = (id: string, request: string, at = now) =>
    mayComeBy(sql, at, { hash: `hash-${id}`, request });
  const held = (at = now) => {
    const found = invitesFor(sql, at, "owner");
    return found.ok ? found.value : [];
  };
  return { sql, make, come, may, held, now: () => now };
}

describe("[M5] an invite to the community", () => {
  test("is made, seen and revoked by moderators and owners, and by nobody else", () => {
    const { sql, make, held } = community();
    for (const author of ["mod", "owner"]) expect(make(`by-${author}`, { author }).ok).toBe(true);
    expect(make("by-bea", { author: "bea" })).toMatchObject(FORBIDDEN);
    expect(invitesFor(sql, 0, "bea")).toMatchObject(FORBIDDEN);
    expect(revokeInvite(sql, 0, "bea", "by-mod")).toMatchObject(FORBIDDEN);
    expect(revokeInvite(sql, 0, "bea", "none")).toMatchObject(FORBIDDEN);
    expect(revokeInvite(sql, 0, "mod-2", "by-owner")).toEqual({ ok: true, value: true });
    expect(revokeInvite(sql, 0, "mod-2", "by-owner")).toEqual({ ok: true, value: false });
    expect(held().map(({ id }) => id)).toEqual(["by-mod"]);
  });

  test("asking for one where nobody has come yet stores nothing", () => {
    const sql = openSql();
    expect(inviter(sql, 0, "hash")).toBeUndefined();
    expect(mayComeBy(sql, 0, { hash: "hash", request: "r" })).toBe(false);
    expect(isMigrated(sql)).toBe(false);
  });

  test("made again by the same request is the same one, and is written down once", () => {
    const { sql, make, held } = community();
    const first = make("one", { most: 2 });
    expect(make("one", { most: 2 })).toEqual(first);
    expect(held()).toHaveLength(1);
    expect(audit(sql, 100).entries).toHaveLength(1);
  });

  test("ends by the server's time", () => {
    const { sql, make, may, come, held } = community();
    make("one", { forMs: MINUTE });
    expect(held(1_000 + MINUTE - 1)).toHaveLength(1);
    expect(may("one", "bea", 1_000 + MINUTE - 1)).toBe(true);
    expect(held(1_000 + MINUTE)).toEqual([]);
    expect(inviter(sql, 1_000 + MINUTE, "hash-one")).toBeUndefined();
    expect(may("one", "bea", 1_000 + MINUTE)).toBe(false);
    expect(come("one", "bea", 1_000 + MINUTE)).toBe(false);
  });

  test("is as good as who made it: made less, banned or gone, they invite nobody", () => {
    for (const end of [
      (sql: ReturnType<typeof openSql>) => keepAppointment(sql, "mod", "member"),
      (sql: ReturnType<typeof openSql>) => void ban(sql, 0, "owner", "mod", {}),
      (sql: ReturnType<typeof openSql>) => void forgetAppointment(sql, "mod"),
    ]) {
      const { sql, make, may, come, held } = community();
      make("one");
      make("other", { author: "mod-2" });
      end(sql);
      expect(may("one", "bea")).toBe(false);
      expect(come("one", "bea")).toBe(false);
      expect(held().map(({ id }) => id)).toEqual(["other"]);
    }
  });

  test("50 hold at a time; those that do not make room for another, the oldest first", () => {
    const { make, come, held, sql } = community();
    make("spent", { most: 1 });
    make("spent-later", { most: 1 });
    expect([come("spent", "bea"), come("spent-later", "cem")]).toEqual([true, true]);
    for (let i = 0; i < LIMITS.invites; i++) expect(make(`i${i}`).ok, `${i}`).toBe(true);
    expect(make("one-more")).toMatchObject({ failure: { code: "storage_full" } });
    expect(make("i0").ok, "a retry").toBe(true);
    expect(held()).toHaveLength(LIMITS.invites);
    expect(sql.all("SELECT id FROM invite")).toHaveLength(LIMITS.invites);
    revokeInvite(sql, 0, "mod", "i7");
    expect(make("one-more").ok).toBe(true);
  });
});

describe("[M6] coming by an invite", () => {
  test("takes a place once, however often the same request comes", () => {
    const { make, may, come, held } = community();
    make("one", { most: 2 });
    for (let i = 0; i < 3; i++) expect(come("one", "bea")).toBe(true);
    expect(held()).toMatchObject([{ uses: 1, most: 2 }]);
    expect(come("one", "cem")).toBe(true);
    expect(held()).toEqual([]);
    expect([may("one", "dan"), come("one", "dan")]).toEqual([false, false]);
    expect([may("one", "bea"), come("one", "bea")], "a retry").toEqual([true, true]);
  });

  test("a retry goes on after a revocation, for ten minutes, and then no more", () => {
    const { sql, make, may, come, now } = community();
    make("one");
    const at = now();
    expect(come("one", "bea", at)).toBe(true);
    revokeInvite(sql, at, "mod", "one");
    expect(may("one", "bea", at + LIMITS.retryMs - 1)).toBe(true);
    expect(may("one", "bea", at + LIMITS.retryMs)).toBe(false);
    expect(come("one", "bea", at + LIMITS.retryMs)).toBe(false);
    expect(may("one", "cem", at)).toBe(false);
  });

  test("keeps nobody's name but in the audit log, and each request for ten minutes only", () => {
    const { sql, make, come, now } = community();
    make("one");
    for (let i = 0; i < 20; i++) come("one", `r${i}`, now() + i * MINUTE);
    const kept = sql.all<{ request: string }>("SELECT * FROM invite_use");
    expect(kept.map(({ request }) => request).toSorted()).toEqual(
      Array.from({ length: 10 }, (_, i) => `r${i + 10}`).toSorted(),
    );
    expect(JSON.stringify(sql.all("SELECT * FROM invite"))).not.toContain("person");
  });

  test("[O11] is in the audit log, as making and revoking are", () => {
    const { sql, make, come } = community();
    make("one", { most: 5, forMs: MINUTE });
    come("one", "bea");
    come("one", "bea");
    revokeInvite(sql, 9_000, "owner", "one");
    revokeInvite(sql, 9_000, "owner", "one");
    expect(audit(sql, 100).entries).toEqual([
      { n: 3, ts: 9_000, by: "owner", kind: "invite", did: "revoke", invite: "one", person: "mod" },
      {
        n: 2,
        ts: 1_001,
        by: "person-bea",
        kind: "invite",
        did: "use",
        invite: "one",
        person: "mod",
      },
      {
        n: 1,
        ts: 1_000,
        by: "mod",
        kind: "invite",
        did: "make",
        invite: "one",
        until: 1_000 + MINUTE,
        most: 5,
      },
    ]);
  });
});
