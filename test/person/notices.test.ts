// Notices of one person: numbered once for all, so that an answer that comes late meets the right one.

import { expect, test } from "vitest";
import { dropNotices, keepNotice, noticesBefore, unreadNotices } from "../../src/person/notices.ts";
import { createPerson } from "../../src/person/profile.ts";
import { openSql } from "../sqlite.ts";

test("the number of a notice that was dropped is not given to another", () => {
  const sql = openSql();
  createPerson(sql, 1, { id: "ada", handle: "ada", name: "Ada" });
  const keep = (seq: number) =>
    keepNotice(sql, { room: "tea", seq, why: "mention", by: "bea", ts: seq, thread: null });
  keep(1);
  keep(2);
  // Two pages of one's own found the same deleted message; the second is late.
  dropNotices(sql, [2]);
  expect(unreadNotices(sql)).toBe(1);
  keep(3);
  dropNotices(sql, [2]);
  expect(noticesBefore(sql, 99, 9).map(({ seq, read }) => [seq, read])).toEqual([
    [3, false],
    [1, false],
  ]);
});
