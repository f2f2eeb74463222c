// The small portable pieces.

import { describe, expect, test } from "vitest";
import { refill, waitFor } from "../../src/lib/bucket.ts";
import { base32, uuid7 } from "../../src/lib/id.ts";
import { migrate } from "../../src/lib/sql.ts";
import { codePoints, longerThan, utf8Length } from "../../src/lib/text.ts";
import { openSql } from "../sqlite.ts";

describe("text", () => {
  test.each(["", "abc", "é", "€", "😀", "a😀é€", "\ud800", "\udc00x", "👩‍👩‍👧"])(
    "utf8Length(%j)",
    (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      expect(codePoints(text)).toBe([...text].length);
    },
  );

  test("longerThan counts code points", () => {
    expect(longerThan("😀".repeat(5), 5)).toBe(false);
    expect(longerThan("😀".repeat(6), 5)).toBe(true);
    expect(longerThan("abcdef", 5)).toBe(true);
  });
});

describe("ids", () => {
  test("16 bytes make 26 characters, each byte matters", () => {
    const bytes = new Uint8Array(16);
    const seen = new Set([base32(bytes)]);
    for (let i = 0; i < 16; i++) seen.add(base32(bytes.with(i, 1)));
    expect(seen.size).toBe(17);
    for (const id of seen) expect(id).toMatch(/^[a-z2-7]{26}$/);
  });

  test("a UUIDv7 has its version and variant and rises with time", () => {
    const random = new Uint8Array(10).fill(0xff);
    const early = uuid7(1_700_000_000_000, random);
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuid7(1_700_000_000_001, random) > early).toBe(true);
  });
});

describe("bucket", () => {
  const rate = { burst: 3, rate: 2 };

  test("starts full, refills with time, never above the burst", () => {
    const full = refill(undefined, rate, 0);
    expect(full.tokens).toBe(3);
    expect(refill({ tokens: 0, at: 0 }, rate, 500).tokens).toBe(1);
    expect(refill({ tokens: 0, at: 0 }, rate, 99_999).tokens).toBe(3);
  });

  test("says how long to wait, also when in debt or when the clock jumps back", () => {
    expect(waitFor({ tokens: 1, at: 0 }, rate)).toBe(0);
    expect(waitFor({ tokens: 0, at: 0 }, rate)).toBe(500);
    expect(waitFor({ tokens: -1, at: 0 }, rate)).toBe(1_000);
    expect(refill({ tokens: 1, at: 1_000 }, rate, 0).tokens).toBe(1);
  });
});

test("migrations run once each, in order, and later ones are added", () => {
  const sql = openSql();
  migrate(sql, [["CREATE TABLE a (x INTEGER)"]]);
  migrate(sql, [["CREATE TABLE a (x INTEGER)"], ["ALTER TABLE a ADD COLUMN y INTEGER"]]);
  migrate(sql, [["CREATE TABLE a (x INTEGER)"], ["ALTER TABLE a ADD COLUMN y INTEGER"]]);
  expect(sql.all("SELECT step FROM migration ORDER BY step")).toEqual([{ step: 1 }, { step: 2 }]);
  sql.all("INSERT INTO a (x, y) VALUES (1, 2)");
});
