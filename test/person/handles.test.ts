// A new handle, and what becomes of the old one: [T14] [N2].

import { describe, expect, test } from "vitest";
import { claimHandle, holder, isFree, keepHandle, releaseHandle } from "../../src/handle/claim.ts";
import {
  changeHandle,
  hasPartings,
  isCalled,
  partings,
  saidParting,
} from "../../src/person/handles.ts";
import { rememberRoom } from "../../src/person/memberships.ts";
import { createPerson, introductions, profile, setName } from "../../src/person/profile.ts";
import { newProfile } from "../../src/protocol/account.ts";
import { parseBody } from "../../src/protocol/http.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { openSql } from "../sqlite.ts";
import { ada } from "../room/bench-room.ts";

const KEPT = LIMITS.handleKeptMs;

function someone() {
  const sql = openSql();
  createPerson(sql, 0, { ...ada, handle: "ada" });
  rememberRoom(sql, 0, "tea");
  return sql;
}

describe("a person's handle", () => {
  test("[T14] changes, and rooms and the old handle are owed the news", () => {
    const sql = someone();
    expect(changeHandle(sql, 5, "countess").ok).toBe(true);
    expect([profile(sql)?.handle, isCalled(sql, "ada"), isCalled(sql, "countess")]).toEqual([
      "countess",
      false,
      true,
    ]);
    expect(introductions(sql)).toEqual(["tea"]);
    expect(partings(sql)).toEqual([{ handle: "ada", until: 5 + KEPT }]);
    saidParting(sql, "ada");
    expect(hasPartings(sql)).toBe(false);
  });

  test("[T14] the same one again changes nothing", () => {
    const sql = someone();
    expect(changeHandle(sql, 5, "ada").ok).toBe(true);
    expect([introductions(sql), hasPartings(sql)]).toEqual([[], false]);
  });

  test("[T14] three are kept at a time; a fourth waits, one of one's own does not", () => {
    const sql = someone();
    for (const handle of ["b", "c", "d"]) expect(changeHandle(sql, 0, handle).ok).toBe(true);
    expect(changeHandle(sql, 1, "e")).toMatchObject({
      failure: { code: "rate_limited", retryAfterMs: KEPT - 1 },
    });
    expect(profile(sql)?.handle).toBe("d");
    expect(changeHandle(sql, 1, "c").ok).toBe(true);
    expect(changeHandle(sql, KEPT, "e").ok).toBe(true);
  });

  test("[T14] a display name is news for the rooms, too", () => {
    const sql = someone();
    setName(sql, "Countess");
    expect([profile(sql)?.name, introductions(sql)]).toEqual(["Countess", ["tea"]]);
  });

  test("look-alike display names: nothing invisible or turned around, and a handle is plain letters", () => {
    for (const name of ["A\u200bda", "\u202eadA", "Ada\u00ad", "A\u2066da", "\u3164", "  "])
      expect(parseBody(newProfile, { name }).ok, JSON.stringify(name)).toBe(false);
    // Two may be called alike, as in life: what tells them apart is the handle, which has no look-alikes.
    for (const handle of ["аda", "ada\u0301", "ADA", "ada ", "a\u200bda", "ａda"])
      expect(parseBody(newProfile, { handle }).ok, JSON.stringify(handle)).toBe(false);
  });
});

describe("a handle that was given up", () => {
  const claim = { handle: "ada", person: "p1", request: "request-1" };
  const other = { ...claim, person: "p2", request: "request-2" };
  const kept = () => {
    const sql = openSql();
    claimHandle(sql, 0, claim);
    keepHandle(sql, "p1", KEPT);
    return sql;
  };

  test("[T14] is kept from others for 30 days, then anybody's", () => {
    const sql = kept();
    expect([isFree(sql, KEPT - 1), claimHandle(sql, KEPT - 1, other).ok]).toEqual([false, false]);
    expect(isFree(sql, KEPT)).toBe(true);
    expect(claimHandle(sql, KEPT, other)).toEqual({ ok: true, value: "p2" });
    expect(holder(sql)).toMatchObject({ person: "p2", kept_until: null });
  });

  test("[T14] is taken back by whose it was, and then kept no longer than any", () => {
    const sql = kept();
    expect(claimHandle(sql, 5, { ...claim, request: "request-3" })).toMatchObject({ ok: true });
    expect(isFree(sql, 2 * KEPT)).toBe(false);
  });

  test("[T14] only by its person it is given up", () => {
    const sql = openSql();
    claimHandle(sql, 0, claim);
    keepHandle(sql, "p2", 1);
    releaseHandle(sql, "p2");
    expect(isFree(sql, KEPT)).toBe(false);
  });
});
