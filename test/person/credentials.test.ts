// What makes a handle one's own, and the sessions that may change it: [T11] [T12].

import { describe, expect, test } from "vitest";
import { attempt, attemptsEnd, forgetAttempts } from "../../src/handle/attempts.ts";
import {
  codesLeft,
  hasAccount,
  mayChange,
  passwordOf,
  prove,
  replaceCodes,
  setPassword,
  spendCode,
} from "../../src/person/credentials.ts";
import { rememberRoom } from "../../src/person/memberships.ts";
import { createPerson } from "../../src/person/profile.ts";
import {
  closeOtherSessions,
  farewells,
  hasSession,
  openSession,
  SESSION_MS,
  sessions,
} from "../../src/person/sessions.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { newPassword, proof, signIn } from "../../src/protocol/account.ts";
import { parseBody } from "../../src/protocol/http.ts";
import { openSql } from "../sqlite.ts";
import { ada } from "../room/bench-room.ts";

const KEPT = { salt: "aa", hash: "bb" };
const MINUTE = 60_000;

function guest() {
  const sql = openSql();
  createPerson(sql, 0, ada);
  openSession(sql, 0, { id: "s1", hash: "h1", device: "Firefox on Linux" }, 0);
  return sql;
}

describe("credentials", () => {
  test("[T11] a guest has none, and needs no proof to set the first password", () => {
    const sql = guest();
    expect([hasAccount(sql), mayChange(sql, 99 * MINUTE, "s1")]).toEqual([false, true]);
    expect(mayChange(sql, 0, "no such session")).toBe(false);
    expect(setPassword(sql, 99 * MINUTE, "s1", KEPT)).toEqual([]);
    expect([hasAccount(sql), passwordOf(sql)]).toEqual([true, KEPT]);
  });

  test("[T11] whoever has one changes it within 10 minutes of a proof, and not later", () => {
    const sql = guest();
    setPassword(sql, 0, "s1", KEPT);
    expect(mayChange(sql, LIMITS.proofMs, "s1")).toBe(true);
    expect(mayChange(sql, LIMITS.proofMs + 1, "s1")).toBe(false);
    prove(sql, LIMITS.proofMs + 1, "s1");
    expect(mayChange(sql, 2 * LIMITS.proofMs, "s1")).toBe(true);
  });

  test("[T11] a proof in one session is none in another", () => {
    const sql = guest();
    openSession(sql, 0, { id: "s2", hash: "h2", device: "" }, 0);
    setPassword(sql, LIMITS.proofMs * 2, "s1", KEPT);
    expect(mayChange(sql, LIMITS.proofMs * 2, "s2")).toBe(false);
  });

  test("[T11] another password ends all other sessions, the first one none", () => {
    const sql = guest();
    openSession(sql, 0, { id: "s2", hash: "h2", device: "" }, 0);
    expect(setPassword(sql, 0, "s1", KEPT)).toEqual([]);
    expect(setPassword(sql, 0, "s1", { ...KEPT, hash: "cc" })).toEqual(["s2"]);
    expect(hasSession(sql, "s1") && !hasSession(sql, "s2")).toBe(true);
  });

  test("[T11] a recovery code is good once, and void when new ones are made", () => {
    const sql = guest();
    replaceCodes(sql, ["c1", "c2"]);
    expect([spendCode(sql, "c1"), spendCode(sql, "c1"), spendCode(sql, "no")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(codesLeft(sql)).toBe(1);
    replaceCodes(sql, ["c3", "c4"]);
    expect([spendCode(sql, "c2"), codesLeft(sql)]).toEqual([false, 2]);
  });

  test.each([
    ["too short", "ninechars"],
    ["too long", "abcde".repeat(52)],
    ["of too few characters", "abababababab"],
    ["with NUL", "a password\0 here"],
    ["no text", 12345678901],
  ])("[T11] a password %s is refused", (_, password) =>
    expect(parseBody(newPassword, { password }).ok).toBe(false),
  );

  test("[T11] the bounds of a password are counted in code points", () => {
    for (const password of ["🙂🙃😀😁😂🤣😃😄😅😆", "abcde🙂".repeat(42)])
      expect(parseBody(newPassword, { password }).ok).toBe(true);
    expect(parseBody(newPassword, { password: "🙂🙃😀😁😂🤣😃😄😅" }).ok).toBe(false);
  });

  test("[T11] what is tried may be as short as one likes, and has to be there", () => {
    expect(parseBody(proof, { password: "x" })).toEqual({ ok: true, value: { password: "x" } });
    expect(parseBody(proof, {}).ok).toBe(false);
    expect(parseBody(signIn, { handle: "ada", code: "abcd", token: true })).toEqual({
      ok: true,
      value: { handle: "ada", code: "abcd", token: true },
    });
    for (const bad of [{ handle: "ada" }, { password: "x" }, { handle: "A b", password: "x" }])
      expect(parseBody(signIn, bad).ok).toBe(false);
  });
});

describe("sessions", () => {
  test("[T12] are listed with device and last use, the expired ones not", () => {
    const sql = guest();
    openSession(sql, 5, { id: "s2", hash: "h2", device: "Safari on iPhone" }, 0);
    expect(sessions(sql, 6)).toEqual([
      { id: "s2", device: "Safari on iPhone", createdTs: 5, usedTs: 5 },
      { id: "s1", device: "Firefox on Linux", createdTs: 0, usedTs: 0 },
    ]);
    expect(sessions(sql, SESSION_MS + 1).map(({ id }) => id)).toEqual(["s2"]);
  });

  test("[T12] all but one's own end together, and each room is owed the news of each", () => {
    const sql = guest();
    for (const id of ["s2", "s3"]) openSession(sql, 0, { id, hash: id, device: "" }, 0);
    rememberRoom(sql, 0, "tea");
    expect(closeOtherSessions(sql, "s1").toSorted()).toEqual(["s2", "s3"]);
    expect(sessions(sql, 0).map(({ id }) => id)).toEqual(["s1"]);
    expect(farewells(sql).map(({ room, session }) => `${room} ${session}`)).toEqual([
      " s2",
      " s3",
      "tea s2",
      "tea s3",
    ]);
  });
});

describe("tries at signing in", () => {
  test("[T11] ten at once, then one in 30 s, and what was refused costs nothing", () => {
    const sql = openSql();
    for (let i = 0; i < 10; i++) expect(attempt(sql, 0)).toBe(0);
    for (let i = 0; i < 50; i++) expect(attempt(sql, 0)).toBe(30_000);
    expect(attempt(sql, 29_000)).toBe(1_000);
    expect(attempt(sql, 30_000)).toBe(0);
    expect(attempt(sql, 30_000)).toBe(30_000);
  });

  test("[T11] 1,000 in a minute: twelve are looked at", () => {
    const sql = openSql();
    let seen = 0;
    for (let i = 0; i <= 1_000; i++) if (attempt(sql, i * 60) === 0) seen += 1;
    expect(seen).toBe(12);
  });

  test("[T11] are forgotten once they count no more", () => {
    const sql = openSql();
    expect(attemptsEnd(sql)).toBeUndefined();
    attempt(sql, 0);
    attempt(sql, 0);
    expect(attemptsEnd(sql)).toBe(60_000);
    forgetAttempts(sql);
    expect(attemptsEnd(sql)).toBeUndefined();
  });
});
